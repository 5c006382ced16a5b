"""Quiet time as it stands around a moment: on now, still open, later today, or next."""

from datetime import date, datetime, timedelta
from typing import Literal

from stillpd.insight.open_time import Around, around
from stillpd.insight.recurrence import is_planned
from stillpd.insight.stillness import Occurrence
from stillpd.model.block import Block
from stillpd.model.journal import Journal
from stillpd.model.record import record

TimeState = Literal["now", "later", "open", "next"]

ASKED_FOR = timedelta(days=6)
"""So long after its day an unanswered time is asked for, if no other has come meanwhile."""
_LOOK_AHEAD = timedelta(days=60)


@record
class Time:
    """Protected time: an occurrence of a block.

    `by_reflecting` tells whether a reflection of this day answers it. One of an earlier day it
    does not answer, unless the block may be had on any day.
    """

    block: str
    title: str
    at: datetime
    minutes: int | None
    protocol: str
    private: bool
    state: TimeState
    by_reflecting: bool = True


def quiet_times(journal: Journal, now: datetime) -> tuple[Time, ...]:
    """Return what today asks of each block: its unanswered time of today, else an open one before.

    Where there is none of these, the next one to come. In a break or pause nothing open is asked
    for: it waits until afterwards, or passes.
    """
    found = [time for block in journal.blocks.values() if (time := _time_of(journal, block, now))]
    found.sort(key=lambda time: (time.at, time.block))
    due = tuple(time for time in found if time.state != "next")
    return due or tuple(found[:1])


def _time_of(journal: Journal, block: Block, now: datetime) -> Time | None:
    today = now.date()
    near = around(journal, block, today, now, back=ASKED_FOR, last=today + _LOOK_AHEAD)
    if near.open_today:
        at = near.open_today.at
        return _told(block, near.open_today, _state_today(at, block.minutes or 0, now))
    before = _asked_of(journal, block, near, today)
    if before:
        return _told(block, before, "open", by_reflecting=bool(block.after_done))
    return _told(block, near.coming, "next") if near.coming else None


def asked_now(journal: Journal, block: Block, now: datetime) -> Time | None:
    """Return the time of a block that waits for an answer at `now`: begun, and still asked for."""
    time = _time_of(journal, block, now)
    return time if time and time.state in {"now", "open"} else None


def asked_before(journal: Journal, block: Block, day: date, now: datetime) -> Occurrence | None:
    """Return the unanswered time of an earlier day that is asked for on `day`, if there is one."""
    near = around(journal, block, day, now, back=ASKED_FOR, last=day)
    return _asked_of(journal, block, near, day)


def _asked_of(journal: Journal, block: Block, near: Around, day: date) -> Occurrence | None:
    if near.of_day or not is_planned(block, journal.calendar, day):
        return None
    return near.left_open


def _told(
    block: Block, occurrence: Occurrence, state: TimeState, *, by_reflecting: bool = True
) -> Time:
    return Time(
        block=block.id,
        title=block.title or block.id,
        at=occurrence.at,
        minutes=block.minutes,
        protocol=block.protocol,
        private=not block.share,
        state=state,
        by_reflecting=by_reflecting,
    )


def _state_today(at: datetime, minutes: int, now: datetime) -> TimeState:
    if now < at:
        return "later"
    return "now" if now <= at + timedelta(minutes=minutes) else "open"
