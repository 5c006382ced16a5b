"""One writer at a time.

The lock is flock(2), the call that filelock makes on these systems, taken directly: importing
filelock costs a third of a whole `write`. Where there is no flock, filelock does it.

Two things are locked: a file in the state folder (never inside the journal: lock files in a
synced folder travel), then the journal folder itself, which needs no file. The second
stops a cron job or a container that has another state folder but the same journal.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from stillpd.journal.places import state_folder
from stillpd.journal.swap import make_folder
from stillpd.model.errors import Busy, NotSaved

_PAUSE = 0.01  # seconds between two tries
_CANNOT = {errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL, errno.EBADF}


@contextmanager
def held(root: Path, timeout: float = 10.0, *, command: str = "") -> Iterator[None]:
    """Hold the right to write in the journal at `root`.

    Waits at most `timeout` seconds, then raises Busy, naming the process that has it. Raises
    NotSaved where the lock cannot be made. `command` is the bare name of the command.
    """
    folder = state_folder(root)
    deadline = time.monotonic() + timeout
    with ExitStack() as stack:
        try:
            make_folder(folder)
            _take(folder / "lock", stack, deadline, folder)
            _take_folder(root, stack, deadline, folder)
        except OSError as err:
            raise NotSaved(
                f"The journal could not be locked for writing: {err.strerror or 'unknown reason'}.",
                hint=f"Make {folder} writable, or point XDG_STATE_HOME to a folder on this machine "
                "that is.",
            ) from err
        _sign(folder / "holder", command)
        yield


@contextmanager
def file_held(path: Path, timeout: float) -> Iterator[None]:
    """Hold a lock file. Raises Busy after `timeout` seconds, OSError where it cannot be made."""
    with ExitStack() as stack:
        _take(path, stack, time.monotonic() + timeout, path.parent)
        yield


def _take(path: Path, stack: ExitStack, deadline: float, folder: Path) -> None:
    try:
        import fcntl  # noqa: F401  # only asked for
    except ImportError:
        _take_elsewhere(path, stack, deadline, folder)
        return
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    stack.callback(_let_go, fd)
    _wait(fd, deadline, folder)


def _take_folder(root: Path, stack: ExitStack, deadline: float, folder: Path) -> None:
    try:
        fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as err:
        raise NotSaved(
            f"The journal folder cannot be opened: {err.strerror or 'unknown reason'}.",
            hint="Check that it is still there.",
        ) from err
    stack.callback(_let_go, fd)
    try:
        _wait(fd, deadline, folder)
    except OSError as err:
        # Some network file systems lock no folders; the lock in the state folder is held.
        if err.errno not in _CANNOT:
            raise


def _let_go(fd: int) -> None:
    # Nothing was written through it: whatever close says, the work under the lock stands.
    with suppress(OSError):
        os.close(fd)


def _wait(fd: int, deadline: float, folder: Path) -> None:
    import fcntl

    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except InterruptedError:
            continue
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise _busy(folder) from None
            time.sleep(_PAUSE)
        else:
            return


def _take_elsewhere(path: Path, stack: ExitStack, deadline: float, folder: Path) -> None:
    import filelock

    # is_singleton stays off: each hold is a lock of its own.
    lock = filelock.FileLock(path, mode=0o600)
    try:
        lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
    except filelock.Timeout:
        raise _busy(folder) from None
    stack.callback(lock.release)


def _sign(path: Path, command: str) -> None:
    # For the message of whoever waits in vain; not worth stopping for.
    with suppress(OSError):
        fd = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
        )
        try:
            os.write(fd, f"{os.getpid()} {_host()} {command or 'stillpd'}".encode())
        finally:
            os.close(fd)


def _busy(folder: Path) -> Busy:
    who = "another program"
    with suppress(OSError, ValueError):
        pid, host, command = (folder / "holder").read_text("utf-8").split(" ", 2)
        who = f"`{command}` (process {pid} on {host})"
    return Busy(f"The journal is being written by {who}.", hint="Try again in a moment.")


def _host() -> str:
    return os.uname().nodename.replace(" ", "-") if hasattr(os, "uname") else "this-machine"
