"""Which questions a reflection asks, and where their answers come from."""

import re
from collections.abc import Sequence
from datetime import datetime

from stillpd.actions.answers import read_sheet, read_typed, sheet
from stillpd.cli.draft_again import take_up, tell_waiting
from stillpd.cli.guided_reflection import Sitting
from stillpd.cli.output import note
from stillpd.cli.ready_sheet import take_away_blank
from stillpd.cli.refs import find_protocol
from stillpd.cli.saving import let_draft_go
from stillpd.cli.session import Session
from stillpd.insight.quiet_time import quiet_times
from stillpd.insight.rotation import questions_of_week
from stillpd.journal.shipped import protocols_of
from stillpd.model.errors import InvalidInput

USUAL = "weekly"
_DRAFT = re.compile(r"reflect-(.+)-\d{4}-\d\d-\d\d-\d{4}-[0-9a-f]{4}\Z")


def sit_down(session: Session, ref: str, moment: datetime) -> Sitting:
    """Return a fresh sitting with the protocol that is named, else due now, else the weekly."""
    protocol = find_protocol(session.journal, ref or _due_now(session) or USUAL)
    questions = questions_of_week(session.journal, protocol, moment)
    if not questions:
        raise InvalidInput(f"The protocol {protocol.id} has no questions yet.")
    return Sitting(session, protocol, questions, moment.date())


def take_up_sitting(session: Session, ref: str, moment: datetime) -> Sitting:
    """Return the sitting that a draft was left in. Raises NotFound where there is none."""
    named = find_protocol(session.journal, ref).id if ref else ""
    draft, words = take_up(session, f"reflect-{named}" if named else "reflect")
    match = _DRAFT.match(draft.name)
    sitting = sit_down(session, match[1] if match else named, moment)
    headings = {line[3:].strip() for line in words.splitlines() if line.startswith("## ")}
    begun = tuple(q for q in sitting.protocol.questions if not q.rotate or q.ask in headings)
    if any(question.rotate for question in begun):
        sitting.questions = begun
    sitting.answers = read_sheet(sitting.questions, words)
    return sitting


def fill_in(sitting: Sitting, typed: Sequence[str], *, editor: bool) -> bool:
    """Get the answers: from options, from a sheet in the editor, or one by one in a terminal.

    Returns False where nothing was answered and nothing is to be saved.
    """
    session = sitting.session
    sitting.answers |= read_typed(sitting.questions, typed)
    if editor:
        return _fill_in_sheet(sitting)
    if typed or (sitting.answers and not session.is_interactive):
        return True
    if not session.is_interactive:
        raise InvalidInput("No question is answered yet.", _how(sitting))
    is_new = session.draft is None
    if is_new:
        tell_waiting(session, "reflect")
    sitting.ask_all()
    if any(not given.is_empty for given in sitting.answers.values()):
        return True
    if is_new:
        let_draft_go(session)
    note("Nothing was written down this time, and that is fine.")
    return False


def clear_up(sitting: Sitting, *, is_anew: bool) -> None:
    """Take away the sheet that lay ready, once the answers of a sitting begun anew are saved."""
    if is_anew:
        take_away_blank(sitting.session, sitting.protocol)


def _fill_in_sheet(sitting: Sitting) -> bool:
    from stillpd.cli.editor import edit_text

    before = sheet(sitting.questions, sitting.answers, whole=True)
    name = f"reflect-{sitting.protocol.id}"
    filled = edit_text(sitting.session, name, before, instead=_how(sitting))
    if filled is None:
        return False
    sitting.answers = read_sheet(sitting.questions, filled)
    return True


def _due_now(session: Session) -> str:
    """Return the protocol of the quiet time that is on, else of one that has no answer yet."""
    times = quiet_times(session.journal, session.now)
    known = protocols_of(session.journal)
    due = [t for t in times if t.state in {"now", "open"} and t.protocol in known]
    due.sort(key=lambda time: time.at, reverse=True)
    return due[0].protocol if due else ""


def _how(sitting: Sitting) -> str:
    asked = sitting.questions[0].id
    others = ", ".join(question.id for question in sitting.questions)
    return (
        f"stillpd reflect {sitting.protocol.id} --answer {asked}=TEXT\n"
        f"The questions: {others}. See them: stillpd protocol show {sitting.protocol.id}"
    )
