"""Times of a block that the clocks skip in spring, or strike twice in autumn."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from stillpd.insight.recurrence import is_planned, moments, on_the_clock
from stillpd.insight.stillness import zone_of
from stillpd.model.block import Block
from stillpd.model.calendar import Calendar
from stillpd.model.record import record

_AHEAD = timedelta(days=2 * 366)


@record
class OddTime:
    """A wall time that a day does not have, or has twice, and when it is held that day."""

    said: datetime
    held: datetime

    @property
    def is_skipped(self) -> bool:
        """Tell whether the clocks skip it; else they strike it twice, and it is the first."""
        return self.said.time() != self.held.time()


def odd_times(block: Block, calendar: Calendar, now: datetime) -> tuple[OddTime, ...]:
    """Return the times of `block` in the two years from `now` that are not plain, oldest first."""
    return tuple(_odd_times(block, calendar, now)) if not block.after_done else ()


def _odd_times(block: Block, calendar: Calendar, now: datetime) -> Iterator[OddTime]:
    zone = zone_of(now)
    for said in moments(block, zone, now.date() + _AHEAD):
        if said.date() < now.date() or not is_planned(block, calendar, said.date()):
            continue
        held = on_the_clock(said, zone)
        again = held.replace(fold=1)
        if held.replace(tzinfo=None) != said or again.utcoffset() != held.utcoffset():
            yield OddTime(said, held)
