"""Change a TOML document so that a person hardly sees that it was changed.

The table before is compared with the table after, only the difference is carried into the text
with tomlkit, and the result is read back: unless it says exactly what was meant, nothing is
written.
"""

import tomllib
from decimal import Decimal
from typing import Any, TypeGuard

from stillpd.journal.emit import emit, emit_key, emit_value
from stillpd.journal.rows import has_rows, insert_row, remove_row
from stillpd.model.errors import InvalidInput

Table = dict[str, Any]


def rewrite(toml: str, before: Table, after: Table) -> str:
    """Return `toml` changed as `before` differs from `after`, touching no other line.

    Raises InvalidInput where the file has something unread in the very place that would change,
    or where the change cannot be proved: the file is then left alone.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if before == after:
        return toml
    if toml and not toml.endswith("\n"):
        toml += "\n"
    try:
        present = tomllib.loads(toml, parse_float=Decimal)
        toml, before = _carry_whole_rows(toml, present, before, after)
        document = tomlkit.parse(toml)
        spoken = document.as_string()
        _carry(document, present, before, after)
        changed: str = _untouched(toml, spoken, document.as_string())
        proof = tomllib.loads(changed, parse_float=Decimal)
    except (TOMLKitError, ValueError, RecursionError):
        raise _cannot() from None
    if proof != present:
        raise _cannot()
    return changed


def _carry_whole_rows(toml: str, present: Table, before: Table, after: Table) -> tuple[str, Table]:
    """Put new `[[rows]]` in their places and take others out, so that each keeps its comments.

    Returns the text and the table that it then says; `present` is brought along. A row that only
    changed is left for `_carry`.
    """
    before = dict(before)
    for key, new in after.items():
        old, held = before.get(key), present.get(key)
        if not (_are_tables(old) and _are_tables(new) and isinstance(held, list)):
            continue
        if not (len(old) == len(held) and has_rows(toml, key, len(held))):
            continue
        rows = list(old)
        for index, rows_gone, rows_come in reversed(_differences(old, new)):
            for place in range(index + rows_gone - 1, index + len(rows_come) - 1, -1):
                toml = remove_row(toml, key, place)
                del held[place], rows[place]
            for place, row in enumerate(rows_come[rows_gone:], index + rows_gone):
                toml = insert_row(toml, key, place, _rows_text(key, [row]))
                held.insert(place, row)
                rows.insert(place, row)
        before[key] = rows
    return toml, before


def _are_tables(rows: Any) -> TypeGuard[list[Table]]:
    return isinstance(rows, list) and bool(rows) and all(isinstance(row, dict) for row in rows)


def _differences(old: list[Table], new: list[Table]) -> list[tuple[int, int, list[Table]]]:
    """Return where two lists differ: the place in the old, how many go, and which come."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False)
    codes = matcher.get_opcodes()
    return [(a, b - a, new[c:d]) for what, a, b, c, d in codes if what != "equal"]


def _untouched(toml: str, spoken: str, changed: str) -> str:
    """Return `changed` with the lines that tomlkit respells on its own as they were in `toml`.

    It drops the space between a date and the brace behind it; `spoken` is what it makes of the
    text unchanged.
    """
    from difflib import SequenceMatcher

    was, base, lines = toml.split("\n"), spoken.split("\n"), changed.split("\n")
    if spoken == toml or len(was) != len(base):
        return changed
    for a, b, size in SequenceMatcher(None, base, lines, autojunk=False).get_matching_blocks():
        lines[b : b + size] = was[a : a + size]
    return "\n".join(lines)


def _cannot() -> InvalidInput:
    return InvalidInput(
        "This file cannot be changed safely as it stands, and was left alone.",
        "See what `stillpd doctor` says of it, mend that by hand, and try again.",
    )


def _carry(document: Any, present: Table, before: Table, after: Table) -> None:
    """Change `document` and `present` (what it must say in the end) alike."""
    for key in [key for key in before if key not in after]:
        if key in present:
            del document[key]
            del present[key]
    for key, new in after.items():
        old = before.get(key)
        if key in before and old == new:
            continue
        if isinstance(new, dict) and isinstance(old, dict) and isinstance(present.get(key), dict):
            _carry(document[key], present[key], old, new)
        elif _are_tables(old) and _are_tables(new) and _as_many(old, present.get(key)):
            _carry_rows(document[key], present[key], old, new)
        elif isinstance(present.get(key), list) and len(present[key]) != len(old or []):
            raise _cannot()
        else:
            _put(document, key, new)
            present[key] = new


def _as_many(old: list[Table], present: Any) -> bool:
    return isinstance(present, list) and len(present) == len(old)


def _carry_rows(rows: Any, present: list[Table], old: list[Table], new: list[Table]) -> None:
    inline = not _is_array_of_tables(rows)
    for index, gone, come in reversed(_differences(old, new)):
        for place in range(index + gone - 1, index + len(come) - 1, -1):
            del rows[place], present[place]
        for place, row in enumerate(come[:gone], index):
            _carry(rows[place], present[place], old[place], row)
        for place, row in enumerate(come[gone:], index + gone):
            rows.insert(place, _item("row", row, inline=inline))
            present.insert(place, row)


def _is_array_of_tables(rows: Any) -> bool:
    return type(rows).__name__ == "AoT"


def _put(document: Any, key: str, value: Any) -> None:
    """Set a key, above the tables that follow when it is a plain value."""
    from stillpd.journal.codec import INLINE

    document[key] = _item(key, value, inline=key in INLINE)


def _item(key: str, value: Any, *, inline: bool) -> Any:
    """Return `value` as tomlkit's own item, by way of its text: exact for every type."""
    import tomlkit

    if isinstance(value, dict) and not inline:
        return tomlkit.parse(_rows_text(key, value))[key]
    if isinstance(value, list) and value and isinstance(value[0], dict) and not inline:
        return tomlkit.parse(_rows_text(key, value))[key]
    return tomlkit.parse(f"{emit_key(key)} = {emit_value(value)}\n")[key]


def _rows_text(key: str, value: Table | list[Table]) -> str:
    """Return a table or rows under their headers, as a new document would say them."""
    from stillpd.journal.codec import INLINE

    return emit({key: value}, inline=INLINE)
