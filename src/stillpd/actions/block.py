"""Blocks: put quiet time on the calendar, change it, let it rest, end it."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, time
from typing import Any

from stillpd.actions.change import Changes
from stillpd.actions.goal import id_for
from stillpd.actions.outcome import Saved
from stillpd.insight.recurrence import first_start, occurrences, read_interval
from stillpd.insight.stillness import answers_to, zone_of
from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.journal.standing import standing_path
from stillpd.model.block import A_DAY, Block
from stillpd.model.days import full_day, long_day
from stillpd.model.errors import AlreadyExists, InvalidInput, NotFound
from stillpd.model.header import Header, Span
from stillpd.model.journal import Journal
from stillpd.model.record import record

USUAL_MINUTES = 20

_SHOWN_IN_CALENDARS = (
    *("title", "rule", "after_done", "starts", "ends", "minutes"),
    *("in_breaks", "pauses"),
)
_MOST_DAYS = 3
_EXAMPLE = 'stillpd block add friday --every "fri 14:45" --minutes 20'


@record(kw_only=True)
class When:
    """What was said of when a block comes round; what was not said is empty."""

    rule: str = ""
    after_done: str = ""
    day: date | None = None
    at: time | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was said."""
        return self == When()


@record(kw_only=True)
class BlockSaid:
    """What was said about a block: when it comes, and other fields of it by their names."""

    when: When = When()
    said: Mapping[str, Any] = field(default_factory=dict)


def check_free(journal: Journal, made_id: str) -> None:
    """Raise AlreadyExists for an id that is taken, InvalidInput for one that cannot be."""
    names.check_name(made_id, "block")
    if made_id in _taken(journal):
        raise AlreadyExists(
            f"There is a block “{made_id}” already.",
            f"See it with: stillpd block show {made_id}",
        )


def make_block(
    opened: Opened, journal: Journal, made_id: str, asked: BlockSaid, now: datetime
) -> Block:
    """Return a new block, not yet saved; without an id it gets one from its title.

    Raises AlreadyExists for an id that is taken, InvalidInput for a start off its rule.
    """
    title, when = asked.said.get("title", ""), asked.when
    if made_id:
        check_free(journal, made_id)
    elif title:
        made_id = id_for(title, _taken(journal), "block")
    else:
        raise InvalidInput("What is it called?", f"Like this: {_EXAMPLE}")
    if not (when.rule or when.after_done):
        raise InvalidInput("When does it come round?", f"Like this: {_EXAMPLE}")
    starts = _first_day(when, now) if when.day is None else _day_asked(when.rule, when.day, when.at)
    usual = Block(
        id=made_id,
        title=made_id.replace("-", " ").capitalize(),
        rule=when.rule,
        after_done=when.after_done,
        starts=starts,
        minutes=USUAL_MINUTES,
        uid=_uid(opened.header),
        changed=now,
    )
    block = replace(usual, **asked.said)
    _check(block)
    return block


def add_block(opened: Opened, block: Block, now: datetime) -> Saved:
    """Save a new block."""
    changes = Changes(opened)
    changes.add(block)
    path = standing_path(block)
    return changes.save("block add", f"block {block.id}", now, ref=block.id, path=path)


def _taken(journal: Journal) -> set[str]:
    return {*journal.blocks, *_unread(journal)}


def _unread(journal: Journal) -> set[str]:
    """Return the ids of block files that could not be read."""
    paths = (problem.path for problem in journal.problems if problem.path.startswith("blocks/"))
    return {path.removeprefix("blocks/").removesuffix(".toml") for path in paths}


def _uid(header: Header) -> str:
    """Return a name for calendars, the same for ever; the block's id may tell what it is for."""
    owner = header.id if header.id.isascii() and header.id.isalnum() else names.new_journal_id()
    return f"{owner}-{names.new_id()}@stillpd"


# When it starts ----------------------------------------------------------------------------------


def _first_day(when: When, now: datetime) -> datetime:
    """Return the first time from now on that meets a rule; today's if it is still to come."""
    if when.after_done:
        raise InvalidInput(
            "When is the first time? The others are counted from it.",
            'Say it with: --starts "2025-08-29 14:45"',
        )
    at = _time_asked(when.at)
    moment = now.replace(tzinfo=None)
    found = first_start(when.rule, datetime.combine(moment.date(), at))
    if found and found <= moment:
        found = first_start(
            when.rule, datetime.combine(date.fromordinal(moment.toordinal() + 1), at)
        )
    return _found(found, when.rule)


def _day_asked(rule: str, day: date, at: time | None) -> datetime:
    """Return the start that was asked for. Raises InvalidInput, with the next, for one off rule."""
    starts = datetime.combine(day, _time_asked(at))
    found = _found(first_start(rule, starts), rule) if rule else starts
    if found != starts:
        raise InvalidInput(
            f"{long_day(day)} does not meet the rule.",
            f"The next day that does is {long_day(found.date())}: --starts {found.date()}",
        )
    return starts


def _time_asked(at: time | None) -> time:
    if at is None:
        raise InvalidInput(
            "At what time of day?",
            'Say it with: --every "fri 14:45", or --starts "2025-08-29 14:45"',
        )
    return at


def _found(found: datetime | None, rule: str) -> datetime:
    if found is None:
        raise InvalidInput(
            f"“{rule[:80]}” is no rule with days in it.",
            'A rule (RFC 5545) looks like this: --rrule "FREQ=MONTHLY;BYDAY=2TU"',
        )
    return found


# What it may be ----------------------------------------------------------------------------------


def _check(block: Block) -> None:
    """Raise InvalidInput where a block cannot be so."""
    if not block.title.strip():
        raise InvalidInput("A block needs a title.", 'Say it with: --title "Friday, quiet"')
    if block.minutes is not None and not 0 < block.minutes <= A_DAY:
        raise InvalidInput(f"{block.minutes} minutes is no length for it.", "Such as: --minutes 20")
    if block.after_done and read_interval(block.after_done) is None:
        raise InvalidInput(
            f"“{block.after_done[:40]}” is no stretch of time.", "Such as: --after-done 2w"
        )
    if block.starts and block.ends and block.ends < block.starts.date():
        raise InvalidInput(
            f"It would end on {full_day(block.ends)}, before it starts on"
            f" {full_day(block.starts.date())}.",
            "Nothing was written. Choose another day.",
        )


# Changes -----------------------------------------------------------------------------------------


def changed_block(block: Block, asked: BlockSaid) -> Block:
    """Return a block with what was said about it, not yet saved; its start meets its rule.

    Raises InvalidInput for a start that was asked for and does not.
    """
    new = replace(_timed(block, asked.when), **asked.said)
    _check(new)
    return new


def edit_block(opened: Opened, journal: Journal, old: Block, new: Block, now: datetime) -> Saved:
    """Correct what a block says; answers that were given stay with their days."""
    lost = answers_lost(journal, old, new, now)
    told = [f"{lost_words(lost)} will not be counted."] if lost else []
    return _save(opened, old, new, "block edit", f"block {old.id}", now, *told)


def _timed(block: Block, when: When) -> Block:
    """Return the block with what was said of when it comes; its start meets the rule."""
    if when.is_empty:
        return block
    rule = "" if when.after_done else when.rule or block.rule
    after_done = "" if when.rule else when.after_done or block.after_done
    at = when.at or (block.starts.time() if block.starts else None)
    day = when.day or (block.starts.date() if block.starts else None)
    if day is None:
        raise InvalidInput("When does it start?", 'Say it with: --starts "2025-08-29 14:45"')
    if when.day is None and rule:
        starts = _found(first_start(rule, datetime.combine(day, _time_asked(at))), rule)
    else:
        starts = _day_asked(rule, day, at)
    return replace(block, rule=rule, after_done=after_done, starts=starts)


def answers_lost(journal: Journal, old: Block, new: Block, now: datetime) -> int:
    """Return how many answers have days that the new rule does not have: it would forget them."""
    if (old.rule, old.after_done, old.starts) == (new.rule, new.after_done, new.starts):
        return 0
    answered = {answer.on for answer in answers_to(journal, old, now) if answer.on}
    if new.after_done or not answered:
        return 0
    first, last = min(answered), max(answered)
    before, after = (
        {at.date() for at in _times(journal, block, first, last, now)} for block in (old, new)
    )
    return len(answered & before - after)


def lost_words(lost: int) -> str:
    """Return so many answers in words."""
    return f"{lost} answer{'' if lost == 1 else 's'} to days that it no longer has"


def pause(opened: Opened, journal: Journal, block: Block, span: Span, now: datetime) -> Saved:
    """Let a block rest over a span of days: its times there are not planned."""
    first, last = span.from_, span.to
    if first is None or last is None or first > last:
        raise InvalidInput("It would end before it begins.", "The first day comes first: FROM..TO")
    for other in block.pauses:
        if other.from_ and other.to and other.from_ <= last and first <= other.to:
            raise InvalidInput(
                f"It rests already: {_days(other)}.",
                f"Take that out first: stillpd block resume {other.from_} {block.id}",
            )
    pauses = sorted((*block.pauses, span), key=lambda one: one.from_ or first)
    new = replace(block, pauses=tuple(pauses))
    dropped = _times(journal, block, first, last, now)
    words = f"block {block.id} rests, {_days(span)}"
    return _save(opened, block, new, "block pause", words, now, _left_out(dropped))


def _times(
    journal: Journal, block: Block, first: date, last: date, now: datetime
) -> list[datetime]:
    return list(occurrences(block, journal.calendar, zone_of(now), first, last))


def _left_out(dropped: list[datetime]) -> str:
    if not dropped:
        return "Nothing was planned on these days."
    return f"Left out: {some_days([at.date() for at in dropped])}."


def some_days(days: Sequence[date]) -> str:
    """Return the first few of some days in words, and how many others there are."""
    named = [long_day(day) for day in days[:_MOST_DAYS]]
    left = len(days) - len(named)
    return ", ".join(named) + (f" and {left} more" if left else "")


def resume(opened: Opened, block: Block, day: date, now: datetime) -> Saved:
    """Take out the pause that holds `day`. Raises NotFound."""
    left = tuple(span for span in block.pauses if not span.holds(day))
    if left == block.pauses:
        known = "; ".join(_days(span) for span in block.pauses)
        hint = f"It rests: {known}" if known else "It has no pauses."
        raise NotFound(f"{block.id} does not rest on {full_day(day)}.", hint)
    gone = "; ".join(_days(span) for span in block.pauses if span.holds(day))
    words = f"block {block.id} goes on: no pause {gone}"
    return _save(opened, block, replace(block, pauses=left), "block resume", words, now)


def end(opened: Opened, block: Block, on: date, now: datetime) -> Saved:
    """End a block: `on` is its last day. What became of its times stays."""
    new = replace(block, ends=on)
    _check(new)
    words = f"block {block.id}, its last day is {full_day(on)}"
    return _save(opened, block, new, "block end", words, now, "Take it back: stillpd undo")


def _days(span: Span) -> str:
    if span.from_ == span.to:
        return full_day(span.from_)
    return f"{full_day(span.from_)} to {full_day(span.to)}"


def _save(
    opened: Opened, old: Block, new: Block, command: str, words: str, now: datetime, *told: str
) -> Saved:
    """Save a changed block; what calendars show of it gets a number higher there."""
    path = standing_path(old)
    if old == new:
        return Saved(words=f"block {old.id}, as it was", ref=old.id, path=path)
    if any(getattr(old, name) != getattr(new, name) for name in _SHOWN_IN_CALENDARS):
        new = replace(new, sequence=old.sequence + 1, changed=now)
    changes = Changes(opened)
    changes.change(old, new)
    saved = changes.save(command, words, now, ref=new.id, path=path)
    return replace(saved, notes=(*saved.notes, *told))
