"""The timeline on a page: week by week, one line an entry, newest last."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from stillpd.insight.timeline import LogRow, LogWeek, Timeline
from stillpd.model.days import month_day, weekday
from stillpd.render.data import data_of
from stillpd.render.lines import clipped
from stillpd.render.marks import number
from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Spans, command, dim, strong
from stillpd.render.page import text as spans
from stillpd.render.when import plural
from stillpd.render.width import cells

_BESIDE = 2 + 6 + 2 + 10 + 2 + 6 + 2  # the columns before the words, with what lies between
_LEAST_WORDS = 24
_LEAST_SAID = 12
_ID_LENGTH = 6


def page(report: Timeline, width: int) -> Page:
    """Return the timeline on a page."""
    blocks: list[Block] = []
    room = max(width - _BESIDE, _LEAST_WORDS)
    for week in report.weeks:
        blocks += [*([Gap()] if blocks else []), _heading(week)]
        blocks.append(Rows(tuple(_cells(row, room) for row in week.entries), indent=2))
    shown = sum(len(week.entries) for week in report.weeks)
    if shown < report.found:
        told = f"The newest {shown} of {plural(report.found, 'entry', 'entries')}."
        blocks += [Gap(), Para(spans(dim(told)))]
    if report.hidden:
        told = f"{plural(report.hidden, 'private entry', 'private entries')} not shown."
        blocks += [*([Gap()] if blocks else []), Para(spans(dim(told)))]
    if not blocks:
        blocks.append(Para(spans("Nothing here yet.  ", command("stillpd write"))))
    return tuple(blocks)


def _heading(week: LogWeek) -> Heading:
    monday = week.week.monday
    days = f"{month_day(monday)} – {month_day(monday + timedelta(days=6))} {week.week.sunday.year}"
    return Heading(2, spans(strong(str(week.week))), spans(dim(days)))


def _cells(row: LogRow, room: int) -> tuple[Spans, ...]:
    day = row.at.date()
    ref = row.ref if len(row.ref) <= _ID_LENGTH else ""
    return (
        spans(f"{weekday(day)[:3]} {day.day:>2}"),
        spans(dim(row.kind)),
        spans(command(ref)) if ref else spans(dim("–")),
        _words(row, room),
    )


def _words(row: LogRow, room: int) -> Spans:
    lead, tail = "* " if row.starred else "", ""
    if len(row.ref) > _ID_LENGTH:
        tail = row.ref  # whole, since it is what one types
    elif row.outcome:
        tail = f"{'to ' + row.to + ', ' if row.to else ''}{row.outcome}"
        tail = clipped(tail, max(room - _LEAST_SAID, 0))
    said = row.said
    numbers = _numbers(row)
    if numbers:
        said = f"{numbers}  {said}" if said else numbers
    left = room - cells(lead) - (cells(tail) + 2 if tail else 0)
    said = clipped(said, left) if left > 0 else ""
    return spans(lead, said, dim(f"{'  ' if said else ''}{tail}") if tail else "")


def _numbers(row: LogRow) -> str:
    parts = [f"{name} {number(value)}" for name, value in row.readings.items()]
    parts += [f"{name} excused" for name in row.excused]
    parts += [f"{name} {number(value)} h" for name, value in row.hours.items()]
    return " · ".join(parts)


def data(report: Timeline) -> dict[str, Any]:
    """Return the timeline as JSON data (docs/reference/json.md)."""
    return {
        "entries": list(_entries(report)),
        "found": report.found,
        "hidden": report.hidden,
    }


def _entries(report: Timeline) -> Iterator[dict[str, Any]]:
    for week in report.weeks:
        for row in week.entries:
            yield {"week": str(week.week), **data_of(row)}
