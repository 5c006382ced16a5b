"""What goes into an export: the journal as its audience may see it, through the gate."""

from datetime import datetime

from stillpd.actions.gather import gathered, looked_through
from stillpd.insight.leaving import Leaving, of_calendar, of_form, of_period, of_table
from stillpd.insight.period import Period
from stillpd.insight.portfolio import of_bundle, whole
from stillpd.journal.first_page import Opened
from stillpd.model.errors import NotFound, Private
from stillpd.model.journal import Journal
from stillpd.model.shared import OWNER, Shared


def shared_for(
    opened: Opened,
    journal: Journal,
    audience: str,
    now: datetime,
    *,
    redact: bool = False,
    leaving: Leaving | None = None,
) -> Shared:
    """Return what an export for `audience` may hold; `me` is everything, for the owner.

    Of a bundle it is what the bundle holds. `leaving` makes of it the part that the format holds
    (`leaving_in`), and no name beside that stops it. Raises Private without an audience, and where
    a private name stands in the words that would go.
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
    found = gathered(opened, journal, audience, now, redact=redact)
    return looked_through(found, leaving or _all)


def _all(shared: Shared) -> Shared:
    return shared


def leaving_in(form: str, period: Period, table: str = "") -> Leaving | None:
    """Return what makes the part of the journal that a format holds; None where that is all."""
    match form:
        case "csv":
            return of_table(table or "readings", period)
        case "ics":
            return of_calendar
        case "form":
            return of_form(period)
        case "html" | "pdf" | "markdown":
            return of_period(period)
    return None
