"""Write a new TOML document from plain values.

tomlkit edits what a person wrote; a document that did not exist before needs none of its care,
and a note must not wait for its import. Values: str, bool, int, Decimal, date, datetime,
lists, and mappings (tables). `None` is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

_SHORT_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
# What TOML forbids raw in a string, and what reads ill on a screen (C1, line and bidi marks).
_TO_ESCAPE = '[\x00-\x1f"\\\\\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]'
_MANY = 100
"""A list of more stands on lines of its own: a reader takes no line that is very long."""


def emit(
    data: Mapping[str, object], *, inline: frozenset[str] = frozenset(), airy: bool = False
) -> str:
    """Return `data` as the text of a TOML document.

    Plain values come first, then tables, each in the order given. Tables whose key is in
    `inline` are written on one line. An `airy` document has an empty line before each table.
    """
    lines: list[str] = []
    for path, header, values in _tables(data, (), inline):
        if path:
            lines += ["", header] if airy and lines else [header]
        lines += (f"{emit_key(key)} = {_laid_out(value)}" for key, value in values)
    return "\n".join(lines) + "\n" if lines else ""


def _laid_out(value: object) -> str:
    """Return a value as a person would set it out: several inline tables on lines of their own."""
    if isinstance(value, Sequence) and _is_table_array(value) and len(value) > 1:
        return "[\n" + "".join(f"  {emit_value(row)},\n" for row in value) + "]"
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > _MANY:
        return "[\n" + "".join(f"  {emit_value(one)},\n" for one in value) + "]"
    return emit_value(value)


_Plain = list[tuple[str, object]]


def _tables(
    data: Mapping[str, object], path: tuple[str, ...], inline: frozenset[str], mark: str = "[{}]"
) -> Iterator[tuple[tuple[str, ...], str, _Plain]]:
    """Iterate over a table and those in it: path, header line, plain values."""
    plain: _Plain = []
    later: _Plain = []
    for key, value in data.items():
        if value is None:
            continue
        is_table = isinstance(value, Mapping) or _is_table_array(value)
        (later if is_table and key not in inline else plain).append((key, value))
    if plain or not later or mark != "[{}]":
        yield path, mark.format(".".join(map(emit_key, path))), plain
    for key, value in later:
        if isinstance(value, Mapping):
            yield from _tables(value, (*path, key), inline)
        elif isinstance(value, Sequence):
            for row in value:
                yield from _tables(row, (*path, key), inline, "[[{}]]")


def _is_table_array(value: object) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(row, Mapping) for row in value)
    )


def emit_key(key: str) -> str:
    """Return a key, quoted where TOML asks for it."""
    plain = key.replace("-", "").replace("_", "")
    is_bare = key.isascii() and (plain.isalnum() or (not plain and bool(key)))
    return key if is_bare else _string(key)


def emit_value(value: object) -> str:
    """Return one value on one line. Raises TypeError for a type that TOML does not know."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
        case int():
            return str(value)
        case Decimal():
            return _decimal(value)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            inner = ", ".join(
                f"{emit_key(k)} = {emit_value(v)}" for k, v in value.items() if v is not None
            )
            return f"{{ {inner} }}" if inner else "{}"
        case Sequence():
            items = ", ".join(emit_value(item) for item in value)
            return f"[ {items} ]" if _is_table_array(value) else f"[{items}]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _string(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + re.sub(_TO_ESCAPE, _escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _SHORT_ESCAPES.get(char) or f"\\u{ord(char):04x}"


def _decimal(value: Decimal) -> str:
    text = format(value, "f")
    return text if "." in text else f"{text}.0"
