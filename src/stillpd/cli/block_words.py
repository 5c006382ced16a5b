"""What is typed about a block: when it comes round, and the options of `block add` and `edit`."""

import re
from dataclasses import fields
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stillpd.cli.dates import Facing, read_day, read_moment
from stillpd.cli.session import Session
from stillpd.cli.words_as_options import options_of
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

if TYPE_CHECKING:
    from stillpd.actions.block import BlockSaid, When
    from stillpd.model.block import Block
    from stillpd.model.journal import Journal

BlockRef = Annotated[
    str, typer.Argument(metavar="[BLOCK]", help="Which one, where there are several.")
]
_STRETCH = r"(\d{1,4})\s*([dw])"


def _option(name: str, metavar: str, told: str) -> Any:
    return typer.Option(name, metavar=metavar, help=told, show_default=False)


Text = str | None
Many = list[str] | None


@record(kw_only=True)
class BlockWords:
    """What was typed about a block; None was not said, "" takes away what is there."""

    every: Annotated[
        Text, _option("--every", "WHEN", 'Such as "fri 14:45", "first friday 14:45".')
    ] = None
    rrule: Annotated[Text, _option("--rrule", "RULE", "Any other rule (RFC 5545).")] = None
    after_done: Annotated[
        Text, _option("--after-done", "STRETCH", "So long after the last one done: 2w, 10d.")
    ] = None
    starts: Annotated[Text, _option("--starts", "DATE", "The first day; a time with it.")] = None
    ends: Annotated[Text, _option("--ends", "DATE", "The last day.")] = None
    minutes: Annotated[Text, _option("--minutes", "N", "How long (20).")] = None
    protocol: Annotated[Text, _option("--protocol", "PROTOCOL", "Its questions (weekly).")] = None
    title: Annotated[Text, _option("--title", "TEXT", "What it is called.")] = None
    in_breaks: Annotated[
        bool | None,
        typer.Option("--in-breaks/--not-in-breaks", help="In breaks of the school year too."),
    ] = None
    share: Annotated[
        Many, _option("--share", "AUDIENCE", "Who may see it (repeatable); else nobody.")
    ] = None


with_block_words = options_of(BlockWords)
"""Gives a command the options of BlockWords in place of its parameter `words`."""


def read_block_words(session: Session, words: BlockWords) -> "BlockSaid":
    """Return what was typed as what it means."""
    from stillpd.actions.block import BlockSaid
    from stillpd.cli.refs import check_audiences, find_protocol

    when = read_when(session, words)
    plain = ("ends", "minutes", "protocol", "title", "in_breaks", "share")
    typed = {f.name: getattr(words, f.name) for f in fields(words) if f.name in plain}
    said = {name: value for name, value in typed.items() if value not in (None, [])}
    if "ends" in said:
        said["ends"] = _day(session, said["ends"])
    if "minutes" in said:
        said["minutes"] = read_minutes(said["minutes"]) if said["minutes"].strip() else None
    if said.get("protocol"):
        said["protocol"] = find_protocol(session.journal, said["protocol"]).id
    if "share" in said:
        said["share"] = check_audiences(session.opened, filter(None, said["share"]))
    return BlockSaid(when=when, said=said)


def read_when(session: Session, words: BlockWords) -> "When":
    """Return when a block is to come round, as far as it was said. Raises InvalidInput."""
    from stillpd.actions.block import When
    from stillpd.cli.rule_words import read_rule_words

    ways = [way for way in (words.every, words.rrule, words.after_done) if way is not None]
    if len(ways) > 1:
        raise InvalidInput("--every, --rrule and --after-done: one of the three.")
    rule, at = read_rule_words(words.every) if words.every is not None else ("", None)
    day, told = _starts(session, words.starts or "")
    if at and told and at != told:
        raise InvalidInput(f"At {at:%H:%M} or at {told:%H:%M}?", "Say the time once.")
    return When(
        rule=rule or (words.rrule or "").strip().upper().removeprefix("RRULE:"),
        after_done=_stretch(words.after_done) if words.after_done is not None else "",
        day=day,
        at=at or told,
    )


def _starts(session: Session, text: str) -> tuple[date | None, time | None]:
    return read_moment(text, session.writing_at, Facing.FORWARD) if text else (None, None)


def _stretch(text: str) -> str:
    """Return a stretch as it is written in a file: 2 weeks."""
    match = re.match(_STRETCH + r"(?:ays?|eeks?)?\Z", text.strip().lower())
    if match is None or not int(match[1]):
        raise InvalidInput(f"“{text}” is no stretch of time.", "Such as: --after-done 2w, or 10d")
    count = int(match[1])
    return f"{count} {'day' if match[2] == 'd' else 'week'}{'' if count == 1 else 's'}"


def _day(session: Session, text: str) -> date | None:
    return read_day(text, session.now.date(), Facing.FORWARD) if text.strip() else None


def read_minutes(text: str) -> int:
    """Return a number of minutes. Raises InvalidInput."""
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise InvalidInput(f"“{text}” is not a number of minutes.", "A whole number, such as 20")
    return int(text[:9])


def told(journal: "Journal", block: "Block", now: datetime) -> list[str]:
    """Return what was understood: when a block comes round, its first times, the odd ones."""
    from stillpd.insight.blocks import coming
    from stillpd.insight.clock_changes import odd_times
    from stillpd.render.block import first_words, odd_words

    first = coming(journal, block, now)
    return [
        *first_words(block, first, now),
        *(odd_words(odd) for odd in odd_times(block, journal.calendar, now)),
    ]


def told_of_past(journal: "Journal", block: "Block", now: datetime) -> list[str]:
    """Return a word on the times of a new block that lie before today, and how to do without."""
    from stillpd.insight.blocks import coming, times_before
    from stillpd.render.block import past_words

    return past_words(block, times_before(journal, block, now), coming(journal, block, now))
