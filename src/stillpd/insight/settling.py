"""Which quiet time an answer is for: the one that is named, else the newest that is open."""

from collections.abc import Sequence
from datetime import date, datetime, time

from stillpd.insight.open_time import around
from stillpd.insight.quiet_time import asked_before
from stillpd.insight.stillness import Occurrence, occurrences_of
from stillpd.model.block import Block
from stillpd.model.journal import Journal
from stillpd.model.record import record

USUAL_PROTOCOL = "weekly"


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
    near = around(journal, block, at.date(), now)
    has_begun = near.of_day is not None and near.of_day.at <= at
    last = near.of_day if has_begun else near.before
    if last and last.answer is None:
        return Standing(last, last, near.coming if has_begun else near.open_today or near.coming)
    if near.open_today:
        return Standing(near.open_today, last, near.open_today)
    return Standing(None, last, near.coming)


def occurrence_on(journal: Journal, block: Block, day: date, now: datetime) -> Occurrence | None:
    """Return the time of `block` on `day`, if there is one."""
    return next(iter(occurrences_of(journal, block, day, day, now)), None)


def nearest(journal: Journal, block: Block, day: date, now: datetime) -> tuple[date, ...]:
    """Return the last day before `day` and the first one after it that have a time of `block`."""
    near = around(journal, block, day, now)
    return tuple(o.at.date() for o in (near.before, *near.after[:1]) if o)


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
        if (occurrence := _to_be_had(journal, block, at.date(), seen))
    ]
    meant = _earliest([o for o in open_ if (o[0].protocol or USUAL_PROTOCOL) == protocol])
    return meant or _earliest([o for o in open_ if o[1].at <= at])


def open_before(
    journal: Journal, protocol: str, at: datetime, now: datetime
) -> tuple[Block, Occurrence] | None:
    """Return the open time of an earlier day, still asked for, that has the questions `protocol`.

    No reflection of a later day answers it; the newest comes first.
    """
    seen = max(at, now)
    open_ = [
        (block, occurrence)
        for block in journal.blocks.values()
        if (block.protocol or USUAL_PROTOCOL) == protocol
        and not block.after_done
        and (occurrence := asked_before(journal, block, at.date(), seen))
    ]
    return max(open_, key=lambda pair: (pair[1].at, pair[0].id), default=None)


def _to_be_had(journal: Journal, block: Block, day: date, seen: datetime) -> Occurrence | None:
    """Return what is to be had on a day; what comes after the last time waits until it is had."""
    near = around(journal, block, day, seen, last=day)
    return near.left_open if block.after_done and not near.of_day else near.open_today


def _earliest(found: Sequence[tuple[Block, Occurrence]]) -> tuple[Block, Occurrence] | None:
    return min(found, key=lambda pair: (pair[1].at, pair[0].id), default=None)
