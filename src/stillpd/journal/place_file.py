"""Give a file outside the journal its place in one step: whole, closed to others, or not at all."""

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stillpd.journal.rename import rename_to_free
from stillpd.journal.swap import write_new

_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EACCES}
_NO_LINKS |= {errno.EINVAL, errno.EMLINK, errno.EXDEV}
_READY = re.compile(r"\.stillpd-[0-9a-f]{8}\.tmp")
_AN_HOUR = 3600  # seconds


@contextmanager
def ready_beside(path: Path, content: bytes) -> Iterator[Path]:
    """Have the whole file on the disk beside its place, closed to others; gone at the end.

    Raises OSError as the system gives it.
    """
    ready = path.with_name(f".stillpd-{os.urandom(4).hex()}.tmp")
    try:
        write_new(ready, content)
        _take_away_left(ready)
        yield ready
    finally:
        with suppress(OSError):
            ready.unlink(missing_ok=True)


def _take_away_left(ready: Path) -> None:
    """Take away what runs left beside `ready` that were killed an hour ago or longer."""
    now = ready.stat().st_mtime  # what this disk takes for the present
    with suppress(OSError):
        for row in list(os.scandir(ready.parent)):
            if not _READY.fullmatch(row.name):
                continue
            seen = row.stat(follow_symlinks=False)
            is_ours = stat.S_ISREG(seen.st_mode) and seen.st_uid == os.geteuid()
            if is_ours and seen.st_mtime < now - _AN_HOUR:
                Path(row.path).unlink(missing_ok=True)


def place(ready: Path, path: Path, *, force: bool = False) -> None:
    """Give a file its name in one step. Without `force` it raises FileExistsError for one there."""
    if force:
        ready.replace(path)
    elif not rename_to_free(ready, path):
        _link(ready, path)


def _link(ready: Path, path: Path) -> None:
    """Give a file its name where the disk cannot rename to a free one, be it without links too."""
    try:
        os.link(ready, path)
    except OSError as err:
        if err.errno not in _NO_LINKS:
            raise
        # The name is taken first, empty, and filled at once: so no other file is ever written over.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        ready.replace(path)
