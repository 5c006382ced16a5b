"""Read plain TOML at a glance: the lines that nearly every page is made of.

A line is a key with a simple string, number, date, moment, yes or no, a list of simple strings, or
inline tables of such; or a `[table]`, `[table.part]` or `[[row]]`; or a comment of its own.
Whatever else stands there, the answer is None and tomllib reads the whole. It is several times as
quick, and a year of pages is read at every command (docs/decisions/0005-plain-toml.md).
tests/journal/test_plain_toml.py holds it against tomllib.
"""

import re
from datetime import date, datetime
from decimal import Decimal

_KEY = r'(?:[A-Za-z0-9_-]+|"[A-Za-z0-9_. -]+")'
_TEXT = r'"[^"\\\x00-\x1f\x7f]*(?:\\["\\nt][^"\\\x00-\x1f\x7f]*)*"'
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}
_SIMPLE = (
    rf"{_TEXT}"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?"
    r"|(?:0|-?[1-9]\d{0,17})(?:\.\d{1,18})?"
    r"|true|false"
)
_LINE = re.compile(
    rf"({_KEY}) = (?:({_SIMPLE})|\[((?:{_TEXT}(?:, {_TEXT})*)?)\])\n|\[([A-Za-z0-9_-]+)\]\n"
)
# What only standing documents have; compiled by the first of them.
_OTHER_LINE = (
    r"\[\[([A-Za-z0-9_-]+)\]\]\n|\[([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\]\n"
    r"|(?:#[^\x00-\x08\n-\x1f\x7f]*)?\n"
)
_OPENED = rf"({_KEY}) = ([\[{{])"
_PAIR = rf"({_KEY}) = ({_SIMPLE})(, | \}})"

Table = dict[str, object]
_MOST = 16_384  # characters: what is longer is left to the limits of text.py
_DATE = 10  # characters


class _NotPlain(Exception):
    """Something here is for tomllib to judge."""


def read_plain(toml: str) -> Table | None:
    """Return the table that `toml` says, or None where it is not as plain as that."""
    if len(toml) > _MOST:
        return None
    page = _Page(toml)
    place, end = 0, len(toml)
    try:
        while place < end:
            match = _LINE.match(toml, place)
            if match is None:
                place = page.take_other(place)
                continue
            place = match.end()
            key, simple, items, name = match.groups()
            if key is None:
                page.begin_table(name)
            elif simple is not None:
                page.put(key, _simple(simple))
            else:
                page.put(key, [_text(item) for item in re.findall(_TEXT, items)])
    except (_NotPlain, ValueError):
        return None
    return page.top


class _Page:
    """A document while its lines come in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.top: Table = {}
        self.table: Table = self.top
        self.rows: dict[str, list[Table]] = {}
        self.parts: dict[str, Table] = {}

    def begin_table(self, name: str) -> None:
        """Begin `[name]`."""
        if name in self.top:
            raise _NotPlain
        self.table = self.top[name] = {}

    def put(self, key: str, value: object) -> None:
        """Set a key of the table that was begun last."""
        if key[0] == '"':
            key = key[1:-1]
        if key in self.table:
            raise _NotPlain
        self.table[key] = value

    def take_other(self, place: int) -> int:
        """Take what only a standing document has at `place`; return where it ends."""
        match = re.compile(_OTHER_LINE).match(self.text, place)
        if match is not None:
            row, whole, part = match.groups()
            if row is not None:
                self._begin_row(row)
            elif whole is not None:
                self._begin_part(whole, part)
            return match.end()
        opened = re.compile(_OPENED).match(self.text, place)
        if opened is None:
            raise _NotPlain
        value: object
        if opened[2] == "{":
            value, place = self._inline(opened.end())
        else:
            value, place = self._list(opened.end())
        self.put(opened[1], value)
        if self.text[place : place + 1] != "\n":
            raise _NotPlain
        return place + 1

    def _inline(self, place: int) -> tuple[Table, int]:
        """Read an inline table of simple values behind its brace."""
        if self.text[place : place + 1] != " ":
            raise _NotPlain
        table: Table = {}
        pair = re.compile(_PAIR)
        place += 1
        while match := pair.match(self.text, place):
            plain = match[1].strip('"')
            if plain in table:
                raise _NotPlain
            table[plain] = _simple(match[2])
            place = match.end()
            if match[3] == " }":
                return table, place
        raise _NotPlain

    def _list(self, place: int) -> tuple[list[object], int]:
        """Read a list of simple strings or of inline tables behind its bracket."""
        items: list[object] = []
        space, comma = re.compile(r"[ \n]*"), re.compile(r"[ \n]*,[ \n]*")
        place = self._behind(space, place)
        while self.text[place : place + 1] != "]":
            item, place = self._item(place)
            items.append(item)
            behind = comma.match(self.text, place)
            place = behind.end() if behind else self._behind(space, place)
            if not behind and self.text[place : place + 1] != "]":
                raise _NotPlain
        return items, place + 1

    def _item(self, place: int) -> tuple[object, int]:
        if self.text[place : place + 1] == "{":
            return self._inline(place + 1)
        string = re.compile(_TEXT).match(self.text, place)
        if string is None:
            raise _NotPlain
        return _text(string[0]), string.end()

    def _behind(self, pattern: re.Pattern[str], place: int) -> int:
        match = pattern.match(self.text, place)
        return match.end() if match else place

    def _begin_row(self, name: str) -> None:
        if name not in self.rows:
            if name in self.top:
                raise _NotPlain
            self.top[name] = self.rows[name] = []
        self.table = {}
        self.rows[name].append(self.table)

    def _begin_part(self, whole: str, part: str) -> None:
        if whole not in self.parts:
            if whole in self.top:
                raise _NotPlain
            self.top[whole] = self.parts[whole] = {}
        if part in self.parts[whole]:
            raise _NotPlain
        self.table = self.parts[whole][part] = {}


def _text(quoted: str) -> str:
    """Return what a quoted string says."""
    plain = quoted[1:-1]
    return re.sub(r"\\.", lambda m: _ESCAPES[m[0]], plain) if "\\" in plain else plain


def _simple(text: str) -> object:
    """Return a simple value. Raises ValueError for a day or a time that there is not."""
    first = text[0]
    if first == '"':
        return text[1:-1] if "\\" not in text else _text(text)
    if first in "tf":
        return first == "t"
    if text[4:5] == "-":
        return date.fromisoformat(text) if len(text) == _DATE else datetime.fromisoformat(text)
    return Decimal(text) if "." in text else int(text)
