import os
import socket
import stat
import subprocess
import sys
import time

import pytest

from stillpd.journal.lock import held
from stillpd.journal.places import state_folder
from stillpd.model.errors import Busy, NotSaved

HOLD = """
import sys
from pathlib import Path
from stillpd.journal.lock import held
with held(Path(sys.argv[1]), command="reflect"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(root):
    command = [sys.executable, "-c", HOLD, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_who_waits_in_vain_is_told_who_writes(root, holder):
    with pytest.raises(Busy) as caught, held(root, timeout=0):
        pass

    message = caught.value.message
    for word in ("`reflect`", str(holder.pid), socket.gethostname()):
        assert word in message


def test_the_lock_comes_free_when_its_holder_is_killed(root, holder):
    holder.kill()
    holder.wait()
    with held(root, timeout=0):
        pass


def test_waiting_ends_when_the_holder_is_done(root, holder):
    holder.stdin.close()
    with held(root, timeout=10):
        pass


def test_waiting_lasts_as_long_as_asked(root, holder):
    begin = time.monotonic()
    with pytest.raises(Busy), held(root, timeout=0.2):
        pass

    assert time.monotonic() - begin >= 0.2


def test_another_state_folder_does_not_make_a_second_lock(root, holder, tmp_path, monkeypatch):
    """cron, sudo and containers see another home but the same journal."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    with pytest.raises(Busy), held(root, timeout=0):
        pass


def test_a_link_to_the_journal_is_the_same_journal(root, holder, tmp_path):
    (tmp_path / "link").symlink_to(root)
    with pytest.raises(Busy), held(tmp_path / "link", timeout=0):
        pass


def test_the_lock_leaves_nothing_in_the_journal_and_is_private(root):
    with held(root):
        pass

    assert list(root.iterdir()) == []
    folder = state_folder(root)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_lock_that_is_a_link_is_not_followed(root, tmp_path):
    (tmp_path / "precious").write_bytes(b"words")
    folder = state_folder(root)
    folder.mkdir(parents=True)
    (folder / "lock").symlink_to(tmp_path / "precious")
    with pytest.raises(NotSaved), held(root):
        pass

    assert (tmp_path / "precious").read_bytes() == b"words"


def test_a_state_folder_that_cannot_be_made_is_told_with_the_way_out(root, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(NotSaved) as caught, held(root):
        pass

    assert "XDG_STATE_HOME" in caught.value.hint


def test_a_journal_that_is_gone_is_told(root):
    root.rmdir()
    with pytest.raises(NotSaved), held(root):
        pass


def test_the_lock_is_not_inherited_by_an_editor(root):
    with held(root):
        child = subprocess.Popen(["sleep", "60"], close_fds=False)
    try:
        with held(root, timeout=0):
            pass
    finally:
        child.kill()
        child.wait()


def test_an_error_inside_gives_the_lock_back(root):
    with pytest.raises(ZeroDivisionError), held(root):
        _ = 1 // 0
    with held(root, timeout=0):
        pass


def test_taking_the_lock_opens_no_lasting_file(root):
    before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []  # noqa: PTH208, PTH112
    for _ in range(5):
        with held(root):
            pass

    after = os.listdir("/proc/self/fd") if before else []  # noqa: PTH208
    assert len(after) == len(before)
