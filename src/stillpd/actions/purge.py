"""Remove kept versions for good."""

from datetime import datetime

from stillpd.journal import kept
from stillpd.journal.first_page import Opened
from stillpd.model.record import record


@record
class Purged:
    """How many operations' kept versions are gone."""

    removed: int


def count_kept(opened: Opened, before: datetime | None) -> int:
    """Return how many operations a purge would forget."""
    rows = kept.history(opened.root)
    return sum(before is None or operation.moment < before for operation in rows)


def purge(opened: Opened, before: datetime | None, now: datetime) -> Purged:
    """Drop the kept versions from before a moment, or all. Nothing brings them back."""
    return Purged(kept.purge(opened.root, before, now))
