"""Say what became of protected time: kept, shortened or missed; or kept by reflecting."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.insight.settling import (
    kept_by_reflecting,
    nearest,
    occurrence_on,
    open_before,
    standing,
)
from stillpd.insight.stillness import Occurrence
from stillpd.journal.first_page import Opened
from stillpd.model.block import Block
from stillpd.model.days import full_day, long_day
from stillpd.model.entry import Stillness
from stillpd.model.errors import InvalidInput, NotFound
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.record import record
from stillpd.model.words import TAKEN, StillnessOutcome

VERBS: Mapping[StillnessOutcome, str] = {
    "kept": "block keep",
    "shortened": "block shorten",
    "missed": "block miss",
    "excused": "block excuse",
}


@record(kw_only=True)
class Answered:
    """What became of one time of a block. None was not said; without `on` it is the open one."""

    block: Block
    outcome: StillnessOutcome
    at: datetime
    on: date | None = None
    minutes: int | None = None
    because: str | None = None
    displaced_by: str | None = None
    share: tuple[str, ...] = ()


def settle(
    opened: Opened, journal: Journal, asked: Answered, now: datetime, seen: datetime
) -> Saved:
    """Say what became of a time of a block. Said again of the same day, it corrects the answer.

    `seen` is the moment as of which the journal stands. Raises InvalidInput for a day without a
    time, or one still to come, NotFound where nothing is open and no day was named.
    """
    block = asked.block
    _check_minutes(asked)
    day, before = _what_for(journal, asked, seen)
    changes = Changes(opened)
    words = f"block {block.id}, {long_day(day)}: {asked.outcome}"
    if before and before.on == day and (before.until or day) == day:
        changes.change_entry(before, _corrected(before, asked))
        return changes.save(VERBS[asked.outcome], words, now, ref=before.ref, path=before.path)
    made = changes.add_entry(
        Stillness(
            at=asked.at,
            block=block.id,
            on=day,
            outcome=asked.outcome,
            minutes=_minutes(asked),
            displaced_by=asked.displaced_by or "",
            share=asked.share,
            body=asked.because or "",
        )
    )
    return changes.save(VERBS[asked.outcome], words, now, ref=made.ref, path=made.path)


def _check_minutes(asked: Answered) -> None:
    usual = asked.block.minutes
    if asked.outcome != "shortened":
        if asked.minutes is not None and asked.minutes <= 0:
            raise InvalidInput(
                f"{asked.minutes} minutes is not kept.", f"Missed? {_command(asked, 'missed')}"
            )
        return
    if asked.minutes is None or asked.minutes <= 0:
        raise InvalidInput(
            "How many minutes of it were there?",
            f"Such as: {_command(replace(asked, minutes=10), 'shortened')}\n"
            f"None at all? {_command(asked, 'missed')}",
        )
    if usual is not None and asked.minutes >= usual:
        raise InvalidInput(
            f"It has {usual} minutes: {asked.minutes} are the whole of it.",
            f"Then it is kept: {_command(asked, 'kept')}",
        )


def _command(asked: Answered, outcome: StillnessOutcome, on: date | None = None) -> str:
    """Return a whole command that gives this answer, or another, to the same time."""
    minutes = f" {asked.minutes}" if outcome == "shortened" else ""
    day = on or asked.on
    return f"stillpd {VERBS[outcome]} {asked.block.id}{minutes}" + (f" --on {day}" if day else "")


def _minutes(asked: Answered) -> int | None:
    """Return the minutes of an answer: the block's own for one that was kept."""
    if asked.outcome == "kept" and asked.minutes is None:
        return asked.block.minutes
    return asked.minutes


def _corrected(before: Stillness, asked: Answered) -> Stillness:
    """Return the answer as it is now said; its words stay unless new ones were said."""
    return replace(
        before,
        outcome=asked.outcome,
        minutes=_minutes(asked),
        displaced_by=_displaced_by(before, asked),
        body=before.body if asked.because is None else asked.because,
        share=asked.share or before.share,
    )


def _displaced_by(before: Stillness, asked: Answered) -> str:
    if asked.displaced_by is not None:
        return asked.displaced_by
    return "" if asked.outcome == "kept" else before.displaced_by


# Which time it is --------------------------------------------------------------------------------


def _what_for(journal: Journal, asked: Answered, seen: datetime) -> tuple[date, Stillness | None]:
    """Return the day that an answer is for, and what was answered before."""
    block, on = asked.block, asked.on
    if block.after_done and (on or asked.outcome in TAKEN):
        return _day_of_its_own(journal, asked, seen)
    if on is None:
        found = _open_one(journal, asked, seen)
        return found.at.date(), None
    named = occurrence_on(journal, block, on, seen)
    if named is None:
        raise no_time(journal, block, on, seen)
    _check_has_come(asked, on, seen)
    return on, named.answer


def _day_of_its_own(
    journal: Journal, asked: Answered, seen: datetime
) -> tuple[date, Stillness | None]:
    """Return the day of an answer of a block that counts from the last one: any day that it was.

    Raises InvalidInput for a day before the block starts, NotFound for one answered already.
    """
    block, day = asked.block, asked.on or asked.at.date()
    if block.starts and day < block.starts.date():
        raise InvalidInput(
            f"{block.id} starts on {long_day(block.starts.date())}.",
            "Choose a day from then on: --on DATE",
        )
    _check_has_come(asked, day, seen)
    named = occurrence_on(journal, block, day, seen)
    before = named.answer if named else None
    if before and asked.on is None:
        raise NotFound(
            f"Today’s is answered: {before.outcome}.",
            f"To correct it: {_command(asked, asked.outcome, day)}",
        )
    return day, before


def _check_has_come(asked: Answered, on: date, seen: datetime) -> None:
    if on > seen.date():
        raise InvalidInput(
            f"{long_day(on)} is still to come.",
            f'Known already? stillpd block excuse {on} {asked.block.id} --because "…"',
        )


def _open_one(journal: Journal, asked: Answered, seen: datetime) -> Occurrence:
    """Return the time that an answer without a day is for. Raises NotFound where none is open."""
    block = asked.block
    # Said of a day before, it is meant of all that day.
    by = max(asked.at, seen) if _same_day(asked, seen) else _end_of(asked.at)
    found = standing(journal, block, by, seen)
    if found.to_answer:
        return found.to_answer
    told = []
    if found.last:
        told.append(f"The last one, {long_day(found.last.at.date())}: {found.last.state}.")
    if found.coming:
        told.append(f"The next one: {long_day(found.coming.at.date())}, {found.coming.at:%H:%M}.")
    hint = ""
    if found.last:
        hint = f"\nTo correct it: {_command(asked, asked.outcome, found.last.at.date())}"
    raise NotFound(f"Nothing of {block.id} waits for an answer.", f"{' '.join(told)}{hint}".strip())


def _same_day(asked: Answered, seen: datetime) -> bool:
    return asked.at.date() == seen.date()


def _end_of(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time.max, moment.tzinfo)


def no_time(
    journal: Journal, block: Block, on: date, seen: datetime, last: date | None = None
) -> InvalidInput:
    """Return the refusal of days without a time of `block`, with the nearest that have one."""
    near = " and ".join(f"{long_day(day)} ({day})" for day in nearest(journal, block, on, seen))
    days = (
        f"from {full_day(on)} to {full_day(last)}" if last and last != on else "on " + long_day(on)
    )
    return InvalidInput(
        f"{block.id} has no time {days}.",
        f"The nearest: {near}" if near else f"See: stillpd block show {block.id}",
    )


# With a reflection -------------------------------------------------------------------------------


def keep_by_reflecting(
    changes: Changes,
    journal: Journal,
    protocol: str,
    at: datetime,
    now: datetime,
    *,
    is_seen: bool,
) -> tuple[str, ...]:
    """Want the quiet time kept that a reflection at `at` was; returns what is to be said of it.

    Where that `is_seen` by others, a private block is not named.
    """
    found = kept_by_reflecting(journal, protocol, at, now)
    if found is None:
        return _left_open(journal, protocol, at, now, is_seen=is_seen)
    block, occurrence = found
    day = at.date()
    changes.add_entry(
        Stillness(at=at, block=block.id, on=day, outcome="kept", minutes=block.minutes)
    )
    early = ", still to come," if at < occurrence.at else ""
    told = f"Your quiet time of {occurrence.at:%H:%M}{early} is kept with it."
    if is_seen and is_private(block):
        return (told,)
    named = f" {block.id}" if len(journal.blocks) > 1 else ""
    return (told, f"Shorter, or not? stillpd block shorten MINUTES{named} --on {day}")


def _left_open(
    journal: Journal, protocol: str, at: datetime, now: datetime, *, is_seen: bool
) -> tuple[str, ...]:
    """Return a word on the open time of an earlier day whose questions these were."""
    found = open_before(journal, protocol, at, now)
    if found is None or (is_seen and is_private(found[0])):
        return ()
    block, occurrence = found
    day = occurrence.at.date()
    return (
        f"Your quiet time of {long_day(day)} is still open.",
        f"Kept with it? stillpd block keep {block.id} --on {day}",
    )
