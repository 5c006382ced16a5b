"""The times of a block around a day: the one place that says which of them is open.

A block "after the last one" has one open time, the next: it waits from its start on, however long
that is. Any other is looked for so far back as is asked.
"""

from datetime import date, datetime, timedelta

from stillpd.insight.stillness import Occurrence, occurrences_of
from stillpd.model.block import Block
from stillpd.model.journal import Journal
from stillpd.model.record import record

LONG = timedelta(days=400)
"""So far around a day are other times looked for: a yearly one has its neighbour."""


@record
class Around:
    """The newest time before a day, that of the day, and those after it."""

    before: Occurrence | None
    of_day: Occurrence | None
    after: tuple[Occurrence, ...]

    @property
    def left_open(self) -> Occurrence | None:
        """The newest time before the day, if it has no answer: older ones are not spoken of."""
        return _unanswered(self.before)

    @property
    def open_today(self) -> Occurrence | None:
        """The time of the day, if it has no answer."""
        return _unanswered(self.of_day)

    @property
    def coming(self) -> Occurrence | None:
        """The first time after the day that has no answer."""
        return next((o for o in self.after if o.answer is None), None)


def around(
    journal: Journal,
    block: Block,
    day: date,
    now: datetime,
    *,
    back: timedelta = LONG,
    last: date | None = None,
) -> Around:
    """Return the times of a block around `day` as they stand at `now`, up to the day `last`."""
    first = day - back
    if block.after_done and block.starts:
        first = min(block.starts.date(), day)
    found = occurrences_of(journal, block, first, last or day + LONG, now)
    before = [o for o in found if o.at.date() < day]
    of_day = [o for o in found if o.at.date() == day]
    after = tuple(o for o in found if o.at.date() > day)
    return Around(before[-1] if before else None, of_day[0] if of_day else None, after)


def _unanswered(time: Occurrence | None) -> Occurrence | None:
    return time if time and time.answer is None else None
