"""Bring to an end what was cut off."""

from datetime import datetime

from stillpd.journal import recover as journal_recover
from stillpd.journal.first_page import Opened
from stillpd.journal.recover import Recovered
from stillpd.model.record import record


@record
class Recovery:
    """What became of everything that was cut off."""

    recovered: tuple[Recovered, ...]


def recover(opened: Opened, now: datetime, *, back: bool = False) -> Recovery:
    """Finish everything that was cut off, or with `back` take it back. Safe to run again."""
    return Recovery(journal_recover.recover(opened.root, now, back=back))
