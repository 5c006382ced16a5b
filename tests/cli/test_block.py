"""`stillpd block`: quiet time put on the calendar, changed, paused, ended, and its times told."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import BY_HAND, FRIDAYS, Say, block_file, everything


def times(say: Say, as_of: str, first: str, last: str, block: str = "") -> list[tuple[str, str]]:
    """Return day and state of each time of a block."""
    words = ["block", "occurrences", *([block] if block else []), "--from", first, "--to", last]
    rows = say(as_of, *words, "--format", "json").data["occurrences"]
    return [(row["at"][:10], row["state"]) for row in rows]


# Added -------------------------------------------------------------------------------------------


def test_the_file_that_is_written_says_what_was_said(fresh: Path, say: Say) -> None:
    words = ["--minutes", "20", "--protocol", "weekly", "--ends", "2026-06-05", "--share", "coach"]
    say("2025-08-18", "block", "add", "friday", *FRIDAYS, *words, "--title", "Friday, quiet")
    written = block_file(fresh, "friday")
    assert re.fullmatch(r"q7m2kx4w9d-[a-z0-9]{6}@stillpd", written.pop("uid"))
    assert written == {
        "title": "Friday, quiet",
        "rule": "FREQ=WEEKLY;BYDAY=FR",
        "starts": datetime(2025, 8, 29, 14, 45),
        "ends": date(2026, 6, 5),
        "minutes": 20,
        "protocol": "weekly",
        "changed": datetime(2025, 8, 18, 16, tzinfo=UTC),  # noon in New York
        "share": ["coach"],
    }


def test_what_was_understood_is_said_again(fresh: Path, say: Say) -> None:
    said = say("2025-11-10", "block", "add", "friday", "--every", "fri 14:45")
    told = "Every Friday at 14:45, from Friday 14 November 2025."
    assert told in said.err
    assert "Next: Fri 14 Nov, Fri 21 Nov, Fri 5 Dec." in said.err  # the 28th is in a break


@pytest.mark.parametrize(
    ("now", "first"),
    [("2025-08-29T14:44", 29), ("2025-08-29T14:45", 5), ("2025-08-29T20:00", 5)],
)
def test_without_a_start_it_begins_with_the_next_time(
    fresh: Path, say: Say, now: str, first: int
) -> None:
    say(now, "block", "add", "friday", "--every", "fri 14:45")
    assert block_file(fresh, "friday")["starts"].day == first


def test_a_rule_of_rfc_5545_goes_in_as_it_was_typed(fresh: Path, say: Say) -> None:
    words = ["--rrule", "rrule:freq=monthly;bymonthday=15", "--starts", "2025-09-15 16:00"]
    say("2025-08-18", "block", "add", "letters", *words, "--in-breaks")
    written = block_file(fresh, "letters")
    assert written["rule"] == "FREQ=MONTHLY;BYMONTHDAY=15"
    assert written["starts"] == datetime(2025, 9, 15, 16)
    assert written["in_breaks"] is True


@pytest.mark.parametrize(
    ("words", "told", "hint"),
    [
        (["--every", "fri 14:45", "--starts", "2025-08-30"], "Saturday 30", "Friday 5 September"),
        (["--every", "soon"], "is not a rule", "fri 14:45"),
        (["--every", "fri"], "At what time of day?", "--every"),
        (["--every", "fri 14:45", "--rrule", "FREQ=DAILY"], "one of the three", ""),
        (["--every", "fri 14:45", "--starts", "2025-08-29 15:00"], "At 14:45 or at 15:00?", ""),
        (["--rrule", "FREQ=WEEKLY;BYDAY=XX", "--starts", "2025-08-29 14:45"], "no rule", "RFC"),
        (["--rrule", "FREQ=HOURLY", "--starts", "2025-08-29 14:45"], "no rule", "RFC 5545"),
        (["--after-done", "soon"], "no stretch of time", "2w"),
        (["--after-done", "0w"], "no stretch of time", "2w"),
        (["--after-done", "2w"], "When is the first time?", "--starts"),
        ([], "When does it come round?", "block add friday"),
        (["--every", "fri 14:45", "--minutes", "soon"], "not a number of minutes", "20"),
        (["--every", "fri 14:45", "--minutes", "0"], "no length", "20"),
        (["--every", "fri 14:45", "--minutes", "-5"], "not a number of minutes", "20"),
        (["--every", "fri 14:45", "--ends", "2025-08-01"], "before it starts", ""),
        (["--every", "fri 14:45", "--title", " "], "needs a title", "--title"),
    ],
)
def test_what_makes_no_sense_is_refused_and_writes_nothing(
    fresh: Path, say: Say, words: list[str], told: str, hint: str
) -> None:
    before = everything(fresh)
    refused = say("2025-08-29", "block", "add", "friday", *words, code=2)
    assert told in refused.err
    assert hint in refused.err
    assert refused.out == ""
    assert everything(fresh) == before


def test_an_id_that_is_taken_or_that_cannot_be_is_refused(fresh: Path, say: Say) -> None:
    say("2025-08-18", "block", "add", "friday", *FRIDAYS)
    before = everything(fresh)
    assert "already" in say("2025-08-18", "block", "add", "friday", *FRIDAYS, code=2).err
    say("2025-08-18", "block", "add", "me", *FRIDAYS, code=2)
    say("2025-08-18", "block", "add", "../friday", *FRIDAYS, code=2)
    say("2025-08-18", "block", "add", *FRIDAYS, code=2)
    assert everything(fresh) == before
    say("2025-08-18", "block", "add", "--title", "Friday", *FRIDAYS)
    assert block_file(fresh, "friday-2")["title"] == "Friday"


# Edited ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sequence"),
    [
        (["--minutes", "30"], 5),
        (["--title", "Quiet"], 5),
        (["--every", "fri 15:00"], 5),
        (["--ends", "2026-06-05"], 5),
        (["--in-breaks"], 5),
        (["--protocol", "weekly"], 4),
        (["--share", "coach"], 4),
    ],
)
def test_an_edit_changes_its_line_and_the_calendars_number_where_they_would_see_it(
    by_hand: Path, say: Say, words: list[str], sequence: int
) -> None:
    say("2025-09-01", "block", "edit", *words)
    now = by_hand.read_text()
    comments = [line[line.index("#") :] for line in BY_HAND.splitlines() if "#" in line]
    assert [line[line.index("#") :] for line in now.splitlines() if "#" in line] == comments
    assert 'mood = "hopeful"' in now
    assert f"sequence = {sequence}\n" in now
    changed = "2025-09-01" if sequence == 5 else "2025-08-18"
    assert f"changed = {changed}T12:00:00-04:00\n" in now
    before, after = set(BY_HAND.splitlines()), set(now.splitlines())
    assert len(before - after) <= (3 if sequence == 5 else 0)  # its own, sequence, changed
    assert len(after - before) == (3 if sequence == 5 else 1)


def test_what_is_said_as_it_was_changes_nothing(by_hand: Path, say: Say) -> None:
    assert "as it was" in say("2025-09-01", "block", "edit", "--minutes", "20").out
    assert by_hand.read_text() == BY_HAND
    assert "What is to change?" in say("2025-09-01", "block", "edit", code=2).err


def test_an_empty_value_takes_away_what_is_there(by_hand: Path, say: Say) -> None:
    say("2025-09-01", "block", "edit", "--protocol", "weekly", "--ends", "2026-06-05")
    say("2025-09-01", "block", "edit", "--protocol", "", "--ends", "", "--minutes", "")
    assert (
        block_file(by_hand.parents[1], "friday").keys().isdisjoint({"protocol", "ends", "minutes"})
    )


def test_a_time_alone_moves_the_time_and_another_day_moves_the_start_to_it(
    by_hand: Path, say: Say
) -> None:
    root = by_hand.parents[1]
    say("2025-09-01", "block", "edit", "--every", "15:10")
    assert block_file(root, "friday")["starts"] == datetime(2025, 8, 29, 15, 10)
    say("2025-09-01", "block", "edit", "--every", "thu")
    assert block_file(root, "friday")["starts"] == datetime(2025, 9, 4, 15, 10)
    assert block_file(root, "friday")["rule"] == "FREQ=WEEKLY;BYDAY=TH"
    refused = say("2025-09-01", "block", "edit", "--starts", "2025-09-05", code=2)
    assert "Friday 5 September 2025 does not meet the rule." in refused.err
    assert "--starts 2025-09-11" in refused.err
    say("2025-09-01", "block", "edit", "--after-done", "10d")
    written = block_file(root, "friday")
    assert (written["after_done"], "rule" in written) == ("10 days", False)


def test_answers_to_days_that_a_new_rule_does_not_have_are_told(fresh: Path, say: Say) -> None:
    say("2025-08-18", "block", "add", "friday", *FRIDAYS)
    say("2025-09-01", "block", "keep", "--on", "2025-08-29")
    assert "answer" not in say("2025-09-01", "block", "edit", "--every", "fri 15:00").err
    told = say("2025-09-01", "block", "edit", "--every", "thu", "--yes").err
    assert "1 answer to days that it no longer has will not be counted." in told


# Paused, ended, and its times ---------------------------------------------------------------------


def test_a_pause_leaves_out_its_days_both_included(by_hand: Path, say: Say) -> None:
    said = say("2025-09-01", "block", "pause", "2025-09-12..2025-09-19", "--because", "jury duty")
    assert "Left out: Friday 12 September 2025, Friday 19 September 2025." in said.err
    days = [day for day, _ in times(say, "2025-09-01", "2025-09-01", "2025-09-30")]
    assert days == ["2025-09-05", "2025-09-26"]
    [pause] = block_file(by_hand.parents[1], "friday")["pauses"]
    assert pause == {
        "from": date(2025, 9, 12),
        "to": date(2025, 9, 19),
        "reason": "jury duty",
    }
    assert "rests already" in say("2025-09-01", "block", "pause", "2025-09-19", code=2).err
    assert "not rest" in say("2025-09-01", "block", "resume", "2025-09-20", code=3).err
    say("2025-09-01", "block", "resume", "2025-09-15")
    assert len(times(say, "2025-09-01", "2025-09-01", "2025-09-30")) == 4
    assert "sequence = 6" in by_hand.read_text()


def test_the_last_day_counts_and_what_was_answered_stays(by_hand: Path, say: Say) -> None:
    say("2025-09-05T15:05", "block", "keep")
    say("2025-09-19", "block", "end", "--on", "2025-09-12")
    assert times(say, "2025-09-19", "2025-09-01", "2025-12-01") == [
        ("2025-09-05", "kept"),
        ("2025-09-12", "open"),
    ]
    alone = say("2025-09-19", "block")
    assert "friday  " not in alone.out
    assert "And 1 ended: stillpd block list --all" in alone.out
    assert "ended 12 Sep" in say("2025-09-19", "block", "list", "--all").out
    refused = say("2025-09-19", "block", "end", "--on", "2025-08-01", code=2)
    assert "before it starts" in refused.err


@pytest.mark.parametrize(
    "words",
    [
        ["edit", "--minutes", "5"],
        ["pause", "2025-09-12"],
        ["end"],
        ["keep"],
        ["shorten", "5"],
        ["miss"],
        ["excuse", "2025-09-05", "--because", "ill"],
    ],
    ids=lambda words: words[0],
)
def test_each_change_can_be_taken_back(by_hand: Path, say: Say, words: list[str]) -> None:
    root = by_hand.parents[1]
    before = everything(root)
    say("2025-09-05T15:05", "block", *words)
    assert everything(root) != before
    say("2025-09-05T15:06", "undo")
    assert everything(root) == before


def test_breaks_are_left_out_unless_it_is_said(by_hand: Path, say: Say) -> None:
    span = ("2025-11-21", "2025-12-05")
    assert [day for day, _ in times(say, "2025-11-01", *span)] == ["2025-11-21", "2025-12-05"]
    say("2025-11-01", "block", "edit", "--in-breaks")
    assert len(times(say, "2025-11-01", *span)) == 3


def test_times_have_the_offset_of_their_day(by_hand: Path, say: Say) -> None:
    words = ["block", "occurrences", "--from", "2025-10-31", "--to", "2025-11-07"]
    rows = say("2025-11-07T18:00", *words, "--format", "json").data["occurrences"]
    assert rows == [
        {"at": "2025-10-31T14:45:00-04:00", "state": "open", "entry": None},
        {"at": "2025-11-07T14:45:00-05:00", "state": "open", "entry": None},
    ]


@pytest.mark.parametrize(
    ("words", "told", "at"),
    [
        (
            ["--every", "sun 2:30", "--starts", "2026-03-01"],
            "On 8 March 2026 the clocks skip 02:30: that day it is at 03:30.",
            "2026-03-08T03:30:00-04:00",
        ),
        (
            ["--every", "sun 1:30", "--starts", "2026-10-25"],
            "On 1 November 2026 there are two 01:30: it is the first.",
            "2026-11-01T01:30:00-04:00",
        ),
    ],
    ids=["skipped", "twice"],
)
def test_a_time_that_a_day_does_not_have_or_has_twice_is_told(
    fresh: Path, say: Say, words: list[str], told: str, at: str
) -> None:
    assert told in say("2026-02-01", "block", "add", "early", *words).err
    day = at[:10]
    assert told in " ".join(say("2026-02-01", "block", "show", "early").out.split())
    asked = ["block", "occurrences", "--from", day, "--to", day, "--format", "json"]
    [row] = say("2026-02-01", *asked).data["occurrences"]
    assert row["at"] == at
    assert "clocks" not in say("2026-02-01", "block", "edit", "--every", "sun 8:00").err


def test_a_block_that_counts_from_the_last_one_goes_on_when_the_break_is_over(
    fresh: Path, say: Say
) -> None:
    words = ["--after-done", "2w", "--starts", "2025-09-01 16:00"]
    say("2025-08-18", "block", "add", "walk", *words)
    span = ("2025-09-01", "2025-12-31")
    assert times(say, "2025-11-01", *span) == [("2025-09-01", "open")]
    say("2025-11-12T16:30", "block", "keep", "walk")  # two weeks on is Wednesday of the break
    first_after = (date(2025, 11, 28) + timedelta(days=1)).isoformat()
    assert times(say, "2025-11-13", *span) == [("2025-11-12", "kept"), (first_after, "coming")]
    say("2025-11-13", "block", "edit", "walk", "--in-breaks")
    assert times(say, "2025-11-13", *span)[-1] == ("2025-11-26", "coming")
