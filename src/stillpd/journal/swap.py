"""Put bytes on disk so that no crash and no other program can lose any.

Only files and bytes here; what an operation is stands in operation.py. Every function raises
OSError as the system gave it. What a file system can do is found by trying, call by call.

The words: `target` is the file that a person sees, `slot` its place in an operation's folder.
"""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

try:  # hashlib would load OpenSSL for it, which takes longer than saving a note
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - another Python than CPython
    from hashlib import blake2b

from stillpd.journal.rename import exchange, rename_to_free
from stillpd.model.errors import ChangedOnDisk

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | os.O_CLOEXEC
_NO_FOLDER_SYNC = {errno.EINVAL, errno.EBADF, errno.EACCES, errno.EOPNOTSUPP, errno.ENOTSUP}
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EACCES, errno.EINVAL}
_NO_LINKS |= {errno.EMLINK}
_TRIES = 3
_PRIVATE = 0o600


def fingerprint(data: bytes) -> str:
    """Return the mark by which we know bytes again: BLAKE2b, 32 hex digits."""
    return blake2b(data, digest_size=16).hexdigest()


def is_there(path: Path) -> bool:
    """Tell whether a name is taken, be it by a dangling link. Raises OSError if nobody can say."""
    # os.path.lexists answers no when the disk does not answer.
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def read_steady(path: Path) -> bytes:
    """Return the bytes of a file that nobody wrote to while it was read.

    Raises ChangedOnDisk when it kept changing, OSError when it cannot be read or is no
    plain file.
    """
    for _ in range(_TRIES):
        fd = os.open(path, _READ)
        try:
            before = os.fstat(fd)
            if not stat.S_ISREG(before.st_mode):
                raise OSError(errno.EINVAL, "Not a plain file", str(path))
            data = _read_all(fd)
            after = os.fstat(fd)
        finally:
            os.close(fd)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return data
    raise ChangedOnDisk(
        f"{path.name} is being written by another program.", hint="Try again in a moment."
    )


def _read_all(fd: int) -> bytes:
    pieces = []
    while piece := os.read(fd, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def write_new(path: Path, data: bytes, *, mode: int = _PRIVATE, like: Path | None = None) -> None:
    """Write a new file and see it onto the disk.

    `like` lends its mode, owner and extended attributes. An existing file raises
    FileExistsError; after any other failure nothing of ours is left.
    """
    fd = os.open(path, _NEW, _PRIVATE)
    try:
        try:
            _write_all(fd, data)
            _dress(fd, mode, like)
            _sync(fd)
        finally:
            os.close(fd)  # may fail too: the last word on a network disk
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def write_over(
    path: Path, data: bytes, *, mode: int = _PRIVATE, moment: float | None = None
) -> None:
    """Put `data` in the place of a file of ours, or where there is none: whole, or not at all.

    The folder is made where it is missing. `moment` becomes the time of the file. After a failure
    what was there stands, and nothing new is left beside it.
    """
    make_folder(path.parent)
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    write_new(fresh, data, mode=mode)
    try:
        if moment is not None:
            os.utime(fresh, (moment, moment))
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise


def _write_all(fd: int, data: bytes) -> None:
    # A nearly full disk takes a part and says so only in the count.
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _dress(fd: int, mode: int, like: Path | None) -> None:
    seen = None
    with suppress(FileNotFoundError):  # an editor is just saving it: the swap will see that
        seen = like.stat() if like is not None else None
    if like is not None and seen is not None:
        mode = stat.S_IMODE(seen.st_mode) & 0o777
        with suppress(OSError):
            if (seen.st_uid, seen.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(fd, seen.st_uid, seen.st_gid)
        if hasattr(os, "listxattr"):
            with suppress(OSError):
                for name in os.listxattr(like):
                    os.setxattr(fd, name, os.getxattr(like, name))
    if mode != _PRIVATE:
        os.fchmod(fd, mode)


def _sync(fd: int) -> None:
    import fcntl

    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:  # macOS: fsync alone stops at the drive's own cache
        try:
            fcntl.fcntl(fd, full)
        except OSError:
            pass
        else:
            return
    os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """See a folder's names onto the disk, where the file system knows how."""
    try:
        fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as err:
        if err.errno not in _NO_FOLDER_SYNC:
            raise


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each closed to others, each seen onto the disk."""
    # One level at a time: os.makedirs gives its mode to the last only.
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def put_without_overwriting(slot: Path, target: Path) -> None:
    """Move a file to a name that must be free; FileExistsError, and nothing done, if it is not."""
    try:
        target.hardlink_to(slot)
    except OSError as err:
        if err.errno == errno.EXDEV:
            _put_from_afar(slot, target)
        elif err.errno not in _NO_LINKS:
            raise
        elif rename_to_free(slot, target):
            return
        else:
            write_new(target, read_steady(slot), like=slot)
    slot.unlink()


def _put_from_afar(slot: Path, target: Path) -> None:
    near = _near(slot, target)
    near.unlink(missing_ok=True)  # left by a crash: only ever a copy of the slot
    write_new(near, read_steady(slot), like=slot)
    try:
        put_without_overwriting(near, target)
    except OSError:
        near.unlink(missing_ok=True)
        raise


def swap_in(slot: Path, target: Path) -> None:
    """Give the target what the slot holds; what the target held is in the slot afterwards.

    The displaced file is the very inode that was there, so that an editor which still has
    it open writes into the kept copy and not into nothing.
    """
    if exchange(slot, target):
        return
    old = slot.with_name(slot.name + ".old")
    near = _near(slot, target)
    near.unlink(missing_ok=True)  # left by a crash: only ever a copy of the slot
    old.unlink(missing_ok=True)  # likewise a copy of the target, which still stands
    try:
        write_new(near, read_steady(slot), like=target)
        _keep_also(target, old)
        near.replace(target)
    except OSError:
        with suppress(OSError):
            near.unlink(missing_ok=True)
            old.unlink(missing_ok=True)
        raise
    old.replace(slot)


def _keep_also(target: Path, old: Path) -> None:
    try:
        old.hardlink_to(target)
    except OSError:
        write_new(old, read_steady(target), like=target)


def finish_swap(slot: Path) -> bool:
    """Do the last step of `swap_in` if a crash left it out; tell whether there was one to do."""
    # Only a system without exchange ever has it.
    old = slot.with_name(slot.name + ".old")
    try:
        old.replace(slot)
    except FileNotFoundError:
        return False
    return True


def take_out(target: Path, slot: Path) -> None:
    """Move a file out of sight into its slot."""
    near = _near(slot, target)
    if not is_there(near):
        try:
            target.rename(slot)
        except OSError as err:
            if err.errno != errno.EXDEV:
                raise
            target.rename(near)
        else:
            return
    slot.unlink(missing_ok=True)  # left by a crash: half a copy of `near`
    write_new(slot, read_steady(near), like=near)
    sync_folder(slot.parent)
    near.unlink()


def is_half_taken(target: Path, slot: Path) -> bool:
    """Tell whether a crash stopped `take_out` on its way to another file system."""
    return is_there(_near(slot, target))


def _near(slot: Path, target: Path) -> Path:
    # Beside the target, for file systems that a rename cannot cross; found again after a crash.
    mark = fingerprint(os.fsencode(f"{slot.parent.name}/{slot.name}"))[:16]
    return target.with_name(f".stillpd-{mark}.tmp")
