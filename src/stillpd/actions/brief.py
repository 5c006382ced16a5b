"""The page before a talk: made from what passed the gate, or from a bundle, and nothing else."""

from dataclasses import replace
from datetime import datetime, time

from stillpd.actions.gather import Gathered, gathered, linked_to, looked_through
from stillpd.actions.pack import evidence_of, prints_of
from stillpd.insight.brief import Brief, LastTime, brief
from stillpd.insight.leaving import of_brief
from stillpd.insight.portfolio import of_bundle
from stillpd.insight.sharing import audiences_hint, last_share, news_since
from stillpd.journal.first_page import Opened
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.errors import InvalidInput, NotFound
from stillpd.model.journal import Journal
from stillpd.model.shared import OWNER

_COACHING = "coaching"


def brief_for(
    opened: Opened, journal: Journal, audience: str, now: datetime, *, redact: bool = False
) -> Brief:
    """Return the page before a talk with `audience`; of a bundle it is whom the bundle is for.

    Raises InvalidInput where nobody is named, NotFound for an audience that there is not, Private
    where a private name stands in the words that would go.
    """
    coaching = shipped_protocols()[_COACHING]
    mark = journal.header.bundle
    if opened.is_bundle and mark:
        if audience not in {"", mark.audience}:
            raise NotFound(f"This bundle is for {mark.audience}.", "Leave the audience out.")
        bundled = LastTime(on=mark.since, pages=mark.new) if mark.since else None
        return brief(of_bundle(journal, now), coaching, bundled)
    if audience in {"", OWNER}:
        raise InvalidInput("With whom is the talk?", audiences_hint(journal.header))
    found = gathered(opened, journal, audience, now, redact=redact)
    last = _last_time(journal, found, now)
    told = brief(found.shared, coaching, last)
    shared = looked_through(found, lambda all_: of_brief(all_, told))
    page = brief(shared, coaching, last)
    return replace(page, question=told.question)  # it follows from all that is shared


def _last_time(journal: Journal, found: Gathered, now: datetime) -> LastTime | None:
    """Return the bundle before today: one that was made this morning is this talk's own."""
    morning = datetime.combine(now.date(), time(), now.tzinfo)
    last = last_share(journal, morning, found.shared.audience)
    if not last:
        return None
    going = linked_to(found.shared, evidence_of(found))
    return LastTime(on=last.day, pages=news_since(last, prints_of(going.journal)).all)
