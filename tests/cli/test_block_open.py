"""Which time is open, and what is offered for it: a command that, typed so, answers it."""

import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import FRIDAYS, Say, pages

SAID = ["--answer", "what=The quiet pair spoke."]


def offered(said: str, lead: str) -> list[str]:
    """Return the words of the first command from `lead` on; it stands on one line."""
    said = said[said.index(lead) :]
    return shlex.split(said[said.index("stillpd ") :].splitlines()[0])[1:]


# Of an earlier day -------------------------------------------------------------------------------


def test_what_today_offers_for_a_time_of_an_earlier_day_answers_it(by_hand: Path, say: Say) -> None:
    said = say("2025-09-01T08:00", "today").out
    assert "Open  Friday, quiet, Fri 29 Aug 14:45" in said
    words = offered(said, "Open")
    assert words == ["block", "keep", "friday", "--on", "2025-08-29"]
    say("2025-09-01T08:01", *words)
    assert "Open" not in say("2025-09-01T08:02", "today").out


def test_what_today_offers_on_the_day_itself_and_for_a_walk_is_a_reflection(
    fresh: Path, say: Say
) -> None:
    say("2025-08-18", "block", "add", "friday", *FRIDAYS, "--ends", "2025-08-29")
    assert offered(say("2025-08-29T16:00", "today").out, "Friday") == ["reflect"]
    say("2025-08-29T16:01", "block", "keep")
    words = ["--after-done", "2w", "--starts", "2025-09-01 16:00"]
    say("2025-08-30", "block", "add", "walk", *words)
    said = say("2025-09-03T17:00", "today").out
    assert offered(said, "Walk") == ["reflect"]  # it may be had on any day
    say("2025-09-03T17:01", "reflect", *SAID)
    assert "Open" not in say("2025-09-03T17:02", "today").out


def test_a_reflection_on_a_later_day_tells_how_the_earlier_time_is_answered(
    by_hand: Path, say: Say
) -> None:
    told = say("2025-09-01T08:00", "reflect", "weekly", *SAID).err
    assert "Your quiet time of Friday 29 August 2025 is still open." in told
    assert [page["block"] for page in pages(by_hand.parents[1])] == []
    say("2025-09-01T08:01", *offered(told, "Kept with it?"))
    assert [str(page["on"]) for page in pages(by_hand.parents[1])] == ["2025-08-29"]
    assert "quiet time" not in say("2025-09-01T08:02", "reflect", "weekly", *SAID).err


def test_other_questions_a_shared_screen_or_a_week_later_tell_nothing_of_it(
    by_hand: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["reflect", "stillness", "--answer", "nothing=Rain."]
    assert "quiet time" not in say("2025-09-01T08:00", *words).err
    assert "quiet time" not in say("2025-09-05T08:00", *words).err  # Friday's business
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    told = say("2025-09-01T08:00", "reflect", "weekly", *SAID).err
    assert "friday" not in told
    assert "quiet time" not in told


# Of another year ---------------------------------------------------------------------------------


def test_today_tells_the_year_of_a_day_that_lies_in_another(fresh: Path, say: Say) -> None:
    words = ["--after-done", "2w", "--starts", "2025-09-01 16:00"]
    say("2025-08-18", "block", "add", "walk", *words)
    say("2025-08-18", "write", "A page.")
    assert "Walk, Mon 1 Sep 16:00" in say("2025-12-31", "today").out
    assert "Walk, Mon 1 Sep 2025 16:00" in say("2026-01-01", "today").out
    say("2025-12-31T16:00", "block", "keep")
    assert "Walk   14 Jan 2026, 16:00" in say("2025-12-31T17:00", "today").out
