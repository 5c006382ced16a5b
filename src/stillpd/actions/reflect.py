"""Save a reflection, with what comes out of it: commitments, and quiet time kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from stillpd.actions.answers import Answers, prose
from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.actions.stillness import keep_by_reflecting
from stillpd.journal.first_page import Opened
from stillpd.model.days import long_day
from stillpd.model.entry import Commitment, Reflection
from stillpd.model.errors import InvalidInput
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol, Question
from stillpd.model.record import record
from stillpd.model.words import Circle

_SCALE = range(11)


@record(kw_only=True)
class Promised:
    """A line of an answer that became a commitment."""

    text: str
    to: str = "me"
    due: date | None = None


@record(kw_only=True)
class NewReflection:
    """What was asked and answered, and where it belongs.

    `questions` are those that were asked. The rotating one among them, if answered, gives the
    entry its circle and discipline; a `circle` that the person chose comes first. `is_seen`: others
    can see what is said of it.
    """

    protocol: Protocol
    questions: Sequence[Question]
    answers: Answers
    at: datetime
    goals: tuple[str, ...] = ()
    circle: Circle | None = None
    tags: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    energy: int | None = None
    fulfilment: int | None = None
    minutes: int | None = None
    promised: tuple[Promised, ...] = ()
    is_seen: bool = False


def check_figures(
    *, energy: int | None = None, fulfilment: int | None = None, minutes: int | None = None
) -> None:
    """Raise InvalidInput for a rating off the scale, or time that runs backwards."""
    for name, value in (("energy", energy), ("fulfilment", fulfilment)):
        if value is not None and value not in _SCALE:
            raise InvalidInput(f"--{name} goes from 0 to 10; {value} is not on that scale.")
    if minutes is not None and minutes < 0:
        raise InvalidInput("--minutes counts from 0 up.")


def reflect(opened: Opened, journal: Journal, new: NewReflection, now: datetime) -> Saved:
    """Save a reflection as one operation with what comes out of it.

    Where its day has quiet time without an answer, that is kept. Raises InvalidInput for a
    reflection without an answer.
    """
    check_figures(energy=new.energy, fulfilment=new.fulfilment, minutes=new.minutes)
    answers = {name: given for name, given in new.answers.items() if not given.is_empty}
    if not answers:
        raise InvalidInput("No question is answered yet.", "One is enough; the others can wait.")
    rotating = next((q for q in new.questions if q.rotate and q.id in answers), None)
    changes = Changes(opened)
    entry = changes.add_entry(
        Reflection(
            at=new.at,
            protocol=new.protocol.id,
            goals=new.goals,
            circle=new.circle or (rotating.circle if rotating else None),
            discipline=rotating.discipline if rotating else None,
            tags=new.tags,
            share=new.share,
            energy=new.energy,
            fulfilment=new.fulfilment,
            minutes=new.minutes,
            answers={
                q.id: given.value
                for q in new.questions
                if (given := answers.get(q.id)) and given.value is not None
            },
            body=prose(new.questions, answers),
        )
    )
    for promise in new.promised:
        changes.add_entry(
            Commitment(
                at=new.at, text=promise.text, to=promise.to, due=promise.due, goals=new.goals
            )
        )
    told = keep_by_reflecting(changes, journal, new.protocol.id, new.at, now, is_seen=new.is_seen)
    words = f"a reflection ({new.protocol.id}) of {long_day(new.at.date())}"
    if new.promised:
        count = len(new.promised)
        words += f" and {count} commitment{'' if count == 1 else 's'}"
    saved = changes.save("reflect", words, now, ref=entry.ref, path=entry.path)
    return replace(saved, notes=(*saved.notes, *told))
