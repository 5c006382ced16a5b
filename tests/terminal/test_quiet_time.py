"""Quiet time at a terminal: a reflection says that it is one; what is forgotten is asked first."""

import tomllib
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.terminal.keys import ENTER, answer, at_terminal
from tests.terminal.keys import leaves_with as leaves

BLOCK = ["block", "add", "friday", "--every", "fri 14:45", "--starts", "2026-06-12", "--in-breaks"]
FRIDAY = ("--as-of", "2026-06-12T14:46")
LINE = "Friday, quiet: your quiet time, 14:45, 20 minutes."


@pytest.fixture
def block(run: Run, dana: Path) -> Path:
    """Dana's journal with a Friday in the summer."""
    run("block", "end", "friday", "--on", "2026-06-05", "--as-of", "2026-06-11")
    run(*BLOCK[:2], "quiet", *BLOCK[3:], "--title", "Friday, quiet", "--as-of", "2026-06-11")
    return dana


@pytest.mark.parametrize(
    ("extra", "line"),
    [({}, LINE), ({"STILLPD_SHARED_SCREEN": "1"}, "Your quiet time, 14:45, 20 minutes.")],
)
def test_a_reflection_says_that_it_is_the_quiet_time_and_what_stays_open(
    home: Path, block: Path, extra: dict[str, str], line: str
) -> None:
    with at_terminal(home, "reflect", "stillness", *FRIDAY, **extra) as terminal:
        terminal.expect_exact(line)
        if extra:
            assert "Friday" not in terminal.before
        while terminal.expect_exact(["›", "Nothing was written down"]) == 0:
            terminal.send(ENTER)
        terminal.expect_exact("Your quiet time of 14:45 stays open.")
        if not extra:
            terminal.expect_exact("stillpd block keep quiet --on 2026-06-12")
        assert leaves(terminal) == 0


def test_of_another_day_it_says_nothing(home: Path, block: Path) -> None:
    with at_terminal(home, "reflect", "stillness", "--as-of", "2026-06-15T14:46") as terminal:
        while terminal.expect_exact(["›", "Nothing was written down"]) == 0:
            assert "quiet time" not in terminal.before
            terminal.send(ENTER)
        assert leaves(terminal) == 0


@pytest.mark.parametrize(("said", "rule"), [("no", "FR"), ("yes", "TH")])
def test_before_answers_are_forgotten_it_is_asked(
    home: Path, block: Path, run: Run, said: str, rule: str
) -> None:
    run("block", "keep", "quiet", *FRIDAY)
    words = ["block", "edit", "quiet", "--every", "thu 15:00", "--as-of", "2026-06-13"]
    with at_terminal(home, *words) as terminal:
        terminal.expect_exact("1 answer to days that it no longer has would not be counted.")
        answer(terminal, "Change it all the same?", said, ENTER)
        assert leaves(terminal) == 0
    written = tomllib.loads((block / "blocks" / "quiet.toml").read_text("utf-8"))
    assert written["rule"] == f"FREQ=WEEKLY;BYDAY={rule}"
