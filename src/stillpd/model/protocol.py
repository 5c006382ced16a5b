"""Protocols: question sets that guide a reflection. Every step can be skipped."""

from dataclasses import field

from stillpd.model.header import FROM_NAME, NOT_NEGATIVE, REQUIRED, REQUIRED_NAME
from stillpd.model.record import record
from stillpd.model.words import AnswerKind, Cadence, Circle, Discipline, Number


@record(kw_only=True)
class Question:
    """One question, its kind of answer, and the circle or discipline that it tends."""

    id: str = field(default="", metadata=REQUIRED_NAME)
    ask: str = field(default="", metadata=REQUIRED)
    answer: AnswerKind = "text"
    choices: tuple[str, ...] = ()
    circle: Circle | None = None
    discipline: Discipline | None = None
    minutes: Number | None = field(default=None, metadata=NOT_NEGATIVE)
    rotate: bool = False


@record(kw_only=True)
class Protocol:
    """A question set. The file name is its id; one of the user's replaces a shipped one."""

    id: str = field(metadata=FROM_NAME)
    title: str = field(default="", metadata=REQUIRED)
    minutes: Number | None = field(default=None, metadata=NOT_NEGATIVE)
    cadence: Cadence | None = None
    source: str = ""
    disciplines: tuple[Discipline, ...] = ()
    questions: tuple[Question, ...] = field(default=(), metadata={"key": "question"})
