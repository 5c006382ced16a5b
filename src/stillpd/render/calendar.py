"""The school years as a picture of their weeks."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from stillpd.insight.school import SchoolCalendar, SchoolWeek, YearView
from stillpd.model.calendar import likely_year
from stillpd.model.days import full_day, month_day, short_day
from stillpd.model.header import Span as Days
from stillpd.model.week import Week
from stillpd.render.page import (
    Block,
    Gap,
    Heading,
    Page,
    Para,
    Rows,
    Span,
    Spans,
    command,
    dim,
    strong,
    text,
)
from stillpd.render.when import plural

_WEEK = 4  # columns
_MOST_WEEKS = 5  # that begin in one month
_BREAK = "┊┊"
_FREE = "·"
_LEGEND = (
    ("school", "12", "a week of school"),
    ("part", "12┊", "with a break in it"),
    ("break", _BREAK, "a break"),
    ("free", _FREE, "no school day"),
)


def page(report: SchoolCalendar) -> Page:
    """Return the shown school year week by week, and the others in a line each."""
    shown = next((year for year in report.years if year.name == report.shown), None)
    if shown is None:
        return (
            Para(text("No school year yet, so every week counts.")),
            Para(
                text("Add one: ", command(f"stillpd calendar year add {likely_year(report.as_of)}"))
            ),
        )
    blocks = [*_year(shown, report.as_of)]
    others = [year for year in report.years if year is not shown]
    if others:
        blocks += [Gap(), Rows(tuple(_other(year) for year in others))]
    return tuple(blocks)


def _year(year: YearView, today: date) -> Iterator[Block]:
    yield Heading(
        1,
        text(f"{year.name} · {plural(year.weeks, 'week')}"),
        text(f"{full_day(year.starts)} to {full_day(year.ends)}"),
    )
    yield Para(text(dim(_where(year, today))))
    yield Gap()
    yield Rows(tuple(_months(year, today)))
    yield Gap()
    yield Para(text(dim(_legend(year, today))), indent=2)


def _where(year: YearView, today: date) -> str:
    """Return where today lies in a school year, in words."""
    if today < year.starts:
        return f"It begins in {plural((year.starts - today).days, 'day')}."
    if today > year.ends:
        return "It is over."
    if year.now:
        left = year.weeks - year.now
        return f"Today is in week {year.now}; {plural(left, 'week')} after it."
    return "Today is in a break."


def _months(year: YearView, today: date) -> Iterator[tuple[Spans, ...]]:
    now = Week.of(today)
    told = _told(year)
    for (number, month), group in groupby(year.calendar, key=_month_of):
        weeks = list(group)
        first = date(number, month, 1)
        named = number != year.starts.year if month == 1 else weeks[0] is year.calendar[0]
        name = f"{month_day(first)[2:]} {number}" if named else month_day(first)[2:]
        cells = tuple(cell for week in weeks for cell in _cell(week, now, today))
        facts = [fact for week in weeks for fact in told.pop(week.week, [])]
        blank = Span(" " * (_WEEK * (_MOST_WEEKS - len(weeks))))
        yield (
            text(name),
            text(dim(f"W{weeks[0].week.number:02}")),
            text(*cells, blank),
            text(" · ".join(facts)),
        )


def _month_of(row: SchoolWeek) -> tuple[int, int]:
    return row.week.monday.year, row.week.monday.month


def _cell(row: SchoolWeek, now: Week, today: date) -> Iterator[Span]:
    """Return one week in four columns; this week stands in brackets."""
    mark = str(row.number) if row.number else {"break": _BREAK}.get(row.state, _FREE)
    if row.week == now:
        yield strong(f"[{mark:>2}]")
        return
    said = f" {mark:>2}" + ("┊" if row.state == "part" else " ")
    yield dim(said) if row.week.sunday < today else Span(said)


def _told(year: YearView) -> dict[Week, list[str]]:
    """Return what begins or ends in which week: breaks and terms."""
    dated = [(term.starts, f"{term.name}, {plural(term.weeks, 'week')}") for term in year.terms]
    dated += [
        (max(span.from_, year.starts), _break(span))
        for span in year.breaks
        if span.from_ and span.to
    ]
    told: dict[Week, list[str]] = {}
    for day, words in sorted(dated):
        told.setdefault(Week.of(day), []).append(words)
    return told


def _break(span: Days) -> str:
    days = _days(span.from_, span.to) if span.from_ and span.to else ""
    return f"{span.reason}, {days}" if span.reason else f"a break, {days}"


def _days(first: date, last: date) -> str:
    if first == last:
        return month_day(first)
    start = str(first.day) if first.month == last.month else month_day(first)
    return f"{start} to {month_day(last)}"


def _legend(year: YearView, today: date) -> str:
    seen = {row.state for row in year.calendar}
    said = [f"{mark} {words}" for state, mark, words in _LEGEND if state in seen]
    if any(row.week == Week.of(today) for row in year.calendar):
        said.append("[ ] this week")
    return "   ".join(said)


def _other(year: YearView) -> tuple[Spans, ...]:
    return (
        text(year.name),
        text(f"{short_day(year.starts)} to {short_day(year.ends)}"),
        text(plural(year.weeks, "week")),
        text(command(f"stillpd calendar show {year.name}")),
    )
