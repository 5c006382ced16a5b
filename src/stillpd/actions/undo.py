"""Take back the last operation, or bring back what was taken back."""

from datetime import datetime

from stillpd.journal import kept
from stillpd.journal.first_page import Opened
from stillpd.model.record import record


@record
class TakenBack:
    """What was taken back or done again, in the words of the history, and its files."""

    words: str
    command: str
    paths: tuple[str, ...]
    notes: tuple[str, ...] = ()


def undo(opened: Opened, now: datetime) -> TakenBack:
    """Take back the newest operation that stands; again: the one before it."""
    return _told(kept.undo(opened.root, now))


def redo(opened: Opened, now: datetime) -> TakenBack:
    """Do again what the last undo took back."""
    return _told(kept.redo(opened.root, now))


def _told(undone: kept.Undone) -> TakenBack:
    notes = tuple(
        f"Somebody else saved at the same moment. Their version is in {path}"
        for path in undone.done.conflicts
    )
    return TakenBack(undone.operation.words, undone.operation.command, undone.done.paths, notes)
