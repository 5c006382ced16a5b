"""On this day: what was written a week, a month and whole years ago. Old pages want readers."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from stillpd.insight.said import headline, prose
from stillpd.insight.timeline import LogRow, Wanted, fits, log_row, number_rule, shown_of
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.selection import Selection
from stillpd.model.week import FIRST_DAY

Unit = Literal["week", "month", "year"]
_MOST_PROSE = 300
_FEBRUARY, _LEAP_DAY = 2, 29


@record
class Back:
    """How far back a day lies: a week, a month, or some years."""

    count: int
    unit: Unit


@record
class OldPage:
    """An entry of back then: its line, what stands above its prose, and some of the prose."""

    row: LogRow
    headline: str
    prose: str


@record
class OldDay:
    """A day that comes back today, and its entries, in order."""

    back: Back
    day: date
    pages: tuple[OldPage, ...]


@record
class OnThisDay:
    """The days that come back today and have entries, the oldest first.

    `found` counts all entries, also what a limit left out; `hidden` are the private ones that a
    shared screen does not show.
    """

    today: date
    days: tuple[OldDay, ...]
    found: int
    hidden: int


def reads(now: datetime) -> Selection:
    """Return the entries that `on_this_day` reads."""
    return Selection(days=tuple((day, day) for day in sorted(days_back(now.date()))))


def on_this_day(
    journal: Journal, wanted: Wanted, now: datetime, *, hide_private: bool = False
) -> OnThisDay:
    """Return the entries that were asked for of the days that come back on the day of `now`."""
    back = days_back(now.date())
    found = [
        entry for entry in journal.entries if entry.day in back and fits(journal, entry, wanted)
    ]
    found.sort(key=lambda entry: (entry.day, entry.at, entry.path))
    shown = shown_of(found, wanted, hide_private=hide_private)
    says = number_rule(journal, wanted, hide_private=hide_private)
    days: dict[date, list[OldPage]] = {}
    for entry in shown.entries:
        page = OldPage(log_row(entry, now, says), headline(entry), prose(entry, _MOST_PROSE))
        days.setdefault(entry.day, []).append(page)
    made = tuple(OldDay(back[day], day, tuple(pages)) for day, pages in days.items())
    return OnThisDay(now.date(), made, shown.found, shown.hidden)


def days_back(today: date) -> dict[date, Back]:
    """Return the days that come back on `today`, and how far back each lies.

    A month ago is the same day of the month before, or that month's last where it has no such
    day: on 31 May it is 30 April. Every day comes back once a year: 29 February on the 28th of a
    year that has no 29th; and on 29 February only other such days do.
    """
    last = today.replace(day=1) - timedelta(days=1)
    found = {
        today - timedelta(weeks=1): Back(1, "week"),
        last.replace(day=min(today.day, last.day)): Back(1, "month"),
    }
    for year in range(FIRST_DAY.year, today.year):
        for day in _same_days(today, year):
            found[day] = Back(today.year - year, "year")
    return found


def _same_days(today: date, year: int) -> Iterator[date]:
    is_leap_day = (today.month, today.day) == (_FEBRUARY, _LEAP_DAY)
    if isleap(year) or not is_leap_day:
        yield today.replace(year=year)
    if isleap(year) and not isleap(today.year) and today == date(today.year, _FEBRUARY, 28):
        yield date(year, _FEBRUARY, _LEAP_DAY)
