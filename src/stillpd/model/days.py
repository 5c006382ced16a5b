"""Days in words: the same on a screen, in a message and in the history."""

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def long_day(day: date) -> str:
    """Return Friday 24 October 2025."""
    return f"{weekday(day)} {full_day(day)}"


def weekday(day: date) -> str:
    """Return Friday."""
    return WEEKDAYS[day.weekday()]


def month_day(day: date | None) -> str:
    """Return 24 Oct; nothing for no day."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}" if day else ""


def full_day(day: date | None) -> str:
    """Return 24 October 2025; nothing for no day."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def short_day(day: date) -> str:
    """Return 24 Oct 2025."""
    return f"{month_day(day)} {day.year}"
