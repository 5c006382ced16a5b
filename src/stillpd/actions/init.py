"""Start a journal: a first page in a folder that has none."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shlex import quote

from stillpd.journal import names, pages
from stillpd.journal.operation import carry_out
from stillpd.journal.swap import is_there, make_folder
from stillpd.journal.wanted import Create
from stillpd.model.errors import AlreadyExists, NotSaved
from stillpd.model.header import Header, SchoolYear
from stillpd.model.record import record

_COMMENT = """\
# This folder is a journal of stillpd. All of it is plain text: open it, read it, change it.
# stillpd keeps your comments, your order of lines, and keys that it does not know.

"""
_IGNORED = """\
# Earlier versions of your files are for this machine, not for a repository.
*
"""
_NOTE = """\
Here stillpd keeps what undo needs: the earlier versions of your files, for 90 days and never
fewer than the last fifty. Nothing in here is ever shared, searched or exported.

git leaves this folder out by itself (see .gitignore beside this note).

A sync tool need not carry it either. Syncthing: write the line

    .stillpd

into a file named .stignore in the folder above. Dropbox, Nextcloud and the like: leave the
folder .stillpd out in their settings ("selective sync", "ignored files"). It does no harm if it
is carried along.
"""
_BESIDE = {"README.txt": _NOTE.encode(), ".gitignore": _IGNORED.encode()}


@record(kw_only=True)
class Started:
    """A journal that is on disk now.

    `weeks` counts the instructional weeks of its school year. `is_default` says whether stillpd
    uses it where no other is named. `pages` are those that came with it from a file.
    """

    path: str
    owner: str
    timezone: str
    school_year: SchoolYear | None = None
    weeks: int | None = None
    is_default: bool = False
    pages: int = 0


def refuse_taken(root: Path) -> None:
    """Raise AlreadyExists where `root` holds a journal."""
    try:
        taken = is_there(root / names.HEADER)
    except OSError:
        return
    if taken:
        raise AlreadyExists(
            f"There is a journal in {root} already.",
            f"Look at it with: stillpd -j {quote(str(root))}",
        )


def start_journal(root: Path, header: Header, now: datetime) -> None:
    """Write a journal's first page, and what belongs beside its kept versions.

    Nothing that is there is written over. Raises AlreadyExists where there is a journal,
    NotSaved where the folder cannot be made or written in.
    """
    refuse_taken(root)
    _make_folders(root)
    wanted = [Create(names.HEADER, first_page(header))]
    wanted += [Create(path, told) for path, told in beside() if not is_there(root / path)]
    carry_out(root, "init", "the start of this journal", wanted, now)


def first_page(header: Header) -> bytes:
    """Return the bytes of a journal's first page, with a word about what it is."""
    return _COMMENT.encode() + pages.new_standing(header)


def beside() -> Iterator[tuple[str, bytes]]:
    """Iterate over what belongs beside the kept versions of a journal that is written whole."""
    for name, told in _BESIDE.items():
        yield f"{names.OURS}/{name}", told


def _make_folders(root: Path) -> None:
    try:
        make_folder(root / names.OURS)
    except OSError as error:
        raise NotSaved(
            f"No journal could be started in {root}: {error.strerror or 'the disk says no'}.",
            "Choose a folder that you may write in: stillpd init PATH",
        ) from error
