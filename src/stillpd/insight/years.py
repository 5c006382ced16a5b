"""The years that a look back is laid out in, one under the other, newest last.

School years where there are any, calendar years where there are none.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from stillpd.insight.period import Period
from stillpd.model.calendar import Calendar
from stillpd.model.week import LAST_DAY, Week

_LONGEST = timedelta(weeks=54)
"""What is taken for one year: 366 days touch up to 54 ISO weeks."""
_DAY = timedelta(days=1)
_LEAP_DAY = (2, 29)

Start = tuple[date, str]
"""The first day of a year, and the year's name."""


def years_until(calendar: Calendar, period: Period, first_page: date | None) -> tuple[Period, ...]:
    """Return the years begun by the moment of `period`, oldest first; at least `period`.

    A school year ends where it ends: what lies between two of them is in neither. Calendar years
    begin with that of the first page.
    """
    now = period.now
    whole = sorted(
        (year.starts, year.ends, year.name)
        for year in calendar.whole
        if year.starts and year.ends and year.starts <= now.date()
    )
    if not whole and first_page:
        written = range(first_page.year, now.year + 1)
        whole = [(date(year, 1, 1), date(year, 12, 31), str(year)) for year in written]
    return tuple(Period(first, last, now, name) for first, last, name in whole) or (period,)


def in_years(calendar: Calendar, period: Period) -> tuple[Period, ...]:
    """Return a long period cut where years begin; the days after a school year go with it."""
    if Week.of(period.last).monday - Week.of(period.first).monday < _LONGEST:
        return (period,)
    starts = [*_starts(calendar, period), (period.last + _DAY, "")]
    return tuple(
        Period(max(first, period.first), following - _DAY, period.now, name)
        for (first, name), (following, _) in pairwise(starts)
        if following > period.first
    )


def _starts(calendar: Calendar, period: Period) -> list[Start]:
    """Return where years begin, the last before the period among them, in order.

    Where no school year is known they go on, backward and forward, on the day of the nearest one.
    """
    known = {y.starts: y.name for y in calendar.whole if y.starts and y.starts <= period.last}
    starts = sorted(known.items()) or [(date(period.first.year, 1, 1), str(period.first.year))]
    while starts[0][0] > period.first:
        starts.insert(0, _anniversary(starts[0][0], -1))
    return list(_without_gaps(starts, period.last + _DAY))


def _without_gaps(starts: Sequence[Start], end: date) -> Iterator[Start]:
    for start, following in pairwise([*starts, (end, "")]):
        yield start
        first = start[0]
        while following[0] - first > _LONGEST and first.year < LAST_DAY.year:
            first, name = _anniversary(first, 1)
            yield first, name


def _anniversary(day: date, years: int) -> Start:
    year = day.year + years
    if (day.month, day.day) == _LEAP_DAY:
        day -= _DAY
    begins_it = (day.month, day.day) == (1, 1)
    return day.replace(year=year), str(year) if begins_it else f"{year}-{(year + 1) % 100:02}"
