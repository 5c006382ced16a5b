"""The two renames that Python does not offer: exchange two names, and take only a free one.

Both answer False where the kernel or the file system cannot (network disks, old kernels,
many FUSE systems, two file systems), and raise OSError for every other failure.
"""

import errno
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_CANNOT = {
    errno.ENOSYS,
    errno.EINVAL,
    errno.EPERM,
    errno.EOPNOTSUPP,
    errno.ENOTSUP,
    errno.EXDEV,
}
_AT_FDCWD = -100
_LINUX = {"free": 1, "exchange": 2}  # renameat2: RENAME_NOREPLACE, RENAME_EXCHANGE
_MAC = {"free": 4, "exchange": 2}  # renamex_np: RENAME_EXCL, RENAME_SWAP


def exchange(one: Path, other: Path) -> bool:
    """Swap two files in one step that no crash can halve."""
    return _rename(one, other, "exchange")


def rename_to_free(old: Path, new: Path) -> bool:
    """Rename without ever overwriting; raises FileExistsError if the name is taken."""
    return _rename(old, new, "free")


def _rename(old: Path, new: Path, how: str) -> bool:
    import ctypes

    call = _call()
    if call is None:
        return False
    one, other = os.fsencode(old), os.fsencode(new)
    if sys.platform == "darwin":
        failed = call(one, other, _MAC[how])
    else:
        failed = call(_AT_FDCWD, one, _AT_FDCWD, other, _LINUX[how])
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(old), None, str(new))


@cache
def _call() -> Any:
    import ctypes

    name = "renamex_np" if sys.platform == "darwin" else "renameat2"
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (AttributeError, OSError, TypeError):
        return None
    text, number = ctypes.c_char_p, ctypes.c_int
    call.argtypes = (
        [text, text, ctypes.c_uint]
        if name == "renamex_np"
        else [number, text, number, text, ctypes.c_uint]
    )
    call.restype = number
    return call
