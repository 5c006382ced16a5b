"""A time zone as calendars want it: its changes of the clock, as rules where it keeps to any.

Made here because icalendar's own is an hour late in spring (docs/decisions/0002-parts.md). The
changes are read off the zone itself for a whole cycle of the
calendar, so that a rule is only said where the zone keeps it in every one of those years; else
each change is named by its day (Morocco's go by the moon, and laws change).
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from stillpd.model.record import record
from stillpd.model.rule import WEEKDAY_CODES

_CYCLE = 28
"""After so many years the days of the week fall on the same dates again."""
_LAST_YEAR = 2037
"""So far, at least, changes are named where no rule says them."""
_STEP = timedelta(days=3)  # no zone changes twice in so short a time
_A_WEEK = 7
_FEBRUARY = 2


@record(kw_only=True)
class Observance:
    """What the clocks show from `starts` on, which is told by the clock before it is changed.

    It comes again by the `yearly` rule, or on the days in `again`.
    """

    kind: Literal["STANDARD", "DAYLIGHT"]
    name: str
    before: timedelta
    after: timedelta
    starts: datetime
    yearly: str = ""
    again: tuple[datetime, ...] = ()


def observances(zone: ZoneInfo, first: datetime) -> tuple[Observance, ...]:
    """Return what a calendar needs to know of `zone` from the year of `first` on."""
    begin = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    changes = list(_changes(zone, begin, max(_LAST_YEAR, begin.year + _CYCLE)))
    groups: dict[tuple[object, ...], list[Observance]] = {}
    for change in changes:
        alike = (change.kind, change.name, change.before, change.after)
        groups.setdefault(alike, []).append(change)
    rules = [rule for group in groups.values() if (rule := _as_rule(group, begin.year))]
    if rules and len(rules) == len(groups):
        return tuple(rules)
    named = (_as_days(group) for group in groups.values())
    return (_at_first(zone, begin), *named)


def _changes(zone: ZoneInfo, begin: datetime, last_year: int) -> Iterator[Observance]:
    """Iterate over the changes of the clock, each told by the clock before it."""
    before = begin.astimezone(zone)
    while before.astimezone(UTC).year <= last_year:
        after = (before.astimezone(UTC) + _STEP).astimezone(zone)
        if after.utcoffset() != before.utcoffset():
            yield _change(zone, before, after)
        before = after


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> Observance:
    """Return the change that lies between two moments, found by halving the time to it."""
    early, late = before.astimezone(UTC), after.astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before.utcoffset():
            early = middle
        else:
            late = middle
    was, now = early.astimezone(zone), late.astimezone(zone)
    # Ireland's summer is its standard time and its winter "saves" an hour backwards: what counts
    # for a calendar is which of the two is ahead.
    is_daylight = (now.dst() or timedelta()) > (was.dst() or timedelta())
    offset = was.utcoffset() or timedelta()
    return Observance(
        kind="DAYLIGHT" if is_daylight else "STANDARD",
        name=now.tzname() or "",
        before=offset,
        after=now.utcoffset() or timedelta(),
        starts=late.replace(tzinfo=None) + offset,
    )


def _at_first(zone: ZoneInfo, begin: datetime) -> Observance:
    """Return what the clocks show before the first change."""
    local = begin.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    is_daylight = (local.dst() or timedelta()) > timedelta()
    return Observance(
        kind="DAYLIGHT" if is_daylight else "STANDARD",
        name=local.tzname() or "",
        before=offset,
        after=offset,
        starts=local.replace(tzinfo=None),
    )


def _as_days(group: Sequence[Observance]) -> Observance:
    return replace(group[0], again=tuple(change.starts for change in group[1:]))


def _as_rule(group: Sequence[Observance], year: int) -> Observance | None:
    """Return changes as one with a yearly rule; None where they come by none."""
    moments = [change.starts for change in group]
    if [moment.year for moment in moments] != list(range(year, year + len(group))):
        return None
    if len(group) < _CYCLE or len({(m.month, m.time()) for m in moments}) > 1:
        return None
    which = _which_day(moments)
    if not which:
        return None
    return replace(group[0], yearly=f"FREQ=YEARLY;BYMONTH={moments[0].month};{which}")


def _which_day(moments: Sequence[datetime]) -> str:
    """Return on which day of their month all moments lie, as a part of a rule; "" for none."""
    days = {moment.day for moment in moments}
    first, last = min(days), max(days)
    if first == last:
        return f"BYMONTHDAY={first}"
    weekdays = {moment.weekday() for moment in moments}
    if len(weekdays) > 1 or len(days) != _A_WEEK or last - first != _A_WEEK - 1:
        return ""
    [weekday] = weekdays
    name, month = WEEKDAY_CODES[weekday], moments[0].month
    if first % _A_WEEK == 1 and last <= 4 * _A_WEEK:
        return f"BYDAY={last // _A_WEEK}{name}"
    if month != _FEBRUARY and last == monthrange(moments[0].year, month)[1]:
        return f"BYDAY=-1{name}"
    return f"BYMONTHDAY={','.join(map(str, sorted(days)))};BYDAY={name}"
