"""Fill a folder that is new, whole or not at all."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from stillpd.journal.swap import is_there, make_folder, sync_folder, write_new
from stillpd.model.errors import AlreadyExists, NotSaved


def fill_folder(target: Path, files: Iterable[tuple[str, bytes]], hint: str) -> int:
    """Write files into a new folder at `target`, and return how many; cut off, none is there.

    Raises AlreadyExists where something is there, NotSaved where it cannot be written.
    """
    _refuse_filled(target, hint)
    fresh = target.with_name(f".{target.name}-{os.getpid()}.tmp")
    try:
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
    make_folder(fresh)
    count = 0
    for path, content in files:
        make_folder((fresh / path).parent)
        write_new(fresh / path, content)
        count += 1
    return count
