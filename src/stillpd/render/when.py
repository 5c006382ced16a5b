"""Spans and counts in words; days: model/days.py."""

from datetime import date
from fractions import Fraction

from stillpd.model.days import month_day


def in_weeks(slack: Fraction) -> str:
    """Return how far off something is, from weeks: in 8 weeks, in 3 days, today, 2 weeks ago."""
    days = int(slack * 7)
    if days == 0:
        return "today"
    size = abs(days)
    told = plural(round(size / 7), "week") if size >= 14 else plural(size, "day")  # noqa: PLR2004
    return f"in {told}" if days > 0 else f"{told} ago"


def due_in_weeks(due: date, slack: Fraction) -> str:
    """Return when a goal is due: due 5 Jun, in 8 weeks; afterwards was due 5 Jun."""
    day = month_day(due)
    return f"was due {day}" if slack < 0 else f"due {day}, {in_weeks(slack)}"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: 1 goal, 2 goals."""
    return f"{count} {one if count == 1 else many or one + 's'}"
