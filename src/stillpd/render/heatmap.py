"""A year at a glance on a page: a column a week, a row a day, the quiet times below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from math import ceil

from stillpd.insight.heatmap import HeatDay, Heatmap, HeatYear
from stillpd.insight.stillness import OccurrenceState, StillnessSums
from stillpd.model.days import MONTHS, WEEKDAYS, long_day, short_day
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.render.lines import clipped
from stillpd.render.marks import BREAK, NOTHING, QUIET, SHADES, legend
from stillpd.render.page import (
    Block,
    Gap,
    Heading,
    Look,
    Page,
    Para,
    Picture,
    Span,
    Spans,
    command,
    dim,
    strong,
    text,
)
from stillpd.render.when import plural
from stillpd.render.width import cells

_NARROW = 4  # "Mon "
_LEAST_LABEL, _MOST_LABEL = 9, 18  # Wednesday; as wide as progress has it
_BETWEEN = 2
_MONTH = 4  # "Aug "
_SATURDAY = 5
_BLANK = Span(" ")
_LOOKS: dict[OccurrenceState, Look] = {"kept": "being", "shortened": "being", "missed": ""}

Column = tuple[int, int]
"""Which week of the year: 0 and its number, in the following ISO year 1 and its number."""


@record
class _Rows:
    """The rows of one block: a label, and the days of the week whose marks stand in it."""

    title: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@record
class _Frame:
    """How all years of a page are drawn.

    `label` columns are kept free on the left of `room` others, a week takes `cell` of them; each
    of `strips` holds the weeks that stand side by side. A shade stands for `step` entries.
    """

    label: int
    room: int
    cell: int
    strips: tuple[tuple[Column, ...], ...]
    step: int
    rows: int
    look: Look
    blocks: Mapping[str, _Rows]

    @property
    def is_narrow(self) -> bool:
        """Tell whether there is no room for the titles of blocks beside their marks."""
        return self.label == _NARROW


def page(report: Heatmap, width: int) -> Page:
    """Return the years one under the other, then their sums in a sentence, then the marks."""
    columns = _columns(report.years)
    frame = _frame(report, sorted({c for year in columns for c in year}), width)
    blocks: list[Block] = [_title(report)]
    if not any(year.days for year in report.years):
        return (*blocks, Gap(), Para(text("These days are still to come.")))
    for year, own in zip(report.years, columns, strict=True):
        blocks.append(Gap())
        if len(report.years) > 1:
            blocks.append(Heading(2, text(strong(_name(year))), text(dim(_sums(year)))))
        blocks.append(Picture(tuple(_year(year, own, frame))))
    blocks += [Gap(), *_told(report), Gap(), *_legend(report, frame, width)]
    return tuple(blocks)


def _title(report: Heatmap) -> Heading:
    first, last = report.years[0], report.years[-1]
    years = _name(last) if first is last else f"{_name(first)} to {_name(last)}"
    parts = [report.owner, years, *([report.circle] if report.circle else []), *report.goals]
    shown = min(last.last, report.as_of.date())
    return Heading(1, text(" · ".join(part for part in parts if part)), text(dim(long_day(shown))))


def _name(year: HeatYear) -> str:
    if year.name:
        return year.name
    end = year.days[-1].day if year.days else year.last
    return f"{short_day(year.first)} to {short_day(end)}"


def _columns(years: Sequence[HeatYear]) -> list[dict[Column, date]]:
    """Return each year's weeks (their Mondays) by column, the same week in the same column."""
    first = Week.of(years[0].first)
    found = []
    for year in years:
        begins = Week.of(year.first)
        # One January begins in week 1, another in week 53 of the year before.
        zero = begins.year + round((begins.number - first.number) / 53)
        weeks = begins.until(Week.of(year.last))
        found.append({(week.year - zero, week.number): week.monday for week in weeks})
    return found


def _frame(report: Heatmap, columns: list[Column], width: int) -> _Frame:
    cell = 2 if _NARROW + 2 * len(columns) <= width else 1
    blocks = {name: _rows_of(report, name, title) for name, title in report.blocks.items()}
    labels = [cells(label) for block in blocks.values() for label, _ in block.rows]
    label = min(max([_LEAST_LABEL, *labels]), _MOST_LABEL) + _BETWEEN
    if label + cell * len(columns) > width:
        label = _NARROW
    parts = ceil(len(columns) / ((width - label) // cell))
    size = ceil(len(columns) / parts)
    days = [day for year in report.years for day in year.days if day.entries]
    counts = sorted(day.entries for day in days) or [1]
    # Nine days in ten lie within the four levels: one day of a hundred does not pale the others.
    usual = counts[(len(counts) - 1) * 9 // 10]
    return _Frame(
        label=label,
        room=width - label,
        cell=cell,
        strips=tuple(tuple(columns[n : n + size]) for n in range(0, len(columns), size)),
        step=ceil(usual / len(SHADES)),
        rows=len(WEEKDAYS) if any(day.day.weekday() >= _SATURDAY for day in days) else _SATURDAY,
        look=report.circle or "good",
        blocks=blocks,
    )


def _rows_of(report: Heatmap, block: str, title: str) -> _Rows:
    """Return the rows of a block: one, or one a weekday if it comes twice in some week."""
    days = [
        day.day
        for year in report.years
        for day in year.days
        if any(quiet.block == block for quiet in day.stillness)
    ]
    weekdays = sorted({day.weekday() for day in days})
    if len({Week.of(day) for day in days}) == len(days):
        return _Rows(title, ((title, tuple(weekdays)),))
    return _Rows(title, tuple((f"{WEEKDAYS[n][:3]}, {title}", (n,)) for n in weekdays))


def _year(year: HeatYear, columns: Mapping[Column, date], frame: _Frame) -> Iterator[Spans]:
    days = {day.day: day for day in year.days}
    strips = [strip for strip in frame.strips if any(column in columns for column in strip)]
    for number, strip in enumerate(strips):
        mondays = [columns.get(column) for column in strip]
        if number:
            yield ()
        yield _line(frame, "", [Span(_months(year, mondays, frame), "dim")])
        for row in range(frame.rows):
            shown = [_at(days, monday, row) for monday in mondays]
            yield _line(frame, WEEKDAYS[row], [_day(day, frame) for day in shown])
        for block, rows in frame.blocks.items():
            yield from _strip(block, rows, days, mondays, frame)


def _strip(
    block: str,
    rows: _Rows,
    days: Mapping[date, HeatDay],
    mondays: Sequence[date | None],
    frame: _Frame,
) -> Iterator[Spans]:
    """Iterate over the rows of a block, those left out in which it does not come round."""
    shown = [
        (label, marks)
        for label, weekdays in rows.rows
        if (marks := [_quiet(days, monday, weekdays, block) for monday in mondays])
        and any(mark.text in QUIET.values() for mark in marks)
    ]
    alone = frame.is_narrow and len(rows.rows) == 1
    for label, marks in shown:
        yield _line(frame, "" if alone else label, marks)
    if shown and frame.is_narrow:
        yield text(" " * _NARROW, dim(clipped(rows.title, frame.room)))


def _at(days: Mapping[date, HeatDay], monday: date | None, row: int) -> HeatDay | None:
    return days.get(monday + timedelta(days=row)) if monday else None


def _line(frame: _Frame, label: str, marks: Iterable[Span]) -> Spans:
    """Return one row: its label, then a mark a week, alike ones joined."""
    room = frame.label - (1 if frame.is_narrow else _BETWEEN)
    name = label[:room] if frame.is_narrow else clipped(label, room)
    line = [Span(name + " " * (frame.label - cells(name)), "dim")]
    for look, group in groupby(marks, key=lambda mark: mark.look):
        said = "".join(mark.text.ljust(frame.cell) for mark in group)
        line.append(Span(said, look))
    return tuple(line)


def _months(year: HeatYear, mondays: Sequence[date | None], frame: _Frame) -> str:
    """Return the names of the months, each above the first week that lies mostly in it."""
    names: list[tuple[int, str]] = []
    for column, monday in enumerate(mondays):
        if monday:
            middle = min(max(monday + timedelta(days=3), year.first), year.last)
            name = MONTHS[middle.month - 1][:3]
            if not names or names[-1][1] != name:
                names.append((column * frame.cell, name))
    line = ""
    for (place, name), (following, _) in pairwise([*names, (frame.room + 1, "")]):
        if following - place >= _MONTH:
            line = line.ljust(place) + name
    return line


def _day(day: HeatDay | None, frame: _Frame) -> Span:
    if day is None:
        return _BLANK
    if day.entries:
        return Span(SHADES[_level(day.entries, frame.step)], frame.look)
    if day.state == "break" and day.day.weekday() < _SATURDAY:
        return Span(BREAK, "dim")
    return Span(NOTHING, "dim") if day.state == "school" else _BLANK


def _level(entries: int, step: int) -> int:
    return min((entries - 1) // step, len(SHADES) - 1)


def _quiet(
    days: Mapping[date, HeatDay], monday: date | None, weekdays: Sequence[int], block: str
) -> Span:
    """Return the mark of the quiet time that a block has on one of these days of a week."""
    shown = [day for row in weekdays if (day := _at(days, monday, row))]
    for day in shown:
        for quiet in day.stillness:
            if quiet.block == block:
                return Span(QUIET[quiet.state], _LOOKS.get(quiet.state, "dim"))
    rests = shown and all(day.state == "break" for day in shown)
    return Span(BREAK, "dim") if rests else _BLANK


def _told(report: Heatmap) -> Iterator[Block]:
    still = _stillness(report.stillness)
    said = _written(report.entries, report.written) if report.entries or not still else ""
    parts = [part for part in (said, f"Stillness: {still}." if still else "") if part]
    yield Para(text(" ".join(parts)))
    if report.outside and report.outside_from:
        more = plural(report.outside, "entry", "entries")
        these = "this year" if len(report.years) == 1 else "these years"
        way = command(f"stillpd progress --heatmap --from {report.outside_from}")
        yield Para(text(dim(f"And {more} outside {these}: "), way))


def _written(entries: int, days: int) -> str:
    if not entries:
        return "Nothing written here yet."
    return f"{plural(entries, 'entry', 'entries')} on {plural(days, 'day')}."


def _sums(year: HeatYear) -> str:
    """Return the sums of one year among several."""
    said = _written(year.entries, year.written).rstrip(".")
    expected = year.stillness.planned - year.stillness.excused - year.stillness.open
    return f"{said}, stillness {year.stillness.kept} of {expected} kept" if expected else said


def _stillness(sums: StillnessSums) -> str:
    """Return what became of the quiet times: the rate with both its numbers, the rest counted."""
    expected = sums.planned - sums.excused - sums.open
    counts = [(n, getattr(sums, n)) for n in ("shortened", "missed", "excused", "open")]
    parts = [f"{sums.kept} of {expected} kept"] if expected else []
    return ", ".join(parts + [f"{count} {name}" for name, count in counts if count])


def _legend(report: Heatmap, frame: _Frame, width: int) -> Iterator[Block]:
    days = [day for year in report.years for day in year.days]
    empty = {day.state for day in days if not day.entries}
    seen = {_level(day.entries, frame.step) for day in days if day.entries}
    marks = [(NOTHING, "nothing written")] if "school" in empty else []
    marks += _shades(sorted(seen), frame.step)
    if "break" in empty:
        marks.append((BREAK, "break"))
    quiet = {one.state for day in days for one in day.stillness}
    yield from legend(marks, width)
    yield from legend([(mark, state) for state, mark in QUIET.items() if state in quiet], width)


def _shades(levels: Sequence[int], step: int) -> Iterator[tuple[str, str]]:
    """Iterate over the shades that are seen and how many entries each stands for."""
    for level in levels:
        least, most = level * step + 1, (level + 1) * step
        said = str(least) if step == 1 else f"{least} to {most}"
        if level == len(SHADES) - 1:
            said = f"{least} or more"
        noun = "entry" if said == "1" else "entries"
        yield SHADES[level], f"{said} {noun}" if level == levels[-1] else said
