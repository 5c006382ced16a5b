"""What stands before the first file changes: number, folder, staged contents, record.

Up to `announce` a failure leaves no trace; a kill leaves a folder without op.toml, whose bytes
`recover` keeps and names.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from stillpd.journal.apply import mark_of, target_of
from stillpd.journal.record import (
    Change,
    Operation,
    kept_folder,
    last_file,
    name_order,
    names,
    operation_name,
    pending_file,
    read_record,
    to_text,
)
from stillpd.journal.swap import (
    is_there,
    make_folder,
    put_without_overwriting,
    sync_folder,
    write_new,
)
from stillpd.journal.wanted import Create, Replace, Wanted
from stillpd.model.errors import Busy, StillpdError

_RECORD = "record.toml"


def next_number(root: Path, now: datetime) -> tuple[int, bool]:
    """Draw the operation's number; tell whether the day's pruning is due."""
    make_folder(kept_folder(root))
    today = now.astimezone(UTC).date()
    # Written in place and not synced: a number lost to a power cut costs a look at the names.
    fd = os.open(last_file(root), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        number, pruned = _parse_last(os.read(fd, 64))
        if not number:
            number = name_order(next(iter(names(root)), ""))[0]
        due = pruned is not None and abs(today - pruned) >= timedelta(days=1)
        day = today if due or pruned is None else pruned
        os.pwrite(fd, f"{number + 1:010d} {day}\n".encode(), 0)
    finally:
        os.close(fd)
    return number + 1, due


def _parse_last(data: bytes) -> tuple[int, date | None]:
    try:
        number, day = data.decode().split()
        return int(number), date.fromisoformat(day)
    except ValueError:
        return 0, None


def make_op_folder(root: Path, now: datetime, command: str, number: int) -> str:
    """Make the operation's folder and return its name."""
    while True:
        name = operation_name(now, command, number)
        try:
            (kept_folder(root) / name).mkdir(mode=0o700)
        except FileExistsError:
            number += 1
        else:
            return name


def stage(root: Path, operation: Operation, wanted: Sequence[Wanted]) -> None:
    """Put the new contents and the record into the operation's folder, and on the disk."""
    folder = kept_folder(root) / operation.name
    try:
        for change, one in zip(operation.changes, wanted, strict=True):
            stage_one(root, folder, change, one)
        write_new(folder / _RECORD, to_text(operation).encode())
        sync_folder(folder)
        sync_folder(folder.parent)
    except OSError:
        _clear(root, operation)
        raise


def stage_one(root: Path, folder: Path, change: Change, one: Wanted) -> None:
    """Put one new content into the folder."""
    match one:
        case Create():
            write_new(folder / change.staged, one.new, mode=one.mode)
        case Replace():
            write_new(folder / change.staged, one.new, like=target_of(root, one.path))


def announce(root: Path, operation: Operation) -> None:
    """Move the record to the pending place: from here on the operation is under way."""
    record = kept_folder(root) / operation.name / _RECORD
    try:
        put_without_overwriting(record, pending_file(root))
        sync_folder(pending_file(root).parent)
    except FileExistsError as err:
        _clear(root, operation)
        raise Busy("Another stillpd began to write.", hint="Try again in a moment.") from err
    except OSError:
        back_out(root, operation)
        raise


def back_out(root: Path, operation: Operation) -> None:
    """After a failure: if no file was changed yet, leave no trace; else leave all to `recover`."""
    folder = kept_folder(root) / operation.name
    with suppress(OSError, StillpdError):
        for change in operation.changes:
            if mark_of(target_of(root, change.path)) != change.before:
                return
            if change.staged and mark_of(folder / change.staged) != change.after:
                return
        pending = pending_file(root)
        if is_there(pending):
            if read_record(pending).name != operation.name:
                return
            pending.unlink()
            sync_folder(pending.parent)
        _clear(root, operation)


def _clear(root: Path, operation: Operation) -> None:
    # Only what we put there ourselves, by name.
    folder = kept_folder(root) / operation.name
    with suppress(OSError):
        for name in (*(change.staged for change in operation.changes), _RECORD):
            if name:
                (folder / name).unlink(missing_ok=True)
        folder.rmdir()
