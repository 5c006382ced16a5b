"""What is written down about an operation, and where.

    .stillpd/kept/20251024T190500Z-write-17/   one operation: what it displaced, and op.toml
    .stillpd/pending.toml                      the record of the one that is under way, if any
    .stillpd/last                              "17 2025-10-24": the last number, the last pruning

The record is moved, never copied: it begins in the operation's folder, stands in the one
pending place while files change, and comes home as op.toml. So "is something unfinished?" is one
look at one name, however long the history, and the answer travels with the journal.
The number orders operations; the moment cannot, since `--as-of` and clocks go back.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stillpd.journal.emit import emit
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

CREATED, REPLACED, REMOVED = "created", "replaced", "removed"
_NAME = r"(\d{8}T\d{6}Z)-[a-z0-9-]+?(?:-(\d+))?\Z"
_NOT_PLAIN = r"[^a-z0-9]+"
_STAMP = "%Y%m%dT%H%M%SZ"
_OURS = ".stillpd"


@record
class Change:
    """What an operation did to one file.

    `before` and `after` are fingerprints, empty where there was or is no file. `staged` and
    `kept` are names in the operation's folder: the new contents before, the old ones after.
    """

    path: str
    kind: str
    before: str = ""
    after: str = ""
    kept: str = ""
    staged: str = ""


@record
class Operation:
    """One command's changes to the journal, as it was recorded.

    `undoes` names the operation that this one took back. `undone` says that a later one,
    itself still standing, took this one back.
    """

    name: str
    moment: datetime
    command: str
    words: str
    changes: tuple[Change, ...]
    undoes: str = ""
    undone: bool = False


def kept_folder(root: Path) -> Path:
    """Return the folder of all operations."""
    return root / _OURS / "kept"


def pending_file(root: Path) -> Path:
    """Return the one place for the record of an operation under way."""
    return root / _OURS / "pending.toml"


def last_file(root: Path) -> Path:
    """Return the file that holds the last number and the day of the last pruning."""
    return root / _OURS / "last"


def operation_name(moment: datetime, command: str, number: int) -> str:
    """Return the folder name of an operation."""
    plain = re.sub(_NOT_PLAIN, "-", command.lower()).strip("-")[:40] or "change"
    return f"{moment.astimezone(UTC).strftime(_STAMP)}-{plain}-{number}"


def name_order(name: str) -> tuple[int, str]:
    """Return what sorts operation names from the first done to the last."""
    found = re.match(_NAME, name)
    return (int(found[2] or 0) if found else 0, name)


def name_moment(name: str) -> datetime | None:
    """Return the moment in an operation's name; None for a folder that is not ours."""
    found = re.match(_NAME, name)
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def names(root: Path) -> list[str]:
    """Return the names of all operation folders, newest first; folders of others are left out."""
    try:
        found = [folder.name for folder in kept_folder(root).iterdir()]
    except OSError:
        return []
    return sorted((name for name in found if name_moment(name)), key=name_order, reverse=True)


def to_text(operation: Operation) -> str:
    """Return the record of an operation as TOML."""
    rows = [
        {key: getattr(change, key) or None for key in Change.__dataclass_fields__}
        for change in operation.changes
    ]
    return emit(
        {
            "name": operation.name,
            "moment": operation.moment.astimezone(UTC).replace(microsecond=0),
            "command": operation.command,
            "words": operation.words,
            "undoes": operation.undoes or None,
            "change": rows,
        }
    )


def from_text(text: str) -> Operation:
    """Read a record. Raises InvalidInput for anything that we did not write."""
    import tomllib  # a plain write reads no record

    try:
        data = tomllib.loads(text)
        operation = Operation(
            name=_text(data, "name"),
            moment=data["moment"],
            command=_text(data, "command"),
            words=_text(data, "words"),
            changes=tuple(_change(row) for row in data.get("change", [])),
            undoes=_text(data, "undoes"),
        )
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as err:
        raise InvalidInput("This is no record of an operation.") from err
    whole = isinstance(operation.moment, datetime) and operation.moment.tzinfo is not None
    if not whole or name_moment(operation.name) is None:
        raise InvalidInput("This is no record of an operation.")
    return operation


def read_record(file: Path) -> Operation:
    """Read a record from its file. Raises OSError, or InvalidInput if it is not one."""
    try:
        return from_text(file.read_bytes().decode())
    except UnicodeDecodeError as err:
        raise InvalidInput("This is no record of an operation.") from err


def recorded(root: Path) -> Iterator[Operation]:
    """Yield finished operations, newest first; whatever cannot be read is passed over."""
    for name in names(root):
        try:
            operation = read_record(kept_folder(root) / name / "op.toml")
        except (OSError, InvalidInput):
            continue
        if operation.name == name:
            yield operation


def _change(row: Mapping[str, Any]) -> Change:
    change = Change(**{key: _text(row, key) for key in Change.__dataclass_fields__})
    if change.kind not in (CREATED, REPLACED, REMOVED) or not change.path:
        raise ValueError("unknown change")
    for name in (change.kept, change.staged):
        # A record that came with a folder from elsewhere must not point out of its own.
        if name in (".", "..") or "/" in name or "\0" in name:
            raise ValueError("a name with a path in it")
    return change


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value
