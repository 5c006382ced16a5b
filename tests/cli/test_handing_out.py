"""What is handed out is whole or not there, closed to others, and has its line in the log.

Each step of `share pack` that writes is the one at which it is killed, or the disk fails; a step is
a call of the system, found by counting.
"""

import errno
import gc
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stillpd.cli.main import app
from stillpd.journal import rename
from tests.cli.conftest import Say, everything

AT = "2025-11-20"
OLD = b"what was there"
NOTE = '+++\nkind = "note"\nid = "bbbbb2"\nat = 2025-11-01T08:00:00-04:00\nshare = ["coach"]\n+++\n'
CALLS = ("open", "write", "fsync", "link", "replace", "rename", "unlink", "mkdir", "rmdir")
KILLED, PAST = 99, 98


@pytest.fixture
def dana(fresh: Path) -> Path:
    """A journal with one page for the coach."""
    page = fresh / "entries" / "2025" / "11" / "2025-11-01-0800-note-bbbbb2.md"
    page.parent.mkdir(parents=True)
    page.write_text(f"{NOTE}For you, Priya.\n")
    return fresh


def lines(root: Path) -> list[Path]:
    """Return the pages that say what went."""
    return sorted((root / "entries").rglob("*-share-*.md"))


# Broken off at each step -------------------------------------------------------------------------


class Steps:
    """Counts the calls that write, and lets one of them go wrong, or each from then on."""

    def __init__(self, at: int, how: str) -> None:
        self.at, self.how, self.seen = at, how, 0

    def take(self, name: str) -> None:
        self.seen += 1
        if self.seen < self.at or (self.seen > self.at and self.how != "full"):
            return
        if self.how == "killed":
            os._exit(KILLED)
        if self.how == "full" and name in {"unlink", "rmdir"}:
            return
        number = errno.ENOSPC if self.how == "full" else errno.EIO
        raise OSError(number, os.strerror(number))

    def watch(self) -> None:
        """Stand before every call that writes, in this process for good."""
        for name in CALLS:
            setattr(os, name, self._watched(name, getattr(os, name)))
        rename._rename = self._watched("rename", rename._rename)  # type: ignore[assignment]

    def _watched(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*words: Any, **more: Any) -> Any:
            if name != "open" or words[1] & os.O_CREAT:
                self.take(name)
            # A process is killed here and not the machine: waiting for the disk shows nothing.
            return None if name == "fsync" else call(*words, **more)

        return watched


@dataclass
class Ended:
    """How one run ended, and what is in the folder where the file was to be."""

    code: int
    target: bytes | None
    others: list[Path]
    lines: list[Path]


def broken_off(root: Path, place: Path, force: list[str]) -> Callable[[int, str], Ended]:
    """Return how to pack in a process of its own, with step N going wrong; 0 is none."""
    template = root.with_name("template")
    shutil.copytree(root, template)
    with pytest.raises(SystemExit):  # so that every import is done before the forks
        app(["share", "pack", "coach", "-o", str(root.with_name("first.zip")), "--as-of", AT])

    def run(at: int, how: str) -> Ended:
        for folder in (root, place):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, root)
        place.mkdir()
        target = place / "c.zip"
        if force:
            target.write_bytes(OLD)
        if not (pid := os.fork()):
            gc.disable()  # it would touch every page that is shared with the parent
            silent = os.open(os.devnull, os.O_RDWR)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            os.umask(0)
            steps = Steps(at, how)
            if at:
                steps.watch()
            try:
                app(["share", "pack", "coach", "-o", str(target), "--as-of", AT, *force])
            except SystemExit as left:
                os._exit(PAST if steps.seen < at else int(left.code or 0))
            finally:
                os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        others = [path for path in place.iterdir() if path != target]
        held = target.read_bytes() if target.exists() else None
        return Ended(code, held, others, lines(root))

    return run


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["new", "over another"])
def test_at_whatever_step_it_breaks_off_the_file_is_whole_or_as_before_and_in_the_log(
    dana: Path, home: Path, monkeypatch: pytest.MonkeyPatch, force: list[str]
) -> None:
    monkeypatch.setenv("STILLPD_INDEX", "off")
    run = broken_off(dana, home / "out", force)
    before = OLD if force else None
    whole = run(0, "")
    assert (whole.code, len(whole.lines), whole.others) == (0, 1, [])
    assert whole.target is not None
    reached: dict[str, int] = {}
    ways = {"killed": 1} if force else {"killed": 1, "failed": 2, "full": 4}  # at every so many
    for how, each in ways.items():
        # What comes before the name is taken is the same, whatever has the name.
        for at in range(25 if force else 1, 200, each):
            ended = run(at, how)
            if ended.code == PAST:
                break
            where = f"{how} at {at}: {ended}"
            assert ended.target in {before, whole.target}, where
            assert ended.target == before or ended.lines, f"not written down: {where}"
            assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in ended.others), where
            if ended.target == whole.target:
                assert stat.S_IMODE((home / "out" / "c.zip").stat().st_mode) == 0o600, where
            if how != "killed":
                assert ended.code in {0, 6}, where
                assert ended.others == [], f"left behind: {where}"
            if ended.code == 0:
                assert ended.target == whole.target, where
            reached[how] = at
    assert min(reached.values()) >= 20


# Where, and beside whom --------------------------------------------------------------------------


def test_what_is_no_plain_file_is_left_alone_and_nothing_is_written_down(
    say: Say, dana: Path, home: Path
) -> None:
    secret, link, pipe = home / "secret", home / "link", home / "pipe"
    secret.write_bytes(OLD)
    link.symlink_to(secret)
    (home / "dangling").symlink_to(home / "nothing")
    os.mkfifo(pipe)
    before = everything(dana)
    for target in (link, home / "dangling", pipe, home, "/dev/full", "/dev/null", "/dev/stdout"):
        for force in ([], ["--force"]):
            said = say(AT, "share", "pack", "coach", "-o", str(target), *force, code=2)
            assert "no plain file" in said.err
            assert said.out == ""
    for target in (dana / "c.zip", home / "link-in" / "c.zip"):
        (home / "link-in").unlink(missing_ok=True)
        (home / "link-in").symlink_to(dana / "entries")
        said = say(AT, "share", "pack", "coach", "-o", str(target), code=2)
        assert "inside the journal" in said.err
    assert secret.read_bytes() == OLD
    assert not (home / "nothing").exists()
    assert everything(dana) == before


def no(*_: object, **__: object) -> Any:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("disk", ["links alone", "neither"])
def test_a_disk_without_links_or_renames_takes_it_too_and_nothing_is_written_over(
    say: Say, dana: Path, home: Path, monkeypatch: pytest.MonkeyPatch, disk: str
) -> None:
    """FAT has no links; some network disks cannot rename to a free name."""
    outside = rename._rename
    link = os.link

    def here(one: Path, other: Path, how: str) -> bool:
        return False if home / "stick" in other.parents else outside(one, other, how)

    def linked(one: Path, other: Path, **more: Any) -> None:
        no() if home / "stick" in Path(other).parents and disk == "neither" else link(
            one, other, **more
        )

    monkeypatch.setattr(rename, "_rename", here)
    monkeypatch.setattr(os, "link", linked)
    target = home / "stick" / "c.zip"
    target.parent.mkdir()
    say(AT, "share", "pack", "coach", "-o", str(target))
    whole = target.read_bytes()
    assert whole.startswith(b"PK\x03\x04")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    say(AT, "share", "pack", "coach", "-o", str(target), code=2)
    target.write_bytes(OLD)
    say(AT, "share", "pack", "coach", "-o", str(target), "--force")
    assert target.read_bytes() == whole
    assert list(target.parent.iterdir()) == [target]
    assert len(lines(dana)) == 2


def test_one_that_came_meanwhile_is_not_written_over_and_the_line_is_taken_back(
    say: Say, dana: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = home / "c.zip"
    outside = rename._rename

    def late(one: Path, other: Path, how: str) -> bool:
        if other == target:
            target.write_bytes(OLD)
            assert len(lines(dana)) == 1
        return outside(one, other, how)

    monkeypatch.setattr(rename, "_rename", late)
    said = say(AT, "share", "pack", "coach", "-o", str(target), code=2)
    assert "is there already" in said.err
    assert target.read_bytes() == OLD
    assert lines(dana) == []
    assert say(AT, "share", "log", "--format", "json").data["shares"] == []
    assert [path.name for path in home.iterdir() if path.suffix == ".tmp"] == []


def test_of_many_at_once_one_gets_the_name_and_one_line_is_there(dana: Path, home: Path) -> None:
    target = home / "c.zip"
    with pytest.raises(SystemExit):
        app(["share", "pack", "coach", "-o", str(home / "first.zip"), "--as-of", AT])
    start, go = os.pipe()
    children = []
    for _ in range(6):
        if not (pid := os.fork()):
            os.close(go)
            silent = os.open(os.devnull, os.O_RDWR)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            os.read(start, 1)  # until the other end is closed
            try:
                app(["share", "pack", "coach", "-o", str(target), "--as-of", AT])
            except SystemExit as left:
                os._exit(int(left.code or 0))
            finally:
                os._exit(1)
        children.append(pid)
    os.close(go)
    ended = sorted(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children)
    assert ended.count(0) == 1, ended
    assert set(ended) <= {0, 2, 5}, ended
    assert target.read_bytes() == (home / "first.zip").read_bytes()
    assert len(lines(dana)) == 2


def test_an_answer_too_goes_into_a_new_file_whole_or_not_at_all(
    say: Say, dana: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(home)
    write = os.write
    with monkeypatch.context() as full:
        full.setattr(
            os, "write", lambda fd, words: no() if b"2025" in bytes(words) else write(fd, words)
        )
        said = say(AT, "log", "-o", str(home / "log.txt"), code=6)
    assert "could not be written" in said.err
    for target in (home / "config", "/dev/full", "/dev/stdout"):
        assert "no plain file" in say(AT, "log", "-o", str(target), code=2).err
    assert "is no place" in say(AT, "log", "-o", "~nobody-here/log.txt", code=2).err
    assert {p: c for p, c in everything(home).items() if "cache" not in str(p)} == before
    old = os.umask(0)
    say(AT, "log", "-o", str(home / "log.txt"))
    os.umask(old)
    assert stat.S_IMODE((home / "log.txt").stat().st_mode) == 0o600
    assert "For you, Priya." in (home / "log.txt").read_text("utf-8")
