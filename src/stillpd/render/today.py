"""Today on one screen: what is promised first, then what is due, then what moves."""

from collections.abc import Iterator
from typing import Any

from stillpd.insight.agenda import Agenda, CircleWeeks
from stillpd.insight.quiet_time import Time
from stillpd.insight.week import WeekMeasure
from stillpd.insight.year_ago import YearAgo
from stillpd.model.days import long_day, month_day, near_day
from stillpd.render.commitment import due_words, to_whom
from stillpd.render.lines import MOST_PROSE, clipped
from stillpd.render.marks import number
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
    text,
)
from stillpd.render.when import plural
from stillpd.render.width import cells

_MOST_PROMISES = 6
_LEAST_SAID = 24


def page(agenda: Agenda, width: int) -> Page:
    """Return today's page."""
    blocks: list[Block] = [_title(agenda)]
    if agenda.is_new:
        quiet = tuple(_now(agenda))
        blocks += [Gap(), Rows(quiet, indent=2)] if quiet else []
        return (*blocks, Gap(), *_first_day())
    if agenda.away:
        blocks += [Gap(), *_welcome_back(agenda)]
    rows = [
        *_promised(agenda),
        *_goals_due(agenda),
        *_now(agenda),
        *_this_week(agenda),
        *_revisit(agenda),
    ]
    if rows:
        blocks += [Gap(), Rows(tuple(rows), indent=2)]
    else:
        blocks += [Gap(), Para(text("Nothing is due. A quiet day."), indent=2)]
    circles = list(_circles(agenda))
    blocks += [Gap(), *circles]
    if agenda.year_ago:
        blocks += [*([Gap()] if circles else []), _year_ago(agenda.year_ago, width)]
    return tuple(blocks)


def _title(agenda: Agenda) -> Heading:
    parts = [long_day(agenda.now.date()).rsplit(" ", 1)[0]]
    if agenda.on_break:
        parts.append(agenda.on_break)
    elif agenda.week:
        parts.append(f"week {agenda.week} of {agenda.weeks}")
    parts.append(agenda.owner)
    return Heading(1, text(" · ".join(part for part in parts if part)))


def _first_day() -> Iterator[Block]:
    yield Para(text("This journal is new. Three ways to begin, each takes a minute:"), indent=2)
    yield Gap()
    yield Rows(
        (
            (text(command('stillpd write "…"')), text("something that happened")),
            (text(command("stillpd goal add")), text("what you want to be different")),
            (text(command("stillpd reflect")), text("three questions about the week")),
        ),
        indent=4,
    )


def _welcome_back(agenda: Agenda) -> Iterator[Block]:
    gone = agenda.away
    if gone is None:
        return
    yield Para(
        text(
            f"Welcome back. The last page is of {month_day(gone.since)}; "
            f"{plural(len(gone.weeks), 'school week')} went by, and that is fine."
        ),
        indent=2,
    )
    yield Para(text(Span("What was it that needed you?", "ask")), indent=2)
    yield Rows(
        (
            (text(command('stillpd write "…"')), text(dim("one sentence about it"))),
            (
                text(command('stillpd check --excuse-gap "…"')),
                text(dim("excuse those weeks at once")),
            ),
        ),
        indent=4,
    )


def _promised(agenda: Agenda) -> Iterator[tuple[Spans, ...]]:
    shown = agenda.promised[:_MOST_PROMISES]
    for number_, promise in enumerate(shown):
        to = to_whom(promise.to)
        said = text(promise.text, dim(f"  {to}" if to else ""))
        due = text(due_words(promise.due, agenda.now.date()), "  ", dim(promise.ref))
        yield text("Promised" if number_ == 0 else ""), said, due
    rest = agenda.later + len(agenda.promised) - len(shown)
    if rest:
        lead = "" if shown else "Promised"
        yield (
            text(lead),
            text(dim(f"{'and ' if shown else ''}{rest} later")),
            text(command("stillpd commitment")),
        )


def _goals_due(agenda: Agenda) -> Iterator[tuple[Spans, ...]]:
    for place, goal in enumerate(agenda.goals_due):
        when = due_words(goal.due, agenda.now.date()).replace("since", "was due")
        what = text(goal.title, dim(f"  {goal.id}"))
        answer = text(when, "  ", command(f"stillpd progress {goal.id}"))
        yield text("Goal" if place == 0 else ""), what, answer


def _now(agenda: Agenda) -> Iterator[tuple[Spans, ...]]:
    for time in agenda.times:
        if time.state == "next":
            when = f"{month_day(time.at.date(), agenda.now.date())}, {time.at:%H:%M}"
            yield text("Next"), text(dim(f"{time.title}   {when}")), ()
        elif time.at.date() < agenda.now.date():
            what = f"{time.title}, {near_day(time.at.date(), agenda.now.date())} {time.at:%H:%M}"
            yield text("Open"), text(what), ()
            yield text(""), text(command(_answer(time))), ()  # too long to stand beside it
        else:
            minutes = f", {time.minutes} minutes" if time.minutes else ""
            what = f"{time.title}, {time.at:%H:%M}{minutes}"
            yield text(_LEADS[time.state]), text(what), text(command(_answer(time)))


_LEADS = {"now": "Now", "later": "Today", "open": "Today"}


def _answer(time: Time) -> str:
    """Return the command that, typed today, answers a time."""
    if not time.by_reflecting:
        return f"stillpd block keep {time.block} --on {time.at.date()}"
    usual = time.protocol in {"", "weekly"}
    return "stillpd reflect" if usual else f"stillpd reflect {time.protocol}"


def _this_week(agenda: Agenda) -> Iterator[tuple[Spans, ...]]:
    noted = [m for m in agenda.measures if m.state != "open"]
    open_ = [m for m in agenda.measures if m.state == "open" and m.role == "lead"]
    if noted:
        yield text("This week"), text(" · ".join(_noted(measure) for measure in noted)), ()
    if open_:
        names = ", ".join(measure.name for measure in open_)
        said = text("still open: " if noted else "open: ", names)
        yield text("" if noted else "This week"), said, text(command("stillpd check"))


def _noted(measure: WeekMeasure) -> str:
    if measure.state == "excused":
        return f"{measure.name} excused"
    return f"{measure.name} {number(measure.value)}"


def _revisit(agenda: Agenda) -> Iterator[tuple[Spans, ...]]:
    if agenda.revisit_due:
        said = text(f"last looked at {month_day(agenda.revisit_due)}")
        yield text("Profile"), said, text(command("stillpd profile revisit"))
    if agenda.drafts:
        said = text("a goal not finished: ", ", ".join(agenda.drafts))
        yield text("Draft"), said, text(command(f"stillpd goal edit {agenda.drafts[0]}"))


def _circles(agenda: Agenda) -> Iterator[Block]:
    strips: list[Span | str] = []
    for circle in agenda.circles:
        weeks = "".join("●" if tended else "○" for tended in circle.tended)
        strips += [Span(f"{circle.circle.title()} {weeks}", circle.circle), "   "]
    longest = max((len(circle.tended) for circle in agenda.circles), default=0)
    if longest:
        told = f"last {plural(longest, 'school week')}" if longest > 1 else "this week"
        yield Para(text(*strips, dim(told)), indent=2)
    asked = _empty(agenda.circles)
    if asked:
        yield Para(asked, indent=2)


def _empty(circles: tuple[CircleWeeks, ...]) -> Spans:
    """Return a question about the circle that had the least, if one had nothing."""
    for circle in circles:
        if not circle.active_goals:
            asked = f"{circle.circle.title()} has no goal now. What would be enough?  "
            return text(Span(asked, "ask"), command(f"stillpd goal add --circle {circle.circle}"))
    for circle in circles:
        if len(circle.tended) > 1 and not any(circle.tended):
            weeks = plural(len(circle.tended), "week")
            name = circle.circle.title()
            return text(
                Span(f"{name} has had little of you for {weeks}. What would be enough?", "ask")
            )
    return ()


def _year_ago(old: YearAgo, width: int) -> Para:
    """Return one quiet line: a sentence of a year ago, as much of it as the line has room for."""
    typed = f"stillpd show {old.ref}"
    room = min(width, MOST_PROSE) - 2
    lead = "A year ago this week you wrote: “"
    if len(lead) + cells(old.said) + len("”  ") + cells(typed) > room:
        lead = "A year ago this week: “"
    left = room - len(lead) - len("”  ") - cells(typed)
    if left < _LEAST_SAID:  # then what can be typed moves below
        left = room - len(lead) - len("”")
    said = clipped(old.said, left)
    return Para(text(dim(lead), said, dim("”"), "  ", command(typed)), indent=2)


def data(agenda: Agenda) -> dict[str, Any]:
    """Return today as JSON data (docs/reference/json.md)."""
    from stillpd.render.data import data_of

    said: dict[str, Any] = data_of(agenda)
    said["as_of"] = str(agenda.now.date())
    return said
