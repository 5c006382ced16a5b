"""What goes into an export: the journal as its audience may see it, through the gate."""

from datetime import datetime

from stillpd.actions.pack import expect_no_names, prepare
from stillpd.insight.portfolio import of_bundle, whole
from stillpd.journal.first_page import Opened
from stillpd.model.errors import NotFound, Private
from stillpd.model.journal import Journal
from stillpd.model.shared import OWNER, Shared


def shared_for(
    opened: Opened, journal: Journal, audience: str, now: datetime, *, redact: bool = False
) -> Shared:
    """Return what an export for `audience` may hold; `me` is everything, for the owner.

    Of a bundle it is what the bundle holds. Raises Private without an audience, and where a private
    name stands in the words that would go.
    """
    if opened.is_bundle:
        shared = of_bundle(journal, now)
        if audience not in {"", shared.audience}:
            raise NotFound(f"This bundle is for {shared.audience}.", "Leave the audience out.")
        return shared
    if audience == OWNER:
        return whole(journal, now)
    if not audience:
        known = ", ".join(journal.header.audiences)
        raise Private(
            "For whom is it? Without an audience nothing is exported.",
            f"--audience {OWNER} is everything, for you" + (f"; known: {known}" if known else ""),
        )
    prepared = prepare(opened, journal, audience, now, redact=redact)
    expect_no_names(prepared)
    return prepared.shared
