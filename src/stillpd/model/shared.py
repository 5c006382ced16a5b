"""What one audience may see of a journal: the only thing that may leave it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from stillpd.model.header import Audience
from stillpd.model.journal import Journal
from stillpd.model.record import record

OWNER = "me"
"""The one who keeps the journal, and sees all of it. No audience may be called so."""


@record(kw_only=True)
class Shared:
    """A journal as one audience sees it at a moment, made by insight/gate.py.

    For its owner it holds everything (insight/portfolio.py, `whole`).

    `journal` holds nothing but what that audience may see, so whatever follows from it is theirs
    too. `files` says where the files of evidence lie, by the names under which they go; `withheld`
    counts the pages that stay. Both are the owner's, and stay too.
    """

    audience: str
    party: Audience
    at: datetime
    journal: Journal
    files: Mapping[str, str] = field(default_factory=dict)
    withheld: int = 0
