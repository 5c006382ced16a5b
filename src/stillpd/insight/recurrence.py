"""When a block comes round: occurrences computed from its rule (RFC 5545), never stored.

Local wall time: 14:45 stays 14:45 across daylight saving.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from stillpd.model.block import Block
from stillpd.model.calendar import Calendar

_ONE_DAY = r"FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)\Z"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_INTERVAL = r"(\d{1,4})\s*(day|week)s?\Z|(\d{1,4})([dw])\Z"
_LONGEST_RULE = 500
# What each may be narrowed by. Narrower ones that never come (30 February) are looked for day by
# day until the year 9999; by months or years that takes no time.
_NONE = frozenset[str]()
_DAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"})
_MONTHS = _DAYS | {"BYMONTHDAY", "BYSETPOS"}
_YEARS = _MONTHS | {"BYYEARDAY", "BYWEEKNO"}
_KEYS = {"DAILY": _DAYS, "WEEKLY": _DAYS, "MONTHLY": _MONTHS, "YEARLY": _YEARS}


def occurrences(
    block: Block, calendar: Calendar, first: date, last: date, done: frozenset[date] = frozenset()
) -> Iterator[datetime]:
    """Iterate over the local wall times of `block` from `first` to `last`, both included.

    Breaks of the school year are left out unless the block says otherwise, and so are its pauses.
    `done` are the days on which it was kept: only a rule that counts from the last time asks.
    A rule that cannot be read has no occurrences (`doctor` names it).
    """
    if block.starts is None:
        return
    if block.ends:
        last = min(last, block.ends)
    moments = _after_done(block, last, done) if block.after_done else _by_rule(block, last)
    for moment in moments:
        if moment.date() >= first and _is_planned(block, calendar, moment.date()):
            yield moment


def _is_planned(block: Block, calendar: Calendar, day: date) -> bool:
    if any(pause.holds(day) for pause in block.pauses):
        return False
    return block.in_breaks or calendar.break_on(day) is None


def _by_rule(block: Block, last: date) -> Iterator[datetime]:
    weekly = re.match(_ONE_DAY, block.rule)
    rule = _each_week(block, weekly[1]) if weekly else read_rule(block)
    if rule is None:
        return
    end = datetime.combine(last, time.max)
    for moment in rule:
        if moment > end:
            return
        yield moment


def _each_week(block: Block, weekday: str) -> "Iterator[datetime] | None":
    """Return the moments of the rule that nearly every block has, without loading dateutil."""
    moment = block.starts
    if moment is None or _WEEKDAYS[moment.weekday()] != weekday:
        return read_rule(block)
    return (moment + timedelta(weeks=n) for n in count())


def read_rule(block: Block) -> "Iterator[datetime] | None":
    """Return the moments of a block's rule without end, or None for a rule that is none."""
    from dateutil.rrule import rrulestr

    if not _is_plain_rule(block.rule):
        return None
    try:
        return iter(rrulestr(block.rule, dtstart=block.starts))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _is_plain_rule(rule: str) -> bool:
    """Tell whether a rule counts in days or more, and cannot keep us looking for ever."""
    pairs = [part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";")]
    told = {name: value for name, _, value in pairs}
    known = _KEYS.get(told.get("FREQ", ""), _NONE)
    return (
        len(rule) <= _LONGEST_RULE
        and len(told) == len(pairs)
        and known.issuperset(told)
        and re.match(r"0*[1-9]\d{0,3}\Z", told.get("INTERVAL", "1")) is not None
    )


def _after_done(block: Block, last: date, done: frozenset[date]) -> Iterator[datetime]:
    """Iterate over the first time and one after each time that it was kept."""
    step = read_interval(block.after_done)
    if step is None or block.starts is None:
        return
    days = {block.starts.date()} | {day + step for day in done}
    for day in sorted(days):
        if day <= last:
            yield datetime.combine(day, block.starts.time())


def read_interval(text: str) -> timedelta | None:
    """Read "2 weeks", "10 days", "2w": None for anything else, and for nothing at all."""
    match = re.match(_INTERVAL, text.strip())
    if not match:
        return None
    count = int(match[1] or match[3])
    unit = (match[2] or match[4])[0]
    return timedelta(days=count * (7 if unit == "w" else 1)) if count else None
