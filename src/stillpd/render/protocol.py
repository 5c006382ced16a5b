"""Question sets on a page: the list, one whole, and a sheet to write on by hand."""

from collections.abc import Iterator
from typing import Any

from stillpd.insight.question_sets import QuestionSet, Sheet, Shelf, ShelfRow
from stillpd.model.days import long_day
from stillpd.model.protocol import Protocol, Question
from stillpd.render import marks
from stillpd.render.data import data_of
from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Spans, command, dim, strong
from stillpd.render.page import text as spans
from stillpd.render.when import plural

_CADENCES = {
    "lesson": "after a lesson",
    "week": "every week",
    "term": "every term",
    "year": "every year",
    "event": "when it happens",
}
_LINES = {"text": 5, "commitment": 3, "number": 1}
_PAPER = 72


def shelf_page(report: Shelf) -> Page:
    """Return the list on a page."""
    return (
        Rows(tuple(_shelf_row(row) for row in report.protocols), indent=0),
        Gap(),
        Para(
            spans(
                dim("Begin: "),
                command("stillpd reflect ID"),
                dim("   make one your own: "),
                command("stillpd protocol copy ID"),
            )
        ),
    )


def _shelf_row(row: ShelfRow) -> tuple[Spans, ...]:
    return (
        spans(strong(row.id)),
        spans(row.title),
        spans(dim(_minutes(row.minutes))),
        spans(dim(" · ".join(_told(row.cadence, own=row.own)))),
    )


def _told(cadence: str | None, *, own: bool) -> Iterator[str]:
    if cadence:
        yield _CADENCES[cadence]
    if own:
        yield "yours"


def _minutes(minutes: Any) -> str:
    return f"{marks.number(minutes)} min" if minutes is not None else ""


def page(report: QuestionSet) -> Page:
    """Return one question set, whole."""
    protocol = report.protocol
    return tuple(_whole(report, protocol))


def _whole(report: QuestionSet, protocol: Protocol) -> Iterator[Block]:
    aside = [_minutes(protocol.minutes), *_told(protocol.cadence, own=report.own)]
    yield Heading(1, spans(protocol.title), spans(dim(" · ".join(a for a in aside if a))))
    if protocol.source:
        yield Para(spans(dim(protocol.source)))
    yield Gap()
    fixed = [question for question in protocol.questions if not question.rotate]
    rotating = [question for question in protocol.questions if question.rotate]
    yield Rows(tuple(_question(question, report) for question in fixed))
    if rotating:
        yield Gap()
        yield Heading(2, spans("One of these each week"))
        yield Rows(tuple(_question(question, report) for question in rotating))
    yield Gap()
    yield Para(spans(dim("Begin: "), command(f"stillpd reflect {protocol.id}")))


def _question(question: Question, report: QuestionSet) -> tuple[Spans, ...]:
    mark = dim(" · this week") if question.id == report.this_week else ""
    kind = _kind(question)
    beside = dim(f" ({kind})") if kind else ""
    return spans(dim(question.id)), spans(question.ask, beside, mark)


def _kind(question: Question) -> str:
    match question.answer:
        case "scale":
            return "0 to 10"
        case "yes-no":
            return "yes or no"
        case "number":
            return "a number"
        case "choice":
            return " · ".join(question.choices)
        case "commitment":
            return "may become commitments"
    return ""


def sheet_page(report: Sheet, width: int) -> Page:
    """Return a sheet to write on by hand."""
    return tuple(_paper(report, min(width, _PAPER)))


def _paper(report: Sheet, width: int) -> Iterator[Block]:
    aside = " · ".join(part for part in (report.owner, long_day(report.day)) if part)
    yield Heading(1, spans(report.title))
    yield Para(spans(dim(aside)))
    for question in report.questions:
        yield Gap()
        yield Heading(2, spans(question.ask))
        yield from _room(question, width)
    yield Gap()
    minutes = f"{plural(int(report.minutes), 'minute')}. " if report.minutes else ""
    yield Para(spans(dim(f"{minutes}Skip what does not speak to you.")))
    yield Para(spans(dim("To keep it: "), command(f"stillpd reflect {report.id} --editor")))


def _room(question: Question, width: int) -> Iterator[Block]:
    picks = {
        "scale": tuple(str(number) for number in range(11)),
        "yes-no": ("○ yes", "○ no"),
        "choice": tuple(f"○ {choice}" for choice in question.choices),
    }.get(question.answer)
    if picks:
        yield Gap()
        yield Para(spans(("   " if question.answer == "scale" else "     ").join(picks)))
    for _ in range(_LINES.get(question.answer, 2)):
        yield Gap()
        yield Para(spans(_ruled(question, width)))


def _ruled(question: Question, width: int) -> str:
    if question.answer != "commitment":
        return "─" * width
    room = width - len(" to  by ")
    return f"{'─' * (room // 2)} to {'─' * (room // 4)} by {'─' * (room // 4)}"


def data(report: QuestionSet) -> dict[str, Any]:
    """Return one question set as JSON data: its own keys, whose it is, and the week's question."""
    said: dict[str, Any] = data_of(report.protocol)
    return said | {"own": report.own, "this_week": report.this_week}
