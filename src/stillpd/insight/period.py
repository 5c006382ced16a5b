"""Periods: the stretch of days that a report is about."""

from collections.abc import Iterator
from datetime import date, datetime

from stillpd.model.calendar import Calendar
from stillpd.model.entry import Entry
from stillpd.model.errors import InvalidInput
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.week import Week


@record
class Period:
    """Days from `first` to `last`, both included, as seen at `now`."""

    first: date
    last: date
    now: datetime
    name: str = ""

    @property
    def end(self) -> date:
        """The last day that has come: a report never looks past its moment."""
        return min(self.last, self.now.date())

    def holds(self, day: date) -> bool:
        """Tell whether `day` is in it and has come."""
        return self.first <= day <= self.end


def entries_in(journal: Journal, period: Period) -> Iterator[Entry]:
    """Iterate over what happened in a period, up to its moment."""
    first, end, now = period.first, period.end, period.now
    for entry in journal.entries:
        if first <= entry.day <= end and entry.at <= now:
            yield entry


@record
class Asked:
    """What a person said about the period: nothing, an end or two, a week, or a year's name."""

    first: date | None = None
    last: date | None = None
    week: Week | None = None
    year: str = ""


USUAL = Asked()
"""Nothing was said: the school year."""


def period_at(calendar: Calendar, now: datetime, asked: Asked = USUAL) -> Period:
    """Return the period of a report at `now`.

    Unless something else was asked: the school year of the day, between school years the last
    one, without any the calendar year. Raises InvalidInput for a year that is not known and for
    a beginning after the end.
    """
    if asked.week:
        return Period(asked.week.monday, asked.week.sunday, now, str(asked.week))
    usual = _named(calendar, now, asked.year) if asked.year else _usual(calendar, now)
    if asked.first is None and asked.last is None:
        return usual
    first, last = asked.first or usual.first, asked.last or max(usual.last, now.date())
    if first > last:
        raise InvalidInput(f"The period would begin on {first} and end on {last}, before it.")
    return Period(first, last, now)


def _usual(calendar: Calendar, now: datetime) -> Period:
    year = calendar.newest(now.date())
    if year and year.starts and year.ends:
        return Period(year.starts, year.ends, now, year.name)
    return _calendar_year(now.year, now)


def _named(calendar: Calendar, now: datetime, name: str) -> Period:
    for year in calendar.school_years:
        if year.name == name and year.starts and year.ends:
            return Period(year.starts, year.ends, now, year.name)
    if name.isdigit() and len(name) == len("2025"):
        return _calendar_year(int(name), now)
    known = ", ".join(year.name for year in calendar.school_years)
    raise InvalidInput(
        f"There is no school year “{name}”.",
        f"Known: {known}" if known else "Add one with: stillpd calendar year add",
    )


def _calendar_year(year: int, now: datetime) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), now, str(year))
