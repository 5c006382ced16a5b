"""Ctrl-C while a long journal is read for the first time: what was read is kept."""

import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Run, clean_environment
from tests.truth import SECOND, assert_same, indexed, looks, make_journal, put

from stillpd.journal.index import catch_up, database, files
from stillpd.journal.places import index_folder

INDEX = Path(catch_up.__file__).parent
MANY = 450


@pytest.fixture
def journal(root):
    make_journal(root)
    return root


@pytest.fixture
def reads(monkeypatch):
    """The paths of the files that are read for the index from now on."""
    paths: list[str] = []
    whole = catch_up.read_bytes

    def counted(root, path):
        paths.append(path)
        return whole(root, path)

    monkeypatch.setattr(catch_up, "read_bytes", counted)
    return paths


def make_long(root: Path, count: int) -> None:
    for number in range(count):
        put(root, f"entries/2026/{number % 7}/2026-01-01-note-{number:05}.md", f"Note {number}.\n")


def is_stopped_at(line_number: int, within: str, act: Callable[[], object]) -> bool:
    """Press Ctrl-C once so many lines of the index's own code have run; tell whether they did.

    Only lines of the functions whose names match `within` count.
    """
    left, stopped = line_number, False

    def trace(frame, event, _arg):
        nonlocal left
        if not frame.f_code.co_filename.startswith(str(INDEX)):
            return None
        if event == "line" and re.fullmatch(within, frame.f_code.co_name):
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    def run():
        nonlocal stopped
        sys.settrace(trace)
        try:
            act()
        except KeyboardInterrupt:
            stopped = True

    # A thread of its own: an exception out of a trace leaves marks on the thread that it hits.
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return stopped


@pytest.mark.parametrize(
    ("act", "within", "step"),
    [
        ("first", ".*", 17),
        ("after changes", ".*", 17),
        ("first", "add|_put_in|read|_read_one|set_mark", 3),
    ],
)
def test_stopped_at_any_line_the_next_answer_is_right(journal, monkeypatch, act, within, step):
    monkeypatch.setattr(database, "_AT_ONCE", 2)
    monkeypatch.setattr(files, "_PATIENCE", 0.0)
    looks(monkeypatch, late=10 * SECOND)
    stopped, line = True, 1
    while stopped:
        if act == "first":
            for path in index_folder(journal).glob("*"):
                path.unlink()
        put(journal, f"entries/2025/{line % 4}/2025-11-01.md", f"Changed for the {line}th.\n")
        gone = journal / f"entries/2025/gone/{line}"
        for number in range(3):
            put(gone, f"2025-11-02-{number}.md", "Soon gone.\n")
        stopped = is_stopped_at(line, within, lambda: indexed(journal))
        shutil.rmtree(gone)
        assert_same(journal)
        line += step
    assert line > 200


def test_what_was_read_before_is_not_read_again(journal, reads, monkeypatch):
    looks(monkeypatch, late=10 * SECOND)
    make_long(journal, MANY)

    def stop(done, _total):
        if done == 300:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexed(journal, tell=stop)
    reads.clear()
    found = indexed(journal)

    assert len(found.entries) == MANY + 3
    read_anew = {path for path in reads if path.startswith("entries/2026/")}
    assert 0 < len(read_anew) <= MANY - 190
    assert_same(journal)


def test_ctrl_c_leaves_cleanly_and_the_next_command_answers_right(run: Run, home: Path) -> None:
    root = home / "journal"
    make_journal(root)
    make_long(root, 3000)
    words = ("progress", "-j", str(root), "--format", "json")
    with subprocess.Popen(
        [sys.executable, "-m", "stillpd", *words],
        env=clean_environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Heard again where the tests were started in the background, which mutes it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as reading:
        while not any(path.stat().st_size for path in (home / "cache").rglob("index.new")):
            assert reading.poll() is None
        reading.send_signal(signal.SIGINT)
        stdout, stderr = reading.communicate(timeout=60)

    assert (reading.returncode, stdout, stderr) == (130, "", "\nStopped.\n")
    plain = run(*words, STILLPD_INDEX="off")
    found = run(*words)
    assert (found.returncode, found.stderr) == (plain.returncode, plain.stderr)
    assert found.stdout == plain.stdout
