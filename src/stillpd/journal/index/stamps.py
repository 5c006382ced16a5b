"""What the file system says of a journal's files: enough to notice that one was changed.

A stamp is a file's size, its two times and its inode, as git's index has them. Whatever writes to
a file gives it another stamp, be it an editor, git, a sync tool, or a clock that was set back.
Two things escape: a change to a page of memory that a program keeps mapped (mmap), until the system
writes it down; and a second change within the same tick of the clock. So a file that was touched
within two seconds of the look is not yet proven, and is looked into again at the next one (git
calls such files racily clean).
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from stillpd.journal.index.other_core import begin, has_other_core
from stillpd.journal.names import FOLDERS
from stillpd.journal.swap import fingerprint

_MANY = 24  # folders: two years of a journal
_UNPROVEN = 2_000_000_000  # nanoseconds; the coarsest clock of a file system ticks that slowly
_FITTING = 2**63 - 1  # what SQLite counts to; inodes go beyond it, and times of the year 2262
_UNTOLD = (-1, _FITTING, _FITTING, 0)  # of a file that the system does not let us look at


Stamp = tuple[str, int, int, int, int]
"""A file's name within its folder, its size, when it was modified and changed (ns), its inode."""


class FolderLook(NamedTuple):
    """The stamps of one folder's files, in two lists: a hundred thousand of them are taken at once.

    `numbers` has four for each name, in its order.
    """

    names: list[str]
    numbers: list[int]

    @property
    def mark(self) -> str:
        """What stays the same as long as no stamp does (and their order in the folder)."""
        names = "\0".join(self.names).encode("utf-8", "surrogatepass")
        # The hash of whole numbers is the same in every run.
        return f"{fingerprint(names)}{hash(tuple(self.numbers)):x}"

    @property
    def files(self) -> int:
        """How many files it has."""
        return len(self.names)

    def nearer(self) -> "FolderLook":
        """Return it: there is nothing nearer."""
        return self

    def stamps(self) -> Iterator[Stamp]:
        """Iterate over the stamps."""
        four = (number & _FITTING for number in self.numbers)
        return zip(self.names, four, four, four, four, strict=True)


class FarLook(NamedTuple):
    """A folder that was looked at on another core: its mark came back, its stamps did not."""

    root: Path
    folder: str
    mark: str
    files: int

    def nearer(self) -> FolderLook:
        """Look again. Raises OSError where the folder went away."""
        return _stamps(f"{self.root}/{self.folder}", self.folder, [])


class Look(NamedTuple):
    """The stamps of all files at a moment (in nanoseconds), by folder relative to the journal.

    No stamp is older than that moment.
    """

    at: int
    folders: dict[str, FolderLook | FarLook]

    def is_proven(self, stamp: Stamp) -> bool:
        """Tell whether a later change would certainly give the file another stamp."""
        _, _, modified, changed, _ = stamp
        return max(modified, changed) < self.at - _UNPROVEN


def look_at(root: Path) -> Look:
    """Return the stamps of the journal's files, the same that `folder.files` iterates over.

    A file that goes away meanwhile is not there. Twenty thousand files take a tenth of a second,
    and every reading command waits for it: hence no call that is not needed, and where there are
    many folders, half of them are looked at on another core.
    """
    look = Look(time.time_ns(), {})
    waiting = list(FOLDERS)
    half: Callable[[], dict[str, tuple[str, int]] | None] | None = None
    theirs: list[str] = []
    while waiting:
        if len(waiting) >= _MANY and half is None and has_other_core():
            waiting, theirs = waiting[::2], waiting[1::2]
            half = begin(partial(_marks_below, root, theirs))
        _look_into(root, waiting, look.folders)
    if half is not None:
        marks = half()
        if marks is None:
            while theirs:
                _look_into(root, theirs, look.folders)
        else:
            look.folders.update((name, FarLook(root, name, *told)) for name, told in marks.items())
    return look


def _marks_below(root: Path, waiting: list[str]) -> dict[str, tuple[str, int]]:
    """Return the marks of folders and those in them: all that is wanted while nothing changes.

    With each comes the number of its files.
    """
    folders: dict[str, FolderLook | FarLook] = {}
    while waiting:
        _look_into(root, waiting, folders)
    return {folder: (seen.mark, seen.files) for folder, seen in folders.items()}


def _look_into(root: Path, waiting: list[str], folders: dict[str, FolderLook | FarLook]) -> None:
    """Look into the first folder that waits; the folders in it wait behind the others."""
    folder = waiting.pop(0)
    with suppress(OSError):
        folders[folder] = _stamps(f"{root}/{folder}", folder, waiting)


def _stamps(place: str, folder: str, waiting: list[str]) -> FolderLook:
    names: list[str] = []
    numbers: list[int] = []
    # Through a handle of the folder the system need not find the way to it for every file.
    how = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC  # opening a pipe would wait for ever
    handle = os.open(place, how) if os.scandir in os.supports_fd else None
    try:
        with os.scandir(place if handle is None else handle) as rows:
            for row in rows:
                try:
                    if row.is_dir(follow_symlinks=False):
                        if not row.name.startswith("."):
                            waiting.append(f"{folder}/{row.name}")
                    elif row.is_file():
                        told = row.stat()
                        numbers += told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino
                        names.append(row.name)
                except FileNotFoundError:  # it went away meanwhile
                    continue
                except OSError:  # whoever reads it will hear why
                    numbers += _UNTOLD
                    names.append(row.name)
    finally:
        if handle is not None:
            os.close(handle)
    return FolderLook(names, numbers)
