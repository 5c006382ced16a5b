"""The days on which something in a calendar file comes round, with an end to the looking.

A stranger's rule may start in the year 1, or never come: one file's rules get so many steps.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from math import gcd

from stillpd.insight.recurrence import read_rule
from stillpd.model.rule import read_parts, read_until, write_parts

_YEAR = 12
_DAYS_OF = {"DAILY": 1, "WEEKLY": 7}
_MONTH = 30
_LEAP_DAY = (2, 29)


class TooFar(ValueError):
    """The steps are used up."""


class Steps:
    """How far the rules of one file may be followed.

    A step is a day, week or month that is looked at; none takes longer than another by much.
    """

    def __init__(self, left: int) -> None:
        self._left = left

    def take(self, count: int) -> None:
        """Count some steps. Raises TooFar where there are none left."""
        self._left -= count
        if self._left < 0:
            raise TooFar


def days_by_rule(
    rule: str, start: date, period: tuple[date, date], zone: tzinfo, steps: Steps
) -> Iterator[date]:
    """Iterate over the days of a rule in a period, and perhaps some before it.

    A rule that cannot be read has none. Raises TooFar for one that leads beyond the steps.
    """
    steps.take(1)
    first, last = period
    parts = read_parts(rule)
    until = read_until(parts.get("UNTIL", ""), zone)
    if until:
        # Its end is looked at here: on the way to the next day after it dateutil counts no steps.
        del parts["UNTIL"]
        last = min(last, until.date())
    if "COUNT" not in parts:
        start = _near(parts, start, first)
    found = read_rule(write_parts(parts), datetime.combine(start, time()), zone)
    if found is None:
        return
    step = _DAYS_OF.get(parts["FREQ"], _MONTH) * int(parts.get("INTERVAL", "1"))
    before, count = start, 0
    for moment in found:
        day = moment.date()
        steps.take((day - before).days // step + 1)
        if day > last:
            return
        yield day
        before, count = day, count + 1
    if count != int(parts.get("COUNT", "-1")):
        # There was no other to the end of time, and all of it was looked at.
        steps.take((date.max - before).days // step)


def _near(parts: dict[str, str], start: date, first: date) -> date:
    """Return a start of the same rule that lies nearer to `first`: whole rounds of it later."""
    freq, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if not interval.isdecimal() or not int(interval) or start >= first:
        return start
    if freq in _DAYS_OF:
        round_ = _DAYS_OF[freq] * int(interval)
        return start + timedelta((first - start).days // round_ * round_)
    if freq not in {"MONTHLY", "YEARLY"} or (start.month, start.day) == _LEAP_DAY:
        return start
    years = int(interval)
    if freq == "MONTHLY":
        years //= gcd(years, _YEAR)
    later = max(first.year - 1 - start.year, 0) // years * years
    return start.replace(year=start.year + later)
