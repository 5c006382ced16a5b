"""The one function through which text from files reaches a screen.

Control characters, bidirectional overrides and invisible characters are shown as what they are,
never obeyed; the bytes on disk stay untouched. Cases: docs/explanation/privacy.md.
"""

import re
from functools import lru_cache
from unicodedata import category

# Compiled at first use: most of what is printed is plain and needs neither.
_HARMFUL = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_FIRST_MARK, _FIRST_TAG = "\u0300", "\U000e0000"
_TOO_MANY_MARKS = f"({_MARK}{{8}}){_MARK}+"


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """Return `text` with everything that a terminal might obey made visible instead.

    Tabs and line ends stay, and so do the joiners that emoji and Persian need.
    """
    if _is_plain(text):
        return text
    shown = re.sub(_HARMFUL, _shown, text.replace("\r\n", "\n"))
    return re.sub(_TOO_MANY_MARKS, r"\1", shown)


def _is_plain(text: str) -> bool:
    """Tell whether nothing in `text` could do harm: every character prints, no mark is stacked."""
    if not text.replace("\n", "").replace("\t", "").isprintable():
        return False
    return text.isascii() or not any(
        char >= _FIRST_TAG or category(char)[0] == "M" for char in text if char >= _FIRST_MARK
    )


def one_line(text: str) -> str:
    """Return `text` made safe and on one line."""
    return " ".join(safe(text).split())


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - Latin-1's end
