"""`stillpd goal add` as somebody is asked: to the end, and stopped on the way."""

import tomllib
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.conftest import Run
from tests.terminal.keys import (
    CTRL_C,
    CTRL_D,
    DOWN,
    ENTER,
    NEW_LINE,
    answer,
    at_terminal,
    leaves_with,
)

WHOLE_ADD = ("goal", "add", "--as-of", "2025-09-01")


@pytest.fixture
def journal(home: Path, run: Run) -> Path:
    place = home / "journal"
    words = ["init", str(place), "--owner", "Dana Okafor", "--timezone", "America/New_York"]
    done = run(*words, "--school-year", "2025-08-18..2026-06-05", "--as-of", "2025-08-18")
    assert done.returncode == 0, done.stderr
    return place


def goal(journal: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((journal / "goals" / f"{name}.toml").read_text("utf-8"))


def pick(terminal: pexpect.spawn, question: str, *keys: str) -> None:
    terminal.expect_exact(question)
    terminal.expect_exact("(skip)")
    for key in keys:
        terminal.send(key)


def test_the_whole_way_makes_a_goal(home: Path, journal: Path) -> None:
    with at_terminal(home, *WHOLE_ADD) as terminal:
        pick(terminal, "Which circle is it for?", DOWN, ENTER)  # from doing, the first empty one
        answer(terminal, "What do you want to be different?", "Good news home", ENTER)
        answer(terminal, "By when?", "5 june", ENTER)
        terminal.expect_exact("Friday 5 June 2026")
        answer(terminal, "Best result", "No parent hears", NEW_LINE, "only the bad", ENTER)
        answer(terminal, "What in you", "I wait for time", ENTER)
        answer(terminal, "If [that moment]", "If lunch ends, then I call one home", ENTER)
        answer(terminal, "What number will you write down", "contacts", ENTER)
        pick(terminal, "“contacts” is", ENTER)
        answer(terminal, "How many a week would be good?", "three", ENTER)
        terminal.expect_exact("is not a number")
        answer(terminal, "How many a week would be good?", "3", ENTER)
        answer(terminal, "Of what?", "calls", ENTER)
        answer(terminal, "Who is booked", "Luis", ENTER)
        answer(terminal, "How often", "2 weeks", ENTER)
        answer(terminal, "How much does it matter", "9", ENTER)
        answer(terminal, "Why 9 and not lower?", "my mother never had one", ENTER)
        answer(terminal, "How sure are you", "0", ENTER)
        answer(terminal, "What would make it 1?", "one call done", ENTER)
        answer(terminal, "What counts as enough?", "two a week", ENTER)
        terminal.expect_exact("Saved: goal good-news-home")
        terminal.expect_exact("No goal in doing and being now.")
        assert leaves_with(terminal) == 0
    assert goal(journal, "good-news-home") == {
        "title": "Good news home",
        "circle": "relating",
        "kind": "habit",
        "started": pytest.approx(goal(journal, "good-news-home")["started"]),
        "due": goal(journal, "good-news-home")["due"],
        "outcome": "No parent hears\nonly the bad\nEnough: two a week",
        "obstacle": "I wait for time",
        "if_then": ["If lunch ends, then I call one home"],
        "support": {"who": "Luis", "every": "2 weeks"},
        "importance": [
            {"on": goal(journal, "good-news-home")["started"], "value": 9}
            | {"lower": "my mother never had one"}
        ],
        "confidence": [
            {"on": goal(journal, "good-news-home")["started"], "value": 0, "lower": "one call done"}
        ],
        "measure": [{"id": "contacts", "name": "contacts", "target": 3, "unit": "calls"}],
    }


@pytest.mark.parametrize("stop", [CTRL_C, CTRL_D])
def test_stopped_on_the_way_it_is_a_draft_with_all_that_was_typed(
    home: Path, journal: Path, stop: str
) -> None:
    with at_terminal(home, *WHOLE_ADD) as terminal:
        pick(terminal, "Which circle is it for?", DOWN, DOWN, ENTER)
        answer(terminal, "What do you want to be different?", "Walk or yoga", ENTER)
        answer(terminal, "By when?", ENTER)
        answer(terminal, "Best result", "I sleep", ENTER)
        answer(terminal, "What in you", "the knee, and")
        terminal.expect_exact("the knee, and")
        terminal.send(stop)
        terminal.expect_exact("Saved: goal walk-or-yoga, a draft")
        terminal.expect_exact("stillpd goal edit walk-or-yoga")
        assert leaves_with(terminal) == 0
    assert goal(journal, "walk-or-yoga") == {
        "title": "Walk or yoga",
        "circle": "being",
        "status": "draft",
        "outcome": "I sleep",
        "obstacle": "the knee, and",
    }


def test_stopped_before_a_word_nothing_is_written(home: Path, journal: Path) -> None:
    with at_terminal(home, *WHOLE_ADD) as terminal:
        pick(terminal, "Which circle is it for?", CTRL_C)
        terminal.expect_exact("Nothing written down.")
        assert leaves_with(terminal) == 0
    assert not (journal / "goals").exists() or not list((journal / "goals").iterdir())


def test_every_step_skipped_writes_nothing(home: Path, journal: Path) -> None:
    with at_terminal(home, *WHOLE_ADD, "--circle", "doing") as terminal:
        for question in (
            "What do you want to be different?", "By when?", "Best result", "What in you",
            "If [that moment]", "What number will you write down", "Who is booked",
            "How much does it matter", "How sure are you", "What counts as enough?",
        ):  # fmt: skip
            answer(terminal, question, ENTER)
        terminal.expect_exact("Nothing written down.")
        assert leaves_with(terminal) == 0


def test_a_weekly_number_without_a_target_is_kept_in_a_draft(home: Path, journal: Path) -> None:
    with at_terminal(home, *WHOLE_ADD, "--circle", "doing") as terminal:
        answer(terminal, "What do you want to be different?", "Talk", ENTER)
        for question in ("By when?", "Best result", "What in you", "If [that moment]"):
            answer(terminal, question, ENTER)
        answer(terminal, "What number will you write down", "lessons with talk", ENTER)
        pick(terminal, "“lessons with talk” is", ENTER)
        answer(terminal, "How many a week", ENTER)
        answer(terminal, "Of what?", CTRL_C)
        terminal.expect_exact("a draft")
        assert leaves_with(terminal) == 0
    assert goal(journal, "talk")["measure"] == [
        {"id": "lessons-with-talk", "name": "lessons with talk"}
    ]


EDITOR = """#!/bin/sh
sed -i 's/{was}/{now}/' "$1"
"""


def editor(home: Path, was: str, now: str) -> str:
    program = home / "ed.sh"
    program.write_text(EDITOR.format(was=was, now=now))
    program.chmod(0o755)
    return str(program)


def test_the_editor_saves_exactly_what_it_left(home: Path, dana: Path) -> None:
    page = dana / "goals" / "cer.toml"
    before = page.read_text("utf-8")
    with at_terminal(
        home, "goal", "edit", "cer", VISUAL=editor(home, 'a = "period 3"', 'a = "P3"')
    ) as terminal:
        terminal.expect_exact("Saved: goal cer")
        assert leaves_with(terminal) == 0
    assert page.read_text("utf-8") == before.replace('area = "period 3"', 'area = "P3"')


def test_what_the_editor_broke_is_not_saved_but_kept(home: Path, dana: Path) -> None:
    page = dana / "goals" / "cer.toml"
    before = page.read_bytes()
    broken = editor(home, "= 2025-08-20$", "= 2025-13-20")
    with at_terminal(home, "goal", "edit", "cer", VISUAL=broken) as terminal:
        terminal.expect_exact("goals/cer.toml:7: “2025-13-20” is not a date")
        answer(terminal, "Open it again?", "n", ENTER)
        terminal.expect_exact("The goal's file was left as it was.")
        terminal.expect_exact("Your version is in")
        assert leaves_with(terminal) == 2
    assert page.read_bytes() == before
    kept = [p for p in (home / "state").rglob("goal-cer*.toml") if "2025-13-20" in p.read_text()]
    assert len(kept) == 1
