"""What the file system says of a journal's files: enough to notice that one was changed.

A stamp is a file's size, its two times and its inode, as git's index has them. Whatever writes to
a file gives it another stamp, be it an editor, git, a sync tool, or a clock that was set back.
One thing escapes: a second change within the same tick of the clock. So a file that was touched
within two seconds of the look is not yet proven, and is looked into again at the next one (git
calls such files racily clean).
"""

import marshal
import os
import time
from pathlib import Path
from typing import NamedTuple

from stillpd.journal.names import FOLDERS

_UNPROVEN = 2_000_000_000  # nanoseconds; the coarsest clock of a file system ticks that slowly
_FLAT = 2  # the version of marshal's form in which equal values have equal bytes


Stamp = tuple[str, int, int, int, int]
"""A file's name within its folder, its size, when it was modified and changed (ns), its inode."""


class Look(NamedTuple):
    """The stamps of all files at a moment (in nanoseconds), by folder relative to the journal."""

    at: int
    folders: dict[str, list[Stamp]]

    def is_proven(self, stamp: Stamp) -> bool:
        """Tell whether a later change would certainly give the file another stamp."""
        _, _, modified, changed, _ = stamp
        return max(modified, changed) < self.at - _UNPROVEN


def look_at(root: Path) -> Look:
    """Return the stamps of the journal's files, the same that `folder.files` iterates over.

    A file that goes away meanwhile is not there. Twenty thousand files take a tenth of a second,
    and every reading command waits for it: hence no call that is not needed.
    """
    look = Look(time.time_ns(), {})
    waiting = list(FOLDERS)
    while waiting:
        folder = waiting.pop()
        try:
            look.folders[folder] = _stamps(f"{root}/{folder}", folder, waiting)
        except OSError:
            continue
    return look


def _stamps(place: str, folder: str, waiting: list[str]) -> list[Stamp]:
    found = []
    # Through a handle of the folder the system need not find the way to it for every file.
    handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC) if os.scandir in os.supports_fd else None
    try:
        with os.scandir(place if handle is None else handle) as rows:
            for row in rows:
                if row.is_dir(follow_symlinks=False):
                    if not row.name.startswith("."):
                        waiting.append(f"{folder}/{row.name}")
                elif row.is_file():
                    try:
                        told = row.stat()
                    except OSError:  # it went away meanwhile
                        continue
                    times = told.st_mtime_ns, told.st_ctime_ns
                    found.append((row.name, told.st_size, *times, told.st_ino))
    finally:
        if handle is not None:
            os.close(handle)
    return found


def mark_of(stamps: list[Stamp]) -> bytes:
    """Return bytes that are the same as long as no stamp of a folder changes."""
    return marshal.dumps(stamps, _FLAT)
