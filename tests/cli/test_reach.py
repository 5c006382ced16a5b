"""Days beyond reach, pipes for pages, answers into a journal: refused in words, never hung."""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import Run

FAR = ["0001-01-01", "0001-01-01T00:00", "9999-12-31", "9999-12-31T23:59", "9999-W52"]


@pytest.mark.parametrize("day", FAR)
def test_a_present_beyond_reach_is_refused(run: Run, dana: Path, day: str) -> None:
    done = run("today", "--as-of", day)
    assert done.returncode == 2
    assert "too far away" in done.stderr or "is not a" in done.stderr


def test_a_file_with_days_beyond_reach_is_a_problem_and_hides_nothing(run: Run, dana: Path) -> None:
    goal = dana / "goals" / "cer.toml"
    goal.write_text(goal.read_text("utf-8").replace("due = 2026", "due = 9999"), "utf-8")
    note = dana / "entries" / "2025" / "10" / "2025-10-30-0800-note-zzzzz2.md"
    note.write_text('+++\nkind = "note"\nid = "zzzzz2"\nat = 0001-01-01T00:00:00Z\n+++\nx\n')
    (dana / "profile" / "9999-12-31.toml").write_text('purpose = "x"\n')
    for words in (["today"], ["progress"], ["log"]):
        done = run(*words, "--as-of", "2026-03-20", "--format", "json")
        assert done.returncode == 4, done.stderr
        told = {problem["path"] for problem in json.loads(done.stdout)["problems"]}
        assert told >= {"goals/cer.toml", str(note.relative_to(dana)), "profile/9999-12-31.toml"}


def test_a_sentence_in_the_wrong_place_is_not_quoted(run: Run, dana: Path) -> None:
    goal = dana / "goals" / "cer.toml"
    goal.write_text('due = "when Ada stops crying"\n' + goal.read_text("utf-8"), "utf-8")
    goal.write_text(goal.read_text("utf-8").replace("\ndue = 2026", "\n# due = 2026"), "utf-8")
    done = run("doctor", "--as-of", "2026-07-01")
    assert done.returncode == 4
    assert "this text is not a date" in done.stdout
    assert "Ada" not in done.stdout + done.stderr


def test_a_pipe_for_a_first_page_is_no_journal(run: Run, dana: Path) -> None:
    (dana / "stillpd.toml").unlink()
    os.mkfifo(dana / "stillpd.toml")
    assert run("today").returncode == 3
    assert run("write", "Two words.").returncode == 3


@pytest.mark.parametrize("words", [["demo"], ["protocol", "list"], ["today"]], ids=str)
def test_no_answer_lands_in_a_journal(run: Run, dana: Path, words: list[str]) -> None:
    assert run(*words, "-o", str(dana / "goals" / "answer")).returncode == 2
    assert not (dana / "goals" / "answer").exists()


def test_a_file_where_a_folder_should_be_stops_one_command_and_not_the_next(
    run: Run, dana: Path
) -> None:
    (dana / "goals").rename(dana / "set-aside")
    (dana / "goals").write_text("mine\n", "utf-8")
    done = run("goal", "add", "zz", "--title", "x", "--circle", "doing")
    assert done.returncode == 2
    assert "goals should be a folder" in done.stderr
    assert run("write", "Two words.").returncode == 0
    assert (dana / "goals").read_text("utf-8") == "mine\n"
