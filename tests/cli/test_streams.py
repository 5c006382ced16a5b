"""Standard streams that are closed or full: words are safe, and nothing untrue is said."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, clean_environment

full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


def shell(home: Path, words: str, streams: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", f"{shlex.quote(sys.executable)} -m stillpd {words} {streams}"],
        env=clean_environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def notes(dana: Path) -> int:
    return len(list((dana / "entries").rglob("*-note-*.md")))


@pytest.mark.parametrize("style", ["", "--format json"])
@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_trouble(home: Path, dana: Path, streams: str, style: str) -> None:
    before = notes(dana)
    assert shell(home, f"today --as-of 2026-03-20 {style}", streams).returncode == 0
    done = shell(home, f"write Two words. --as-of 2026-03-20 {style}", streams)
    assert (done.returncode, done.stderr) == (0, "")
    assert notes(dana) == before + 1


@full
@pytest.mark.parametrize("style", ["", "--format json"])
def test_where_the_answer_finds_no_room_it_is_said_that_the_words_are_saved(
    home: Path, dana: Path, style: str
) -> None:
    before = notes(dana)
    done = shell(home, f"write Two words. {style}", ">/dev/full")
    assert done.returncode == 6
    assert done.stderr == (
        "The answer could not be written: No space left on device.\n"
        "  Only the answer is missing: whatever the command saved is saved.\n"
    )
    assert notes(dana) == before + 1


@full
def test_where_nothing_can_be_told_the_exit_code_still_says_it(home: Path, dana: Path) -> None:
    assert shell(home, "show nowhere", "2>/dev/full").returncode == 3
    assert shell(home, "show nowhere --format json", ">/dev/full").returncode == 3
    assert shell(home, "write Two words.", "2>/dev/full").returncode == 0


def test_json_escapes_what_a_page_would_escape(run: Run, dana: Path) -> None:
    done = run("calendar", "year", "add", "a\U000e0041b\ufff9c", "--format", "json")
    assert "a\U000e0041b\ufff9c" in json.loads(done.stdout)["errors"][0]["message"]
    assert not {"\U000e0041", "\ufff9"} & set(done.stdout)


_BROKEN = """
import sys
import stillpd.actions.write
def broken(*_):
    raise RuntimeError("of ours")
stillpd.actions.write.write_note = broken
sys.argv = ["stillpd", "write", "-"]
from stillpd.cli.main import main
main()
"""


def test_a_mistake_of_ours_does_not_take_the_words_with_it(home: Path, dana: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _BROKEN],
        env=clean_environment(home),
        input="A long evening's words.",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    [draft] = (home / "state").rglob("write-*.md")
    assert "A long evening's words." in draft.read_text("utf-8")
    assert str(draft) in done.stderr
    assert "evening" not in done.stderr
