"""A line as bash has it: its words, and a word put back so that bash takes it as it is.

Bash hands over the raw line. What is completed is only the end of the last word: bash begins it
anew after an open quote and after the characters of COMP_WORDBREAKS, such as `=` and `:`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

_BETWEEN = " \t\n"
_SINGLE, _DOUBLE = "'", '"'
_KEPT_IN_DOUBLE = '$`"\\'
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")


@dataclass
class BashLine:
    """The words before the last one, and the last one (`typed`).

    `before` counts the characters of the last word that bash leaves as they are; `quote` is the
    quote that is still open.
    """

    words: list[str] = field(default_factory=list)
    typed: str = ""
    before: int = 0
    quote: str = ""


def read_line(line: str, breaks: str) -> BashLine:
    """Return the words of a line up to the cursor. Expands nothing."""
    read = BashLine()
    is_word = False
    chars = iter(line)
    for char in chars:
        if read.quote:
            _quoted(read, char, chars)
        elif char in _BETWEEN:
            if is_word:
                read.words.append(read.typed)
            read.typed, read.before, is_word = "", 0, False
            continue
        elif char in (_SINGLE, _DOUBLE):
            read.quote = char
            read.before = len(read.typed)
        elif char == "\\":
            read.typed += next(chars, "")
        else:
            read.typed += char
            if char in breaks:
                read.before = len(read.typed)
        is_word = True
    return read


def _quoted(read: BashLine, char: str, chars: Iterator[str]) -> None:
    if char == read.quote:
        read.quote = ""
        read.before = len(read.typed)
    elif char == "\\" and read.quote == _DOUBLE:
        after = next(chars, "")
        read.typed += after if after in {*_KEPT_IN_DOUBLE} else char + after
    else:
        read.typed += char


def put_back(value: str, read: BashLine) -> str | None:
    """Return what bash has to insert so that the last word means `value`, to the letter.

    None where there is no such text: nothing keeps `!` from the history within double quotes.
    """
    rest = value[read.before :]
    if not read.quote:
        return "".join(c if c in _PLAIN or not c.isascii() else f"\\{c}" for c in rest)
    # Bash closes the quote, but takes one that is part of the word for the closing one.
    closing = read.quote if rest.endswith(read.quote) else ""
    if read.quote == _SINGLE:
        return rest.replace(_SINGLE, r"'\''") + closing
    if "!" in rest:
        return None
    return "".join(f"\\{char}" if char in _KEPT_IN_DOUBLE else char for char in rest) + closing
