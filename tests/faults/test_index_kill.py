"""Kill or stop a reading command at any moment while it indexes: the next one answers right."""

import os
import shutil

import index_acts
import pytest
from tests.truth import assert_same
from traced import Traced

from stillpd.journal.places import index_folder

FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
# Where a call only reads, being killed is being killed at the next one that writes.
WRITING = {
    *("fdatasync", "fsync", "ftruncate", "mkdir", "mkdirat", "openat", "pwrite64", "rename"),
    *("renameat", "renameat2", "unlink", "unlinkat", "utimensat", "write"),
}
READING = {"close", "fcntl", "flock", "lseek", "newfstatat", "pread64", "read"}
ALL = os.environ.get("STILLPD_FAULTS") == "all"


def faults_at(name, count):
    """Iterate over the faults to try, and at which call of that name."""
    for when in range(1, count + 1):
        if name in WRITING:
            yield from ((fault, when) for fault in FAULTS)
        elif ALL or (name in READING and when % 7 == 1):
            yield FAULTS[1], when


@pytest.fixture
def traced(request, tmp_path, monkeypatch):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: nothing was killed while it indexes")
    monkeypatch.setenv("XDG_CACHE_HOME", "")  # so that it is put back
    one = Traced(
        index_acts.__file__,
        request.param,
        tmp_path,
        lambda folder: index_acts.prepare(folder, request.param),
    )
    yield one
    one.end()


def paths_of(folder):
    place = folder / "cache/stillpd" / index_folder(folder / "journal").name
    above = [folder / "cache", folder / "cache/stillpd", place]
    names = ("index.db", "index.new", "seal", "lock")
    return [part for path in (*above, *(place / name for name in names)) for part in ("-P", path)]


@pytest.mark.parametrize("traced", index_acts.ACTS, indirect=True)
def test_the_next_command_answers_right_whatever_broke_this_one(traced):
    calls = traced.calls(*paths_of(traced.tmp_path / "journal1"))
    assert calls["pwrite64"] >= 5
    runs = 0
    for name, count in sorted(calls.items()):
        for fault, when in faults_at(name, count):
            inject = f"inject={name}:{fault}:when={when}"
            place = traced.tmp_path / f"journal{traced.made + 1}"
            options = ("-o", "/dev/null", "-e", f"trace={name}", "-e", inject)
            folder, ended = traced.run(*options, *paths_of(place))
            assert ended == (-9 if fault == FAULTS[0] else 0), inject
            os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
            for _ in range(2):
                assert_same(folder / "journal")
            shutil.rmtree(folder)
            runs += 1
    assert runs >= 50
