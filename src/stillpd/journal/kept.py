"""Displaced versions: history, undo and redo, removed files, and their end by `purge`.

Everything here reads what operations left in `.stillpd/kept/`. Folders that are not ours, or
whose record cannot be read, are passed over; `broken` names them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from stillpd.journal.apply import target_of
from stillpd.journal.lock import held
from stillpd.journal.operation import Done, carry_out, not_saved
from stillpd.journal.pruning import drop_before
from stillpd.journal.record import (
    CREATED,
    REMOVED,
    Change,
    Operation,
    kept_folder,
    names,
    pending_file,
    read_record,
    recorded,
)
from stillpd.journal.swap import fingerprint, is_there, read_steady
from stillpd.journal.wanted import Create, Remove, Replace, Wanted
from stillpd.model.errors import (
    AlreadyExists,
    ChangedOnDisk,
    InvalidInput,
    NotFound,
    StillpdError,
    Unfinished,
)
from stillpd.model.problem import Problem
from stillpd.model.record import record


@record
class Undone:
    """What was taken back (or, by redo, brought back), and the operation that did it."""

    operation: Operation
    done: Done


@record
class KeptVersion:
    """One displaced version of a file, and the operation that displaced it."""

    path: str
    operation: str
    moment: datetime
    words: str
    file: Path


def history(root: Path) -> tuple[Operation, ...]:
    """Return all operations that are still kept, newest first."""
    return tuple(_standing(root))


def undo(root: Path, now: datetime) -> Undone:
    """Take back the newest operation that still stands; again: the one before it.

    It is an operation itself. Raises NotFound if there is nothing left to take back, and
    ChangedOnDisk, with nothing touched, if one of its files was changed or moved since.
    """
    for operation in _standing(root):
        if operation.changes and not operation.undone and not operation.undoes:
            return _take_back(root, operation, "undo", operation.words, now)
    raise NotFound("There is nothing left to undo.")


def redo(root: Path, now: datetime) -> Undone:
    """Bring back what the newest undo took, as long as nothing else was done since.

    Raises NotFound if there is nothing to bring back, ChangedOnDisk as `undo` does.
    """
    for operation in _standing(root):
        if not operation.changes:
            continue
        if not operation.undoes:
            break
        if operation.command == "undo" and not operation.undone:
            return _take_back(root, operation, "redo", operation.words, now)
    raise NotFound("There is nothing to redo.")


def removed(root: Path) -> tuple[KeptVersion, ...]:
    """Return the last version of each file that was removed and is not there now, newest first."""
    found: dict[str, KeptVersion] = {}
    for operation in recorded(root):
        arrived = {change.after for change in operation.changes if change.kind == CREATED}
        for change in operation.changes:
            if change.kind != REMOVED or change.path in found or change.before in arrived:
                continue  # a removal beside an arrival of the same bytes was a move
            version = _version(root, operation, change)
            if version and not is_there(root / change.path):
                found[change.path] = version
    return tuple(found.values())


def restore(root: Path, path: str, words: str, now: datetime) -> Done:
    """Bring back a removed file. Raises NotFound, or AlreadyExists if the path is taken.

    `words` say it in the history.
    """
    if is_there(root / path):
        raise AlreadyExists(f"{path} is there already.", hint="Nothing was written over.")
    for version in removed(root):
        if version.path == path:
            try:
                new = Create(path, read_steady(version.file), _mode(version.file))
            except OSError as err:
                raise not_saved(err, pending=False) from err
            return carry_out(root, "restore", words, [new], now)
    raise NotFound(f"No removed version of {path} is kept.")


def kept_versions(root: Path, path: str) -> tuple[KeptVersion, ...]:
    """Return the displaced versions of one file, newest first."""
    found = (
        _version(root, operation, change)
        for operation in recorded(root)
        for change in operation.changes
        if change.path == path
    )
    return tuple(version for version in found if version)


def broken(root: Path) -> tuple[Problem, ...]:
    """Return a problem for each kept folder whose record cannot be read."""
    problems = []
    for name in names(root):
        try:
            read_record(kept_folder(root) / name / "op.toml")
        except FileNotFoundError:
            continue  # cut off before it began: `recover` speaks of it
        except (OSError, InvalidInput):
            path = f".stillpd/kept/{name}/op.toml"
            message = "This record of an operation cannot be read; its kept files are untouched."
            problems.append(Problem(path, 0, "bad-record", message))
    return tuple(problems)


def purge(root: Path, before: datetime | None, now: datetime) -> int:
    """Drop kept versions for good: those before a moment, or all; return how many operations.

    Raises InvalidInput for a moment still to come, Unfinished while something is to recover.
    """
    if before and before > now:
        raise InvalidInput("That moment is still to come.")
    with held(root, command="purge"):
        if is_there(pending_file(root)):
            raise Unfinished("A command was cut off.", hint="Run `stillpd recover` first.")
        try:
            return drop_before(root, before)
        except OSError as err:
            raise not_saved(err, pending=False) from err


def _standing(root: Path) -> Iterator[Operation]:
    """Yield operations newest first, each knowing whether a later one took it back."""
    taken_back: set[str] = set()
    for operation in recorded(root):
        if operation.name in taken_back:
            yield replace(operation, undone=True)
            continue
        if operation.undoes and operation.changes:
            taken_back.add(operation.undoes)
        yield operation


def _take_back(root: Path, operation: Operation, command: str, words: str, now: datetime) -> Undone:
    try:
        wanted = [_opposite(root, operation, change) for change in operation.changes[::-1]]
    except OSError as err:
        raise not_saved(err, pending=False) from err
    done = carry_out(root, command, words, wanted, now, undoes=operation.name, allow_many=True)
    return Undone(operation, done)


def _opposite(root: Path, operation: Operation, change: Change) -> Wanted:
    target = target_of(root, change.path)
    if change.kind == REMOVED:
        if is_there(target):
            raise _changed(change.path, "there is another file of that name now")
        file, old = _old_bytes(root, operation, change)
        return Create(change.path, old, _mode(file))
    try:
        present = read_steady(target)
    except FileNotFoundError:
        raise _changed(change.path, "it was moved or removed since") from None
    if fingerprint(present) != change.after:
        raise _changed(change.path, "it was changed since")
    if change.kind == CREATED:
        return Remove(change.path, present)
    return Replace(change.path, present, _old_bytes(root, operation, change)[1])


def _changed(path: str, why: str) -> StillpdError:
    return ChangedOnDisk(
        f"{path} is left as it is: {why}.",
        hint="The kept version stays where it is too; `stillpd history` names it.",
    )


def _old_bytes(root: Path, operation: Operation, change: Change) -> tuple[Path, bytes]:
    file = kept_folder(root) / operation.name / change.kept
    try:
        old = read_steady(file) if change.kept else b""
    except FileNotFoundError:
        raise NotFound(f"The earlier version of {change.path} is no longer kept.") from None
    if not change.kept or fingerprint(old) != change.before:
        raise NotFound(f"The earlier version of {change.path} is no longer kept as it was.")
    return file, old


def _version(root: Path, operation: Operation, change: Change) -> KeptVersion | None:
    file = kept_folder(root) / operation.name / change.kept
    if not change.kept or not file.is_file():
        return None
    return KeptVersion(change.path, operation.name, operation.moment, operation.words, file)


def _mode(file: Path) -> int:
    return file.stat().st_mode & 0o777
