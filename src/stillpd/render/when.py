"""Days and spans in words."""

from datetime import date
from fractions import Fraction

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def long_day(day: date) -> str:
    """Return Friday 24 October 2025."""
    return f"{weekday(day)} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """Return Friday."""
    return _WEEKDAYS[day.weekday()]


def month_day(day: date | None) -> str:
    """Return 24 Oct; nothing for no day."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}" if day else ""


def day_month_year(day: date | None) -> str:
    """Return 24 October 2025; nothing for no day."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


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
