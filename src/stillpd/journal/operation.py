"""Change files of the journal: one command, one operation, one folder.

See docs/decisions/0003-one-operation-one-folder.md. In short: the new contents are first put on
disk in a folder of the operation's own; its record then moves to the pending place; the
files change one by one, each by compare-and-set, the old versions landing in the same
folder; the record comes home. Cut anywhere, each file is whole, old or new.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from stillpd.journal.apply import conflict_name, forward, relative, target_of, write_record
from stillpd.journal.lock import held
from stillpd.journal.record import Operation, kept_folder, pending_file, read_record
from stillpd.journal.staging import (
    announce,
    back_out,
    make_op_folder,
    next_number,
    stage,
    stage_one,
)
from stillpd.journal.swap import is_there, make_folder, read_steady, sync_folder, write_new
from stillpd.journal.wanted import Create, Remove, Replace, Wanted, planned
from stillpd.model.errors import (
    AlreadyExists,
    ChangedOnDisk,
    InvalidInput,
    NotSaved,
    StillpdError,
    TooMany,
    Unfinished,
)
from stillpd.model.record import record

_MOST_REMOVED = 10
_TOLD = 3  # paths named in one message


@record
class Done:
    """An operation that is on disk.

    `paths` are the files that now stand as asked. `conflicts` are copies of versions that
    somebody else saved at the same moment, set beside theirs: worth telling.
    """

    name: str
    paths: tuple[str, ...]
    conflicts: tuple[str, ...]


def carry_out(
    root: Path,
    command: str,
    words: str,
    changes: Sequence[Wanted],
    now: datetime,
    *,
    undoes: str = "",
    allow_many: bool = False,
) -> Done:
    """Make all changes of one command, and return when they are on disk.

    `command` is the bare name, `words` one sentence for the history. Refused, with nothing
    touched: a file that is not as expected (ChangedOnDisk; the new content is set beside it), a
    path that is taken (AlreadyExists), a path that leads elsewhere (InvalidInput), more than ten
    files removed at once (TooMany), another writer (Busy), an operation on several files that
    was cut off (Unfinished). Raises NotSaved when the disk says no.
    """
    root = Path(os.path.realpath(root))
    wanted = [one for one in changes if not (isinstance(one, Replace) and one.old == one.new)]
    try:
        _refuse_nonsense(root, wanted, allow_many=allow_many)
    except OSError as err:
        raise not_saved(err, pending=False) from err
    with held(root, command=command):
        try:
            earlier = _settle(root, now)
            if not wanted:
                return Done("", (), earlier)
            number, prune_due = next_number(root, now)
            operation = Operation(
                name=make_op_folder(root, now, command, number),
                moment=now.astimezone(UTC),
                command=command,
                words=words,
                changes=tuple(planned(place, one) for place, one in enumerate(wanted, 1)),
                undoes=undoes,
            )
            done = _under_lock(root, operation, wanted, now)
        except OSError as err:
            raise not_saved(err, pending=is_there(pending_file(root))) from err
        if prune_due:
            from stillpd.journal.pruning import prune

            with suppress(OSError):
                prune(root, now)
    return replace(done, conflicts=earlier + done.conflicts)


def not_saved(err: OSError, *, pending: bool) -> NotSaved:
    """Return the error for a disk that said no; `pending` if part of the work may be done."""
    reason = err.strerror or "unknown reason"
    if pending:
        return NotSaved(
            f"Saving was cut off: {reason}. Every file is whole, old or new.",
            hint="Run `stillpd recover` when that is mended.",
        )
    return NotSaved(f"Nothing was saved: {reason}.", hint="The journal is as it was.")


def _refuse_nonsense(root: Path, wanted: Sequence[Wanted], *, allow_many: bool) -> None:
    targets = {target_of(root, one.path) for one in wanted}
    if len(targets) != len(wanted):
        raise InvalidInput("One operation cannot change the same file twice.")
    for target in targets:
        folder = next(parent for parent in target.parents if parent.exists())
        if not folder.is_dir():
            # Found out only after the announcement, it would stop every later command as well.
            raise InvalidInput(
                f"{relative(root, folder)} should be a folder, and is a file.",
                "Move it away, then try again.",
            )
    going = sum(isinstance(one, Remove) for one in wanted)
    if going > _MOST_REMOVED and not allow_many:
        raise TooMany(
            f"That would remove {going} files at once; nothing was touched.",
            hint="If it is meant, say so with --yes.",
        )


def _settle(root: Path, now: datetime) -> tuple[str, ...]:
    """Finish what was cut off, if it is one file; return the copies that it set beside."""
    pending = pending_file(root)
    if not is_there(pending):
        return ()
    try:
        operation = read_record(pending)
        if len(operation.changes) == 1:
            return forward(root, operation, now).conflicts
    except InvalidInput:
        pass
    raise Unfinished(
        "An earlier command was cut off between its files.",
        hint="Run `stillpd recover` to finish it, or `stillpd recover --back` to take it back.",
    )


def _under_lock(root: Path, operation: Operation, wanted: Sequence[Wanted], now: datetime) -> Done:
    unmet = [one for one in wanted if not _holds(target_of(root, one.path), one)]
    if unmet:
        raise _refusal(root, operation, wanted, unmet, now)
    stage(root, operation, wanted)
    announce(root, operation)
    try:
        applied = forward(root, operation, now)
    except (OSError, StillpdError):
        back_out(root, operation)
        raise
    if not applied.changes:
        raise _too_late(wanted, applied.conflicts)
    paths = tuple(change.path for change in applied.changes)
    return Done(operation.name, paths, applied.conflicts)


def _holds(target: Path, one: Wanted) -> bool:
    if isinstance(one, Create):
        return not is_there(target)
    try:
        return read_steady(target) == one.old
    except (FileNotFoundError, ChangedOnDisk):
        return False


def _refusal(
    root: Path,
    operation: Operation,
    wanted: Sequence[Wanted],
    unmet: Sequence[Wanted],
    now: datetime,
) -> StillpdError:
    """Save the new contents of an operation that cannot be, and say why it cannot."""
    copies = []
    others = []
    for change, one in zip(operation.changes, wanted, strict=True):
        if isinstance(one, Replace) and one in unmet:
            copies.append(_write_beside(root, one, now))
        elif not isinstance(one, Remove) and len(wanted) > 1:
            others.append((change, one))
    folder = kept_folder(root) / operation.name
    if others:
        # A part of a command means nothing alone: out of sight, but not gone.
        for change, one in others:
            stage_one(root, folder, change, one)
        write_record(folder, replace(operation, changes=()))
        sync_folder(folder.parent)
    else:
        folder.rmdir()
    taken = [one.path for one in unmet if isinstance(one, Create)]
    if taken:
        return AlreadyExists(f"{taken[0]} is there already.", hint="Nothing was written over.")
    return _changed([one.path for one in unmet], copies)


def _write_beside(root: Path, one: Replace, now: datetime) -> str:
    target = target_of(root, one.path)
    make_folder(target.parent)
    while True:
        copy = conflict_name(target, now)
        try:
            write_new(copy, one.new)
        except FileExistsError:
            continue
        sync_folder(copy.parent)
        return relative(root, copy)


def _too_late(wanted: Sequence[Wanted], conflicts: tuple[str, ...]) -> StillpdError:
    """Say that every file was changed between our last look and our hand."""
    if all(isinstance(one, Create) for one in wanted):
        return AlreadyExists(
            f"{wanted[0].path} is there already.", hint=f"Yours was saved as {conflicts[0]}."
        )
    return _changed([one.path for one in wanted], [path for path in conflicts if path])


def _changed(paths: list[str], copies: list[str]) -> ChangedOnDisk:
    what = " and ".join(paths[:_TOLD]) + (" and others" if paths[_TOLD:] else "")
    verb = "was" if len(paths) == 1 else "were"
    told = f"{what} {verb} changed or moved meanwhile, and left as found."
    if not copies:
        return ChangedOnDisk(told, hint="Look at it, then try again.")
    return ChangedOnDisk(told, hint=f"What you wrote is in {', '.join(copies[:_TOLD])}.")
