"""The changes that the fault tests break, and a worker that makes each in a process of its own.

As a program: for each folder named on a socket, do the act in a forked child and answer with
the child's end: 0 said it was saved, 3 said nothing was saved, 4 said it was cut off, 5 refused,
negative: the signal that killed it.
"""

import ctypes
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from stillpd.journal.kept import undo
from stillpd.journal.operation import carry_out
from stillpd.journal.recover import recover
from stillpd.journal.wanted import Create, Remove, Replace
from stillpd.model.errors import NotSaved, StillpdError

NOW = datetime(2025, 10, 24, 19, 5, tzinfo=UTC)
A, B, C = b"a first\n", b"b only\n", b"c new\n"
A2, A3 = b"a second\n" * 50, b"a third\n" * 700
BEFORE = {"a.md": A2, "sub/b.md": B}

# name: (what the files are afterwards, the act)
ACTS = {
    "create": (
        BEFORE | {"entries/2025/c.md": C},
        lambda root: carry_out(root, "write", "w", [Create("entries/2025/c.md", C)], NOW),
    ),
    "replace": (
        BEFORE | {"a.md": A3},
        lambda root: carry_out(root, "edit", "e", [Replace("a.md", A2, A3)], NOW),
    ),
    "remove": (
        {"a.md": A2},
        lambda root: carry_out(root, "delete", "d", [Remove("sub/b.md", B)], NOW),
    ),
    "undo": (BEFORE | {"a.md": A}, lambda root: undo(root, NOW)),
    "two": (
        BEFORE | {"a.md": A3, "c.md": C},
        lambda root: carry_out(
            root, "goal", "g", [Replace("a.md", A2, A3), Create("c.md", C)], NOW
        ),
    ),
    "recover": (BEFORE | {"a.md": A3, "c.md": C}, lambda root: recover(root, NOW)),
}


class _CutOff(BaseException):
    pass


def prepare(root: Path, act: str) -> None:
    """Make the journal as it is before an act."""
    made = [Create("a.md", A), Create("sub/b.md", B)]
    carry_out(root, "write", "w", made, NOW)
    carry_out(root, "edit", "e", [Replace("a.md", A, A2)], NOW)
    if act == "recover":
        _cut_after_first_file(root)


def _cut_after_first_file(root: Path) -> None:
    link = Path.hardlink_to

    def stop(self, target):
        if self.name == "c.md":
            raise _CutOff
        link(self, target)

    Path.hardlink_to = stop
    try:
        ACTS["two"][1](root)
    except _CutOff:
        pass
    finally:
        Path.hardlink_to = link


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".stillpd" not in path.parts
    }


def everything(root: Path) -> set[bytes]:
    return {path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _child(act: str, root: Path) -> int:
    try:
        ACTS[act][1](root)
    except NotSaved as err:
        return 3 if "Nothing was saved" in err.message or "lock" in err.message else 4
    except StillpdError:
        return 5
    return 0


def _work(act: str, fd: str) -> None:
    scratch = Path(tempfile.mkdtemp())  # so that every import is done before the fork
    prepare(scratch, act)
    _child(act, scratch)
    shutil.rmtree(scratch)
    serve(lambda folder: _child(act, folder), fd)


def serve(child: Callable[[Path], int], fd: str) -> None:
    """Call `child` in a process of its own for each folder that is named on the socket `fd`."""
    # Let strace attach where only descendants may be traced.
    ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)
    # A socket: the calls on it are none that a fault is put into, so the worker lives.
    link = socket.socket(fileno=int(fd))
    link.send(b"ready")
    while folder := link.recv(4096):
        pid = os.fork()
        if not pid:
            os._exit(child(Path(os.fsdecode(folder))))
        link.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2])
