"""The page before a talk: made from what passed the gate, or from a bundle, and nothing else."""

from dataclasses import replace
from datetime import datetime, time

from stillpd.actions.pack import expect_no_names, last_share, news_since, prepare
from stillpd.insight.brief import Brief, LastTime, brief
from stillpd.insight.leaving import of_brief
from stillpd.insight.portfolio import of_bundle
from stillpd.journal.first_page import Opened
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.errors import InvalidInput, NotFound
from stillpd.model.journal import Journal
from stillpd.model.shared import OWNER, Shared

_COACHING = "coaching"


def brief_for(
    opened: Opened, journal: Journal, audience: str, now: datetime, *, redact: bool = False
) -> Brief:
    """Return the page before a talk with `audience`; of a bundle it is whom the bundle is for.

    The last time is the bundle before today: one that was made this morning is this talk's own.
    Raises InvalidInput where nobody is named, NotFound for an audience that there is not, Private
    where a private name stands in the words that would go.
    """
    coaching = shipped_protocols()[_COACHING]
    mark = journal.header.bundle
    if opened.is_bundle and mark:
        if audience not in {"", mark.audience}:
            raise NotFound(f"This bundle is for {mark.audience}.", "Leave the audience out.")
        bundled = LastTime(on=mark.since, new=mark.new) if mark.since else None
        return brief(of_bundle(journal, now), coaching, bundled)
    if audience in {"", OWNER}:
        known = ", ".join(journal.header.audiences) or "none yet: stillpd audience add coach"
        raise InvalidInput("With whom is the talk?", f"Known: {known}")
    morning = datetime.combine(now.date(), time(), now.tzinfo)
    last = last_share(journal, audience, morning)

    made: list[Brief] = []
    before: list[LastTime | None] = []

    def leaving(shared: Shared) -> Shared:
        new = news_since(shared.journal, last).all if last else frozenset[str]()
        before.append(LastTime(on=last.day, new=new) if last else None)
        made.append(brief(shared, coaching, before[0]))
        return of_brief(shared, made[0])

    prepared = prepare(opened, journal, audience, now, redact=redact, leaving=leaving)
    expect_no_names(prepared)
    page = brief(prepared.shared, coaching, before[0])
    return replace(page, question=made[0].question)  # it follows from all that is shared
