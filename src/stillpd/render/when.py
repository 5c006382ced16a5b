"""Spans and counts in words; days: model/days.py."""

from fractions import Fraction


def in_weeks(slack: Fraction) -> str:
    """Return how far off something is, from weeks: in 8 weeks, in 3 days, today, 2 weeks ago."""
    days = int(slack * 7)
    if days == 0:
        return "today"
    size = abs(days)
    told = plural(round(size / 7), "week") if size >= 14 else plural(size, "day")  # noqa: PLR2004
    return f"in {told}" if days > 0 else f"{told} ago"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: 1 goal, 2 goals."""
    return f"{count} {one if count == 1 else many or one + 's'}"
