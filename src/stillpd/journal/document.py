"""Read a TOML document, and change it so that a person hardly sees that it was changed.

Reading uses tomllib. Changing compares the table before with the table after, carries only the
difference into the text with tomlkit, and reads the result back: unless it says exactly what was
meant, nothing is written.
"""

import re
import tomllib
from decimal import Decimal
from typing import Any

from stillpd.journal.emit import emit_key, emit_value
from stillpd.journal.text import Unreadable, check_limits
from stillpd.model.errors import InvalidInput

Table = dict[str, Any]
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_BARE_DATE = re.compile(r"(?<==)(\s*)(\d{4}-\d\d?-\d\d?)(\s*(?:#.*)?)$")
_MOST_MENDED = 20


def parse(toml: str, first_line: int = 1) -> tuple[Table, tuple[int, ...]]:
    """Return the table of `toml`, and the lines whose impossible dates were read as text.

    A date that cannot be (2025-13-03) would hide the whole file from a strict parser; it is read
    as the text that it is, so that only its own key is lost. Raises Unreadable, with the line.
    """
    check_limits(toml, first_line)
    mended: list[int] = []
    while True:
        try:
            return tomllib.loads(toml, parse_float=Decimal), tuple(mended)
        except tomllib.TOMLDecodeError as err:
            line = _line_of(err, toml)
            better = _mend_date(toml, line)
            if better is None or len(mended) >= _MOST_MENDED:
                words = _POSITION.sub("", str(err)).strip()
                raise Unreadable("bad-toml", words, line + first_line - 1) from None
            toml = better
            mended.append(line + first_line - 1)
        except (ValueError, RecursionError):
            raise Unreadable("bad-toml", "a number or nesting without measure") from None


def _line_of(err: tomllib.TOMLDecodeError, toml: str) -> int:
    match = _POSITION.search(str(err))
    if match and match[1]:
        return int(match[1])
    return toml.rstrip("\n").count("\n") + 1


def _mend_date(toml: str, line: int) -> str | None:
    lines = toml.split("\n")
    if line > len(lines):
        return None
    changed = _BARE_DATE.sub(r'\1"\2"\3', lines[line - 1])
    if changed == lines[line - 1]:
        return None
    lines[line - 1] = changed
    return "\n".join(lines)


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
        document = tomlkit.parse(toml)
        _carry(document, present, before, after)
        changed: str = document.as_string()
        proof = tomllib.loads(changed, parse_float=Decimal)
    except (TOMLKitError, ValueError, RecursionError):
        raise _cannot() from None
    if proof != present:
        raise _cannot()
    return changed


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
        elif _grows(old, new, present.get(key)):
            _carry_rows(document[key], present[key], old or [], new)
        elif isinstance(present.get(key), list) and len(present[key]) != len(old or []):
            raise _cannot()
        else:
            _put(document, key, new)
            present[key] = new


def _grows(old: Any, new: Any, present: Any) -> bool:
    """Tell whether a list of tables only changed in place or got rows at its end."""
    if not (isinstance(old, list) and isinstance(new, list) and isinstance(present, list)):
        return False
    tables = all(isinstance(row, dict) for row in [*old, *new])
    return tables and bool(old) and len(old) == len(present) <= len(new)


def _carry_rows(rows: Any, present: list[Table], old: list[Table], new: list[Table]) -> None:
    for number, row in enumerate(new):
        if number < len(old):
            if old[number] != row:
                _carry(rows[number], present[number], old[number], row)
        else:
            rows.append(_item("row", row, inline=not _is_array_of_tables(rows)))
            present.append(row)


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
        from stillpd.journal.emit import emit

        return tomlkit.parse(f"[{emit_key(key)}]\n{emit(value)}")[key]
    if isinstance(value, list) and value and isinstance(value[0], dict) and not inline:
        from stillpd.journal.emit import emit

        return tomlkit.parse(emit({key: value}))[key]
    return tomlkit.parse(f"{emit_key(key)} = {emit_value(value)}\n")[key]
