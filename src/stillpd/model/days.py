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


def month_day(day: date | None, today: date | None = None) -> str:
    """Return 24 Oct; nothing for no day. In another year than that of `today` the year is told."""
    if day is None:
        return ""
    year = f" {day.year}" if today and today.year != day.year else ""
    return f"{day.day} {MONTHS[day.month - 1][:3]}{year}"


def near_day(day: date, today: date) -> str:
    """Return Fri 24 Oct, and with its year where that is not the year of `today`."""
    return f"{weekday(day)[:3]} {month_day(day, today)}"


def full_day(day: date | None) -> str:
    """Return 24 October 2025; nothing for no day."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def short_day(day: date) -> str:
    """Return 24 Oct 2025."""
    return f"{month_day(day)} {day.year}"
