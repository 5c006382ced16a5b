"""Copy the demo journal, so that somebody may play with it."""

from collections.abc import Iterator
from pathlib import Path

from stillpd.actions.init import beside
from stillpd.journal.first_page import Opened
from stillpd.journal.fresh_folder import fill_folder
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
    ours = dict(beside())
    count = fill_folder(target, (*_files(source.root), *ours.items()), "stillpd demo PATH")
    return Copied(path=str(target), owner=source.header.owner, files=count - len(ours))


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(file for file in root.rglob("*") if file.is_file()):
        yield file.relative_to(root).as_posix(), file.read_bytes()
