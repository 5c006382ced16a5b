"""The whole days in a calendar file (iCalendar), as a district gives out its holidays.

The file is a stranger's: its size, its rules and its words are not trusted.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from stillpd.exchange.calendar_lines import needed_lines
from stillpd.exchange.calendar_rules import Steps, days_by_rule
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

MOST_BYTES = 2 * 2**20
_MOST_STEPS = 100_000
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
class Thing:
    """Something in a calendar file, and each time of it that touches the days asked for."""

    name: str
    times: tuple[WholeDays, ...]


@record
class CalendarFile:
    """What a calendar file holds: what takes whole days, and how much is not told here.

    `timed` ones have an hour, `unread` ones no day that can be read, or a rule that leads too far.
    """

    things: tuple[Thing, ...]
    timed: int
    unread: int


@record
class _Event:
    """An event as far as it was read: its days (None: it has an hour), and its other times.

    `instead_of` are the days of a series that it stands for.
    """

    uid: str
    is_cancelled: bool
    instead_of: frozenset[date]
    days: WholeDays | None
    rules: tuple[str, ...]
    rule_zone: tzinfo
    more: frozenset[date]
    without: frozenset[date]


def read_calendar(content: bytes, zone: tzinfo, first: date, last: date) -> CalendarFile:
    """Return what takes whole days in a calendar file, with the times that touch `first` to `last`.

    Raises InvalidInput for what is no calendar, or too large.
    """
    if len(content) > MOST_BYTES:
        raise _too_large(f"The file has more than {MOST_BYTES // 2**20} MB")
    events: list[_Event] = []
    unread = 0
    for event in _events(content):
        try:
            events.append(_read(event, zone))
        except _BROKEN:
            unread += 1
    moved = _moved(events)
    steps = Steps(_MOST_STEPS)
    found: list[Thing] = []
    there = [event for event in events if not event.is_cancelled]
    for event in there:
        if event.days is None:
            continue
        not_then = event.without if event.instead_of else event.without | moved[event.uid]
        try:
            times = tuple(_each_time(event, event.days, not_then, (first, last), steps))
        except _BROKEN:
            unread += 1
        else:
            found.append(Thing(event.days.name, times))
    timed = sum(event.days is None for event in there)
    return CalendarFile(tuple(found), timed, unread)


def _too_large(what: str) -> InvalidInput:
    return InvalidInput(
        f"{what}; a holiday calendar is smaller.",
        "Choose the calendar that holds only the holidays.",
    )


def _events(content: bytes) -> list[Any]:
    """Return the events of a file, cancelled ones too."""
    from icalendar import Calendar

    lines = needed_lines(content)
    if lines is None:
        raise _too_large("There is too much in the file")
    try:
        calendars = Calendar.from_ical(b"\r\n".join(lines), multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
    except (*_BROKEN, RecursionError):
        calendars, events = [], []
    if not any(one.name == "VCALENDAR" for one in calendars):
        raise InvalidInput(
            "This is not a calendar file that can be read.",
            "One that can ends in .ics and begins with BEGIN:VCALENDAR.",
        )
    return events


# One event ---------------------------------------------------------------------------------------


def _read(event: Any, zone: tzinfo) -> _Event:
    """Return what an event says. Raises one of _BROKEN where that cannot be read."""
    is_cancelled = str(event.get("status", "")).upper() == "CANCELLED"
    rules = (rule.to_ical().decode("utf-8", "replace") for rule in _as_list(event.get("rrule")))
    return _Event(
        uid=str(event.get("uid", "")),
        is_cancelled=is_cancelled,
        instead_of=_days_of(event, "recurrence-id", zone),
        days=None if is_cancelled else _whole_days(event, zone),
        rules=() if is_cancelled else tuple(rules),
        rule_zone=zone if isinstance(event.decoded("dtstart", None), datetime) else UTC,
        more=_days_of(event, "rdate", zone),
        without=_days_of(event, "exdate", zone),
    )


def _moved(events: Sequence[_Event]) -> Mapping[str, frozenset[date]]:
    """Return the days of each series, by its id, that stand in an event of their own."""
    moved: dict[str, set[date]] = {}
    for event in events:
        moved.setdefault(event.uid, set()).update(event.instead_of)
    return {uid: frozenset(days) for uid, days in moved.items()}


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
    event: _Event, own: WholeDays, without: frozenset[date], period: tuple[date, date], steps: Steps
) -> Iterator[WholeDays]:
    """Iterate over the times of an event that touch a period, the first one first."""
    first, last = period
    length = own.last - own.first
    earliest = first - min(length, first - date.min)
    days = {own.first, *event.more}
    for rule in event.rules:
        days.update(days_by_rule(rule, own.first, (earliest, last), event.rule_zone, steps))
    for day in sorted(days):
        if earliest <= day <= last and day not in without:
            yield WholeDays(day, day + length, own.name)


def _days_of(event: Any, name: str, zone: tzinfo) -> frozenset[date]:
    """Return the days that a property lists; what is no day lists none."""
    found = set()
    for one in _as_list(event.get(name)):
        for value in getattr(one, "dts", [one]):
            day = getattr(value, "dt", None)
            if isinstance(day, datetime):
                found.add(_wall(day, zone).date())
            elif isinstance(day, date):
                found.add(day)
    return frozenset(found)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
