"""The words of a check-in: what was noted, what is still open, and the questions."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from stillpd.insight.ledger import find_measure, keep_ledger
from stillpd.insight.week import WeekMeasure
from stillpd.model.days import month_day
from stillpd.model.journal import Journal
from stillpd.model.week import Week
from stillpd.model.words import Number
from stillpd.render.marks import number
from stillpd.render.page import Page, Para, Span, command, dim, text

_LAST_WEEKS = 6


class NotedWeek(Protocol):
    """What a check-in's answer says (actions/check.py)."""

    @property
    def week(self) -> Week: ...  # noqa: D102
    @property
    def readings(self) -> Mapping[str, Number | None]: ...  # noqa: D102
    @property
    def excused(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def still_open(self) -> tuple[WeekMeasure, ...]: ...  # noqa: D102


def page(noted: NotedWeek) -> Page:
    """Return what was noted for a week, and what is still open in it."""
    parts = [f"{name} {_value(value)}" for name, value in noted.readings.items()]
    parts += [
        f"{name} excused ({reason})" if reason else f"{name} not excused any more"
        for name, reason in noted.excused.items()
    ]
    said = ", ".join(parts) or "a sentence"
    blocks = [Para(text(f"Noted for {noted.week}: ", Span(said, "strong"), "."))]
    if noted.still_open:
        names = ", ".join(measure.name for measure in noted.still_open)
        blocks.append(Para(text(dim(f"Still open: {names}   "), command("stillpd check"))))
    return tuple(blocks)


def _value(value: Number | None) -> str:
    return "taken back" if value is None else number(value)


def wanted(measure: WeekMeasure) -> str:
    """Return what a measure aims at, in words: 3 or more."""
    if measure.target is None:
        return ""
    target = f"{number(measure.target)} {measure.unit}".strip()
    return {"up": f"{target} or more", "down": f"{target} or less", "hold": f"about {target}"}[
        measure.direction
    ]


def week_line(week: Week, open_: int) -> str:
    """Return how the asking begins, with so many numbers that are open."""
    span = f"Week {week}, {month_day(week.monday)} to {month_day(week.sunday)}"
    if not open_:
        return f"{span}. Every number is in."
    return f"{span}. Enter leaves one open, ? shows the last weeks, “excused WHY” excuses."


def question(measure: WeekMeasure) -> Iterator[str]:
    """Iterate over the lines above one question: what it is, last week, the if-then plan."""
    aim = wanted(measure)
    last = "" if measure.last is None else f"   last week {number(measure.last)}"
    yield ""
    yield f"{measure.title}{', ' if aim else ''}{aim}{last}"
    for plan in measure.if_then:
        yield f"  {plan}"


def last_weeks(journal: Journal, name: str, week: Week, now: datetime) -> str:
    """Return the newest values of a measure before `week`, on one line."""
    key = find_measure(journal.goals, name)
    if key is None:
        return "Nothing yet."
    held = keep_ledger(journal, now).readings.get(key, {})
    newest = sorted(w for w in held if w < week)[-_LAST_WEEKS:]
    return "  ".join(f"{w} {number(held[w].value)}" for w in newest) or "Nothing yet."
