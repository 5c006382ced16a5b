"""Which quiet time an answer is for: the one that is named, else the newest that is open."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from stillpd.insight.stillness import Occurrence, occurrences_of
from stillpd.model.block import Block
from stillpd.model.journal import Journal
from stillpd.model.record import record

USUAL_PROTOCOL = "weekly"
_LONG = timedelta(days=400)
"""So far around a day are other times looked for: a yearly one has its neighbour."""


@record
class Standing:
    """How a block stands on a day: what is to be answered, and what lies around it."""

    to_answer: Occurrence | None
    last: Occurrence | None
    coming: Occurrence | None


def standing(journal: Journal, block: Block, at: datetime, now: datetime) -> Standing:
    """Return what an answer given at `at` is for, as it stands at `now`.

    It is the newest time up to then if it has no answer, else one still to come that day.
    """
    day = at.date()
    around = occurrences_of(journal, block, _since(block, day), day + _LONG, now)
    begun = [o for o in around if o.at <= at or o.at.date() < day]
    later = [o for o in around if o not in begun]
    last = begun[-1] if begun else None
    coming = next((o for o in later if o.answer is None), None)
    if last and last.answer is None:
        return Standing(last, last, coming)
    if coming and coming.at.date() == day:
        return Standing(coming, last, coming)
    return Standing(None, last, coming)


def _since(block: Block, day: date) -> date:
    # What comes after the last time stays open until it is had, however long that is.
    return block.starts.date() if block.after_done and block.starts else day - _LONG


def occurrence_on(journal: Journal, block: Block, day: date, now: datetime) -> Occurrence | None:
    """Return the time of `block` on `day`, if there is one."""
    return next(iter(occurrences_of(journal, block, day, day, now)), None)


def nearest(journal: Journal, block: Block, day: date, now: datetime) -> tuple[date, ...]:
    """Return the last day before `day` and the first one after it that have a time of `block`."""
    around = occurrences_of(journal, block, _since(block, day), day + _LONG, now)
    days = [occurrence.at.date() for occurrence in around]
    return (*[d for d in days if d < day][-1:], *[d for d in days if d > day][:1])


def kept_by_reflecting(
    journal: Journal, protocol: str, at: datetime, now: datetime
) -> tuple[Block, Occurrence] | None:
    """Return the unanswered quiet time that a reflection at `at` keeps, if there is one that day.

    One for this protocol counts the whole day, any other from its own time on.
    """
    seen = datetime.combine(max(at.date(), now.date()), time.max, at.tzinfo)
    open_ = [
        (block, occurrence)
        for block in journal.blocks.values()
        if (occurrence := _of_day(journal, block, at.date(), seen)) and occurrence.answer is None
    ]
    meant = _earliest([o for o in open_ if (o[0].protocol or USUAL_PROTOCOL) == protocol])
    return meant or _earliest([o for o in open_ if o[1].at <= at])


def _of_day(journal: Journal, block: Block, day: date, seen: datetime) -> Occurrence | None:
    """Return what is to be had on a day; what comes after the last time waits until it is had."""
    if block.after_done and not occurrence_on(journal, block, day, seen):
        return still_open(journal, block, day, seen)
    return occurrence_on(journal, block, day, seen)


def _earliest(found: Sequence[tuple[Block, Occurrence]]) -> tuple[Block, Occurrence] | None:
    return min(found, key=lambda pair: (pair[1].at, pair[0].id), default=None)


def still_open(journal: Journal, block: Block, day: date, now: datetime) -> Occurrence | None:
    """Return the newest time before `day` if it has no answer."""
    before = occurrences_of(journal, block, _since(block, day), day - timedelta(days=1), now)
    return before[-1] if before and before[-1].answer is None else None
