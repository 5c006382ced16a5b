"""Excuse quiet time over some days: of one block, or at once of all that have times there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from stillpd.actions.block import some_days
from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.actions.stillness import VERBS, no_time
from stillpd.insight.stillness import Occurrence, occurrences_of
from stillpd.journal.first_page import Opened
from stillpd.model.block import Block
from stillpd.model.days import full_day, long_day
from stillpd.model.entry import Entry, Stillness
from stillpd.model.errors import InvalidInput
from stillpd.model.journal import Journal
from stillpd.model.record import record

_LONGEST = timedelta(days=366)


@record(kw_only=True)
class Excused:
    """The days over which the times of some blocks are excused, and why."""

    blocks: tuple[Block, ...]
    first: date
    last: date
    at: datetime
    because: str
    share: tuple[str, ...] = ()


@record
class _Reached:
    """A block with its times on these days; an excuse reaches those not answered by themselves."""

    block: Block
    times: tuple[Occurrence, ...]

    @property
    def excused(self) -> list[Occurrence]:
        return [one for one in self.times if one.answer is None or one.answer.until]

    @property
    def own(self) -> list[Occurrence]:
        return [one for one in self.times if one not in self.excused]


def excuse(
    opened: Opened, journal: Journal, asked: Excused, now: datetime, seen: datetime
) -> Saved:
    """Excuse the times of blocks over some days, as one operation.

    What was answered by itself stays so, but where one day of one block is named. Raises
    InvalidInput where there is no time, or no reason.
    """
    _check(asked)
    reached = [
        _Reached(block, occurrences_of(journal, block, asked.first, asked.last, seen))
        for block in asked.blocks
    ]
    if len(reached) == 1:
        _check_one(journal, asked, reached[0], seen)
    else:
        reached = [one for one in reached if one.excused]
    if not reached:
        raise InvalidInput(
            "No quiet time lies on these days, or all of it is answered already.",
            "See what comes: stillpd block list",
        )
    changes = Changes(opened)
    made = [_want(changes, asked, one) for one in reached]
    names = _and([one.block.id for one in reached])
    words = f"block{'s' if len(made) > 1 else ''} {names}, {_days(asked)}: excused"
    ref, path = (made[0].ref, made[0].path) if len(made) == 1 else ("", "")
    saved = changes.save(VERBS["excused"], words, now, ref=ref, path=path)
    return replace(saved, notes=(*saved.notes, *_told(asked, reached)))


def _check(asked: Excused) -> None:
    first, last = asked.first, asked.last
    if first > last or last - first > _LONGEST:
        raise InvalidInput(
            f"{full_day(first)} to {full_day(last)} is no stretch of days.",
            "The first day comes first, a year at most: FROM..TO",
        )
    if not asked.because.strip():
        raise InvalidInput("Why is it excused?", 'Say it with: --because "Conferences"')


def _check_one(journal: Journal, asked: Excused, found: _Reached, seen: datetime) -> None:
    if not found.times:
        raise no_time(journal, found.block, asked.first, seen, asked.last)
    if asked.first != asked.last and not found.excused:
        raise InvalidInput(
            "All of it is answered already.",
            f"To correct one: stillpd block excuse {found.block.id} {found.own[0].at.date()}",
        )


def _and(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _days(asked: Excused) -> str:
    if asked.first == asked.last:
        return long_day(asked.first)
    return f"{full_day(asked.first)} to {full_day(asked.last)}"


def _told(asked: Excused, reached: Sequence[_Reached]) -> Iterator[str]:
    """Iterate over words on the days that are excused, and those that are not."""
    if len(reached) == 1 and asked.first == asked.last:
        return
    for one in reached:
        named = f"{one.block.id}: " if len(reached) > 1 else ""
        yield f"Excused: {named}{some_days([time.at.date() for time in one.excused])}."
        if one.own:
            days = some_days([time.at.date() for time in one.own])
            yield f"As it was answered before: {named}{days}."


def _want(changes: Changes, asked: Excused, found: _Reached) -> Entry:
    """Want the excuse of one block: a new entry, or the one over the same days corrected."""
    answers = [time.answer for time in found.times if time.answer]
    before = next((answer for answer in answers if _is_over_the_same(answer, asked)), None)
    if before:
        share = asked.share or before.share
        new = replace(before, outcome="excused", minutes=None, body=asked.because, share=share)
        changes.change_entry(before, new)
        return before
    return changes.add_entry(
        Stillness(
            at=asked.at,
            block=found.block.id,
            on=asked.first,
            until=asked.last if asked.last != asked.first else None,
            outcome="excused",
            share=asked.share,
            body=asked.because,
        )
    )


def _is_over_the_same(answer: Stillness, asked: Excused) -> bool:
    return (answer.on, answer.until or answer.on) == (asked.first, asked.last)
