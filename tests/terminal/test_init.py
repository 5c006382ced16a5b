"""`stillpd init` as somebody meets it who only types and presses Enter."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.conftest import clean_environment

DOWN_TO_PROMPT = "› "


@pytest.fixture
def start(home: Path) -> Iterator[pexpect.spawn]:
    environment = clean_environment(home) | {
        "TERM": "xterm-256color",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "STILLPD_JOURNAL": "",
    }
    del environment["NO_COLOR"]
    words = ["-m", "stillpd", "init", "journal", "--as-of", "2025-08-10"]
    child = pexpect.spawn(
        sys.executable,
        words,
        env=environment,
        cwd=str(home),
        dimensions=(30, 80),
        encoding="utf-8",
        timeout=20,
    )
    yield child
    child.close(force=True)


def answer(child: pexpect.spawn, question: str, typed: str) -> None:
    child.expect_exact(question)
    child.expect_exact(DOWN_TO_PROMPT)
    child.send(f"{typed}\r")


def first_page(home: Path) -> str:
    return (home / "journal" / "stillpd.toml").read_text("utf-8")


def test_three_answers_start_a_journal(home: Path, start: pexpect.spawn) -> None:
    answer(start, "What is your name?", "\x15Dana Okafor")
    answer(start, "The first day of your school year?", "18 aug")
    start.expect_exact("Monday 18 August 2025")
    answer(start, "And the last?", "5 june")
    start.expect_exact("Friday 5 June 2026")
    start.expect_exact("Saved: a new journal")
    start.expect(pexpect.EOF)
    start.wait()
    assert start.exitstatus == 0
    page = first_page(home)
    assert 'owner = "Dana Okafor"' in page
    assert 'name = "2025-26"\nstarts = 2025-08-18\nends = 2026-06-05\n' in page


def test_enter_leaves_all_for_later(home: Path, start: pexpect.spawn) -> None:
    answer(start, "What is your name?", "")
    answer(start, "The first day of your school year?", "")
    start.expect_exact("stillpd calendar year add")
    start.expect_exact("Saved: a new journal")
    start.expect(pexpect.EOF)
    page = first_page(home)
    assert 'owner = "dana"' in page
    assert "school_years" not in page


def test_what_is_no_day_is_asked_again(home: Path, start: pexpect.spawn) -> None:
    answer(start, "What is your name?", "")
    answer(start, "The first day of your school year?", "when it rains")
    start.expect_exact("is not a date that stillpd knows")
    answer(start, "The first day of your school year?", "2025-08-18")
    answer(start, "And the last?", "2025-06-05")
    start.expect_exact("would end before it starts")
    answer(start, "And the last?", "2026-06-05")
    start.expect_exact("Saved: a new journal")
    start.expect(pexpect.EOF)
    assert "ends = 2026-06-05" in first_page(home)


def test_stopping_leaves_nothing(home: Path, start: pexpect.spawn) -> None:
    start.expect_exact("What is your name?")
    start.expect_exact(DOWN_TO_PROMPT)
    start.send("\x03")
    start.expect_exact("Stopped.")
    start.expect(pexpect.EOF)
    start.wait()
    assert start.exitstatus == 130
    assert not (home / "journal").exists()
