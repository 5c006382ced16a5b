"""A period of a journal for a reader: what every export is made of, so that all of them agree.

It is made from what passed the gate and from nothing else (`Shared`). For its owner everything
passes: `whole`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from stillpd.insight.asof import entry_on
from stillpd.insight.period import Period, entries_in
from stillpd.insight.profile import newest
from stillpd.insight.progress import Progress, progress
from stillpd.model.entry import Entry, ShareRecord
from stillpd.model.header import Audience, SharedRate
from stillpd.model.journal import Journal
from stillpd.model.profile import Profile
from stillpd.model.record import record
from stillpd.model.shared import OWNER, Shared


@record(kw_only=True)
class Portfolio:
    """What a reader gets of a period: who, for whom, the goals as they moved, and the pages.

    `entries` are those of the period by kind, oldest first; no kind is empty.
    """

    shared: Shared
    period: Period
    progress: Progress
    profile: Profile | None
    rates: tuple[SharedRate, ...]
    entries: Mapping[str, tuple[Entry, ...]]

    @property
    def is_whole(self) -> bool:
        """Tell whether it is the owner's own, with all that is private."""
        return self.shared.audience == OWNER


def portfolio(shared: Shared, period: Period) -> Portfolio:
    """Return the period of a journal as its reader may see it."""
    journal = shared.journal
    found: dict[str, list[Entry]] = {}
    for entry in entries_in(journal, period):
        found.setdefault(entry.kind, []).append(entry)
    bundle = journal.header.bundle
    return Portfolio(
        shared=shared,
        period=period,
        progress=progress(journal, period),
        profile=newest(journal, period.end),
        rates=bundle.rates if bundle else (),
        entries={kind: tuple(entries) for kind, entries in found.items()},
    )


def whole(journal: Journal, now: datetime) -> Shared:
    """Return all of a journal, for its owner alone. What was handed out stays a note of theirs."""
    kept = replace(_on(journal, now), problems=())
    return Shared(audience=OWNER, party=Audience(name=journal.header.owner), at=now, journal=kept)


def of_bundle(journal: Journal, now: datetime) -> Shared:
    """Return what a bundle holds: it went through the gate when it was made."""
    bundle = journal.header.bundle
    audience = bundle.audience if bundle else ""
    party = journal.header.audiences.get(audience, Audience())
    return Shared(audience=audience, party=party, at=now, journal=_on(journal, now))


def _on(journal: Journal, now: datetime) -> Journal:
    """Return a journal with its pages as they stood: every format then says the same of them."""
    entries = tuple(
        entry_on(entry, now.date())
        for entry in journal.entries
        if entry.at <= now and not isinstance(entry, ShareRecord)
    )
    return replace(journal, entries=entries)
