"""The guided check-in, with keys, in a real terminal."""

from pathlib import Path

from tests.conftest import Run
from tests.terminal.keys import CTRL_C, DOWN, ENTER, answer, at_terminal, leaves_with

FRIDAY = ("--as-of", "2025-11-07T15:05")


def check_in(dana: Path) -> str:
    """The words of the newest check-in of November."""
    found = [p.read_text() for p in (dana / "entries/2025/11").glob("2025-11-07-1505-check-in-*")]
    assert len(found) <= 1
    return found[0] if found else ""


def test_each_open_number_is_asked_and_enter_leaves_one_open(home: Path, dana: Path) -> None:
    with at_terminal(home, "check", *FRIDAY) as terminal:
        terminal.expect_exact("2025-W45, 3 Nov to 9 Nov")
        terminal.expect_exact("lessons with structured talk, 3 lessons or more   last week 3")
        terminal.expect_exact("If fewer than half raise a claim")
        answer(terminal, "cer", "many", ENTER)
        terminal.expect_exact("“many” is not a number for cer.")
        answer(terminal, "cer", "4", ENTER)
        answer(terminal, "cer.exit-ticket", ENTER)
        answer(terminal, "contacts", "excused conferences", ENTER)
        answer(terminal, "dinners", "?", ENTER)
        terminal.expect_exact("2025-W44 3")
        answer(terminal, "dinners", ENTER)
        answer(terminal, "movement", ENTER)
        answer(terminal, "movement.energy", ENTER)
        answer(terminal, "packets.minutes", ENTER)
        answer(terminal, "One sentence about it?", "Conferences all week.", ENTER)
        terminal.expect_exact("Noted for 2025-W45: ")
        terminal.expect_exact("cer 4, contacts excused (conferences)")
        terminal.expect_exact("Still open: dinners, movement")
        assert leaves_with(terminal) == 0

    said = check_in(dana)
    assert '"cer.talk" = 4' in said
    assert 'contacts = "conferences"' in said
    assert said.endswith("+++\nConferences all week.\n")


def test_a_stop_in_the_middle_keeps_what_was_given(home: Path, dana: Path) -> None:
    with at_terminal(home, "check", *FRIDAY) as terminal:
        answer(terminal, "cer", "4", ENTER)
        answer(terminal, "cer.exit-ticket", CTRL_C)
        terminal.expect_exact("What you gave is noted.")
        leaves_with(terminal)

    assert '"cer.talk" = 4' in check_in(dana)


def test_on_a_monday_it_asks_which_week(run: Run, home: Path, dana: Path) -> None:
    with at_terminal(home, "check", "--as-of", "2025-11-10T07:30") as terminal:
        terminal.expect_exact("Which week?")
        terminal.expect_exact("last week, 2025-W45")
        terminal.send(DOWN + ENTER)
        terminal.expect_exact("2025-W46")
        answer(terminal, "cer", "1", ENTER)
        answer(terminal, "cer.exit-ticket", CTRL_C)
        leaves_with(terminal)

    said = run("progress", "cer", "--as-of", "2025-11-10", "--format", "plain").stdout
    assert "2025-W46  ○  1 lessons" in said
