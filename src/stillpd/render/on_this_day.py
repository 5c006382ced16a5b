"""On this day, on a page: each day that comes back with some of its words, the oldest first."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stillpd.insight.on_this_day import Back, OldDay, OldPage, OnThisDay
from stillpd.insight.timeline import WeekNumbers
from stillpd.model.days import long_day
from stillpd.render.lines import MOST_PROSE, clipped
from stillpd.render.log import entry_data, left_out, line, ref_cell
from stillpd.render.page import Block, Gap, Heading, Page, Para, command, dim, strong, text
from stillpd.render.width import cells

_INDENT = 2
_MOST_LINES = 3
_LOST_AT_THE_ENDS = 20  # columns, where a word moves to the next line
_KIND, _ID = 10, 6
_BESIDE = _INDENT + 5 + 2 + _KIND + 2 + _ID + 2
_LEAST_WORDS = 24
_COUNTS = ("", "A", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def page(report: OnThisDay, width: int) -> Page:
    """Return the days that come back, on a page."""
    blocks: list[Block] = []
    for day in report.days:
        blocks += [*([Gap()] if blocks else []), _heading(day)]
        for old, before in zip(day.pages, (None, *day.pages), strict=False):
            blocks += [*([Gap()] if before and before.prose else []), *_entry(old, width)]
    shown = sum(len(day.pages) for day in report.days)
    return (*blocks, *left_out(shown, report.found, report.hidden, is_first=not blocks)) or (
        Para(text("Nothing on this day yet.  ", command("stillpd write"))),
    )


def _heading(day: OldDay) -> Heading:
    return Heading(2, text(strong(f"{_ago(day.back)}, {long_day(day.day)}")))


def _ago(back: Back) -> str:
    """Return A year ago, Three years ago, 12 years ago."""
    count = _COUNTS[back.count] if back.count < len(_COUNTS) else str(back.count)
    return f"{count} {back.unit}{'' if back.count == 1 else 's'} ago"


def _entry(old: OldPage, width: int) -> Iterator[Block]:
    """Iterate over an entry's line and a few lines of its prose below."""
    row = replace(old.row, said=old.headline)
    room = max(min(width, MOST_PROSE) - _BESIDE, _LEAST_WORDS)
    said = line(row, room, WeekNumbers({}, ()))
    [ref] = ref_cell(row)
    beside = text(f"{row.at:%H:%M}  ", dim(f"{row.kind:<{_KIND}}  "), ref)
    pad = text(" " * (_ID - len(ref.text) + 2))
    yield Para((*beside, *pad, *said) if said else beside, indent=_INDENT)
    if old.prose:
        yield Para(text(_some(old.prose, min(width, MOST_PROSE) - 2 * _INDENT)), indent=2 * _INDENT)


def _some(prose: str, room: int) -> str:
    """Return what a few lines of `room` columns hold, whole words."""
    most = _MOST_LINES * room - _LOST_AT_THE_ENDS
    if cells(prose) <= most:
        return prose
    cut = clipped(prose, most)
    return f"{cut.rpartition(' ')[0] or cut.rstrip('…')}…"


def data(report: OnThisDay) -> dict[str, Any]:
    """Return it as JSON data (docs/reference/json.md)."""
    return {
        "as_of": str(report.today),
        "days": [
            {
                "day": str(day.day),
                "count": day.back.count,
                "unit": day.back.unit,
                "entries": [{**entry_data(p.row), "prose": p.prose} for p in day.pages],
            }
            for day in report.days
        ],
        "found": report.found,
        "hidden": report.hidden,
    }
