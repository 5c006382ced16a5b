"""`stillpd block keep | shorten | miss | excuse`: what became of protected time."""

from dataclasses import field
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.block_words import BlockRef, read_minutes
from stillpd.cli.find_block import find_with_rule
from stillpd.cli.options import At, Share
from stillpd.cli.saving import deliver_saved, kept_as_draft
from stillpd.cli.session import Session
from stillpd.cli.words_as_options import options_of
from stillpd.model.record import record

if TYPE_CHECKING:
    from datetime import date

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
    with kept_as_draft(session, name, lambda: words.because or ""):
        asked = Answered(
            block=find_with_rule(session, ref),
            outcome=outcome,
            at=session.moment(words.at),
            on=_day(session, words.on),
            minutes=None if minutes is None else read_minutes(minutes),
            because=words.because,
            displaced_by=displaced_by,
            share=check_audiences(session.opened, words.share),
        )
        saved = settle(session.opened, session.journal, asked, session.writing_at, session.now)
    deliver_saved(session, name, saved)


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
    """Excuse it over some days: ill, away, conferences. It does not count as missed."""
    from stillpd.actions.stillness import Excused
    from stillpd.actions.stillness import excuse as save_excuse
    from stillpd.cli.refs import check_audiences
    from stillpd.cli.spans import read_break

    session = Session.of(ctx)
    today = session.now.date()
    span = read_break(days, today)
    block = find_with_rule(session, ref)
    reason = because or span.reason
    if not reason and session.is_interactive:
        from stillpd.cli.asking import ask_line

        reason = ask_line("Why is it excused?", hint="conferences, ill, away")
    with kept_as_draft(session, "block excuse", lambda: reason):
        asked = Excused(
            block=block,
            first=span.from_ or today,
            last=span.to or today,
            at=session.moment(at),
            because=reason,
            share=check_audiences(session.opened, share),
        )
        saved = save_excuse(session.opened, session.journal, asked, session.writing_at, session.now)
    deliver_saved(session, "block excuse", saved)
