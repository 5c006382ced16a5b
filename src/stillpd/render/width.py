"""How many columns text takes in a terminal (Unicode Standard Annex 11)."""

import re
from functools import lru_cache
from unicodedata import combining, east_asian_width

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
# Beside these (Latin letters, dashes, quotes, our own marks) a character may take two columns or
# none. Compiled at first use: many pages have no other.
_UNUSUAL = "[^\x00-\u02ff\u2010-\u2027\u2500-\u25cf]"


@lru_cache(maxsize=4096)
def cells(text: str) -> int:
    """Return the columns that `text` takes: two for wide characters, none for marks."""
    if text.isascii() or not re.search(_UNUSUAL, text):
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if char in {_JOINER, "\u200c", _EMOJI_STYLE} or combining(char):
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def clip(text: str, most: int) -> str:
    """Return `text` in at most `most` columns, an ellipsis where something is left out."""
    if cells(text) <= most:
        return text
    if text.isascii():
        return text[: max(most - 1, 0)].rstrip() + "…"
    kept, used = [], 0
    for char in text:
        used += _cell(char)
        if used > most - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"
