"""What became of quiet time: an answer for one day or over several, corrected, or by reflecting."""

import errno
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Say, block_file, everything, pages

STATES = ("planned", "kept", "shortened", "missed", "excused", "open")


def states(say: Say, as_of: str) -> dict[str, str]:
    """Return the state of each time of Friday's block in September, by its day."""
    words = ["block", "occurrences", "friday", "--from", "2025-08-29", "--to", "2025-09-30"]
    rows = say(as_of, *words, "--format", "json").data["occurrences"]
    return {row["at"][5:10]: row["state"] for row in rows}


def sums(say: Say, as_of: str) -> dict[str, Any]:
    [row] = say(as_of, "block", "list", "--format", "json").data["blocks"]
    found: dict[str, Any] = row["sums"]
    return found


@pytest.fixture
def root(by_hand: Path) -> Path:
    """A journal with Friday's block."""
    return by_hand.parents[1]


# One day -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (["keep"], {"outcome": "kept", "minutes": 20}),
        (["keep", "--minutes", "25"], {"outcome": "kept", "minutes": 25}),
        (["shorten", "8"], {"outcome": "shortened", "minutes": 8}),
        (["miss"], {"outcome": "missed"}),
        (
            ["miss", "--displaced-by", "email", "--because", "A knock."],
            {"outcome": "missed", "displaced_by": "email", "body": "A knock."},
        ),
        (["keep", "--share", "coach"], {"outcome": "kept", "minutes": 20, "share": ["coach"]}),
    ],
)
def test_an_answer_is_an_entry_by_block_and_day(
    root: Path, say: Say, words: list[str], written: dict[str, Any]
) -> None:
    before = {k: v for k, v in everything(root).items() if k.startswith("blocks/")}
    say("2025-09-05T15:05", "block", *words)
    [page] = pages(root)
    assert str(page.pop("at")) == "2025-09-05 15:05:00-04:00"
    assert len(page.pop("id")) == 6
    day = {"kind": "stillness", "block": "friday", "on": date(2025, 9, 5), "body": ""}
    assert page == day | written
    assert {k: v for k, v in everything(root).items() if k.startswith("blocks/")} == before


def test_without_a_day_it_is_the_newest_that_is_open(root: Path, say: Say) -> None:
    say("2025-09-16T09:00", "block", "miss")
    assert states(say, "2025-09-16") | {"09-12": "open"} == {
        "08-29": "open",
        "09-05": "open",
        "09-12": "open",
        "09-19": "coming",
        "09-26": "coming",
    }
    assert states(say, "2025-09-16")["09-12"] == "missed"
    told = say("2025-09-16T10:00", "block", "keep", code=3).err
    assert "The last one, Friday 12 September 2025: missed." in told
    assert "The next one: Friday 19 September 2025, 14:45." in told
    assert "--on 2025-09-12" in told
    say("2025-09-19T14:30", "block", "keep")  # begun a little early
    assert states(say, "2025-09-19")["09-19"] == "kept"


def test_said_of_yesterday_it_is_yesterdays(root: Path, say: Say) -> None:
    say("2025-09-20T09:00", "block", "keep", "--at", "2025-09-12 15:10")
    assert states(say, "2025-09-20")["09-12"] == "kept"
    assert states(say, "2025-09-20")["09-19"] == "open"


def test_the_ways_that_it_went_stay_apart_in_the_sums(root: Path, say: Say) -> None:
    say("2025-08-29T15:05", "block", "keep")
    say("2025-09-05T15:05", "block", "shorten", "8")
    say("2025-09-12T15:05", "block", "miss")
    say("2025-09-19T15:05", "block", "excuse", "2025-09-19", "--because", "ill")
    found = sums(say, "2025-09-27")
    assert [found[state] for state in STATES] == [5, 1, 1, 1, 1, 1]
    assert found["rate"] == 0.333  # kept of what was neither excused nor open
    page = say("2025-09-27", "block", "show").out
    assert "●◐×–◌   kept 1 of 3, 1 shortened, 1 missed, 1 excused, 1 open" in page
    assert sums(say, "2026-06-05")["missed"] == 1  # what is not answered never turns into missed


def test_without_anything_to_count_no_rate_is_told(root: Path, say: Say) -> None:
    page = say("2025-08-29T15:00", "block", "show").out
    assert "◌   1 open" in page
    assert "of 0" not in page
    assert sums(say, "2025-08-29T15:00")["rate"] is None


def test_a_correction_keeps_the_page_and_its_words(root: Path, say: Say) -> None:
    words = ["--because", "A parent at the door.", "--displaced-by", "a talk", "--share", "coach"]
    say("2025-09-05T15:05", "block", "miss", *words)
    say("2025-09-12T15:05", "block", "keep")
    [first, _] = pages(root)
    say("2025-09-13", "block", "shorten", "5", "--on", "2025-09-05")
    [now, _] = pages(root)
    assert now == first | {"outcome": "shortened", "minutes": 5}
    say("2025-09-13", "block", "keep", "--on", "2025-09-05", "--because", "After all.")
    [now, _] = pages(root)
    assert now.pop("displaced_by", "") == ""
    del first["displaced_by"]
    assert now == first | {"outcome": "kept", "minutes": 20, "body": "After all."}
    say("2025-09-13", "undo")
    assert pages(root)[0]["outcome"] == "shortened"


@pytest.mark.parametrize(
    ("words", "told", "hint"),
    [
        (["keep", "--on", "2025-09-04"], "friday has no time on Thursday 4", "2025-09-05"),
        (["keep", "--on", "2025-09-12"], "is still to come", "block excuse 2025-09-12"),
        (["keep", "--on", "2025-11-28"], "friday has no time on Friday 28", "2025-11-21"),
        (["shorten", "soon"], "not a number of minutes", "20"),
        (["shorten", "0"], "How many minutes", "block miss"),
        (["shorten", "20"], "the whole of it", "block keep"),
        (["keep", "--minutes", "0"], "is not kept", "block miss"),
        (["excuse", "2025-09-05"], "Why is it excused?", "--because"),
        (["excuse", "2025-09-06..2025-09-09", "--because", "ill"], "no time from 6", "2025-09-05"),
        (["excuse", "2025-09-19..2025-09-05", "--because", "ill"], "no stretch", "FROM..TO"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(
    root: Path, say: Say, words: list[str], told: str, hint: str
) -> None:
    before = everything(root)
    refused = say("2025-09-05T15:05", "block", *words, code=2)
    assert told in refused.err
    assert hint in refused.err
    assert everything(root) == before


# Over some days ----------------------------------------------------------------------------------


def test_an_excuse_holds_its_days_and_leaves_what_was_answered(root: Path, say: Say) -> None:
    say("2025-09-05T15:05", "block", "keep")
    words = ["2025-09-05..2025-09-19", "--because", "Conferences."]
    told = say("2025-09-12T09:00", "block", "excuse", *words).err
    assert "Excused: Friday 12 September 2025, Friday 19 September 2025." in told
    assert "As it was answered before: Friday 5 September 2025." in told
    assert states(say, "2025-09-30") == {
        "08-29": "open",
        "09-05": "kept",  # of its very day, though the excuse is newer and begins with it
        "09-12": "excused",
        "09-19": "excused",
        "09-26": "open",
    }
    [_, excuse] = pages(root)
    assert (excuse["on"], excuse["until"]) == (date(2025, 9, 5), date(2025, 9, 19))
    say("2025-09-19T15:05", "block", "keep", "--on", "2025-09-19")  # it was had after all
    assert states(say, "2025-09-30")["09-19"] == "kept"
    assert states(say, "2025-09-30")["09-12"] == "excused"
    assert len(pages(root)) == 3
    say("2025-09-20", "block", "excuse", "2025-09-05..2025-09-19", "--because", "Parents’ days.")
    assert [page["body"] for page in pages(root)] == ["", "Parents’ days.", ""]
    say("2025-09-20", "block", "keep", "--on", "2025-09-12")
    refused = say(
        "2025-09-20", "block", "excuse", "2025-09-12..2025-09-19", "--because", "x", code=2
    )
    assert "answered already" in refused.err


def test_a_long_excuse_names_the_first_of_its_days(root: Path, say: Say) -> None:
    words = ["2025-09-01..2025-10-31", "--because", "Leave."]
    told = say("2025-08-30", "block", "excuse", *words).err
    assert "Friday 19 September 2025 and 6 more." in told  # 9 Fridays


# Words that must not be lost ---------------------------------------------------------------------


def test_what_was_said_is_in_a_draft_where_it_is_refused(root: Path, home: Path, say: Say) -> None:
    words = ["--on", "2025-09-04", "--because", "A parent at the door."]
    refused = say("2025-09-05T15:05", "block", "miss", *words, code=2)
    [draft] = home.glob("state/stillpd/*/drafts/*")
    assert "A parent at the door." in draft.read_text("utf-8")
    assert str(draft) in refused.err
    assert "A parent at the door." not in refused.err


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which file it is")
def test_what_cannot_be_saved_is_in_a_draft_too(
    root: Path, home: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(root)
    sync = os.fsync
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def no_room_in_the_journal(number: int) -> None:
        if Path(f"/proc/self/fd/{number}").resolve().is_relative_to(root):
            raise full
        sync(number)

    monkeypatch.setattr(os, "fsync", no_room_in_the_journal)
    say("2025-09-05T15:05", "block", "excuse", "2025-09-05", "--because", "Ill.", code=6)
    [draft] = home.glob("state/stillpd/*/drafts/*")
    assert "Ill." in draft.read_text("utf-8")
    assert everything(root) == before


# After the last one ------------------------------------------------------------------------------


def test_the_next_one_counts_from_the_day_that_it_was_done(fresh: Path, say: Say) -> None:
    words = ["--after-done", "2w", "--starts", "2025-09-01 16:00"]
    say("2025-08-18", "block", "add", "walk", *words)
    asked = ["block", "occurrences", "walk", "--from", "2025-08-18", "--to", "2025-12-31"]

    def rows(as_of: str) -> list[tuple[str, str]]:
        found = say(as_of, *asked, "--format", "json").data["occurrences"]
        return [(row["at"][5:10], row["state"]) for row in found]

    say("2025-08-30", "block", "keep", code=2)  # it starts on 1 September
    say("2025-09-03T17:00", "block", "keep")  # two days late
    assert rows("2025-09-04") == [("09-03", "kept"), ("09-17", "coming")]
    assert "answered" in say("2025-09-03T18:00", "block", "keep", code=3).err
    say("2025-09-17T18:00", "block", "miss")
    assert rows("2025-09-18") == [("09-03", "kept"), ("09-17", "missed"), ("10-01", "coming")]
    say("2025-09-18T18:00", "block", "keep", "--on", "2025-09-17")
    assert rows("2025-09-18")[1] == ("09-17", "kept")
    say("2025-10-02", "block", "excuse", "2025-10-01..2025-10-10", "--because", "ill")
    assert rows("2025-10-11")[-1] == ("10-24", "coming")  # two weeks from the excuse's last day


# By reflecting -----------------------------------------------------------------------------------

SAID = ["--answer", "what=The quiet pair spoke."]


def test_a_reflection_on_its_day_keeps_it_once(root: Path, say: Say) -> None:
    said = say("2025-09-05T09:00", "reflect", "weekly", *SAID)
    assert "Your quiet time of 14:45, still to come, is kept with it." in said.err
    [page] = pages(root)
    assert (page["outcome"], page["on"], page["minutes"]) == ("kept", date(2025, 9, 5), 20)
    assert "kept" not in say("2025-09-05T16:00", "reflect", "weekly", *SAID).err
    assert len(pages(root)) == 1
    assert len(pages(root, "reflection")) == 2
    say("2025-09-05T16:01", "undo")
    say("2025-09-05T16:02", "undo")
    assert (pages(root), pages(root, "reflection")) == ([], [])


@pytest.mark.parametrize(
    "as_of", ["2025-09-04T15:00", "2025-09-06T15:00", "2025-11-28T15:00"], ids=str
)
def test_a_reflection_on_another_day_or_in_a_break_keeps_nothing(
    root: Path, say: Say, as_of: str
) -> None:
    assert "is kept" not in say(as_of, "reflect", "weekly", *SAID).err
    assert pages(root) == []


def test_a_reflection_does_not_change_what_was_answered(root: Path, say: Say) -> None:
    say("2025-09-05T15:05", "block", "miss")
    say("2025-09-05T16:00", "reflect", "weekly", *SAID)
    assert [page["outcome"] for page in pages(root)] == ["missed"]


def test_other_questions_keep_it_from_its_time_on(root: Path, say: Say) -> None:
    words = ["reflect", "stillness", "--answer"]
    say("2025-09-05T14:00", *words, "nothing=Rain.")
    assert pages(root) == []
    say("2025-09-05T14:50", *words, "nothing=Rain.")
    assert len(pages(root)) == 1


def test_of_two_blocks_the_one_whose_questions_they_are_is_kept_and_named(
    root: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--every", "fri 8:00", "--starts", "2025-08-29", "--protocol", "stillness"]
    say("2025-08-18", "block", "add", "dawn", *words)
    told = say("2025-09-05T15:00", "reflect", "weekly", *SAID).err
    assert [page["block"] for page in pages(root)] == ["friday"]
    assert "shorten MINUTES friday --on 2025-09-05" in told
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    told = say("2025-09-12T15:00", "reflect", "weekly", *SAID).err
    assert "is kept with it" in told
    assert "friday" not in told


def test_today_and_reflect_know_the_open_block_and_its_questions(root: Path, say: Say) -> None:
    say("2025-08-18", "block", "edit", "friday", "--protocol", "stillness")
    assert "Today" in say("2025-09-05T09:00", "today").out
    now = say("2025-09-05T14:50", "today").out
    assert "Now" in now
    assert "Friday, quiet, 14:45, 20 minutes" in now
    say("2025-09-05T14:50", "reflect", "--answer", "nothing=Rain.")
    assert [page["protocol"] for page in pages(root, "reflection")] == ["stillness"]
    later = say("2025-09-05T15:20", "today").out
    assert "Now" not in later
    assert "12 Sep, 14:45" in later
    assert block_file(root, "friday")["protocol"] == "stillness"
