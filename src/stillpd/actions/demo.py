"""Copy the demo journal, so that somebody may play with it."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from stillpd.actions.init import write_beside
from stillpd.journal.first_page import Opened
from stillpd.journal.swap import is_there, make_folder, sync_folder, write_new
from stillpd.model.errors import AlreadyExists, NotSaved
from stillpd.model.record import record


@record(kw_only=True)
class Copied:
    """A journal that was copied: where it is, and how many files it has."""

    path: str
    owner: str
    files: int


def copy_journal(source: Opened, target: Path) -> Copied:
    """Copy a journal to a place where nothing is, whole or not at all.

    Raises AlreadyExists where something is there, NotSaved where it cannot be written.
    """
    _refuse_taken(target)
    fresh = target.with_name(f".{target.name}-{os.getpid()}.tmp")
    try:
        count = _copy(source.root, fresh)
        fresh.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(fresh)
        raise NotSaved(
            f"{target} could not be written: {error.strerror or 'the disk says no'}.",
            "Choose a folder that you may write in: stillpd demo PATH",
        ) from error
    return Copied(path=str(target), owner=source.header.owner, files=count)


def _refuse_taken(target: Path) -> None:
    taken = False
    with suppress(OSError):
        taken = is_there(target) and not (target.is_dir() and not any(target.iterdir()))
    if taken:
        raise AlreadyExists(
            f"Something is in {target} already.", "Choose another place: stillpd demo PATH"
        )


def _copy(source: Path, fresh: Path) -> int:
    make_folder(fresh)
    files = sorted(file for file in source.rglob("*") if file.is_file())
    for file in files:
        copy = fresh / file.relative_to(source)
        make_folder(copy.parent)
        write_new(copy, file.read_bytes())
    write_beside(fresh)
    return len(files)
