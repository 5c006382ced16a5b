"""The guided reflection: keys on a real terminal, and what is on disk afterwards."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.terminal.keys import CTRL_C, CTRL_D, DOWN, ENTER, NEW_LINE, answer, at_terminal
from tests.terminal.keys import leaves_with as leaves

MONDAY = ("--as-of", "2025-10-27T17:00")
WHAT = "What happened this week that deserves a second look?"
SO_WHAT = "What does it tell you, about them, about you?"
NOW_WHAT = "One thing you will do next week, and when exactly?"


@pytest.fixture
def rotating(run: Run, dana: Path) -> str:
    """The rotating question of that week, in its own words."""
    data = json.loads(run("protocol", "show", "weekly", "--format", "json", *MONDAY).stdout)["data"]
    return next(q["ask"] for q in data["questions"] if q["id"] == data["this_week"])


def entries(dana: Path, month: str, kind: str) -> list[str]:
    return [path.read_text() for path in sorted((dana / "entries" / month).glob(f"*-{kind}-*"))]


def drafts(home: Path) -> list[Path]:
    return sorted((home / "state" / "stillpd").glob("*/drafts/*.md"))


def test_each_answer_stands_under_its_question_and_a_skipped_one_is_not_there(
    home: Path, dana: Path, rotating: str
) -> None:
    before = entries(dana, "2025/10", "weekly")
    with at_terminal(home, "reflect", "weekly", *MONDAY) as terminal:
        answer(terminal, WHAT, "The Reyes call.", NEW_LINE, "Ten minutes, mostly hers.", ENTER)
        answer(terminal, SO_WHAT, ENTER)
        answer(terminal, NOW_WHAT, "Tuesday 7:40.", ENTER)
        answer(terminal, rotating, ENTER)
        terminal.expect_exact("Saved: a reflection (weekly) of Monday 27 October 2025")
        assert leaves(terminal) == 0
    (new,) = [text for text in entries(dana, "2025/10", "weekly") if text not in before]
    first = f"## {WHAT}\n\nThe Reyes call.\nTen minutes, mostly hers.\n"
    assert new.split("+++\n")[2] == f"{first}\n## {NOW_WHAT}\n\nTuesday 7:40.\n"
    assert "share" not in new
    assert drafts(home) == []


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_stopping_in_the_middle_keeps_all_that_was_typed_and_draft_goes_on(
    home: Path, dana: Path, rotating: str, key: str
) -> None:
    before = entries(dana, "2025/10", "weekly")
    with at_terminal(home, "reflect", "weekly", *MONDAY) as terminal:
        answer(terminal, WHAT, "The Reyes call.", ENTER)
        answer(terminal, SO_WHAT, "That I had been afr", key)
        terminal.expect_exact("stillpd reflect --draft")
        assert leaves(terminal) == 130
    assert entries(dana, "2025/10", "weekly") == before
    (draft,) = drafts(home)
    assert draft.read_text() == (
        f"## {WHAT}\n\nThe Reyes call.\n\n## {SO_WHAT}\n\nThat I had been afr\n"
    )
    assert draft.stat().st_mode & 0o777 == 0o600
    with at_terminal(home, "reflect", "gibbs") as terminal:
        terminal.expect_exact("A draft is waiting from another time: stillpd reflect --draft")
        answer(terminal, "Tell it as a camera would.", CTRL_C)
        assert leaves(terminal) == 130
    with at_terminal(home, "reflect", "--draft", *MONDAY) as terminal:
        answer(terminal, WHAT, ENTER)
        answer(terminal, SO_WHAT, "aid of her.", ENTER)
        answer(terminal, NOW_WHAT, ENTER)
        answer(terminal, rotating, ENTER)
        terminal.expect_exact("Saved: a reflection (weekly)")
        assert leaves(terminal) == 0
    (new,) = [text for text in entries(dana, "2025/10", "weekly") if text not in before]
    assert new.endswith(
        f"## {WHAT}\n\nThe Reyes call.\n\n## {SO_WHAT}\n\nThat I had been afraid of her.\n"
    )
    assert drafts(home) == []


def test_a_killed_terminal_loses_no_answer(home: Path, dana: Path) -> None:
    with at_terminal(home, "reflect", "weekly", *MONDAY) as terminal:
        answer(terminal, WHAT, "The Reyes call.", ENTER)
        terminal.expect_exact(SO_WHAT)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.expect_exact("") if terminal.isalive() else None
    (draft,) = drafts(home)
    assert draft.read_text() == f"## {WHAT}\n\nThe Reyes call.\n"


def test_skipping_everything_saves_nothing_and_scolds_nobody(home: Path, dana: Path) -> None:
    with at_terminal(home, "reflect", "perspective", *MONDAY) as terminal:
        answer(terminal, "Put the opposing view so well", ENTER)
        answer(terminal, "What were you looking for in the data", ENTER)
        answer(terminal, "Finish: what if we", ENTER)
        terminal.expect_exact("Nothing was written down this time, and that is fine.")
        assert leaves(terminal) == 0
    assert entries(dana, "2025/10", "perspective") == []


def test_typed_answers_and_a_sentence_beside_them(home: Path, dana: Path) -> None:
    with at_terminal(home, "reflect", "triage", *MONDAY) as terminal:
        terminal.expect_exact("Does somebody already know how to fix this?")
        terminal.expect_exact("(skip)")
        terminal.send(DOWN)
        terminal.send(DOWN)
        terminal.send(ENTER)
        answer(terminal, "A sentence about it?", "Nobody I asked.", ENTER)
        answer(terminal, "what would we have to learn", ENTER)
        answer(terminal, "what is the smallest probe?", ENTER)
        terminal.expect_exact("or a new possibility?")
        terminal.expect_exact("(skip)")
        terminal.send(DOWN)
        terminal.send(ENTER)
        answer(terminal, "A sentence about it?", ENTER)
        terminal.expect_exact("Saved: a reflection (triage)")
        assert leaves(terminal) == 0
    (new,) = entries(dana, "2025/10", "triage")
    assert '[answers]\nknown = false\nkind = "a known fix"\n' in new
    assert new.endswith("## Does somebody already know how to fix this?\n\nNobody I asked.\n")


def test_a_rating_off_the_scale_is_asked_again(home: Path, dana: Path) -> None:
    with at_terminal(home, "reflect", "coaching", *MONDAY) as terminal:
        answer(terminal, "where was this one", "11", ENTER)
        terminal.expect_exact("0 to 10, or Enter alone")
        terminal.send("\x7f")
        terminal.send(ENTER)
        answer(terminal, "A sentence about it?", CTRL_C)
        assert leaves(terminal) == 130
    (draft,) = drafts(home)
    assert draft.read_text().endswith("\n\n1\n")


def test_lines_of_a_commitment_question_become_commitments_in_the_same_operation(
    home: Path, dana: Path, run: Run
) -> None:
    before = set(dana.rglob("entries/**/*.md"))
    with at_terminal(home, "reflect", "aar", "--goal", "cer", *MONDAY) as terminal:
        for question in ("by what sign?", "everyone present", "what made the", "again on purpose"):
            answer(terminal, question, ENTER)
        answer(terminal, "What changes next time?", "Shorter warm-up.", ENTER)
        answer(terminal, "by when?", "- timer on the board", NEW_LINE, "ask Luis to sit in", ENTER)
        answer(terminal, "A commitment? timer on the board", ENTER)
        answer(terminal, "A commitment? ask Luis to sit in", "y", ENTER)
        answer(terminal, "To whom?", "Luis", ENTER)
        answer(terminal, "By when?", "soonish", ENTER)
        terminal.expect_exact("is not a date")
        answer(terminal, "By when?", "friday", ENTER)
        terminal.expect_exact("Friday 31 October 2025")
        terminal.expect_exact("and 1 commitment")
        assert leaves(terminal) == 0
    made = sorted(set(dana.rglob("entries/**/*.md")) - before)
    assert sorted(path.name.split("-")[4] for path in made) == ["aar", "commitment"]
    promise = next(path.read_text() for path in made if "-commitment-" in path.name)
    assert 'text = "ask Luis to sit in"\nto = "Luis"\ndue = 2025-10-31\n' in promise
    assert 'goals = ["cer"]' in promise
    reflection = next(path.read_text() for path in made if "-aar-" in path.name)
    assert "- timer on the board\nask Luis to sit in\n" in reflection
    operations = list((dana / ".stillpd" / "kept").iterdir())
    assert len(operations) == 1


def test_the_editor_gets_the_whole_set_as_headings(home: Path, dana: Path) -> None:
    editor = home / "ed"
    editor.write_text(
        '#!/bin/sh\ncp "$1" seen.md\n'
        "sed -i -e '/does somebody already/Ia yes, the custodian' -e '/or is it not/Ia A probe.' "
        '"$1"\n'
    )
    editor.chmod(0o755)
    words = ("reflect", "triage", "--editor", *MONDAY)
    with at_terminal(home, *words, VISUAL=str(editor)) as terminal:
        terminal.expect_exact("Saved: a reflection (triage)")
        assert leaves(terminal) == 0
    seen = (home / "seen.md").read_text()
    assert [line for line in seen.splitlines() if line.startswith("## ")] == [
        "## Does somebody already know how to fix this?",
        "## If not, what would we have to learn, and what would we lose?",
        "## Or is it not a problem but an opening; what is the smallest probe?",
        "## Is it a known fix, something we must learn, or a new possibility?",
    ]
    assert "<!-- yes or no -->" in seen
    (new,) = entries(dana, "2025/10", "triage")
    assert "known = true" in new
    assert "<!--" not in new
    assert "fix this?\n\nthe custodian\n" in new
    assert "smallest probe?\n\nA probe.\n" in new
