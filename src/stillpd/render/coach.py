"""A coach's pages: a bundle that came, the teachers, and a report without names."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from stillpd.insight.coaching import (
    LEAST_TEACHERS,
    Added,
    Breakdown,
    Changed,
    Coachee,
    Coachees,
    CoachReport,
    Difference,
    Part,
)
from stillpd.model.days import full_day, long_day, month_day
from stillpd.render.data import data_of
from stillpd.render.lines import clipped
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
from stillpd.render.share import who
from stillpd.render.when import plural

_MOST_SHOWN, _BESIDE, _LEAST, _HOUR = 5, 14, 20, 60


# A bundle that came ------------------------------------------------------------------------------


def added_page(report: Added, width: int, *, seen: bool) -> Page:
    """Return what is kept now; `seen`: others see this screen, so no titles are shown."""
    source = f"from {report.owner}, " if report.owner else ""
    made_for = who(report.audience, report.party)
    day = f"As of {full_day(report.on)}: " if report.on else "In it: "
    goals = f", among them {plural(report.goals, 'goal')}" if report.goals else ""
    held = f"{plural(report.pages, 'page')}{goals}"
    blocks: list[Block] = [
        Para(text("Kept as ", strong(report.name), f": {source}for {made_for}")),
        Para(text(dim(f"{day}{held}.")), indent=2),
    ]
    if report.locked:
        blocks.append(Para(text(dim("It stays locked here: each look needs your key.")), indent=2))
    if report.difference:
        blocks += _difference(report.difference, report.before, width, seen=seen)
    before = command(f"stillpd coach brief {report.name}")
    return (*blocks, Para(text(dim("before the talk: "), before), indent=2))


def _difference(
    told: Difference, before: date | None, width: int, *, seen: bool
) -> Iterator[Block]:
    since = f"the bundle of {full_day(before)}" if before else "the bundle before"
    if not (told.goals or told.pages):
        yield Para(text(f"It says what {since} said."), indent=2)
        return
    yield Para(text(f"Since {since}:"), indent=2)
    parts = [("goals", told.goals), ("entries", told.pages)]
    yield Rows(tuple((text(name), text(_counts(part))) for name, part in parts), indent=4)
    if not seen:
        lines = [row for name, part in parts for row in _titles(name, part, width)]
        if lines:
            yield Rows(tuple(lines), indent=4)


def _counts(part: Changed) -> str:
    return f"{len(part.new)} new, {len(part.changed)} changed, {part.gone} gone"


def _titles(name: str, part: Changed, width: int) -> Iterator[tuple[Spans, ...]]:
    room = max(width - _BESIDE, _LEAST)
    for word, titles in (("new", part.new), ("changed", part.changed)):
        for title in titles[:_MOST_SHOWN]:
            yield text(dim(word)), text(clipped(title, room))
        left = len(titles) - _MOST_SHOWN
        if left > 0:
            yield text(dim(word)), text(dim(f"and {left} more {name}"))


def added_data(report: Added, *, seen: bool) -> dict[str, Any]:
    """Return what is kept now as JSON data (docs/reference/json.md)."""
    told = report.difference
    return {
        "name": report.name,
        "owner": report.owner,
        "audience": report.audience,
        "as_of": data_of(report.on),
        "goals": report.goals,
        "pages": report.pages,
        "locked": report.locked,
        "before": data_of(report.before),
        "changes": None
        if told is None
        else {
            "goals": _changed_data(told.goals, seen=seen),
            "pages": _changed_data(told.pages, seen=seen),
        },
    }


def _changed_data(part: Changed, *, seen: bool) -> dict[str, Any]:
    counts = {"new": len(part.new), "changed": len(part.changed), "gone": part.gone}
    titles = {"new_titles": part.new, "changed_titles": part.changed}
    return {**counts, **{key: [] if seen else list(told) for key, told in titles.items()}}


# The teachers ------------------------------------------------------------------------------------


def list_page(report: Coachees, hidden: int, unread: int = 0) -> Page:
    """Return the teachers, a row each; `hidden` counts those that others are not to see.

    `unread` counts the bundles that could not be read.
    """
    if hidden:
        told = plural(hidden, "teacher")
        return (Para(text(f"{told}: who they are, this screen does not show.")),)
    if unread and not report.coachees:
        return (Para(text(f"{plural(unread, 'bundle')} kept, and none of them could be read.")),)
    if not report.coachees:
        add = command("stillpd coach add FILE.zip")
        return (Para(text("No bundle is kept yet.   ", add)),)
    blocks: list[Block] = [
        Heading(1, text("Your teachers"), text(dim(long_day(report.today)))),
    ]
    for one in report.coachees:
        blocks += [Gap(), *_coachee(one, report)]
    return tuple(blocks)


def _coachee(one: Coachee, report: Coachees) -> Iterator[Block]:
    yield Heading(2, text(strong(one.name), dim(f"   {one.owner}" if one.owner else "")))
    rows = [(text(dim("last talk")), text(_last_words(one, report), _next_words(one, report)))]
    on = f"as of {month_day(one.on, report.today)}" if one.on else "no day is told"
    new = f"{plural(one.new, 'page')} new or changed" if one.new is not None else ""
    rows.append((text(dim("bundle")), text(", ".join(part for part in (on, new) if part))))
    if one.phases:
        told = [f"{p.goal} {p.phase} since {month_day(p.since, report.today)}" for p in one.phases]
        rows.append((text(dim("cycle")), text(", ".join(told))))
    yield Rows(tuple(rows))


def _last_words(one: Coachee, report: Coachees) -> str:
    if one.last is None:
        return "none noted yet"
    how = ", ".join(
        part for part in (one.mode or "", f"{one.minutes} minutes" if one.minutes else "") if part
    )
    return month_day(one.last, report.today) + (f" ({how})" if how else "")


def _next_words(one: Coachee, report: Coachees) -> Span:
    """Return when the next talk is due: the day that was agreed, else after two weeks."""
    if one.check_back:
        day = month_day(one.check_back, report.today)
        words = f"   check back was {day}" if one.overdue else f"   check back {day}"
    elif one.overdue and one.last:
        words = f"   {plural((report.today - one.last).days // 7, 'week')} ago"
    else:
        words = ""
    return Span(words, "strong" if one.overdue else "dim")


def list_data(report: Coachees, hidden: int) -> dict[str, Any]:
    """Return the teachers as JSON data (docs/reference/json.md)."""
    rows = () if hidden else report.coachees
    return {"as_of": str(report.today), "coachees": data_of(rows), "hidden": hidden}


# The report --------------------------------------------------------------------------------------


def report_page(report: CoachReport) -> Page:
    """Return how much coaching there was: no names, no content."""
    days = f"{full_day(report.first)} to {full_day(report.last)}"
    hours = _hours(report.minutes) if report.minutes >= _HOUR else ""
    rows = [
        (text("teachers"), text(str(report.teachers))),
        (text("contacts"), text(str(report.contacts))),
        (text("minutes"), text(str(report.minutes), dim(f"   {hours}" if hours else ""))),
    ]
    blocks: list[Block] = [Heading(1, text("Coaching"), text(dim(days))), Gap(), Rows(tuple(rows))]
    if report.without_minutes:
        told = plural(report.without_minutes, "contact")
        blocks.append(Para(text(dim(f"Of {told} no minutes are noted.")), indent=2))
    if report.breakdown is None:
        enough = report.teachers >= LEAST_TEACHERS
        blocks += [Gap(), Para(text(dim(_WHO_KNOWS if enough else _WHY_NOT)))]
    else:
        blocks += _breakdown(report.breakdown)
    return (*blocks, Gap(), Para(text(dim("What was said stays with those who said it."))))


_WHY_NOT = (
    f"With fewer than {LEAST_TEACHERS} teachers there are only totals: anything more would tell of "
    "one of them."
)
_WHY_OTHER = (
    f"Told apart is only what {LEAST_TEACHERS} teachers or more have in common, so that no line is "
    "about one of them."
)
_WHO_KNOWS = (
    "A bundle could not be read, so two of these may be one teacher: there are only totals until "
    "it can be read."
)


def _hours(minutes: int) -> str:
    hours, left = divmod(minutes, _HOUR)
    return f"{hours} h {left} min" if left else f"{hours} h"


def _breakdown(told: Breakdown) -> Iterator[Block]:
    shelves = [("phase", told.phases), ("how", told.modes), ("arranged", told.planned)]
    rows = [
        _part(title if n == 0 else "", part)
        for title, parts in shelves
        for n, part in enumerate(parts)
    ]
    if rows:
        yield from (Gap(), Rows(tuple(rows)))
    yield from (Gap(), Para(text(dim(_WHY_OTHER))))


def _part(title: str, part: Part) -> tuple[Spans, ...]:
    how_many = text(plural(part.contacts, "contact"))
    return text(dim(title)), text(part.name), how_many, text(dim(plural(part.minutes, "minute")))


def report_data(report: CoachReport) -> dict[str, Any]:
    """Return the report as JSON data (docs/reference/json.md)."""
    return {
        "from": str(report.first),
        "to": str(report.last),
        "teachers": report.teachers,
        "contacts": report.contacts,
        "minutes": report.minutes,
        "without_minutes": report.without_minutes,
        "breakdown": data_of(report.breakdown),
    }
