"""Fill a folder that is new, whole or not at all."""

import os
import re
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from stillpd.journal.swap import is_there, make_folder, sync_folder, write_new
from stillpd.model.errors import AlreadyExists, NotSaved

_AN_HOUR = 3600  # seconds


def fill_folder(target: Path, files: Iterable[tuple[str, bytes]], hint: str) -> int:
    """Write files into a new folder at `target`, and return how many; cut off, none is there.

    What a run to the same place left that was killed is taken away.

    Raises AlreadyExists where something is there, NotSaved where it cannot be written.
    """
    _refuse_filled(target, hint)
    fresh = target.with_name(f".{target.name}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        make_folder(fresh)
        _take_away_left(target, fresh)
        count = _write(fresh, files)
        fresh.rename(target)
        sync_folder(target.parent)
    except BaseException as error:
        shutil.rmtree(fresh, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        raise NotSaved(
            f"{target} could not be written: {error.strerror or 'the disk says no'}.",
            f"Choose a folder that you may write in: {hint}",
        ) from error
    return count


def _refuse_filled(target: Path, hint: str) -> None:
    """Raise AlreadyExists where anything is at `target` but an empty folder."""
    taken = False
    with suppress(OSError):
        taken = is_there(target) and not (target.is_dir() and not any(target.iterdir()))
    if taken:
        raise AlreadyExists(f"Something is in {target} already.", f"Choose another place: {hint}")


def _write(fresh: Path, files: Iterable[tuple[str, bytes]]) -> int:
    count = 0
    for path, content in files:
        make_folder((fresh / path).parent)
        write_new(fresh / path, content)
        count += 1
    return count


# What was left ------------------------------------------------------------------------------------


def _take_away_left(target: Path, fresh: Path) -> None:
    """Take away what killed runs left beside `target`: it holds pages, and nobody would look."""
    form = re.compile(rf"\.{re.escape(target.name)}-(\d+)-[0-9a-f]{{8}}\.tmp")
    now = fresh.stat().st_mtime  # what this disk takes for the present
    for row in list(os.scandir(fresh.parent)):
        match = form.fullmatch(row.name)
        if match and row.name != fresh.name and _is_left(row, int(match[1]), now):
            gone = fresh / row.name
            with suppress(OSError):
                # Moved first, in one step: a run that goes on after all then fails, and nothing
                # of it comes to its place in parts.
                Path(row.path).rename(gone)
            shutil.rmtree(gone, ignore_errors=True)


def _is_left(row: "os.DirEntry[str]", process: int, now: float) -> bool:
    """Tell whether a folder is ours and nobody fills it any more."""
    seen = row.stat(follow_symlinks=False)
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.geteuid():
        return False
    return not _runs(process) or seen.st_mtime < now - _AN_HOUR


def _runs(process: int) -> bool:
    """Tell whether a process of that number runs here; one that nobody can ask about does."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
