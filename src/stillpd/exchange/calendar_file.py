"""The whole days in a calendar file (iCalendar), as a district gives out its holidays.

The file is a stranger's: its size, its rules and its words are not trusted.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from stillpd.insight.recurrence import read_rule
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

MOST_BYTES = 2 * 2**20
_MOST_NAME = 80
_DAY = timedelta(days=1)
_LAST_MINUTE = time(23, 59)
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


@record
class WholeDays:
    """Something that takes whole days, from `first` to `last`, both included."""

    first: date
    last: date
    name: str


@record
class CalendarFile:
    """What a calendar file holds: whole days, and how many things are not told here.

    `timed` ones have an hour, `unread` ones no day that can be read.
    """

    days: tuple[WholeDays, ...]
    timed: int
    unread: int


def read_calendar(content: bytes, zone: tzinfo, first: date, last: date) -> CalendarFile:
    """Return the whole days of a calendar file that touch `first` to `last`, oldest first.

    What repeats is told each time. Raises InvalidInput for what is no calendar, or too large.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput(
            f"The file has more than {MOST_BYTES // 2**20} MB; a holiday calendar is smaller.",
            "Choose the calendar that holds only the holidays.",
        )
    events = _events(content)
    moved = _moved(events, zone)
    found: list[WholeDays] = []
    timed = unread = 0
    for event in events:
        try:
            span = _whole_days(event, zone)
        except _BROKEN:
            unread += 1
            continue
        if span is None:
            timed += 1
            continue
        not_then = moved.get(_uid(event), set()) if event.get("recurrence-id") is None else set()
        found += _each_time(event, span, not_then, zone, first, last)
    found.sort(key=lambda one: (one.first, one.last, one.name))
    return CalendarFile(tuple(dict.fromkeys(found)), timed, unread)


def _events(content: bytes) -> list[Any]:
    """Return the events that take place."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(content.removeprefix(b"\xef\xbb\xbf"), multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
    except (*_BROKEN, RecursionError):
        calendars, events = [], []
    if not any(one.name == "VCALENDAR" for one in calendars):
        raise InvalidInput(
            "This is not a calendar file that can be read.",
            "One that can ends in .ics and begins with BEGIN:VCALENDAR.",
        )
    return [event for event in events if str(event.get("status", "")).upper() != "CANCELLED"]


def _uid(event: Any) -> str:
    return str(event.get("uid", ""))


def _moved(events: list[Any], zone: tzinfo) -> dict[str, set[date]]:
    """Return the days of repeated things, by their ids, that stand in an event of their own."""
    moved: dict[str, set[date]] = {}
    for event in events:
        if event.get("recurrence-id") is not None:
            moved.setdefault(_uid(event), set()).update(_days_of(event, "recurrence-id", zone))
    return moved


def _whole_days(event: Any, zone: tzinfo) -> WholeDays | None:
    """Return the days of an event, None for one that has an hour."""
    begins = event["dtstart"].dt
    ends = _end(event, begins)
    name = _plain(str(event.get("summary", "")))
    if not isinstance(begins, datetime):
        return WholeDays(begins, max(begins, ends - _DAY), name)
    first, last = _wall(begins, zone), _wall(ends, zone)
    if first.time() != time() or last <= first:
        return None
    if last.time() < _LAST_MINUTE and last.time() != time():
        return None
    return WholeDays(first.date(), (last - timedelta(microseconds=1)).date(), name)


def _end(event: Any, begins: Any) -> Any:
    """Return the end of an event, which is the first moment after it."""
    if event.get("dtend") is not None:
        ends = event["dtend"].dt
        if isinstance(ends, datetime) == isinstance(begins, datetime):
            return ends
        return begins
    if event.get("duration") is not None:
        return begins + event["duration"].dt
    return begins + _DAY if not isinstance(begins, datetime) else begins


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    """Return what the clock of `zone` shows; a moment without a zone is that already."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _plain(name: str) -> str:
    """Return a name on one line, without what cannot be seen."""
    seen = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(seen.split())[:_MOST_NAME].strip()


# What repeats ------------------------------------------------------------------------------------


def _each_time(
    event: Any, span: WholeDays, moved: set[date], zone: tzinfo, first: date, last: date
) -> Iterator[WholeDays]:
    """Iterate over the times of an event that touch `first` to `last`."""
    length = span.last - span.first
    left_out = moved | _days_of(event, "exdate", zone)
    days = {span.first, *_by_rule(event, span.first, last), *_days_of(event, "rdate", zone)}
    for day in sorted(days - left_out):
        if day <= last and day + length >= first:
            yield WholeDays(day, day + length, span.name)


def _by_rule(event: Any, start: date, last: date) -> Iterator[date]:
    """Iterate over the days of an event's rules; a rule that cannot be read has none."""
    for rule in _as_list(event.get("rrule")):
        written = rule.to_ical().decode("utf-8", "replace")
        for moment in read_rule(written, datetime.combine(start, time()), UTC) or ():
            if moment.date() > last:
                break
            yield moment.date()


def _days_of(event: Any, name: str, zone: tzinfo) -> set[date]:
    """Return the days that a property lists; what cannot be read lists none."""
    found = set()
    for one in _as_list(event.get(name)):
        for value in getattr(one, "dts", [one]):
            day = getattr(value, "dt", None)
            if isinstance(day, datetime):
                found.add(_wall(day, zone).date())
            elif isinstance(day, date):
                found.add(day)
    return found


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
