"""Carry one recorded change forward, or take it back, by compare-and-set.

Each step first looks where things stand, and so may be run again after any crash: the same code
does the work of a command the first time and of `recover` later. What is neither the
expected old bytes nor our new ones belongs to somebody else: it is set beside, never dropped.
"""

import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from stillpd.journal.record import (
    CREATED,
    REMOVED,
    REPLACED,
    Change,
    Operation,
    kept_folder,
    pending_file,
    to_text,
)
from stillpd.journal.swap import (
    fingerprint,
    finish_swap,
    is_half_taken,
    is_there,
    make_folder,
    put_without_overwriting,
    read_steady,
    swap_in,
    sync_folder,
    take_out,
    write_new,
)
from stillpd.model.errors import ChangedOnDisk, InvalidInput

_NOT_A_FILE = {errno.EISDIR, errno.EINVAL, errno.ELOOP, errno.ENXIO}
_CLOSED = (".stillpd/kept", ".stillpd/pending.toml", ".stillpd/last")


# Named tuples: a frozen dataclass takes a millisecond to make, and every `write` waits for it.
class Applied(NamedTuple):
    """What became of an operation: the changes that hold, and the copies set beside."""

    changes: tuple[Change, ...]
    conflicts: tuple[str, ...]


class _Scene(NamedTuple):
    """Where one change happens."""

    root: Path
    target: Path
    slot: Path
    change: Change
    now: datetime

    def aside(self) -> str:
        """Set the slot's bytes beside the target, and return that path."""
        make_folder(self.target.parent)
        while True:
            copy = conflict_name(self.target, self.now)
            try:
                put_without_overwriting(self.slot, copy)
            except FileExistsError:
                continue
            return relative(self.root, copy)


# A step answers with the change as it now holds (None: it does not) and a conflict's path, if any.
_Step = tuple[Change | None, str]


def target_of(root: Path, path: str) -> Path:
    """Return the file that a path of the journal means, links followed.

    Raises InvalidInput for a path that is not plain or leads out of the journal.
    """
    parts = path.split("/")
    inner = any(path == name or path.startswith(f"{name}/") for name in _CLOSED)
    if inner or not set(parts).isdisjoint({"", ".", "..", ".git"}) or not _is_plain(path):
        raise InvalidInput("That is not a path for a file of the journal.")
    real = Path(os.path.realpath(root))
    target = Path(os.path.realpath(real / path))
    if real not in target.parents:
        raise InvalidInput(f"{path} leads out of the journal, so it is left alone.")
    return target


def _is_plain(path: str) -> bool:
    try:
        return b"\0" not in path.encode()
    except UnicodeEncodeError:
        return False


def relative(root: Path, file: Path) -> str:
    """Return a file's path in the journal, as people write it."""
    return file.relative_to(os.path.realpath(root)).as_posix()


def conflict_name(target: Path, now: datetime) -> Path:
    """Return a free name beside a file for the version that lost."""
    host = "".join(c for c in os.uname().nodename.lower() if c.isascii() and c.isalnum())[:20]
    mark = f"conflict-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{host or 'here'}"
    stem, ending = os.fsencode(target.stem)[:150].decode(errors="ignore"), target.suffix[:20]
    copy, number = target.with_name(f"{stem}.{mark}{ending}"), 1
    while is_there(copy):
        number += 1
        copy = target.with_name(f"{stem}.{mark}-{number}{ending}")
    return copy


def forward(root: Path, operation: Operation, now: datetime) -> Applied:
    """Do what an operation set out to do, from wherever it stands, and write it down."""
    return _walk(root, operation, now, _FORWARD)


def backward(root: Path, operation: Operation, now: datetime) -> Applied:
    """Take back what an operation has done so far, and write that down."""
    return _walk(root, replace(operation, changes=operation.changes[::-1]), now, _BACKWARD)


def _walk(
    root: Path, operation: Operation, now: datetime, steps: Mapping[str, Callable[[_Scene], _Step]]
) -> Applied:
    folder = kept_folder(root) / operation.name
    make_folder(folder)
    held: list[Change] = []
    conflicts: list[str] = []
    # A file only made leaves nothing in the folder that a power cut could take.
    moved_in = steps is _BACKWARD or any(change.kept for change in operation.changes)
    touched = {folder} if moved_in else set[Path]()
    for change in operation.changes:
        target = target_of(root, change.path)
        scene = _Scene(root, target, folder / (change.staged or change.kept), change, now)
        holds, conflict = steps[change.kind](scene)
        if holds:
            held.append(holds)
        if conflict:
            conflicts.append(conflict)
        touched.add(target.parent)
    for place in touched:
        if place.is_dir():
            sync_folder(place)
    _close(root, operation, tuple(held))
    return Applied(tuple(held), tuple(conflicts))


def _close(root: Path, operation: Operation, held: tuple[Change, ...]) -> None:
    # Bring the pending record home, saying what holds.
    pending, home = pending_file(root), kept_folder(root) / operation.name / "op.toml"
    if held == operation.changes:
        # Not synced: if a power cut brings the pending record back, finishing it changes nothing.
        pending.replace(home)
        return
    write_record(home.parent, replace(operation, changes=held))
    pending.unlink(missing_ok=True)


def write_record(folder: Path, operation: Operation) -> None:
    """Write a finished record into an operation's folder, in place of any before it."""
    new = folder / "op.toml.new"
    new.unlink(missing_ok=True)
    write_new(new, to_text(operation).encode())
    new.replace(folder / "op.toml")
    sync_folder(folder)


def mark_of(file: Path) -> str:
    """Return the fingerprint of a file, empty if there is none."""
    try:
        return fingerprint(read_steady(file))
    except FileNotFoundError:
        return ""
    except ChangedOnDisk:
        return "being written"
    except OSError as err:
        # A folder or a device is certainly not what we expected. A disk in trouble is another
        # matter: it says nothing about whose bytes these are.
        if err.errno in _NOT_A_FILE:
            return "no plain file"
        raise


def _create(at: _Scene) -> _Step:
    make_folder(at.target.parent)
    try:
        put_without_overwriting(at.slot, at.target)
    except FileNotFoundError:
        if is_there(at.slot):
            raise
    except FileExistsError:
        if mark_of(at.target) == at.change.after:
            at.slot.unlink(missing_ok=True)
        elif _is_half_written(at):
            swap_in(at.slot, at.target)  # what was there stays in the folder
        else:
            return None, at.aside()
    return at.change, ""


def _is_half_written(at: _Scene) -> bool:
    # Only a file system without links and without RENAME_NOREPLACE leaves the beginning of a file.
    try:
        return read_steady(at.slot).startswith(read_steady(at.target))
    except OSError:
        return False


def _replace(at: _Scene) -> _Step:
    staged = mark_of(at.slot)
    if staged == at.change.after:
        if not (_swapped(at) or finish_swap(at.slot)):
            return None, at.aside()
        staged = mark_of(at.slot)
    if staged == at.change.before:
        return at.change, ""
    # Somebody saved between our look and the swap: theirs is in the slot, and goes back to light.
    return replace(at.change, kept=""), at.aside() if staged else ""


def _swapped(at: _Scene) -> bool:
    if mark_of(at.target) != at.change.before:
        return False
    try:
        swap_in(at.slot, at.target)
    except FileNotFoundError:
        if not is_there(at.slot):
            raise
        return False  # moved away since our look, as editors do before they save
    return True


def _remove(at: _Scene) -> _Step:
    if not is_there(at.slot) or is_half_taken(at.target, at.slot):
        there = mark_of(at.target)
        if there and there != at.change.before:
            return None, at.change.path
        if not there and not is_half_taken(at.target, at.slot):
            return replace(at.change, kept=""), ""
        try:
            take_out(at.target, at.slot)
        except FileNotFoundError:
            # Moved away since our look, as editors do before they save; perhaps back already.
            if is_there(at.target):
                return None, at.change.path
            return replace(at.change, kept=""), ""
    if mark_of(at.slot) == at.change.before:
        return at.change, ""
    return replace(at.change, kept=""), at.aside()


def _uncreate(at: _Scene) -> _Step:
    there = mark_of(at.target)
    if there == at.change.after:
        take_out(at.target, at.slot)
        if mark_of(at.slot) != at.change.after:
            return None, at.aside()
    elif there and not is_there(at.slot):
        return at.change, at.change.path
    return None, ""


def _unreplace(at: _Scene) -> _Step:
    finish_swap(at.slot)
    staged = mark_of(at.slot)
    if staged == at.change.after:
        return None, ""
    if staged != at.change.before or mark_of(at.target) != at.change.after:
        return at.change, at.change.path
    swap_in(at.slot, at.target)
    return None, "" if mark_of(at.slot) == at.change.after else at.aside()


def _unremove(at: _Scene) -> _Step:
    if is_half_taken(at.target, at.slot):
        take_out(at.target, at.slot)
    if not is_there(at.slot):
        return None, ""
    make_folder(at.target.parent)
    try:
        put_without_overwriting(at.slot, at.target)
    except FileExistsError:
        return at.change, at.change.path
    return None, ""


_FORWARD = {CREATED: _create, REPLACED: _replace, REMOVED: _remove}
_BACKWARD = {CREATED: _uncreate, REPLACED: _unreplace, REMOVED: _unremove}
