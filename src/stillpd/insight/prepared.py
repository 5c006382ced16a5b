"""What would go to an audience, before it goes."""

from collections.abc import Mapping
from dataclasses import field

from stillpd.insight.gate_words import Named
from stillpd.insight.period import period_at
from stillpd.insight.profile import newest
from stillpd.insight.progress import Progress, progress
from stillpd.insight.timeline import Timeline, Wanted, timeline
from stillpd.model.profile import Profile
from stillpd.model.record import record
from stillpd.model.shared import Shared


@record(kw_only=True)
class Prepared:
    """What would go: `shared`, and the files of evidence by their new names.

    `named` are the places where a private name stands: while there is one, nothing goes. `new` are
    the refs of the pages that the last bundle did not have, or has otherwise; None where there was
    no bundle before. `left_files` counts files that cannot be freed of what they tell.
    """

    shared: Shared
    evidence: Mapping[str, bytes] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    new: frozenset[str] | None = None
    left_files: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to hand out."""
        journal = self.shared.journal
        bundle = journal.header.bundle
        pages = (journal.goals, journal.blocks, journal.profiles, journal.entries)
        return not any(pages) and not (bundle and bundle.rates)


@record(kw_only=True)
class Preview:
    """What would go, as the audience would see it."""

    prepared: Prepared
    progress: Progress
    timeline: Timeline
    profile: Profile | None


def preview(prepared: Prepared) -> Preview:
    """Return what an audience would see: made of what is shared and nothing else."""
    journal, at = prepared.shared.journal, prepared.shared.at
    return Preview(
        prepared=prepared,
        progress=progress(journal, period_at(journal.calendar, at)),
        timeline=timeline(journal, Wanted(), at),
        profile=newest(journal, at.date()),
    )
