"""A promise made with keys, and the questions of the profile."""

import tomllib
from pathlib import Path

from tests.conftest import Run
from tests.terminal.keys import CTRL_C, ENTER, answer, at_terminal, leaves_with


def test_a_promise_without_words_is_asked_for(home: Path, run: Run, dana: Path) -> None:
    with at_terminal(home, "commitment", "add", "--as-of", "2026-06-01") as terminal:
        answer(terminal, "What do you promise?", "clear the bench", ENTER)
        answer(terminal, "To whom?", "Luis", ENTER)
        answer(terminal, "By when?", "friday", ENTER)
        terminal.expect_exact("Due Friday 5 June 2026.")
        assert leaves_with(terminal) == 0

    said = run("commitment", "list", "--to", "Luis", "--as-of", "2026-06-01").stdout
    assert "clear the bench   to Luis" in said


def test_the_profile_is_begun_with_a_few_questions(home: Path, run: Run) -> None:
    assert run("init", "journal", "--owner", "Dana", "--timezone", "UTC").returncode == 0
    with at_terminal(home, "profile", "edit", "--as-of", "2025-08-18") as terminal:
        answer(terminal, "What are you here for?", "Arguing from evidence.", ENTER)
        answer(terminal, "When did the work give you energy", "the soil lab: loud", ENTER)
        answer(terminal, "And what takes it?", ENTER)
        answer(terminal, "Which feedback helps you?", CTRL_C)
        terminal.expect_exact("Saved: ")
        assert leaves_with(terminal) == 0

    page = tomllib.loads((home / "journal/profile/2025-08-18.toml").read_text("utf-8"))
    assert page["purpose"] == "Arguing from evidence."
    [driver] = page["motivation"]
    assert "the soil lab" in driver["driver"]
    assert "loud" in f"{driver}"


def test_answers_about_oneself_that_cannot_be_saved_are_in_a_draft(home: Path, run: Run) -> None:
    assert run("init", "journal", "--owner", "Dana", "--timezone", "UTC").returncode == 0
    (home / "journal" / "profile").write_text("a file where a folder should be")
    with at_terminal(home, "profile", "edit", "--as-of", "2025-08-18") as terminal:
        answer(terminal, "What are you here for?", "Arguing from evidence.", ENTER)
        answer(terminal, "When did the work give you energy", CTRL_C)
        terminal.expect_exact("Your words are in a draft")
        assert leaves_with(terminal) == 2

    drafts = list((home / "state" / "stillpd").glob("*/drafts/*.md"))
    assert [draft.read_text("utf-8").strip() for draft in drafts] == ["Arguing from evidence."]
