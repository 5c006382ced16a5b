"""Stillness: what became of the protected time. Unanswered stays open and never turns missed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from fractions import Fraction
from typing import Literal

from stillpd.insight.period import Period
from stillpd.insight.recurrence import occurrences
from stillpd.model.block import Block
from stillpd.model.entry import Stillness
from stillpd.model.journal import Journal
from stillpd.model.record import record

OccurrenceState = Literal["kept", "shortened", "missed", "excused", "open", "coming"]
"""Unanswered, an occurrence is coming until its moment and open from then on."""


@record
class Occurrence:
    """One occurrence of a block: its moment in the journal's zone, and what became of it."""

    block: str
    at: datetime
    state: OccurrenceState
    answer: Stillness | None = None


@record
class BlockSums:
    """The sums of one block."""

    id: str
    planned: int
    kept: int
    shortened: int
    missed: int
    excused: int
    open: int
    rate: Fraction | None


@record
class StillnessSums:
    """The sums of all blocks; `rate` is kept of (planned less excused less open)."""

    planned: int
    kept: int
    shortened: int
    missed: int
    excused: int
    open: int
    rate: Fraction | None
    blocks: tuple[BlockSums, ...]


def settled_occurrences(
    journal: Journal, block: Block, first: date, now: datetime
) -> tuple[Occurrence, ...]:
    """Return the occurrences of `block` from `first` up to the moment `now`, with their answers."""
    found = occurrences_of(journal, block, first, now.date(), now)
    return tuple(occurrence for occurrence in found if occurrence.at <= now)


def occurrences_of(
    journal: Journal, block: Block, first: date, last: date, now: datetime
) -> tuple[Occurrence, ...]:
    """Return the occurrences of `block` from `first` to `last`, as they stand at `now`."""
    answers = answers_to(journal, block, now)
    days = [(a.on, a.until or a.on) for a in answers if a.on]
    ranges = [answer for answer in answers if _is_range(answer)]
    by_day = {a.on: a for a in answers if not _is_range(a)}  # the newest of a day stands
    made = []
    for at in occurrences(block, journal.calendar, zone_of(now), first, last, days):
        answer = by_day.get(at.date()) or _newest_over(ranges, at.date())
        unanswered: OccurrenceState = "coming" if at > now else "open"
        outcome = answer.outcome if answer else None
        made.append(Occurrence(block.id, at, outcome or unanswered, answer))
    return tuple(made)


def zone_of(now: datetime) -> tzinfo:
    """Return the journal's zone, in which every moment is given."""
    return now.tzinfo or UTC


def answers_to(journal: Journal, block: Block, now: datetime) -> tuple[Stillness, ...]:
    """Return what was said of a block's occurrences by `now`, oldest first."""
    return tuple(
        entry
        for entry in journal.entries
        if isinstance(entry, Stillness) and entry.block == block.id and entry.at <= now
    )


def _is_range(answer: Stillness) -> bool:
    """Tell whether an answer is over several days; one for the very day beats it."""
    return bool(answer.on and answer.until and answer.on < answer.until)


def _newest_over(ranges: Sequence[Stillness], day: date) -> Stillness | None:
    over = [a for a in ranges if a.on and a.until and a.on <= day <= a.until]
    return over[-1] if over else None


def stillness_sums(journal: Journal, period: Period) -> StillnessSums:
    """Return the sums of every block over the period."""
    return sums_of(
        {
            block.id: [
                occurrence
                for occurrence in settled_occurrences(journal, block, period.first, period.now)
                if occurrence.at.date() <= period.last
            ]
            for block in journal.blocks.values()
        }
    )


def sums_of(found: Mapping[str, Iterable[Occurrence]]) -> StillnessSums:
    """Return the sums of the occurrences of blocks, by their ids."""
    blocks = tuple(BlockSums(name, *_counts([o.state for o in of])) for name, of in found.items())
    totals = _counts(
        [state for block in blocks for state, count in _by_state(block) for _ in range(count)]
    )
    return StillnessSums(*totals, blocks)


def _by_state(block: BlockSums) -> tuple[tuple[OccurrenceState, int], ...]:
    return (
        ("kept", block.kept),
        ("shortened", block.shortened),
        ("missed", block.missed),
        ("excused", block.excused),
        ("open", block.open),
    )


def _counts(states: list[OccurrenceState]) -> tuple[int, int, int, int, int, int, Fraction | None]:
    kept, shortened = states.count("kept"), states.count("shortened")
    missed, excused, open_ = states.count("missed"), states.count("excused"), states.count("open")
    expected = len(states) - excused - open_
    rate = Fraction(kept, expected) if expected else None
    return len(states), kept, shortened, missed, excused, open_, rate
