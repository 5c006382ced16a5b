"""Read the dates that people type: today, friday, 3d ago, end of month, 2025-W43.

A small table of our own: parsers for every phrase are slow to load and read "friday" as they
please. A due date looks forward, a past date back; what was understood is always said again.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from enum import Enum

from stillpd.model.days import MONTHS, WEEKDAYS
from stillpd.model.errors import InvalidInput
from stillpd.model.week import FIRST_DAY, LAST_DAY, Week, is_within_reach


class Facing(Enum):
    """Which way a bare "friday" looks. Today's own name means today, either way."""

    BACK = -1
    FORWARD = 1


_WEEKDAYS = tuple(name.lower() for name in WEEKDAYS)
_MONTHS = tuple(name.lower() for name in MONTHS)
_TIME = (
    r"(?:^|[ t]|\bat\s+)(\d{1,2})(?::(\d\d))(?::\d\d)?\s*(am|pm)?$"
    r"|(?:^|\s|\bat\s+)(\d{1,2})\s*(am|pm)$"
)
_COUNT = r"(?:in\s+)?(\d+|an?|one|two|three|four)\s*(d|w|day|week|month|year)s?(\s+ago)?$"
_STRETCH = r"(\d{1,4})\s*(m|min|minute|h|hour|d|day|w|week)s?$"
_NUMBER = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_DAY_MONTH = (
    r"(\d{1,2})\.?\s+([a-z]{3,})\.?(?:\s+(\d{4}))?$|([a-z]{3,})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?$"
)


def read_day(text: str, today: date, facing: Facing = Facing.BACK) -> date:
    """Return the day that `text` means on `today`. Raises InvalidInput for what is no day."""
    words = " ".join(text.lower().split())
    for reader in (_iso, _plain_word, _weekday, _counted, _edge, _day_and_month):
        try:
            day = reader(words, today, facing)
        except (ValueError, OverflowError):
            day = None
        if day is not None:
            return _within_reach(day, text)
    raise InvalidInput(
        f"“{text}” is not a date that stillpd knows.",
        "Try 2025-10-24, today, friday, next friday, in 2 weeks, 3d ago, end of month, 24 oct.",
    )


def _within_reach(day: date, text: str) -> date:
    if is_within_reach(day):
        return day
    raise InvalidInput(
        f"“{text}” is too far away for a journal.",
        f"It goes from {FIRST_DAY} to {LAST_DAY}.",
    )


def read_moment(text: str, now: datetime, facing: Facing) -> tuple[date, time | None]:
    """Return the day, and the time where one is told, that `text` means at `now`."""
    words = " ".join(text.lower().split())
    with suppress(ValueError):
        return _within_reach(date.fromisoformat(words), text), None
    if words == "now":
        return now.date(), now.time().replace(second=0, microsecond=0)
    words, at = split_time(words, text)
    day = read_day(words, now.date(), facing) if words else now.date()
    return day, at


def split_time(words: str, text: str) -> tuple[str, time | None]:
    """Return `words` without the time of day at their end, and that time, where there is one.

    `text` is how it was typed. Raises InvalidInput for a time that there is not.
    """
    match = re.search(_TIME, words)
    if not match:
        return words, None
    return words[: match.start()].removesuffix(" at").strip(), _clock_time(match, text)


def read_stretch(text: str) -> timedelta:
    """Return how long `text` means: 24h, 30 minutes, 2d, 1w. Raises InvalidInput."""
    match = re.match(_STRETCH, " ".join(text.lower().split()))
    if not match or not int(match[1]):
        raise InvalidInput(f"“{text[:40]}” is no stretch of time.", "Such as: 24h, 30m, 2d, 1w")
    hours = {"m": 1 / 60, "h": 1, "d": 24, "w": 168}[match[2][0]]
    return timedelta(hours=int(match[1]) * hours)


def read_week(text: str, today: date) -> Week:
    """Return the week that `text` means: 2025-W43, W43, this week, last week, or any day's."""
    words = " ".join(text.lower().split())
    match = re.match(r"(?:(\d{4})-?)?w(\d{1,2})$", words)
    try:
        if match:
            year = int(match[1]) if match[1] else Week.of(today).year
            return Week.parse(f"{year}-W{int(match[2]):02}")
    except ValueError:
        raise InvalidInput(f"“{text}” is not a week that exists.") from None
    named = {"this week": 0, "this": 0, "last week": -1, "last": -1, "next week": 1}
    if words in named:
        return Week.of(today).plus(named[words])
    return Week.of(read_day(text, today))


def _clock_time(match: re.Match[str], text: str) -> time:
    hour, minute = int(match[1] or match[4]), int(match[2] or 0)
    half = match[3] or match[5]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise InvalidInput(f"There is no such time: “{text}”.") from None


def _iso(words: str, _today: date, _facing: Facing) -> date | None:
    if re.match(r"\d{4}-w\d\d$", words):
        return Week.parse(words.upper()).monday
    return date.fromisoformat(words) if re.match(r"\d{4}-\d\d-\d\d$", words) else None


def _plain_word(words: str, today: date, _facing: Facing) -> date | None:
    steps = {"today": 0, "now": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
    if words in steps:
        return today + timedelta(days=steps[words])
    return None


def _weekday(words: str, today: date, facing: Facing) -> date | None:
    match = re.match(r"(?:(last|next|this|on)\s+)?([a-z]{3,9})$", words)
    if not match:
        return None
    hits = [n for n, name in enumerate(_WEEKDAYS) if name.startswith(match[2])]
    if len(hits) != 1:
        return None
    ahead = (hits[0] - today.weekday()) % 7
    match match[1]:
        case "next":
            return today + timedelta(days=ahead or 7)
        case "last":
            return today - timedelta(days=(7 - ahead) % 7 or 7)
        case "this":
            return Week.of(today).days()[hits[0]]
    if ahead == 0 or facing is Facing.FORWARD:
        return today + timedelta(days=ahead)
    return today - timedelta(days=7 - ahead)


def _counted(words: str, today: date, facing: Facing) -> date | None:
    match = re.match(_COUNT, words)
    if not match:
        return None
    count = _NUMBER.get(match[1]) or int(match[1])
    back = bool(match[3]) or (facing is Facing.BACK and not words.startswith("in "))
    return _plus(today, -count if back else count, match[2][0])


def _plus(day: date, count: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(days=count * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, _last_of(year, month + 1)))


def _last_of(year: int, month: int) -> int:
    """Return the number of the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _edge(words: str, today: date, _facing: Facing) -> date | None:
    edges: dict[str, Callable[[], date]] = {
        "end of week": lambda: Week.of(today).sunday,
        "end of month": lambda: today.replace(day=_last_of(today.year, today.month)),
        "end of year": lambda: date(today.year, 12, 31),
        "next week": lambda: Week.of(today).plus(1).monday,
        "last week": lambda: Week.of(today).plus(-1).monday,
        "next month": lambda: _plus(today.replace(day=1), 1, "m"),
    }
    found = edges.get(words)
    return found() if found else None


def _day_and_month(words: str, today: date, facing: Facing) -> date | None:
    match = re.match(_DAY_MONTH, words)
    if not match:
        return None
    day, name = int(match[1] or match[5]), match[2] or match[4]
    hits = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    if len(hits) != 1:
        return None
    year = match[3] or match[6]
    if year:
        return date(int(year), hits[0], day)
    found = date(today.year, hits[0], day)
    if facing is Facing.FORWARD and found < today:
        return date(today.year + 1, hits[0], day)
    if facing is Facing.BACK and found > today:
        return date(today.year - 1, hits[0], day)
    return found
