"""Blocks: protected time to be still, on a recurrence (RFC 5545)."""

from dataclasses import field
from datetime import date, datetime

from stillpd.model.header import FROM_NAME, NOT_NEGATIVE, REQUIRED, Span
from stillpd.model.record import record

A_DAY = 24 * 60
"""So many minutes a quiet time may have at most."""


@record(kw_only=True)
class Block:
    """A rule for quiet time. Occurrences are computed from it and never stored."""

    id: str = field(metadata=FROM_NAME)
    title: str = ""
    rule: str = ""
    after_done: str = ""
    starts: datetime | None = field(default=None, metadata={**REQUIRED, "local": True})
    ends: date | None = None
    minutes: int | None = field(default=None, metadata={"least": 0, "most": A_DAY})
    protocol: str = ""
    in_breaks: bool = False
    pauses: tuple[Span, ...] = ()
    uid: str = ""
    sequence: int = field(default=0, metadata=NOT_NEGATIVE)
    changed: datetime | None = None
    share: tuple[str, ...] = ()
