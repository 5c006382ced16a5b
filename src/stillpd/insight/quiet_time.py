"""Quiet time as it stands around a moment: on now, still open, later today, or next."""

from datetime import date, datetime, timedelta
from typing import Literal

from stillpd.insight.recurrence import is_planned
from stillpd.insight.stillness import Occurrence, occurrences_of
from stillpd.model.block import Block
from stillpd.model.journal import Journal
from stillpd.model.record import record

TimeState = Literal["now", "later", "open", "next"]

ASKED_FOR = timedelta(days=6)
"""So long after its day an unanswered time is asked for, if no other has come meanwhile."""
_LOOK_AHEAD = timedelta(days=60)


@record
class Time:
    """Protected time: an occurrence of a block."""

    block: str
    title: str
    at: datetime
    minutes: int | None
    protocol: str
    private: bool
    state: TimeState


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
    first = _asked_since(block, today)
    around = occurrences_of(journal, block, first, today + _LOOK_AHEAD, now)
    of_today = next((o for o in around if o.at.date() == today), None)
    before = [o for o in around if o.at.date() < today]
    if of_today and of_today.answer is None:
        return _told(block, of_today, _state_today(of_today.at, block.minutes or 0, now))
    if not of_today and before and before[-1].answer is None and _asks_on(journal, block, today):
        return _told(block, before[-1], "open")
    coming = next((o for o in around if o.at.date() > today and o.answer is None), None)
    return _told(block, coming, "next") if coming else None


def _asked_since(block: Block, today: date) -> date:
    # What comes after the last time has no other one coming: it stays open until it is had.
    return block.starts.date() if block.after_done and block.starts else today - ASKED_FOR


def _asks_on(journal: Journal, block: Block, today: date) -> bool:
    return is_planned(block, journal.calendar, today)


def _told(block: Block, occurrence: Occurrence, state: TimeState) -> Time:
    title = block.title or block.id
    private = not block.share
    return Time(block.id, title, occurrence.at, block.minutes, block.protocol, private, state)


def _state_today(at: datetime, minutes: int, now: datetime) -> TimeState:
    if now < at:
        return "later"
    return "now" if now <= at + timedelta(minutes=minutes) else "open"
