"""A first week of use, in a terminal, with keys: from nothing to progress, and one step back."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.terminal.keys import CTRL_D, ENTER, answer, at_terminal, leaves_with

EDITOR = '#!/bin/sh\nsed -i "s/^The copier.*/The copier jammed, and it went better./" "$1"\n'


@pytest.fixture
def editor(home: Path) -> str:
    """An editor that a person might have: it opens the file, changes a line, and closes."""
    program = home / "my editor"
    program.write_text(EDITOR)
    program.chmod(0o755)
    return f'"{program}" '


def test_a_week_from_init_to_undo(home: Path, run: Run, editor: str) -> None:
    with at_terminal(home, "init", "journal", "--as-of", "2025-09-01") as terminal:
        answer(terminal, "What is your name?", "\x15Dana Okafor", ENTER)
        answer(terminal, "The first day of your school year?", "18 aug", ENTER)
        answer(terminal, "the last?", "5 june", ENTER)
        assert leaves_with(terminal) == 0

    purpose = "Students leave able to argue from evidence."
    said = run("profile", "edit", "--purpose", purpose, "--as-of", "2025-09-01")
    assert said.returncode == 0, said.stderr

    with at_terminal(home, "goal", "add", "--circle", "doing", "--as-of", "2025-09-01") as terminal:
        answer(terminal, "What do you want to be different?", "Students argue", ENTER)
        terminal.expect_exact("By when?")
        terminal.send(CTRL_D)
        terminal.expect_exact("draft")
        leaves_with(terminal)
    for words in (
        ["add", "contacts", "--title", "Good news home", "--circle", "relating"],
        ["measure", "contacts", "contacts", "--target", "3"],
    ):
        assert run("goal", *words, "--as-of", "2025-09-01").returncode == 0

    with at_terminal(home, "check", "--as-of", "2025-09-05T15:00") as terminal:
        answer(terminal, "contacts", "3", ENTER)
        answer(terminal, "One sentence about it?", ENTER)
        terminal.expect_exact("Noted for 2025-W36: ")
        assert leaves_with(terminal) == 0

    words = ("reflect", "stillness", "--editor", "--answer", "nothing=The copier", "--as-of")
    with at_terminal(home, *words, "2025-09-05T15:10", EDITOR=editor) as terminal:
        terminal.expect_exact("Saved: a reflection")
        assert leaves_with(terminal) == 0
    page = run("log", "--kind", "reflection", "--as-of", "2025-09-05").stdout
    assert "The copier jammed, and it went better." in page

    with at_terminal(home, "--as-of", "2025-09-05") as terminal:
        terminal.expect_exact("Friday 5 September · week 3 of 42")
        terminal.expect_exact("contacts 3")
        assert leaves_with(terminal) == 0
    with at_terminal(home, "progress", "--as-of", "2025-09-05") as terminal:
        terminal.expect_exact("Good news home")
        terminal.expect_exact("met 1 of 1 recorded")
        assert leaves_with(terminal) == 0

    back = run("undo", "--as-of", "2025-09-05")
    assert back.stdout.startswith("Taken back: a reflection")
    assert "copier" not in run("log", "--as-of", "2025-09-05").stdout
