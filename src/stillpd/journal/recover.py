"""Finish, or take back, what a crash cut off.

Every step is a compare-and-set, so recovering may itself be cut off and run again. Nothing is
dropped: versions that met are set side by side and named.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from stillpd.journal.apply import backward, forward, write_record
from stillpd.journal.lock import held
from stillpd.journal.operation import not_saved
from stillpd.journal.record import (
    Operation,
    kept_folder,
    name_moment,
    names,
    pending_file,
    read_record,
)
from stillpd.journal.staging import make_op_folder, next_number
from stillpd.journal.swap import is_there
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

FINISHED, TAKEN_BACK = "finished", "taken-back"
NEVER_BEGUN, UNREADABLE = "never-begun", "unreadable"


@record
class Pending:
    """A command that was cut off.

    If it had `begun`, `paths` are the journal's files that it was changing; else no file was
    touched, and what it was to write waits in `paths`.
    """

    name: str
    command: str
    words: str
    paths: tuple[str, ...]
    begun: bool


@record
class Recovered:
    """What became of one that was cut off.

    `how` is finished, taken-back, never-begun (its texts stay at `paths`) or unreadable (its
    record was set aside). `conflicts` names versions set beside, or left where they met.
    """

    name: str
    command: str
    words: str
    how: str
    paths: tuple[str, ...]
    conflicts: tuple[str, ...] = ()


def pending(root: Path) -> tuple[Pending, ...]:
    """Return what was cut off and waits for `recover`; reads only."""
    try:
        return tuple(_pending(root))
    except OSError as err:
        raise not_saved(err, pending=False) from err


def recover(root: Path, now: datetime, *, back: bool = False) -> tuple[Recovered, ...]:
    """Bring everything that was cut off to an end: finish it, or with `back` take it back.

    Running it again changes nothing. Raises Busy, or NotSaved when the disk says no.
    """
    root = Path(os.path.realpath(root))
    with held(root, command="recover"):
        try:
            done = []
            if is_there(pending_file(root)):
                done.append(_end(root, now, back=back))
            done.extend(_keep_unbegun(root))
        except OSError as err:
            raise not_saved(err, pending=True) from err
    return tuple(done)


def _pending(root: Path) -> Iterator[Pending]:
    if is_there(pending_file(root)):
        one = _under_way(root)
        paths = tuple(change.path for change in one.changes) if one else ()
        what = (one.name, one.command, one.words) if one else ("pending.toml", "", "")
        yield Pending(*what, paths, begun=True)
    for name, files in _never_begun(root):
        if files:
            command, words = _what_it_was(root, name)
            yield Pending(name, command, words, files, begun=False)


def _end(root: Path, now: datetime, *, back: bool) -> Recovered:
    operation = _under_way(root)
    if operation is None:
        return _set_aside(root, now)
    try:
        applied = (backward if back else forward)(root, operation, now)
    except InvalidInput:
        return _set_aside(root, now)
    paths = tuple(change.path for change in (operation if back else applied).changes)
    how = TAKEN_BACK if back else FINISHED
    what = (operation.name, operation.command, operation.words)
    return Recovered(*what, how, paths, applied.conflicts)


def _under_way(root: Path) -> Operation | None:
    try:
        return read_record(pending_file(root))
    except InvalidInput:
        return None


def _set_aside(root: Path, now: datetime) -> Recovered:
    # Somebody's editor or a sync tool was at the record: out of the way, but not gone.
    name = make_op_folder(root, now, "recover", next_number(root, now)[0])
    folder = kept_folder(root) / name
    pending_file(root).rename(folder / "unreadable.toml")
    words = "a record that could not be read"
    write_record(folder, Operation(name, now, "recover", words, ()))
    path = f".stillpd/kept/{name}/unreadable.toml"
    return Recovered(name, "recover", words, UNREADABLE, (path,))


def _keep_unbegun(root: Path) -> Iterator[Recovered]:
    for name, files in _never_begun(root):
        folder = kept_folder(root) / name
        moment = name_moment(name)
        if not files or moment is None:
            for litter in folder.iterdir():  # a record without contents: all ours, and empty
                litter.unlink()
            folder.rmdir()
            continue
        command, words = _what_it_was(root, name)
        write_record(folder, Operation(name, moment, command, words, ()))
        yield Recovered(name, command, words, NEVER_BEGUN, files)


def _never_begun(root: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    under_way = _under_way(root) if is_there(pending_file(root)) else None
    for name in names(root):
        folder = kept_folder(root) / name
        if (under_way and under_way.name == name) or is_there(folder / "op.toml"):
            continue
        if folder.is_dir() and not folder.is_symlink():
            files = sorted(file.name for file in folder.iterdir())
            ours = ("record.toml", "op.toml.new")
            yield name, tuple(f".stillpd/kept/{name}/{f}" for f in files if f not in ours)


def _what_it_was(root: Path, name: str) -> tuple[str, str]:
    try:
        record = read_record(kept_folder(root) / name / "record.toml")
    except (OSError, InvalidInput):
        return name.split("-", 1)[1].rpartition("-")[0], "cut off before it began"
    return record.command, record.words
