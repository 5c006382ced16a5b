"""How long kept versions stay: dropped by age, or for good when a person says so.

Whoever calls holds the lock.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from stillpd.journal.record import (
    kept_folder,
    last_file,
    name_moment,
    names,
    pending_file,
    read_record,
)
from stillpd.model.errors import InvalidInput

_AGE = timedelta(days=90)
_LAST = 50
_AT_ONCE = 1000  # folders pruned in one go, so that no single write waits for a year's worth


def prune(root: Path, now: datetime) -> int:
    """Drop what is older than 90 days and not among the last fifty; return how many."""
    # `now` may be an --as-of far ahead. So a folder must be old by its own file times too,
    # against those of a file that the last operation wrote.
    written = last_file(root).stat().st_mtime
    dropped = 0
    for name in reversed(names(root)[_LAST:]):
        folder = kept_folder(root) / name
        moment = name_moment(name)
        aged = written - folder.lstat().st_mtime > _AGE.total_seconds()
        if aged and moment and now - moment > _AGE:
            dropped += _drop(root, folder)
        if dropped >= _AT_ONCE:
            break
    return dropped


def drop_before(root: Path, before: datetime | None) -> int:
    """Drop every operation from before a moment, or all of them; return how many."""
    moments = ((name, name_moment(name)) for name in names(root))
    due = [name for name, moment in moments if moment and (not before or moment < before)]
    return sum(_drop(root, kept_folder(root) / name) for name in due)


def _drop(root: Path, folder: Path) -> bool:
    if folder.is_symlink() or any(file.is_dir() for file in folder.iterdir()):
        return False  # not as we left it
    with suppress(OSError, InvalidInput):
        if read_record(pending_file(root)).name == folder.name:
            return False
    # The record goes last, so that a crash leaves no folder that looks cut off.
    for file in sorted(folder.iterdir(), key=lambda file: file.name == "op.toml"):
        file.unlink()
    folder.rmdir()
    return True
