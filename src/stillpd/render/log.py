"""The timeline on a page: week by week, one line an entry, newest last."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from stillpd.insight.timeline import LogRow, LogWeek, Timeline, WeekNumbers
from stillpd.model.days import month_day, weekday
from stillpd.model.week import Week
from stillpd.render.data import data_of
from stillpd.render.lines import MOST_PROSE, clipped
from stillpd.render.marks import number
from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Spans, command, dim, strong
from stillpd.render.page import text as spans
from stillpd.render.when import plural
from stillpd.render.width import cells

_BESIDE = 2 + 6 + 2 + 10 + 2 + 6 + 2  # the columns before the words, with what lies between
_LEAST_WORDS = 24
_LEAST_SAID = 22
_ID_LENGTH = 6
_SEPARATOR = " · "


def page(report: Timeline, width: int) -> Page:
    """Return the timeline on a page."""
    blocks: list[Block] = []
    room = max(width - _BESIDE, _LEAST_WORDS)
    told = {week.week: week.numbers for week in report.weeks}
    for week in report.weeks:
        blocks += [*([Gap()] if blocks else []), _heading(week)]
        if week.numbers:
            blocks += _strip(week.numbers, min(width, MOST_PROSE) - 2)
        blocks.append(Rows(tuple(_cells(row, told, room) for row in week.entries), indent=2))
    shown = sum(len(week.entries) for week in report.weeks)
    return (*blocks, *left_out(shown, report.found, report.hidden, is_first=not blocks)) or (
        Para(
            spans("Nothing here yet.  ", command("stillpd write"))
            if report.is_whole
            else spans("Nothing found.")
        ),
    )


def left_out(shown: int, found: int, hidden: int, *, is_first: bool) -> Iterator[Block]:
    """Iterate over what is to be said of entries that are not on the page."""
    if shown < found:
        told = f"The newest {shown} of {plural(found, 'entry', 'entries')}."
        yield from (Gap(), Para(spans(dim(told))))
    if hidden:
        told = f"{plural(hidden, 'private entry', 'private entries')} not shown."
        yield from [] if is_first else [Gap()]
        yield Para(spans(dim(told)))


def _heading(week: LogWeek) -> Heading:
    monday = week.week.monday
    days = f"{month_day(monday)} – {month_day(monday + timedelta(days=6))} {week.week.sunday.year}"
    return Heading(2, spans(strong(str(week.week))), spans(dim(days)))


def _strip(told: WeekNumbers, room: int) -> Iterator[Block]:
    """Iterate over as many of a week's numbers as one line has room for, and how many are left."""
    parts = _numbers(told.readings, told.excused)
    kept = len(parts)
    while kept and cells(_shortened(parts, kept)) > room:
        kept -= 1
    if parts:
        yield Para(spans(dim(_shortened(parts, kept))), indent=2)


def _shortened(parts: list[str], kept: int) -> str:
    rest = len(parts) - kept
    return _SEPARATOR.join([*parts[:kept], *([f"{rest} more"] if rest else [])])


def _cells(row: LogRow, told: Mapping[Week, WeekNumbers | None], room: int) -> tuple[Spans, ...]:
    day = row.at.date()
    above = told.get(row.for_week or Week.of(day)) or WeekNumbers({}, ())
    return (
        spans(f"{weekday(day)[:3]} {day.day:>2}"),
        spans(dim(row.kind)),
        ref_cell(row),
        line(row, room, above),
    )


def ref_cell(row: LogRow) -> Spans:
    """Return what one types to name an entry, where it fits into a column of ids."""
    return spans(command(row.ref) if len(row.ref) <= _ID_LENGTH else dim("–"))


def line(row: LogRow, room: int, above: WeekNumbers) -> Spans:
    """Return what an entry says in at most `room` columns, without the numbers told above it."""
    lead, tail = "* " if row.starred else "", _tail(row, room)
    left = room - cells(lead) - (cells(tail) + 2 if tail else 0)
    numbers = clipped(_untold(row, above), max(left, 0))
    between = "  " if numbers and row.said else ""
    left -= cells(numbers) + len(between)
    said = clipped(row.said, left) if left > 0 else ""
    if not said:
        between = ""
    before = "  " if numbers or said else ""
    return spans(lead, numbers, between, said, dim(f"{before}{tail}") if tail else "")


def _tail(row: LogRow, room: int) -> str:
    """Return what stands behind the words: a path whole, since it is typed; what became of it."""
    if len(row.ref) > _ID_LENGTH:
        return row.ref
    if not row.outcome:
        return ""
    whole = f"to {row.to}, {row.outcome}" if row.to else row.outcome
    return whole if cells(whole) <= room - _LEAST_SAID else row.outcome


def _untold(row: LogRow, above: WeekNumbers) -> str:
    """Return a row's numbers, those that stand above it left out; a count if nothing else is said.

    Above it stands what counts: a reading that another check-in has replaced is not told there.
    """
    readings = {k: v for k, v in row.readings.items() if above.readings.get(k) != v}
    excused = tuple(name for name in row.excused if name not in above.excused)
    parts = _numbers(readings, excused)
    parts += [f"{name} {number(value)} h" for name, value in row.hours.items()]
    size = len(row.readings) + len(row.excused)
    if size and not parts and not row.said:
        parts = [plural(size, "number")]
    of_week = f"for {row.for_week}" if row.for_week else ""
    return ": ".join(part for part in (of_week, _SEPARATOR.join(parts)) if part)


def _numbers(readings: Mapping[str, Any], excused: tuple[str, ...]) -> list[str]:
    parts = [f"{name} {number(value)}" for name, value in readings.items()]
    return parts + [f"{name} excused" for name in excused]


def data(report: Timeline) -> dict[str, Any]:
    """Return the timeline as JSON data (docs/reference/json.md)."""
    return {
        "entries": [entry_data(row) for week in report.weeks for row in week.entries],
        "weeks": [
            {
                "week": str(week.week),
                "readings": data_of(week.numbers and week.numbers.readings),
                "excused": data_of(week.numbers and week.numbers.excused),
            }
            for week in report.weeks
        ],
        "found": report.found,
        "hidden": report.hidden,
    }


def entry_data(row: LogRow) -> dict[str, Any]:
    """Return one entry as JSON data, with the week in which it stands."""
    return {"week": str(Week.of(row.at.date())), **data_of(row)}
