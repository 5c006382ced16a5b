"""Dana's Fridays, from the notes on her year: 37 times, none in the five weeks without one.

When `remind` speaks of them is told in test_remind.py.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Say

YEAR = ["--from", "2025-08-18", "--to", "2026-06-05"]
WITHOUT = {(2025, 34), (2025, 48), (2025, 52), (2026, 1), (2026, 14)}
FRIDAYS = [date(2025, 8, 22) + timedelta(weeks=n) for n in range(42)]
PLANNED = [day for day in FRIDAYS if day.isocalendar()[:2] not in WITHOUT]
EXCUSED = {(2025, 45), (2026, 7)}  # conferences; snow
STATES = {"kept": 27, "shortened": 5, "missed": 3, "excused": 2}


def fridays(say: Say, as_of: str) -> list[dict[str, Any]]:
    words = ["block", "occurrences", "friday", *YEAR, "--format", "json"]
    rows: list[dict[str, Any]] = say(as_of, *words).data["occurrences"]
    return rows


def test_there_are_37_and_each_has_its_answer(dana: Path, say: Say) -> None:
    rows = fridays(say, "2026-06-05")
    assert len(PLANNED) == 37
    assert [row["at"][:10] for row in rows] == [str(day) for day in PLANNED]
    assert {row["at"][11:19] for row in rows} == {"14:45:00"}
    assert Counter(row["state"] for row in rows) == STATES
    assert all(row["entry"] for row in rows)
    weeks = {date.fromisoformat(row["at"][:10]).isocalendar()[:2]: row["state"] for row in rows}
    assert {week for week, state in weeks.items() if state == "excused"} == EXCUSED


def test_the_low_point_of_her_year_is_missed(dana: Path, say: Say) -> None:
    [row] = [row for row in fridays(say, "2026-06-05") if row["at"].startswith("2025-10-24")]
    assert row == {"at": "2025-10-24T14:45:00-04:00", "state": "missed", "entry": "b7gv44"}


def test_as_of_a_day_what_comes_later_is_to_come(dana: Path, say: Say) -> None:
    found = Counter(row["state"] for row in fridays(say, "2025-10-24T15:00"))
    assert sum(found.values()) == 37
    assert found["open"] == 1  # today's; she said at night that it was missed
    assert found["coming"] == len([day for day in PLANNED if day > date(2025, 10, 24)])


def test_the_wall_time_stays_when_the_clocks_change(dana: Path, say: Say) -> None:
    offsets = {row["at"][:10]: row["at"][19:] for row in fridays(say, "2026-06-05")}
    for day, offset in offsets.items():
        is_winter = "2025-11-02" <= day < "2026-03-08"
        assert offset == ("-05:00" if is_winter else "-04:00"), day


@pytest.mark.parametrize("day", ["2025-11-28", "2025-12-26", "2026-01-02", "2026-04-03"])
def test_in_a_break_there_is_nothing_to_answer(dana: Path, say: Say, day: str) -> None:
    assert "has no time on" in say(day, "block", "keep", "--on", day, code=2).err
    assert "14:45" not in say(f"{day}T15:00", "remind", "--always").out
