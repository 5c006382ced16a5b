"""The index on disk: three files in the cache folder, for one journal in one place.

The database is SQLite's. Beside it lies its seal: what the file system says of the database after
we last wrote to it. Whoever else writes there, be it a failing disk's repair, another program or
a run of ours that was killed half way, breaks the seal; and an index without its seal is thrown
away. So the database needs no journal of its own, and no doubt remains whether it can be trusted.
The third file is the lock.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from stillpd import __version__
from stillpd.journal.first_page import Opened
from stillpd.journal.lock import file_held
from stillpd.journal.places import index_folder
from stillpd.journal.swap import fingerprint, make_folder, sync_folder
from stillpd.model.errors import Busy

_SHAPE = 12
"""Counts the shapes of the database. One of another shape, or another stillpd's, is made anew."""
_PATIENCE = 1.0
"""Seconds to wait for another stillpd that is busy with the index."""
_MOST = 1000  # bytes of a seal
_SEALED_AT = 981_173_106 * 10**9
"""The time of change that a sealed database is given: whoever writes to it gives it another,
even within the same tick of the clock."""


class IndexFiles:
    """Where one journal's index lies."""

    def __init__(self, opened: Opened) -> None:
        self.folder = index_folder(opened.root)
        self.database = self.folder / "index.db"
        self.unfinished = self.folder / "index.new"
        self._seal = self.folder / "seal"
        self._key = _key(opened)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the right to use the index. Raises Busy, and OSError where there is no room for it.

        Readers take turns as well, and hold it until they have their answer: mostly for some
        hundredths of a second, for some tenths where a search finds thousands of pages.
        """
        make_folder(self.folder)
        _close_to_others(self.folder)
        with ExitStack() as stack:
            try:
                stack.enter_context(file_held(self.folder / "lock", _PATIENCE))
            except Busy:
                raise Busy("Another stillpd uses the index just now.", "Try again.") from None
            yield

    @property
    def is_sealed(self) -> bool:
        """Tell whether the database is as we left it, and of this journal as it is now."""
        try:
            return _read_plain(self._seal) == self._told().encode()
        except OSError:
            return False

    @property
    def size(self) -> int:
        """Return how many bytes the database has; none where there is none."""
        try:
            return self.database.stat().st_size
        except OSError:
            return 0

    def seal(self) -> None:
        """Say that the database is whole. Raises OSError."""
        os.utime(self.database, ns=(_SEALED_AT, _SEALED_AT))
        fd = os.open(
            self._seal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
        )
        try:
            os.write(fd, self._told().encode())
        finally:
            os.close(fd)

    def break_seal(self) -> None:
        """Say that the database is being written to. Raises OSError."""
        self._seal.unlink(missing_ok=True)
        sync_folder(self.folder)  # a power cut must not bring it back beside half a change

    def drop(self) -> bool:
        """Take the index away; tell whether there was one. Raises OSError."""
        had = self.database.exists()
        for path in (self._seal, self.database, self.unfinished):
            path.unlink(missing_ok=True)
        return had

    def finish(self) -> None:
        """Put a database that was made anew into its place, and seal it. Raises OSError."""
        self.break_seal()
        self.unfinished.replace(self.database)
        self.seal()

    def _told(self) -> str:
        told = self.database.stat()
        stamp = told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino
        return f"{self._key} {' '.join(map(str, stamp))}\n"


def _read_plain(path: Path) -> bytes:
    """Return what a small file of ours says. Raises OSError for a link, a pipe, a device."""
    how = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(path, how)
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "Not a plain file", str(path))
        return os.read(fd, _MOST)
    finally:
        os.close(fd)


def _close_to_others(folder: Path) -> None:
    """See that the folder is ours alone. Raises OSError where it belongs to somebody else."""
    told = folder.lstat()
    if not stat.S_ISDIR(told.st_mode) or told.st_uid != os.getuid():
        raise OSError(errno.EPERM, "Not a folder of yours", str(folder))
    if told.st_mode & 0o077:
        folder.chmod(0o700)


def _key(opened: Opened) -> str:
    """Return what an index depends on beside the files: moved or renamed, it is another's."""
    place = os.fsencode(os.path.realpath(opened.root))
    said = f"{_SHAPE}\0{__version__}\0{opened.header.id}\0{opened.zone!r}\0".encode()
    return fingerprint(said + place)
