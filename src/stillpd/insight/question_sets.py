"""Question sets as a person looks at them: all in a list, one whole, one as a sheet for paper."""

from collections.abc import Mapping
from datetime import date, datetime

from stillpd.insight.rotation import questions_of_week
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol, Question
from stillpd.model.record import record
from stillpd.model.words import Cadence, Number


@record(kw_only=True)
class ShelfRow:
    """One question set in the list. `own`: the journal's own, perhaps in place of a shipped one."""

    id: str
    title: str
    minutes: Number | None
    cadence: Cadence | None
    questions: int
    own: bool


@record
class Shelf:
    """All question sets."""

    protocols: tuple[ShelfRow, ...]


@record
class QuestionSet:
    """One question set, whole. `this_week` is the id of the rotating question of the week."""

    protocol: Protocol
    own: bool
    this_week: str


@record(kw_only=True)
class Sheet:
    """A question set for paper: the questions that it asks in the week of `day`."""

    id: str
    title: str
    owner: str
    day: date
    minutes: Number | None
    questions: tuple[Question, ...]


def shelf(journal: Journal, protocols: Mapping[str, Protocol]) -> Shelf:
    """Return the list of all question sets."""
    return Shelf(
        tuple(
            ShelfRow(
                id=name,
                title=protocol.title,
                minutes=protocol.minutes,
                cadence=protocol.cadence,
                questions=sum(not q.rotate for q in protocol.questions)
                + any(q.rotate for q in protocol.questions),
                own=name in journal.protocols,
            )
            for name, protocol in protocols.items()
        )
    )


def question_set(journal: Journal, protocol: Protocol, now: datetime) -> QuestionSet:
    """Return one question set, whole."""
    asked = questions_of_week(journal, protocol, now)
    this_week = next((question.id for question in asked if question.rotate), "")
    return QuestionSet(protocol, protocol.id in journal.protocols, this_week)


def paper_sheet(journal: Journal, protocol: Protocol, now: datetime) -> Sheet:
    """Return a question set for paper, with the rotating question of the week."""
    return Sheet(
        id=protocol.id,
        title=protocol.title,
        owner=journal.header.owner,
        day=now.date(),
        minutes=protocol.minutes,
        questions=questions_of_week(journal, protocol, now),
    )
