"""A sheet with a quiet time's questions, laid ready as a draft: to be opened and filled in."""

from contextlib import suppress

from stillpd.actions.answers import read_sheet, sheet
from stillpd.cli.session import Session
from stillpd.insight.quiet_time import Time
from stillpd.insight.rotation import questions_of_week
from stillpd.journal.drafts import Draft, discard, drafts, save
from stillpd.journal.swap import fingerprint
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol


def lay_ready(session: Session, journal: Journal, protocol: Protocol, time: Time) -> bool:
    """Lay a sheet ready unless one of that day lies there; tell whether one does.

    Raises NotSaved where no folder takes it.
    """
    questions = questions_of_week(journal, protocol, session.now)
    if not questions:
        return False
    lead = f"reflect-{protocol.id}-{time.at:%Y-%m-%d}"
    if not any(draft.name.startswith(lead) for draft in drafts(session.root)):
        mark = fingerprint(time.block.encode())[:4]
        words = sheet(questions, {}, whole=True)
        save(session.root, f"{lead}-{time.at:%H%M}-{mark}", words, session.now)
    return True


def take_away_blank(session: Session, protocol: Protocol) -> None:
    """Take away the sheets of a protocol that nobody has written on: it was answered otherwise.

    Only once the answers are saved. One that cannot be taken away stays.
    """
    for draft in drafts(session.root):
        if draft.name.startswith(f"reflect-{protocol.id}-") and is_blank(draft, protocol):
            with suppress(OSError):
                discard(draft.path)


def is_blank(draft: Draft, protocol: Protocol) -> bool:
    """Tell whether a draft is a sheet of `protocol` on which nothing is written."""
    try:
        words = draft.path.read_text("utf-8")
    except (OSError, ValueError):
        return False
    return not read_sheet(protocol.questions, words)
