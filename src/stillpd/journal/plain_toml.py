"""Read plain TOML at a glance: the lines that nearly every front matter is made of.

A line is a key with a simple string, number, date, moment, yes or no, or a list of simple
strings; or a `[table]` of one name. Whatever else stands there, the answer is None and tomllib
reads the whole. It is eight times as quick, and a year of entries is read at every command
(docs/decisions/0005-plain-toml.md). tests/journal/test_plain_toml.py holds it against tomllib.
"""

import re
from datetime import date, datetime
from decimal import Decimal

_KEY = r'(?:([A-Za-z0-9_-]+)|"([A-Za-z0-9_. -]+)")'
_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_LINE = re.compile(
    rf"{_KEY} = (?:"
    rf"({_TEXT})"
    r"|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))"
    r"|(\d{4}-\d\d-\d\d)"
    r"|((?:0|-?[1-9]\d{0,17})(?:\.\d{1,18})?)"
    r"|(true|false)"
    rf"|\[((?:{_TEXT}(?:, {_TEXT})*)?)\]"
    r")\n"
    r"|\[([A-Za-z0-9_-]+)\]\n"
    r"|\n"
)
_ITEM = re.compile(r'"([^"]*)"')

Table = dict[str, object]
_MOST = 16_384  # characters: what is longer is left to the limits of text.py


def read_plain(toml: str) -> Table | None:
    """Return the table that `toml` says, or None where it is not as plain as that."""
    top: Table = {}
    table = top
    place, end = 0, len(toml)
    if end > _MOST:
        return None
    while place < end:
        match = _LINE.match(toml, place)
        if match is None:
            return None
        place = match.end()
        name = match[9]
        if name is not None:
            if name in top:
                return None
            table = {}
            top[name] = table
            continue
        key = match[1] or match[2]
        if key is None:
            continue
        if key in table:
            return None
        try:
            table[key] = _value(match)
        except ValueError:
            return None
    return top


def _value(match: re.Match[str]) -> object:
    """Return a line's value. Raises ValueError for a day or a time that there is not."""
    text, moment, day, number, truth, items = match.group(3, 4, 5, 6, 7, 8)
    if text is not None:
        return text[1:-1]
    if moment is not None:
        return datetime.fromisoformat(moment)
    if day is not None:
        return date.fromisoformat(day)
    if number is not None:
        return Decimal(number) if "." in number else int(number)
    if truth is not None:
        return truth == "true"
    return _ITEM.findall(items)
