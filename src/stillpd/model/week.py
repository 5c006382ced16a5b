"""ISO weeks (ISO 8601): Monday to Sunday, numbered in the year that holds their Thursday."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, Self

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""The days that a journal speaks of: sums beyond them would take for ever, or fall off."""

_WRITTEN = r"(\d{4})-?W(\d{2})\Z"


def is_within_reach(day: date) -> bool:
    """Tell whether a journal can speak of `day`."""
    return FIRST_DAY <= day <= LAST_DAY


class Week(NamedTuple):
    """One ISO week, such as 2025-W43. `2026-W53` exists, `2025-W53` does not."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the week that holds `day`."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2025-W43`. Raises ValueError for what is no such week."""
        match = re.match(_WRITTEN, text)
        if not match:
            raise ValueError(f"not an ISO week: {text}")
        week = cls(int(match[1]), int(match[2]))
        if cls.of(week.monday) != week or not is_within_reach(week.monday):
            raise ValueError(f"{week.year} has no week {week.number}")
        return week

    @property
    def monday(self) -> date:
        """The week's first day. Raises ValueError where the year has no such week."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """The week's last day."""
        return self.monday + timedelta(days=6)

    def days(self) -> tuple[date, ...]:
        """Return the seven days, Monday first."""
        monday = self.monday
        return tuple(monday + timedelta(days=n) for n in range(7))

    def plus(self, weeks: int) -> "Week":
        """Return the week that comes `weeks` later (earlier where negative)."""
        return Week.of(self.monday + timedelta(weeks=weeks))

    def until(self, last: "Week") -> "Iterator[Week]":
        """Iterate from this week to `last`, both included."""
        monday = self.monday
        end = last.monday
        while monday <= end:
            yield Week.of(monday)
            monday += timedelta(weeks=1)

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"
