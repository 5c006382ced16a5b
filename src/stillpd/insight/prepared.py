"""What would go to an audience, before it goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from stillpd.insight.gate_words import Named
from stillpd.insight.period import period_at
from stillpd.insight.progress import Progress, progress
from stillpd.insight.sharing import News, page_count
from stillpd.insight.timeline import Timeline, Wanted, timeline
from stillpd.model.entry import CheckIn, Entry, Stillness
from stillpd.model.record import record
from stillpd.model.shared import Shared

_MOST_PLACES = 5
OF_FILE = "its file"
"""The key of a name that stands in the file of a piece of evidence, and not on its page."""


@record(kw_only=True)
class Prepared:
    """What would go: `shared`, and the files of evidence by their new names.

    `prints` are its pages, each with a fingerprint of what it says. `named` are the places where a
    private name stands: while there is one, nothing goes. `news` is None where there was no bundle
    before, and while something is named: what went had these names taken out, so every such page
    would seem changed. `left_files` counts files that cannot be freed of what they tell.
    `is_redacted` tells that private names were taken out of its words.
    """

    shared: Shared
    prints: Mapping[str, str]
    evidence: Mapping[str, bytes] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    news: News | None = None
    left_files: int = 0
    is_redacted: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to hand out."""
        bundle = self.shared.journal.header.bundle
        return not page_count(self.shared.journal) and not (bundle and bundle.rates)

    def told_by_name(self, refs: frozenset[str]) -> Iterator[str]:
        """Iterate over those of `refs` that are pages with words, in their order."""
        numbers = {e.id for e in self.shared.journal.entries if is_numbers(e)}
        yield from sorted(refs - numbers)


def way_on(named: Sequence[Named]) -> str:
    """Return the command that leads to the first place where a private name stands."""
    first = named[0]
    return f"stillpd {'show' if first.key == OF_FILE else 'edit'} {first.ref}"


def places(named: Sequence[Named], *, said: bool = False) -> tuple[str, ...]:
    """Return the first places where a private name stands, in words, and how many more.

    With the name itself where it is `said`, for its owner's eyes.
    """
    more = len(named) - _MOST_PLACES
    told = tuple(
        f"{one.place}: “{one.said}”" if said else one.place for one in named[:_MOST_PLACES]
    )
    return (*told, f"and {more} more") if more > 0 else told


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
