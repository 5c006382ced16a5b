"""The one function through which text from files reaches a screen.

Control characters, bidirectional overrides and invisible characters are shown as what they are,
never obeyed; the bytes on disk stay untouched. Cases: docs/explanation/privacy.md.
"""

import re

_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{8})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def safe(text: str) -> str:
    """Return `text` with everything that a terminal might obey made visible instead.

    Tabs and line ends stay, and so do the joiners that emoji and Persian need.
    """
    return _MARKS.sub(r"\1", _HARMFUL.sub(_shown, text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """Return `text` made safe and on one line."""
    return " ".join(safe(text).split())


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - Latin-1's end
