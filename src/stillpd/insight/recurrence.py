"""When a block comes round: occurrences computed from its rule (RFC 5545), never stored.

Local wall time: 14:45 stays 14:45 across daylight saving.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count

from stillpd.model.block import Block
from stillpd.model.calendar import Calendar
from stillpd.model.days import weekday
from stillpd.model.week import LAST_DAY

_EVERY = r"FREQ=(?:DAILY|WEEKLY(?:;BYDAY=(MO|TU|WE|TH|FR|SA|SU))?)\Z"
_INTERVAL = r"(\d{1,4})\s*(day|week)s?\Z|(\d{1,4})([dw])\Z"
_MONTH = r"\+?0*(?:[1-9]|1[0-2])\Z"
_PLACES = r"[-+]?(?:[12]?\d|3[01])(?:,[-+]?(?:[12]?\d|3[01]))*\Z"  # of the days of a month
_LONGEST_RULE = 500
_PUT_OFF = timedelta(days=366)
"""So far a break or pause may put off a time; what lies further is looked for no more."""
# What each may be narrowed by. Narrower ones that never come (30 February) are looked for day by
# day until the year 9999; by months or years that takes no time.
_NONE = frozenset[str]()
_DAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"})
_MONTHS = _DAYS | {"BYMONTHDAY", "BYSETPOS"}
_YEARS = _MONTHS | {"BYYEARDAY", "BYWEEKNO"}
_KEYS = {"DAILY": _DAYS, "WEEKLY": _DAYS, "MONTHLY": _MONTHS, "YEARLY": _YEARS}

Answered = Sequence[tuple[date, date]]
"""The first and the last day of each answer to a block's occurrences."""


def occurrences(
    block: Block,
    calendar: Calendar,
    zone: tzinfo,
    first: date,
    last: date,
    answered: Answered = (),
) -> Iterator[datetime]:
    """Iterate over the moments of `block` in `zone` from `first` to `last`, both included.

    Breaks of the school year are left out unless the block says otherwise, and so are its pauses.
    Only a block that counts from the last time asks what was `answered`. A rule that cannot be
    read has no occurrences (`doctor` names it).
    """
    if block.after_done:
        found = _after_done(block, calendar, answered)
    else:
        found = (m for m in moments(block, zone, last) if is_planned(block, calendar, m.date()))
    for moment in found:
        if first <= moment.date() <= last:
            yield on_the_clock(moment, zone)


def moments(block: Block, zone: tzinfo, last: date) -> Iterator[datetime]:
    """Iterate over the wall times of a block's rule from its start to `last`, breaks and all."""
    if block.starts is None:
        return
    end = datetime.combine(min(last, block.ends or last), time.max)
    for moment in _quickly(block) or read_rule(block.rule, block.starts, zone) or ():
        if moment > end:
            return
        yield moment


def is_planned(block: Block, calendar: Calendar, day: date) -> bool:
    """Tell whether a time of `block` on `day` would be had: in no pause, and in no break."""
    if any(pause.holds(day) for pause in block.pauses):
        return False
    return block.in_breaks or calendar.break_on(day) is None


def on_the_clock(moment: datetime, zone: tzinfo) -> datetime:
    """Return a wall time as a moment of `zone`.

    Of a time that comes twice it is the first; one that the clocks skip in spring comes as much
    later as they skip (RFC 5545, 3.3.5).
    """
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def _quickly(block: Block) -> "Iterator[datetime] | None":
    """Return the moments of the rules that nearly every block has, without loading dateutil."""
    rule, moment = re.match(_EVERY, block.rule), block.starts
    if moment is None or rule is None:
        return None
    if rule[1] and weekday(moment)[:2].upper() != rule[1]:
        return None
    step = timedelta(days=1 if block.rule == "FREQ=DAILY" else 7)
    return (moment + step * n for n in count())


def read_rule(rule: str, starts: datetime, zone: tzinfo) -> "Iterator[datetime] | None":
    """Return the wall times of a rule in `zone` without end, or None for a rule that is none."""
    from dateutil.rrule import rrulestr

    from stillpd.model.rule import read_parts, read_until, write_parts

    parts = read_parts(rule) if len(rule) <= _LONGEST_RULE else {}
    if not _is_plain_rule(parts):
        return None
    if _passes_its_weekday(parts, starts):
        return iter(())
    until = read_until(parts.get("UNTIL", ""), zone)
    if until:
        parts["UNTIL"] = f"{until.year:04}{until:%m%dT%H%M%S}"
    try:
        found: Iterator[datetime] = iter(rrulestr(write_parts(parts), dtstart=starts))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    return found


def first_start(rule: str, since: datetime) -> datetime | None:
    """Return the first wall time from `since` on, at its time of day, that `rule` meets.

    Every second Friday may start on any Friday. None for what cannot be read, or never comes.
    """
    from stillpd.model.rule import read_parts, write_parts

    if read_rule(rule, since, UTC) is None:
        return None
    parts = {name: value for name, value in read_parts(rule).items() if name != "INTERVAL"}
    return next(read_rule(write_parts(parts), since, UTC) or iter(()), None)


def _is_plain_rule(parts: Mapping[str, str]) -> bool:
    """Tell whether a rule counts in days or more, and cannot keep us looking for ever."""
    return (
        _KEYS.get(parts.get("FREQ", ""), _NONE).issuperset(parts)
        and "FREQ" in parts
        and re.match(r"0*[1-9]\d{0,3}\Z", parts.get("INTERVAL", "1")) is not None
        and all(re.match(_MONTH, month) for month in parts.get("BYMONTH", "1").split(","))
        and (parts["FREQ"] == "YEARLY" or re.match(_PLACES, parts.get("BYSETPOS", "1")) is not None)
    )


def _passes_its_weekday(parts: Mapping[str, str], starts: datetime) -> bool:
    """Tell whether a rule of every so many whole weeks, in days, is for other weekdays only."""
    if parts["FREQ"] != "DAILY" or int(parts.get("INTERVAL", "1")) % 7:
        return False
    return "BYDAY" in parts and weekday(starts)[:2].upper() not in parts["BYDAY"].split(",")


def _after_done(block: Block, calendar: Calendar, answered: Answered) -> Iterator[datetime]:
    """Iterate over the times that were answered, each on its own day, and the one that is next.

    That one comes so long after the last; where nothing is planned then, as soon as it is.
    """
    step = read_interval(block.after_done)
    if step is None or block.starts is None:
        return
    at = block.starts.time()
    days = sorted({day for day, _ in answered})
    yield from (datetime.combine(day, at) for day in days)
    try:
        due = max(end for _, end in answered) + step if answered else block.starts.date()
    except OverflowError:
        return
    last = min(block.ends or LAST_DAY, due + _PUT_OFF)
    while due <= last:
        if is_planned(block, calendar, due):
            yield datetime.combine(due, at)
            return
        due += timedelta(days=1)


def read_interval(text: str) -> timedelta | None:
    """Read "2 weeks", "10 days", "2w": None for anything else, and for nothing at all."""
    match = re.match(_INTERVAL, text.strip())
    if not match:
        return None
    count = int(match[1] or match[3])
    unit = (match[2] or match[4])[0]
    return timedelta(days=count * (7 if unit == "w" else 1)) if count else None
