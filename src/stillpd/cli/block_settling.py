"""`stillpd block keep | shorten | miss | excuse`: what became of protected time."""

from dataclasses import field
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.block_words import BlockRef, read_minutes
from stillpd.cli.find_block import find_with_rule, in_order
from stillpd.cli.options import At, Share
from stillpd.cli.saving import deliver_saved, kept_as_draft
from stillpd.cli.session import Session
from stillpd.cli.words_as_options import options_of
from stillpd.model.record import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from stillpd.model.block import Block
    from stillpd.model.words import StillnessOutcome

settling = typer.Typer()

Text = str | None
Because = Annotated[
    Text, typer.Option("--because", "--note", metavar="TEXT", help="Why, in your words.")
]
DisplacedBy = Annotated[
    Text, typer.Option("--displaced-by", metavar="TEXT", help="What took its place.")
]


@record(kw_only=True)
class AnswerWords:
    """What was typed about one time of a block; None was not said."""

    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="Of which day; else of the open one.")
    ] = ""
    because: Because = None
    at: At = ""
    share: Share = field(default_factory=list)


with_answer_words = options_of(AnswerWords)
"""Gives a command the options of AnswerWords in place of its parameter `words`."""


@settling.command()
@with_answer_words
def keep(
    ctx: typer.Context,
    words: AnswerWords,
    ref: BlockRef = "",
    *,
    minutes: Annotated[
        Text, typer.Option("--minutes", metavar="N", help="How long, if not as planned.")
    ] = None,
) -> None:
    """Say that it was kept. Said again of the same day (--on), it corrects the answer."""
    _settle(ctx, "kept", ref, words, minutes=minutes)


@settling.command()
@with_answer_words
def shorten(
    ctx: typer.Context,
    words: AnswerWords,
    minutes: Annotated[str, typer.Argument(metavar="MINUTES", help="How many there were.")],
    ref: BlockRef = "",
    *,
    displaced_by: DisplacedBy = None,
) -> None:
    """Say that it was shorter than planned."""
    minutes, ref = in_order(Session.of(ctx), minutes, ref)
    _settle(ctx, "shortened", ref, words, minutes=minutes, displaced_by=displaced_by)


@settling.command()
@with_answer_words
def miss(
    ctx: typer.Context, words: AnswerWords, ref: BlockRef = "", *, displaced_by: DisplacedBy = None
) -> None:
    """Say that it did not happen, and why if you like."""
    _settle(ctx, "missed", ref, words, displaced_by=displaced_by)


def _settle(
    ctx: typer.Context,
    outcome: "StillnessOutcome",
    ref: str,
    words: AnswerWords,
    *,
    minutes: Text = None,
    displaced_by: Text = None,
) -> None:
    from stillpd.actions.stillness import VERBS, Answered, settle
    from stillpd.cli.refs import check_audiences

    session = Session.of(ctx)
    name = VERBS[outcome]
    at, on = session.moment(words.at), _day(session, words.on)
    rest = f"--minutes {minutes}" if minutes and outcome == "kept" else minutes or ""
    typed = name.removeprefix("block "), f"{rest} --on {on}".strip() if on else rest
    with kept_as_draft(session, name, lambda: words.because or ""):
        asked = Answered(
            block=find_with_rule(session, ref, typed, _waits(session, at, on)),
            outcome=outcome,
            at=at,
            on=on,
            minutes=None if minutes is None else read_minutes(minutes),
            because=words.because,
            displaced_by=displaced_by,
            share=check_audiences(session.opened, words.share),
        )
        saved = settle(session.opened, session.journal, asked, session.writing_at, session.now)
    deliver_saved(session, name, saved)


def _waits(session: Session, at: "datetime", on: "date | None") -> "Callable[[Block], bool]":
    """Return what tells whether a block has a time that day, or one on now or still asked for."""
    from stillpd.insight.quiet_time import quiet_times
    from stillpd.insight.settling import occurrence_on

    if on is not None:
        return lambda block: occurrence_on(session.journal, block, on, session.now) is not None
    asked = {t.block for t in quiet_times(session.journal, at) if t.state in {"now", "open"}}
    return lambda block: block.id in asked


def _day(session: Session, text: str) -> "date | None":
    from stillpd.cli.dates import read_day

    return read_day(text, session.now.date()) if text.strip() else None


@settling.command()
def excuse(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Argument(metavar="FROM..TO", help="Such as 2025-11-03..2025-11-14, or one day.")
    ],
    ref: BlockRef = "",
    *,
    because: Because = None,
    at: At = "",
    share: Share = [],  # noqa: B006 - Typer reads the default and never hands it out to be changed
) -> None:
    """Excuse it over some days: ill, away, snow. It does not count as missed.

    Without a name it is all quiet time of these days, of every block.
    """
    from stillpd.actions.excuse import Excused
    from stillpd.actions.excuse import excuse as save_excuse
    from stillpd.cli.refs import check_audiences
    from stillpd.cli.spans import read_break

    session = Session.of(ctx)
    today = session.now.date()
    days, ref = in_order(session, days, ref)
    span = read_break(days, today)
    blocks = _to_excuse(session, ref, days)
    reason = because or span.reason
    if not reason and session.is_interactive:
        from stillpd.cli.asking import ask_line

        reason = ask_line("Why is it excused?", hint="conferences, ill, away")
    with kept_as_draft(session, "block excuse", lambda: reason):
        asked = Excused(
            blocks=blocks,
            first=span.from_ or today,
            last=span.to or today,
            at=session.moment(at),
            because=reason,
            share=check_audiences(session.opened, share),
        )
        saved = save_excuse(session.opened, session.journal, asked, session.writing_at, session.now)
    deliver_saved(session, "block excuse", saved)


def _to_excuse(session: Session, ref: str, days: str) -> "tuple[Block, ...]":
    """Return the block that is named; without a name all of them, where all may be told."""
    from shlex import quote

    from stillpd.cli.shared_screen import is_shared

    blocks = session.journal.blocks.values()
    if ref or len(blocks) <= 1 or (is_shared() and not all(block.share for block in blocks)):
        return (find_with_rule(session, ref, ("excuse", quote(days))),)
    return tuple(sorted(blocks, key=lambda block: block.id))
