"""Put a file of the user's in its place in one step: whole, closed to others, or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EACCES}
_NO_LINKS |= {errno.EINVAL, errno.EMLINK, errno.EXDEV}


def put_new(path: Path, content: bytes) -> None:
    """Write a new file. Raises FileExistsError for whatever is there, be it a link or a device."""
    from stillpd.journal.swap import is_there, sync_folder

    if is_there(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with ready_beside(path, content) as ready:
        place(ready, path)
    sync_folder(path.parent)


@contextmanager
def ready_beside(path: Path, content: bytes) -> Iterator[Path]:
    """Have the whole file on the disk beside its place, closed to others; gone at the end.

    Raises OSError as the system gives it.
    """
    from stillpd.journal.swap import write_new

    ready = path.with_name(f".stillpd-{os.urandom(4).hex()}.tmp")
    try:
        write_new(ready, content)
        yield ready
    finally:
        with suppress(OSError):
            ready.unlink(missing_ok=True)


def place(ready: Path, path: Path, *, force: bool = False) -> None:
    """Give a file its name in one step. Without `force` it raises FileExistsError for one there."""
    from stillpd.journal.rename import rename_to_free

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


def is_inside_a_journal(path: Path) -> bool:
    """Tell whether a file of that name would lie in a journal, whatever links lead there."""
    folders = Path(os.path.realpath(path)).parents
    return any((folder / "stillpd.toml").exists() for folder in folders)
