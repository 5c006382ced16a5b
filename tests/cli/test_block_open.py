"""Which time is open, and what is offered for it: a command that, typed so, answers it."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import FRIDAYS, Say, everything, pages

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


# Of several --------------------------------------------------------------------------------------

TUESDAYS = ["--every", "tue 7:30", "--starts", "2025-09-02"]


@pytest.fixture
def two(by_hand: Path, say: Say) -> Path:
    """A journal with Friday's block and Tuesday's."""
    say("2025-08-18", "block", "add", "dawn", *TUESDAYS)
    return by_hand.parents[1]


def test_without_a_name_the_only_block_with_an_open_time_is_meant(two: Path, say: Say) -> None:
    say("2025-08-30", "block", "miss")
    say("2025-09-02T07:40", "block", "keep")
    say("2025-09-06", "block", "shorten", "5")
    say("2025-09-09T08:00", "block", "keep", "--on", "2025-09-09")
    assert [(page["block"], page["outcome"]) for page in pages(two)] == [
        ("friday", "missed"),
        ("dawn", "kept"),
        ("friday", "shortened"),
        ("dawn", "kept"),
    ]


def test_where_several_or_none_are_open_whole_commands_are_offered(two: Path, say: Say) -> None:
    none = say("2025-08-28", "block", "keep", code=3).err.splitlines()
    assert none == [
        "There are several blocks.",
        "  stillpd block keep dawn",
        "  stillpd block keep friday",
    ]
    say("2025-08-30", "block", "keep")
    say("2025-09-02T08:00", "block", "keep")
    daily = ["--every", "weekdays 12:00", "--starts", "2025-09-03"]
    say("2025-09-02", "block", "add", "noon", *daily)
    refused = say("2025-09-05T15:00", "block", "shorten", "10", code=3).err
    assert "  stillpd block shorten friday 10\n" in refused
    say("2025-09-05T15:00", *shlex.split("block shorten friday 10"))
    refused = say("2025-09-05T15:01", "block", "miss", "--on", "2025-09-05", code=3).err
    assert "  stillpd block miss noon --on 2025-09-05" in refused


@pytest.mark.parametrize(
    "words",
    [
        "shorten friday 10",
        "shorten 10 fri",
        "shorten fri 10",
        "excuse friday 2025-09-01..2025-09-07 --because ill",
        "excuse fri 2025-09-05 --because ill",
        'excuse friday "last friday" --because ill',
        "excuse 2025-09-05 friday --because ill",
        "pause friday 2025-10-01..2025-10-03",
        "pause 2025-10-01..2025-10-03 friday",
    ],
)
def test_the_block_and_the_days_or_minutes_come_in_either_order(
    two: Path, say: Say, words: str
) -> None:
    assert "block friday" in say("2025-09-06", "block", *shlex.split(words)).out


def test_a_pause_is_taken_out_in_either_order_too(two: Path, say: Say) -> None:
    say("2025-09-06", "block", "pause", "friday", "2025-10-01..2025-10-03")
    say("2025-09-06", "block", "resume", "friday", "2025-10-02")


@pytest.mark.parametrize("words", ["miss", "shorten 5"])
def test_what_was_answered_today_is_corrected_by_the_command_that_is_offered(
    by_hand: Path, say: Say, words: str
) -> None:
    say("2025-09-05T15:05", "block", "keep")
    refused = say("2025-09-05T15:06", "block", *words.split(), code=3).err
    typed = offered(refused, "To correct it")
    assert typed[:3] == ["block", words.split(maxsplit=1)[0], "friday"]
    say("2025-09-05T15:07", *typed)
    [page] = pages(by_hand.parents[1])
    assert page["outcome"] == {"miss": "missed", "shorten 5": "shortened"}[words]


def test_days_that_are_excused_without_a_name_are_excused_of_all_blocks_at_once(
    two: Path, say: Say
) -> None:
    say("2025-09-05T15:05", "block", "keep", "friday")
    before = everything(two)
    words = ["block", "excuse", "2025-09-08..2025-09-12", "--because", "snow"]
    said = say("2025-09-13", *words)
    assert "blocks dawn and friday, 8 September 2025 to 12 September 2025: excused" in said.out
    assert "dawn: Tuesday 9 September 2025." in said.err
    assert "friday: Friday 12 September 2025." in said.err
    assert sorted((p["block"], p["outcome"]) for p in pages(two)[1:]) == [
        ("dawn", "excused"),
        ("friday", "excused"),
    ]
    say("2025-09-13", "undo")
    assert everything(two) == before
    say("2025-09-13", *words, "dawn")
    assert [page["block"] for page in pages(two)] == ["friday", "dawn"]


def test_an_excuse_without_a_name_leaves_out_whom_it_does_not_reach(two: Path, say: Say) -> None:
    say("2025-09-05T15:05", "block", "keep", "friday")
    words = ["block", "excuse", "2025-09-05..2025-09-09", "--because", "snow"]
    assert "block dawn, 5 September" in say("2025-09-10", *words).out
    assert [(p["block"], p["outcome"]) for p in pages(two)] == [
        ("friday", "kept"),
        ("dawn", "excused"),
    ]
    words = ["block", "excuse", "2025-09-06..2025-09-07", "--because", "snow"]
    refused = say("2025-09-10", *words, code=2).err
    assert "No quiet time lies on these days" in refused


def test_an_excuse_on_a_shared_screen_names_no_private_block(
    two: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    words = ["block", "excuse", "2025-09-08..2025-09-12", "--because", "snow"]
    refused = say("2025-09-13", *words, code=3)
    assert "friday" not in refused.out + refused.err
    assert pages(two) == []


# Edited, and begun in the past -------------------------------------------------------------------


def test_a_rule_that_would_forget_answers_is_changed_only_where_it_is_meant(
    by_hand: Path, say: Say
) -> None:
    say("2025-09-05T15:05", "block", "keep")
    before = everything(by_hand.parents[1])
    words = ["block", "edit", "friday", "--every", "thu 15:00"]
    refused = say("2025-09-06", *words, code=2).err
    assert "1 answer to days that it no longer has would not be counted." in refused
    assert "Better: stillpd block end friday\n" in refused
    assert "stillpd block add" in refused
    assert "--yes" in refused
    assert everything(by_hand.parents[1]) == before
    say("2025-09-06", "block", "edit", "friday", "--every", "fri 15:00")
    said = say("2025-09-06", *words, "--yes")
    assert "1 answer to days that it no longer has will not be counted." in said.err


def test_a_start_in_the_past_is_told_with_how_to_begin_today(fresh: Path, say: Say) -> None:
    told = say("2025-11-10", "block", "add", "friday", *FRIDAYS).err
    assert "11 times before today count as not answered." in told
    say("2025-11-10", *offered(told, "From now on"))
    assert "not answered" not in say("2025-11-14T14:00", "block").out
    assert "What became of Fri 14 Nov?" in say("2025-11-14T15:00", "block").out
    assert "not answered" not in say("2025-11-21", "block", "add", "b", "--every", "fri 9:00").err


def test_the_list_asks_for_the_newest_open_time_and_for_no_other(by_hand: Path, say: Say) -> None:
    said = say("2025-11-17", "block").out
    assert "11 not answered" in said  # and the one that is asked for
    assert "What became of Fri 14 Nov?  stillpd block keep ·" in said
    assert "What became" not in say("2025-11-28", "block").out  # a break
    assert "What became" not in say("2025-12-04", "block").out
    [row] = say("2025-11-17", "block", "--format", "json").data["blocks"]
    assert row["sums"]["open"] == 12


def test_days_of_another_year_have_it_and_what_is_past_is_not_next(fresh: Path, say: Say) -> None:
    words = ["--after-done", "2w", "--starts", "2025-09-01 16:00"]
    told = say("2025-11-10", "block", "add", "walk", *words).err
    assert "Next" not in told
    assert "Open since Mon 1 Sep." in told
    told = say("2025-12-20", "block", "add", "friday", "--every", "fri 14:45").err
    assert "Next: Fri 26 Dec, Fri 2 Jan 2026, Fri 9 Jan 2026." in told
    said = say("2026-01-03", "block").out
    assert "open since Mon 1 Sep 2025" in said
    assert "What became of friday, Fri 2 Jan?" in said
    assert "What became of walk, Mon 1 Sep 2025?" in said
    assert "next Fri 2 Jan 2026" in say("2025-12-28", "block").out


def test_a_shared_screen_is_told_nothing_false(
    by_hand: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    said = say("2025-09-05", "block").out
    assert "None that this screen may show." in said
    assert "No quiet time" not in said


# The guide ---------------------------------------------------------------------------------------

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "keep-quiet-time.md"


@pytest.mark.parametrize("day", range(23, 30))
@pytest.mark.parametrize("time", ["09:00", "19:00"])
def test_the_guide_works_as_it_is_written_on_any_day(
    fresh: Path, say: Say, day: int, time: str
) -> None:
    boxes = re.findall(r"```\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    typed = [line for box in boxes for line in box.splitlines()]
    assert len(typed) >= 14
    for line in typed:
        say(f"2026-03-{day}T{time}", *shlex.split(line)[1:])
