"""The page before a talk: goals, promises, what is new, and one question. It fits on a screen."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from stillpd.insight.brief import Brief, GoalBrief, LastTalk, Newest, NewPage
from stillpd.insight.promises import PromiseRow
from stillpd.model.days import long_day, month_day, near_day
from stillpd.render import marks
from stillpd.render.commitment import due_words, to_whom
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
    plain_text,
    strong,
    text,
)
from stillpd.render.progress import change_rows, goal_heading, goal_rows, legend_of
from stillpd.render.progress_data import event_data, goal_data
from stillpd.render.share import rate_words, who
from stillpd.render.when import plural

_MOST_GOALS, _MOST_NEW, _LEAST = 4, 4, 20
_PAGES = {
    "evidence": ("piece of evidence", "pieces of evidence"),
    "check-in": ("check-in", ""),
    "activity": ("activity", "activities"),
    "stillness": ("quiet time", ""),
    "time": ("week of hours", "weeks of hours"),
}


def page(report: Brief, width: int) -> Page:
    """Return one page before a talk."""
    blocks: list[Block] = [*_head(report, width)]
    if report.is_empty:
        share = command(f"stillpd share set REF {report.audience}")
        return (*blocks, Gap(), Para(text("Nothing is shared for this talk yet.   ", share)))
    blocks += [block for one in _goals(report, width) for block in one]
    blocks += _promises(report, width)
    blocks += _new(report, width)
    return (*blocks, *_question(report))


def _head(report: Brief, width: int) -> Iterator[Block]:
    people = (report.owner, who(report.audience, report.party))
    title = f"Before the talk: {' and '.join(filter(None, people))}"
    day = long_day(report.today)
    is_narrow = len(title) + len(day) + 2 > width
    aside = near_day(report.today, report.today) if is_narrow else day
    yield Heading(1, text(title), text(dim(aside)))
    said = [f"week {report.week} of {report.weeks}"] if report.week else []
    said += [f"last talk {talk_words(report.talk)}"] if report.talk else []
    if said:
        words = " · ".join(said)
        yield Para(text(dim(words[0].upper() + words[1:])))
    if report.talk and report.talk.next:
        when = report.talk.check_back
        back = f"   check back {month_day(when, report.today)}" if when else ""
        yield Para(text(dim("Next, it said: "), report.talk.next, dim(back)))


def talk_words(talk: LastTalk) -> str:
    """Return when the last talk was, and how."""
    how = [talk.mode or "", f"{talk.minutes} minutes" if talk.minutes else ""]
    told = ", ".join(part for part in how if part)
    return month_day(talk.on) + (f" ({told})" if told else "")


# Goals -------------------------------------------------------------------------------------------


def _goals(report: Brief, width: int) -> Iterator[Iterable[Block]]:
    shown = report.goals[:_MOST_GOALS]
    for one in shown:
        yield (Gap(), *_goal(one, width))
    if report.goals[_MOST_GOALS:]:
        yield (Gap(), *(goal_heading(one.goal, width) for one in report.goals[_MOST_GOALS:]))
    if report.rates:
        yield (Gap(), *(Para(text(rate_words(rate)), indent=2) for rate in report.rates))
    yield marks.legend(legend_of(one.goal for one in shown), width)


def _goal(one: GoalBrief, width: int) -> Iterator[Block]:
    yield goal_heading(one.goal, width)
    rows = goal_rows(one.goal, width)
    if one.newest:
        rows.append((text("newest"), text(", ".join(newest_words(one.newest)))))
    if one.phases:
        told = " · ".join(f"{begun.phase} {month_day(begun.since)}" for begun in one.phases)
        rows.append((text(dim("cycle")), text(dim(told))))
    rows += change_rows(one.changes)
    if one.goal.if_then and not one.goal.closed:
        rows.append((text(dim("plan")), text(dim(one.goal.if_then[0]))))
    if rows:
        yield Rows(tuple(rows), indent=5)


def newest_words(newest: Iterable[Newest]) -> Iterator[str]:
    """Iterate over the newest numbers; a week is told once for those that share it."""
    told = None
    for one in sorted(newest, key=lambda one: one.week, reverse=True):
        when = "" if one.week == told else f" (week of {month_day(one.week.monday)})"
        told = one.week
        yield f"{one.measure} {marks.number(one.value)}{when}"


# Promises, and what is new -----------------------------------------------------------------------


def _promises(report: Brief, width: int) -> Iterator[Block]:
    if not report.promises:
        return
    yield from (Gap(), Heading(2, text(strong("PROMISED"))))
    told = [(row, _outcome(row, report.today)) for row in report.promises]
    longest = max(len(plain_text(said)) for _, said in told)
    room = max(width - longest - 4, _LEAST)
    yield Rows(tuple((_promised(row, report, room), said) for row, said in told))
    if report.more_promises:
        yield Para(text(dim(f"And {plural(report.more_promises, 'more')} open.")), indent=2)


def _promised(row: PromiseRow, report: Brief, room: int) -> Spans:
    """Return a promise on one line, and to whom where that is somebody else."""
    aside = f"   {to_whom(row.to)}" if row.to and row.to != report.party.name else ""
    return text(clipped(row.text, max(room - len(aside), _LEAST)), dim(aside))


def _outcome(row: PromiseRow, today: date) -> Spans:
    if row.outcome == "open":
        is_now = row.due is not None and row.due <= today
        return text(Span(due_words(row.due, today), "strong" if is_now else ""))
    return text(dim(f"{row.outcome} {month_day(row.settled, today)}".strip()))


def _new(report: Brief, width: int) -> Iterator[Block]:
    what = new_words(report)
    since = f"{what.upper()} SINCE {month_day(report.since, report.today)}"
    if not report.new_kinds:
        if report.talk or report.promises:
            yield from (Gap(), Para(text(dim(f"Nothing {what} since {month_day(report.since)}."))))
        return
    yield Gap()
    counts = ", ".join(count_words(kind, count) for kind, count in report.new_kinds.most_common())
    yield Heading(2, text(strong(since)), text(dim(counts)))
    shown = newest(report)
    if shown:
        yield Rows(tuple(_page(one, width) for one in shown))


def new_words(report: Brief) -> str:
    """Return what the pages are that are told of as new."""
    return "new or changed" if report.counts_changed else "new"


def newest(report: Brief) -> tuple[NewPage, ...]:
    """Return the newest of the new pages: as many as leave it one page."""
    return report.new[:_MOST_NEW]


def count_words(kind: str, count: int) -> str:
    """Return how many pages of a kind there are."""
    one, many = _PAGES.get(kind, (kind, ""))
    return plural(count, one, many)


def _page(one: NewPage, width: int) -> tuple[Spans, ...]:
    said = clipped(": ".join(filter(None, (one.guide, one.said))), max(width - 24, _LEAST))
    return text(dim(month_day(one.day))), text(dim(one.kind)), text(said)


def _question(report: Brief) -> Iterator[Block]:
    if report.question:
        yield from (Gap(), Heading(2, text(strong("ONE QUESTION TO ASK"))))
        yield Para(text(Span(report.question.ask, "ask")), indent=2)


# JSON --------------------------------------------------------------------------------------------


def data(report: Brief) -> dict[str, Any]:
    """Return the page as JSON data (docs/reference/json.md)."""
    return {
        "audience": report.audience,
        "name": report.party.name,
        "owner": report.owner,
        "as_of": str(report.today),
        "week": report.week,
        "weeks": report.weeks,
        "since": str(report.since),
        "goals": [_goal_data(one) for one in report.goals],
        "rates": data_of(report.rates),
        "talk": data_of(report.talk),
        "commitments": data_of(report.promises),
        "new": data_of(report.new),
        "new_kinds": [
            {"kind": kind, "count": count} for kind, count in report.new_kinds.most_common()
        ],
        "question": report.question.ask if report.question else None,
    }


def _goal_data(one: GoalBrief) -> dict[str, Any]:
    changes = [event_data(event) for event in one.changes]
    return {
        **goal_data(one.goal),
        "newest": data_of(one.newest),
        "changes": changes,
        "phases": data_of(one.phases),
    }
