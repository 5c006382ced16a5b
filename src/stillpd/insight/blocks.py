"""Blocks as reports: the list of them, one of them whole, and its times over a period."""

from datetime import date, datetime, timedelta, tzinfo

from stillpd.insight.clock_changes import OddTime, odd_times
from stillpd.insight.open_time import LONG, around
from stillpd.insight.period import Period
from stillpd.insight.quiet_time import asked_now
from stillpd.insight.stillness import (
    BlockSums,
    Occurrence,
    occurrences_of,
    settled_occurrences,
    sums_of,
    zone_of,
)
from stillpd.model.block import Block
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.record import record

AHEAD = timedelta(weeks=4)
"""So far ahead are times listed where nobody said until when."""
_COMING = 3


@record(kw_only=True)
class BlockLine:
    """One block in a list.

    `sums` are those of the period, `next` is the next time unanswered, and `asked` the one that
    is on now or asked for: older ones without an answer are not spoken of. `zone` is that in which
    a rule's end is a day.
    """

    block: Block
    zone: tzinfo
    sums: BlockSums
    next: datetime | None
    asked: datetime | None
    ended: bool
    private: bool


@record(kw_only=True)
class BlockList:
    """The blocks that were asked for, on a day, and how many others have ended."""

    day: date
    lines: tuple[BlockLine, ...]
    ended: int


@record(kw_only=True)
class BlockPage:
    """One block: its sums and times of the period so far, and what comes."""

    line: BlockLine
    day: date
    times: tuple[Occurrence, ...]
    coming: tuple[datetime, ...]
    odd: tuple[OddTime, ...]
    goals: tuple[str, ...]


@record(kw_only=True)
class BlockTimes:
    """The times of a block from `first` to `last`, as they stand on a day."""

    block: str
    title: str
    day: date
    first: date
    last: date
    times: tuple[Occurrence, ...]


def block_list(journal: Journal, period: Period, *, whole: bool = False) -> BlockList:
    """Return the blocks by their next time: those that go on, or all of them."""
    lines = [_line(journal, block, period)[0] for block in journal.blocks.values()]
    shown = [line for line in lines if whole or not line.ended]
    shown.sort(
        key=lambda line: (line.ended, line.next is None, line.next or period.now, line.block.id)
    )
    return BlockList(day=period.now.date(), lines=tuple(shown), ended=len(lines) - len(shown))


def block_page(journal: Journal, block: Block, period: Period) -> BlockPage:
    """Return one block whole."""
    line, times = _line(journal, block, period)
    return BlockPage(
        line=line,
        day=period.now.date(),
        times=times,
        coming=coming(journal, block, period.now)[:_COMING],
        odd=odd_times(block, journal.calendar, period.now),
        goals=journal.goals_of_blocks.get(block.id, ()),
    )


def block_times(
    journal: Journal, block: Block, first: date, last: date, now: datetime
) -> BlockTimes:
    """Return the times of a block over some days, with what became of each."""
    return BlockTimes(
        block=block.id,
        title=block.title or block.id,
        day=now.date(),
        first=first,
        last=last,
        times=occurrences_of(journal, block, first, last, now),
    )


def coming(journal: Journal, block: Block, now: datetime) -> tuple[datetime, ...]:
    """Return the times of a block that are still to come and have no answer.

    What comes after the last one is among them when it is due already.
    """
    today = now.date()
    begins = block.starts.date() if block.starts else today
    near = around(journal, block, today, now, last=max(today, begins) + LONG)
    due = near.left_open if block.after_done else None
    found = [o for o in (due, near.open_today, *near.after) if o and o.answer is None]
    return tuple(o.at for o in found if o.state == "coming" or block.after_done)


def times_before(journal: Journal, block: Block, now: datetime) -> int:
    """Return how many times a block by a rule has before today."""
    if block.after_done or not block.starts:
        return 0
    last = now.date() - timedelta(days=1)
    return len(occurrences_of(journal, block, block.starts.date(), last, now))


def has_ended(block: Block, day: date) -> bool:
    """Tell whether a block's last day is behind."""
    return block.ends is not None and block.ends < day


def _line(
    journal: Journal, block: Block, period: Period
) -> tuple[BlockLine, tuple[Occurrence, ...]]:
    settled = settled_occurrences(journal, block, period.first, period.now)
    times = tuple(o for o in settled if o.at.date() <= period.last)
    ahead = coming(journal, block, period.now)
    asked = asked_now(journal, block, period.now)
    [sums] = sums_of({block.id: times}).blocks
    line = BlockLine(
        block=block,
        zone=zone_of(period.now),
        sums=sums,
        next=ahead[0] if ahead else None,
        asked=asked.at if asked else None,
        ended=has_ended(block, period.now.date()),
        private=is_private(block),
    )
    return line, times
