"""Break each change at every system call that touches a file, and look what is left."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import acts
import pytest

from stillpd.journal.recover import pending, recover

# A call that only reads leaves the disk as it was: being killed there is being killed at the next
# call that writes. STILLPD_FAULTS=all tries every fault at every call.
WRITING = {
    *("close", "fchmod", "fsync", "link", "linkat", "mkdir", "mkdirat", "openat", "pwrite64"),
    *("rename", "renameat", "renameat2", "rmdir", "unlink", "unlinkat", "write"),
}
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC", "error=EINTR")
ALL = os.environ.get("STILLPD_FAULTS") == "all"


# By default the calls that come by the dozen are spared the faults that take the same way as EIO.
FEWER = {"close": FAULTS[:2], "openat": FAULTS[:3], "fsync": FAULTS[:3]}


def faults_at(name, count):
    """Yield each fault to try, and at which call of that name."""
    faults = FAULTS if ALL else FEWER.get(name, FAULTS if name in WRITING else FAULTS[1:2])
    for fault in faults:
        for when in range(1, count + 1, 1 if ALL or name != "newfstatat" else 5):
            yield fault, when


_CALL = re.compile(r"(\d+) +(\w+)\(")


class Traced:
    """A worker that does one act after another, each under a fault of its own."""

    def __init__(self, act, tmp_path):
        self.act, self.tmp_path, self.made = act, tmp_path, 0
        self.template = tmp_path / "template"
        self.template.mkdir()
        acts.prepare(self.template, act)
        self.link, theirs = socket.socketpair()
        fd = theirs.fileno()
        command = [sys.executable, acts.__file__, act, str(fd)]
        self.process = subprocess.Popen(command, pass_fds=[fd])
        theirs.close()
        assert self.link.recv(64) == b"ready"

    def end(self):
        self.link.close()
        self.process.wait()

    def run(self, *options):
        """Do the act once in a fresh copy, with strace attached; return (root, how it ended)."""
        self.made += 1
        root = self.tmp_path / f"journal{self.made}"
        shutil.copytree(self.template, root)
        with self._strace(options):
            self.link.send(os.fsencode(root))
            return root, int(self.link.recv(64))

    @contextmanager
    def _strace(self, options):
        command = ["strace", "-f", "-p", str(self.process.pid), *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            line = strace.stderr.readline()
            if "attached" not in line:
                pytest.skip(f"strace may not trace here: {line.strip()}")
            try:
                yield
            finally:
                strace.terminate()
                strace.stderr.read()

    def calls(self):
        """Count the system calls on files that the act makes, by name."""
        log = self.tmp_path / "log"
        _, ended = self.run("-o", str(log), "-e", "trace=%file,%desc")
        assert ended == 0
        found = map(_CALL.match, log.read_text("utf-8", "replace").splitlines())
        calls = (call.groups() for call in found if call)
        return Counter(name for pid, name in calls if int(pid) != self.process.pid)


@pytest.fixture
def traced(request, tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: the fault sweep did NOT run")
    one = Traced(request.param, tmp_path)
    yield one
    one.end()


def look(root: Path, act: str, ended: int) -> None:
    """Hold what is on disk against the promises."""
    new = acts.ACTS[act][0]
    old = acts.files_of(root.parent / "template")
    whole = {**acts.BEFORE, **old}
    found = acts.files_of(root)
    assert ended in (0, 3, 4, 5, -9), "no other end is known"
    for path in found.keys() | whole.keys() | new.keys():
        versions = (whole.get(path), old.get(path), new.get(path))
        assert found.get(path) in versions, f"{path} is neither old nor new"
    if ended == 0:
        assert found == new, "said saved, but is not"
        assert pending(root) == ()
    if ended in (3, 5):
        assert found == old, "said nothing was saved, but something was"
    before = acts.everything(root)
    assert set(old.values()) <= before

    recover(root, acts.NOW)
    assert pending(root) == ()
    assert acts.files_of(root) in (old, new)
    if act == "recover":
        assert acts.files_of(root) == new
    texts = {*whole.values(), *new.values()}
    assert texts & before <= acts.everything(root), "recover lost bytes"
    assert recover(root, acts.NOW) == ()


@pytest.mark.parametrize("traced", acts.ACTS, indirect=True)
def test_every_file_is_old_or_new_whatever_breaks(traced):
    calls = traced.calls()
    assert calls["fsync"] >= 3
    runs = 0
    for name, count in sorted(calls.items()):
        for fault, when in faults_at(name, count):
            inject = f"inject={name}:{fault}:when={when}"
            root, ended = traced.run("-o", "/dev/null", "-e", f"trace={name}", "-e", inject)
            try:
                look(root, traced.act, ended)
            except AssertionError as err:
                raise AssertionError(f"{inject} ended {ended}: {err}") from err
            shutil.rmtree(root)
            runs += 1
    assert runs >= 80
