"""What a calendar file would bring into the school years, on a page and as JSON data."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from stillpd.exchange.holidays import FoundBreak, FoundBreaks
from stillpd.model.days import month_day, short_day, weekday
from stillpd.render.page import Block, Gap, Page, Para, Rows, Spans, dim, text
from stillpd.render.when import plural

_UNNAMED = "no name"
_TOLD = {"there": "a break already", "long": "too long for a break"}


def page(report: FoundBreaks) -> Page:
    """Return the days that were found, a row each, and what is left out and why."""
    blocks: list[Block] = []
    if report.breaks:
        several = len({one.year for one in report.breaks}) > 1
        blocks.append(Rows(tuple(_row(one, several=several) for one in report.breaks)))
    else:
        blocks.append(Para(text("No whole days of a school year are in it.")))
    left = list(left_out(report))
    if left:
        blocks += [Gap(), Para(text(dim(f"Left out: {', '.join(left)}.")))]
    return tuple(blocks)


def _row(one: FoundBreak, *, several: bool) -> tuple[Spans, ...]:
    told = _TOLD.get(one.state, "")
    words = days(one)
    return (
        text(dim(words) if told else words),
        text(dim(one.span.reason or _UNNAMED) if told else one.span.reason or _UNNAMED),
        text(dim(told or (one.year if several else ""))),
    )


def days(one: FoundBreak) -> str:
    """Return Mon 24 to Fri 28 Nov 2025."""
    first, last = one.span.from_, one.span.to
    if first is None or last is None or first == last:
        return f"{_short(first)} {short_day(first)}" if first else ""
    begun = f"{_short(first)} {month_day(first) if first.month != last.month else first.day}"
    return f"{begun} to {_short(last)} {short_day(last)}"


def _short(day: date) -> str:
    return weekday(day)[:3]


def left_out(report: FoundBreaks) -> Iterator[str]:
    """Iterate over what is not among the days, in words."""
    if report.outside:
        yield f"{report.outside} outside your school years"
    if report.unwanted:
        yield f"{report.unwanted} of other names"
    if report.timed:
        yield f"{plural(report.timed, 'thing')} at an hour"
    if report.unread:
        yield f"{report.unread} that could not be read"


def choices(report: FoundBreaks) -> dict[str, FoundBreak]:
    """Return the new ones by the words in which they are offered, each of its own."""
    rows = {}
    for one in report.new:
        words = f"{days(one)}  {one.span.reason or _UNNAMED}"
        rows[f"{words} ({one.year})" if words in rows else words] = one
    return rows


def data(report: FoundBreaks) -> dict[str, Any]:
    """Return it as JSON data (docs/reference/json.md)."""
    return {
        "breaks": [
            {
                "from": str(one.span.from_),
                "to": str(one.span.to),
                "reason": one.span.reason,
                "school_year": one.year,
                "state": one.state,
            }
            for one in report.breaks
        ],
        "outside": report.outside,
        "unwanted": report.unwanted,
        "timed": report.timed,
        "unread": report.unread,
        "saved": report.saved,
    }
