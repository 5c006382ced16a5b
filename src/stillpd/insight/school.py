"""The weeks of the school years: which are taught, which are not, and where today lies."""

from collections.abc import Container
from datetime import date
from typing import Literal

from stillpd.model.calendar import Calendar
from stillpd.model.header import SchoolYear, Span
from stillpd.model.record import record
from stillpd.model.week import Week

WeekState = Literal["school", "part", "break", "free"]


@record(kw_only=True)
class SchoolWeek:
    """One week of a school year: `number` counts the instructional ones from 1.

    `school` has no break in it, `part` has both school and a break, `break` has no school, and
    `free` has neither: a year that begins on a Saturday.
    """

    week: Week
    number: int | None
    state: WeekState


@record(kw_only=True)
class TermView:
    """A term, and how many instructional weeks touch it."""

    name: str
    starts: date
    ends: date
    weeks: int


@record(kw_only=True)
class YearView:
    """A school year; `now` is the number of the instructional week that holds the as-of day."""

    name: str
    starts: date
    ends: date
    weeks: int
    now: int | None
    terms: tuple[TermView, ...]
    breaks: tuple[Span, ...]
    calendar: tuple[SchoolWeek, ...]


@record(kw_only=True)
class SchoolCalendar:
    """All school years in order of time; `shown` is the one that the as-of day is nearest to."""

    as_of: date
    shown: str
    years: tuple[YearView, ...]


def school_calendar(years: tuple[SchoolYear, ...], today: date, shown: str = "") -> SchoolCalendar:
    """Return the school years; the present one is shown, else the next, else the last."""
    calendar = Calendar(years)
    views = sorted(
        (_view(calendar, y, today) for y in calendar.whole), key=lambda view: view.starts
    )
    open_ones = [view.name for view in views if view.ends >= today]
    usual = open_ones[0] if open_ones else (views[-1].name if views else "")
    return SchoolCalendar(as_of=today, shown=shown or usual, years=tuple(views))


def _view(calendar: Calendar, year: SchoolYear, today: date) -> YearView:
    starts, ends = year.starts or date.min, year.ends or date.min
    taught = calendar.weeks(year)
    numbers = {week: number for number, week in enumerate(taught, 1)}
    inside = Week.of(starts).until(Week.of(ends))
    return YearView(
        name=year.name,
        starts=starts,
        ends=ends,
        weeks=len(taught),
        now=numbers.get(Week.of(today)) if starts <= today <= ends else None,
        terms=_terms(year, taught),
        breaks=tuple(sorted(year.breaks, key=lambda span: span.from_ or date.max)),
        calendar=tuple(
            SchoolWeek(week=week, number=numbers.get(week), state=_state(year, week, numbers))
            for week in inside
        ),
    )


def _terms(year: SchoolYear, taught: tuple[Week, ...]) -> tuple[TermView, ...]:
    found = [
        TermView(name=t.name, starts=t.starts, ends=t.ends, weeks=_count(taught, t.starts, t.ends))
        for t in year.terms
        if t.starts and t.ends
    ]
    return tuple(sorted(found, key=lambda term: term.starts))


def _state(year: SchoolYear, week: Week, taught: Container[Week]) -> WeekState:
    weekdays = week.days()[:5]
    rests = any(span.holds(day) for span in year.breaks for day in weekdays)
    if week in taught:
        return "part" if rests else "school"
    return "break" if rests else "free"


def _count(weeks: tuple[Week, ...], first: date, last: date) -> int:
    return sum(week.monday <= last and first <= week.sunday for week in weeks)
