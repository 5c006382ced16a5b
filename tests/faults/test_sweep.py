"""Break each change at every system call that touches a file, and look what is left."""

import os
import shutil
from pathlib import Path

import acts
import pytest
from traced import Traced

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


@pytest.fixture
def traced(request, tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: the fault sweep did NOT run")
    template = tmp_path / "template"
    template.mkdir()
    acts.prepare(template, request.param)

    def prepare(root):
        shutil.copytree(template, root)

    one = Traced(acts.__file__, request.param, tmp_path, prepare)
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
