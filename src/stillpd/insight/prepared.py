"""What would go to an audience, before it goes."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from stillpd.insight.gate_words import Named
from stillpd.insight.period import period_at
from stillpd.insight.progress import Progress, progress
from stillpd.insight.timeline import Timeline, Wanted, timeline
from stillpd.model.entry import CheckIn, Entry, Stillness
from stillpd.model.record import record
from stillpd.model.shared import Shared

_MOST_PLACES = 5
OF_FILE = "its file"
"""The key of a name that stands in the file of a piece of evidence, and not on its page."""


@record(kw_only=True)
class News:
    """What the last bundle, of the day `since`, did not have (`new`), or has otherwise.

    Pages are named as they are written down: an entry by its id, any other by its path.
    """

    since: date
    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """All that somebody who knows the last one has not read."""
        return self.new | self.changed


@record(kw_only=True)
class Prepared:
    """What would go: `shared`, and the files of evidence by their new names.

    `named` are the places where a private name stands: while there is one, nothing goes. `news` is
    None where there was no bundle before. `left_files` counts files that cannot be freed of what
    they tell. `is_redacted` tells that private names were taken out of its words.
    """

    shared: Shared
    evidence: Mapping[str, bytes] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    news: News | None = None
    left_files: int = 0
    is_redacted: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to hand out."""
        journal = self.shared.journal
        bundle = journal.header.bundle
        pages = (journal.goals, journal.blocks, journal.profiles, journal.entries)
        return not any(pages) and not (bundle and bundle.rates)

    @property
    def way_on(self) -> str:
        """The command that leads to the first place where a private name stands."""
        if not self.named:
            return ""
        first = self.named[0]
        return f"stillpd {'show' if first.key == OF_FILE else 'edit'} {first.ref}"

    @property
    def places(self) -> tuple[str, ...]:
        """The first places where a private name stands, in words, and how many more there are."""
        told = [one.place for one in self.named]
        more = len(told) - _MOST_PLACES
        return (*told[:_MOST_PLACES], *([f"and {more} more"] if more > 0 else []))

    def told_by_name(self, refs: frozenset[str]) -> Iterator[str]:
        """Iterate over those of `refs` that are pages with words, in their order."""
        numbers = {e.id for e in self.shared.journal.entries if is_numbers(e)}
        yield from sorted(refs - numbers)


def is_numbers(entry: Entry) -> bool:
    """Tell whether of an entry only numbers go: its id was made for it, and nobody types it."""
    is_bare = not (entry.body or entry.title or entry.tags or entry.circle)
    return isinstance(entry, CheckIn | Stillness) and is_bare


@record(kw_only=True)
class Preview:
    """What would go, whole, with the pictures of its goals as the audience would see them."""

    prepared: Prepared
    progress: Progress
    timeline: Timeline


def preview(prepared: Prepared) -> Preview:
    """Return what an audience would see: made of what is shared and nothing else."""
    journal, at = prepared.shared.journal, prepared.shared.at
    return Preview(
        prepared=prepared,
        progress=progress(journal, period_at(journal.calendar, at)),
        timeline=timeline(journal, Wanted(), at),
    )
