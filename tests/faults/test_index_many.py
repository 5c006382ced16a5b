"""Many at once, and no room: readers of one journal, a writer, and a cache disk that is full."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Run, clean_environment
from tests.truth import make_journal, put

from stillpd.journal.places import index_folder

FILL = Path(__file__).with_name("index_fill.py")
REPOSITORY = Path(__file__).parents[2]
# Each prints how many entries it found, one answer a line.
READER = """
import contextlib, io, json, sys
from stillpd.cli.main import app

for _ in range(6):
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told):
            app(["log", "-j", sys.argv[1], "--format", "json"])
    except SystemExit as left:
        if left.code not in (4, 0):
            raise
    answer = json.loads(told.getvalue())
    print(json.dumps([row["path"] for row in answer["data"]["entries"]]))
"""
WRITER = """
import contextlib, io, sys
from stillpd.cli.main import app

for number in range(30):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            app(["write", f"note {number}", "-j", sys.argv[1]])
    except SystemExit as left:
        if left.code:
            raise
"""


def start(home: Path, program: str, root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(root)],
        env=clean_environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_eight_readers_and_a_writer_at_once_all_answer_right(run: Run, home: Path) -> None:
    root = home / "journal"
    make_journal(root)
    for number in range(400):
        put(root, f"entries/2025/{number % 9}/2025-03-03-0800-note-{number}.md", f"N {number}.\n")
    before = {path.relative_to(root).as_posix() for path in root.rglob("entries/**/*.md")}
    before.discard("entries/2025/10/2025-10-26-0130-broken.md")

    running = [start(home, READER, root) for _ in range(8)] + [start(home, WRITER, root)]
    told = [process.communicate(timeout=120) for process in running]
    assert [(process.returncode, err) for process, (_, err) in zip(running, told, strict=True)] == [
        (0, "")
    ] * 9

    after = {path.relative_to(root).as_posix() for path in root.rglob("entries/**/*.md")}
    assert len(after) >= len(before) + 30
    for out, _ in told[:8]:
        answers = [set(json.loads(line)) for line in out.splitlines()]
        assert len(answers) == 6
        for earlier, later in zip([before, *answers], [*answers, after], strict=True):
            assert earlier <= later
    asked = ("log", "-j", str(root), "--format", "json")
    assert run(*asked).stdout == run(*asked, STILLPD_INDEX="off").stdout


def test_writing_makes_no_file_in_the_cache(run: Run, home: Path, dana: Path) -> None:
    assert run("write", "A note.").returncode == 0
    assert not (home / "cache").exists()
    assert run("today").returncode == 0
    place = index_folder(dana)
    before = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    assert "index.db" in before

    assert run("write", "Another.").returncode == 0
    assert (
        run("write", "A third, a quincunx.", "--goal", "cer", "--circle", "doing").returncode == 0
    )
    assert {path.name: path.stat().st_mtime_ns for path in place.iterdir()} == before
    assert "[quincunx]" in run("search", "quincunx").stdout


@pytest.mark.parametrize("words", [["write", "A note."], ["today"], ["search", "talk"], ["log"]])
def test_no_command_needs_a_cache(run: Run, home: Path, dana: Path, words: list[str]) -> None:
    (home / "cache").write_text("no folder")
    with_none = run(*words, "--as-of", "2026-03-20")
    assert (with_none.returncode, with_none.stderr) == (0, "")
    assert with_none.stdout
    if words[0] != "write":
        assert with_none.stdout == run(*words, "--as-of", "2026-03-20", STILLPD_INDEX="off").stdout


def test_a_cache_disk_of_any_size_gives_the_same_answers(tmp_path: Path) -> None:
    """Every size of disk and every number of inodes around the point where it gets too small."""
    cache = tmp_path / "cache"
    cache.mkdir()
    alone = ["unshare", "-Urm"]
    probe = [*alone, "mount", "-t", "tmpfs", "none", str(cache)]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("no tmpfs can be mounted here: full cache disks were NOT tried")

    run = subprocess.run(
        [*alone, sys.executable, FILL, tmp_path / "journal", cache],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    kept, no_room = map(int, run.stdout.split())
    assert kept >= 5
    assert no_room >= 5
