"""Read the text of a TOML document, and find the line on which a key stands."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from stillpd.journal.plain_toml import read_plain
from stillpd.journal.text import Unreadable, check_limits

if TYPE_CHECKING:
    from tomllib import TOMLDecodeError

Table = dict[str, Any]
_POSITION = r" \(at (?:line (\d+), column \d+|end of document)\)"
_BARE_DATE = r"(?<==)(\s*)(\d{4}-\d\d?-\d\d?)(\s*(?:#.*)?)$"
_LONG_NUMBER = r"(?<=[=\[,])(\s*)([+-]?\d[\d_]{4000,})(?=\s*(?:[,\]}#]|$))"
_MOST_MENDED = 20
_PLAIN_WORDS = (
    ("Invalid value", 'this value cannot be read (text stands in "quotes")'),
    ("Unterminated string", "a quote was opened and not closed"),
    ("Expected '='", "a key wants = and a value behind it"),
    ("Cannot overwrite", "one key stands here twice"),
    ("Cannot declare", "one table stands here twice"),
    ("Unclosed", "a bracket was opened and not closed"),
    ("Expected ']'", "a bracket was opened and not closed"),
    ("Illegal character '\\n'", "a quote was opened and not closed"),
    ("Illegal character", "there is a character that cannot stand here"),
    ("Expected newline", "something stands behind the value"),
)


class Mended(NamedTuple):
    """A line with a value that cannot be, and was read as text; words for a Problem."""

    line: int
    code: str
    message: str


def parse(toml: str, first_line: int = 1) -> tuple[Table, tuple[Mended, ...]]:
    """Return the table of `toml`, and the lines of which a value was read as text.

    A date that cannot be (2025-13-03) would hide the whole file from a strict parser; it is read
    as the text that it is, so that only its own key is lost. So is a number of thousands of digits,
    of which Python makes none. Raises Unreadable, with the line.
    """
    plain = read_plain(toml)
    if plain is not None:
        return plain, ()
    import tomllib

    check_limits(toml, first_line)
    mended: list[Mended] = []
    while True:
        try:
            return tomllib.loads(toml, parse_float=Decimal), tuple(mended)
        except tomllib.TOMLDecodeError as err:
            line = _line_of(err, toml)
            better = _mend_date(toml, line)
            if better is None or len(mended) >= _MOST_MENDED:
                raise Unreadable("bad-toml", _in_plain_words(err), line + first_line - 1) from None
            toml = better
            mended.append(Mended(line + first_line - 1, "bad-date", "there is no such day"))
        except (ValueError, RecursionError):
            mended += _long_numbers(toml, first_line)
            better = re.sub(_LONG_NUMBER, r'\1"\2"', toml, flags=re.MULTILINE)
            if better != toml:
                toml = better
                continue
            raise Unreadable("bad-toml", "a number or nesting without measure") from None


def _in_plain_words(err: "TOMLDecodeError") -> str:
    """Return what is wrong as somebody would say it who never heard of TOML."""
    said = re.sub(_POSITION, "", str(err)).strip()
    told = next((words for begins, words in _PLAIN_WORDS if said.startswith(begins)), None)
    return told or f"this cannot be read ({said[:1].lower()}{said[1:]})"


def _line_of(err: "TOMLDecodeError", toml: str) -> int:
    match = re.search(_POSITION, str(err))
    if match and match[1]:
        return int(match[1])
    return toml.rstrip("\n").count("\n") + 1


def _mend_date(toml: str, line: int) -> str | None:
    lines = toml.split("\n")
    if line > len(lines):
        return None
    changed = re.sub(_BARE_DATE, r'\1"\2"\3', lines[line - 1])
    if changed == lines[line - 1]:
        return None
    lines[line - 1] = changed
    return "\n".join(lines)


def _long_numbers(toml: str, first_line: int) -> Iterator[Mended]:
    for found in re.finditer(_LONG_NUMBER, toml, re.MULTILINE):
        line = toml.count("\n", 0, found.start(2)) + first_line
        yield Mended(line, "out-of-range", "this number has thousands of digits")


def find_line(toml: str, path: tuple[str | int, ...]) -> int:
    """Return the line on which the key at `path` stands, from 1; the best guess where unsure."""
    if not path:
        return 1
    lines = toml.split("\n")
    start: int = 0
    for place, step in enumerate(path[:-1]):
        if isinstance(step, int):
            continue
        following = path[place + 1]
        wanted = (following if isinstance(following, int) else 0) + 1
        header = re.compile(rf"\s*\[\[?\s*[^\]#]*{re.escape(step)}[\"']?\s*\]\]?")
        hits: list[int] = [n for n in range(start, len(lines)) if header.match(lines[n])]
        if len(hits) >= wanted:
            start = hits[wanted - 1]
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    key = re.compile(rf"(\s*|.*[{{,]\s*)[\"']?{re.escape(name)}[\"']?\s*=")
    n: int
    for n in (*range(start, len(lines)), *range(start)):
        if key.match(lines[n]):
            return n + 1
    return start + 1
