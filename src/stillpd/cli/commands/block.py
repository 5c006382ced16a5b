"""`stillpd block`: protected time to be still, on a rule, and what became of it."""

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.block_settling import settling
from stillpd.cli.block_words import (
    BlockRef,
    BlockWords,
    read_block_words,
    told,
    told_of_past,
    with_block_words,
)
from stillpd.cli.find_block import (
    find_block,
    find_to_change,
    in_order,
    problems_of,
    rule_problems,
)
from stillpd.cli.options import From, InWeek, InYear, To
from stillpd.cli.output import deliver, note
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from datetime import date

    from stillpd.actions.block import BlockSaid
    from stillpd.model.block import Block

app = typer.Typer(no_args_is_help=False)
app.add_typer(settling)

Days = Annotated[
    str, typer.Argument(metavar="FROM..TO", help="Such as 2026-05-04..2026-05-08, or one day.")
]


@app.callback(invoke_without_command=True)
def block(ctx: typer.Context) -> None:
    """Protected time to be still. Alone: your blocks, and when they come next."""
    if ctx.invoked_subcommand is None:
        _list(Session.of(ctx), whole=False)


@app.command()
@with_block_words
def add(
    ctx: typer.Context,
    words: BlockWords,
    made_id: Annotated[
        str, typer.Argument(metavar="[ID]", help="A short name; else made from the title.")
    ] = "",
) -> None:
    """Put quiet time on the calendar.

    stillpd block add friday --every "fri 14:45" --minutes 20
    """
    from stillpd.actions.block import add_block, check_free, make_block

    session = Session.of(ctx)
    if made_id:
        check_free(session.journal, made_id)
    asked = _ask_for_more(session, made_id, read_block_words(session, words))
    made = make_block(session.opened, session.journal, made_id, asked, session.writing_at)
    deliver_saved(session, "block add", add_block(session.opened, made, session.writing_at))
    _tell(session, made)
    if session.format != "json":
        for line in told_of_past(session.journal, made, session.writing_at):
            note(line)


def _ask_for_more(session: Session, made_id: str, asked: "BlockSaid") -> "BlockSaid":
    """Ask in a terminal for what a block needs and was not said: its name, when, how long."""
    from stillpd.actions.block import USUAL_MINUTES, BlockSaid

    if not session.is_interactive or (made_id and not asked.when.is_empty):
        return asked
    from stillpd.cli.asking import ask_line, say
    from stillpd.cli.block_words import read_minutes, read_when

    said, when = dict(asked.said), asked.when
    if not made_id and not said.get("title"):
        said["title"] = ask_line("What is it called?", hint="such as: Friday, quiet")
    while when.is_empty:
        typed = ask_line("When?", hint="fri 14:45, weekdays 15:30, first friday 14:45")
        if not typed:
            break
        try:
            when = read_when(session, BlockWords(every=typed))
        except InvalidInput as error:
            say(f"{error.message} {error.hint}")
    while "minutes" not in said:
        typed = ask_line("How many minutes?", default=str(USUAL_MINUTES))
        try:
            said["minutes"] = read_minutes(typed or str(USUAL_MINUTES))
        except InvalidInput as error:
            say(error.message)
    return BlockSaid(when=when, said=said)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    whole: Annotated[bool, typer.Option("--all", help="The ended ones too.")] = False,
) -> None:
    """Your blocks: when they come, what was kept, the next time."""
    _list(Session.of(ctx), whole=whole)


def _list(session: Session, *, whole: bool) -> None:
    from dataclasses import replace

    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.blocks import block_list
    from stillpd.insight.period import period_at
    from stillpd.render import block as screen

    journal = session.journal
    if is_shared():
        shared = {name: block for name, block in journal.blocks.items() if block.share}
        journal = replace(journal, blocks=shared)
    report = block_list(journal, period_at(journal.calendar, session.now), whole=whole)
    deliver(
        session,
        "block list",
        report,
        page=lambda _width: screen.list_page(report, is_shared=is_shared()),
        data=lambda: screen.list_data(report),
        problems=[
            *(p for p in journal.problems if p.path.startswith("blocks/")),
            *(p for one in report.lines if not one.next for p in rule_problems(session, one.block)),
        ],
    )


@app.command()
def show(ctx: typer.Context, ref: BlockRef = "") -> None:
    """One block: when it comes, what became of it, what is next."""
    from stillpd.insight.blocks import block_page
    from stillpd.insight.period import period_at
    from stillpd.render import block as screen

    session = Session.of(ctx)
    found = find_block(session, ref, ("show", ""))
    period = period_at(session.journal.calendar, session.now)
    report = block_page(session.journal, found, period)
    deliver(
        session,
        "block show",
        report,
        page=lambda width: screen.block_page(report, width),
        data=lambda: screen.block_data(report),
        problems=problems_of(session, found),
    )


@app.command()
def occurrences(
    ctx: typer.Context,
    ref: BlockRef = "",
    *,
    from_: From = "",
    until: To = "",
    week: InWeek = "",
    year: InYear = "",
) -> None:
    """The times of a block, and what became of each.

    Where no days are named: from the school year's start to four weeks ahead.
    """
    from stillpd.insight.blocks import block_times
    from stillpd.render import block as screen

    session = Session.of(ctx)
    found = find_block(session, ref, ("occurrences", ""))
    first, last = _days_asked(session, from_, until, week, year)
    report = block_times(session.journal, found, first, last, session.now)
    deliver(
        session,
        "block occurrences",
        report,
        page=lambda _width: screen.times_page(report),
        data=lambda: screen.times_data(report),
        problems=problems_of(session, found),
    )


def _days_asked(
    session: Session, first: str, last: str, week: str, year: str
) -> tuple["date", "date"]:
    from stillpd.cli.periods import asked_period
    from stillpd.insight.blocks import AHEAD
    from stillpd.insight.period import period_at

    period = period_at(
        session.calendar, session.now, asked_period(session, first, last, week, year)
    )
    if last or week or year:
        return period.first, period.last
    return period.first, max(period.first, session.now.date()) + AHEAD


@app.command()
@with_block_words
def edit(
    ctx: typer.Context,
    words: BlockWords,
    ref: BlockRef = "",
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Mean it, where answers will not be counted.")
    ] = False,
) -> None:
    """Correct a block: only what is said changes. Answers stay with their days."""
    from stillpd.actions.block import changed_block, edit_block

    session = Session.of(ctx)
    mends_rule = any(way for way in (words.every, words.rrule, words.after_done))
    found = find_to_change(session, ref, ("edit", "…"), mends_rule=mends_rule)
    asked = read_block_words(session, words)
    if asked.when.is_empty and not asked.said:
        raise InvalidInput(
            "What is to change?",
            f'Such as: stillpd block edit {found.id} --every "fri 15:00"\n'
            f"Its file in your editor: stillpd edit blocks/{found.id}.toml",
        )
    new = changed_block(found, asked)
    if not yes and not _is_meant(session, found, new):
        return
    saved = edit_block(session.opened, session.journal, found, new, session.writing_at)
    deliver_saved(session, "block edit", saved)
    _tell(session, new)


def _is_meant(session: Session, old: "Block", new: "Block") -> bool:
    """Ask first where answers will not be counted. Raises InvalidInput where nobody can be asked.

    What was answered by then is kept apart best in a block that ends, beside one that begins.
    """
    from stillpd.actions.block import answers_lost, lost_words

    lost = answers_lost(session.journal, old, new, session.writing_at)
    if not lost:
        return True
    said = f"{lost_words(lost)} would not be counted."
    better = (
        f"Better: stillpd block end {old.id}\n"
        "and then a new one: stillpd block add ID --every WHEN\n"
    )
    if not session.is_interactive:
        raise InvalidInput(said, f"{better}Meant all the same? Say it with --yes")
    from stillpd.cli.asking import ask_yes, say

    say(f"{said}\n{better.rstrip()}")
    if ask_yes("Change it all the same?"):
        return True
    note("It stays as it was.")
    return False


@app.command()
def pause(
    ctx: typer.Context,
    days: Days,
    ref: BlockRef = "",
    *,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="Why.")] = "",
) -> None:
    """Let a block rest: nothing is planned, so nothing is missed."""
    from dataclasses import replace

    from stillpd.actions import block as action
    from stillpd.cli.spans import read_break

    session = Session.of(ctx)
    days, ref = in_order(session, days, ref)
    found = find_to_change(session, ref, ("pause", quote(days)))
    span = read_break(days, session.now.date())
    span = replace(span, reason=because or span.reason)
    saved = action.pause(session.opened, session.journal, found, span, session.writing_at)
    deliver_saved(session, "block pause", saved)


@app.command()
def resume(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DAY", help="Any day of the pause.")],
    ref: BlockRef = "",
) -> None:
    """Take a pause out again."""
    from stillpd.actions import block as action
    from stillpd.cli.spans import read_first_day

    session = Session.of(ctx)
    day, ref = in_order(session, day, ref)
    found = find_to_change(session, ref, ("resume", quote(day)))
    held = read_first_day(day, session.now.date())
    deliver_saved(
        session, "block resume", action.resume(session.opened, found, held, session.writing_at)
    )


@app.command()
def end(
    ctx: typer.Context,
    ref: BlockRef = "",
    *,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Its last day (today).")] = "",
) -> None:
    """End a block. What became of its times stays."""
    from stillpd.actions import block as action
    from stillpd.cli.dates import Facing, read_day

    session = Session.of(ctx)
    found = find_to_change(session, ref, ("end", ""))
    today = session.writing_at.date()
    day = read_day(on, today, Facing.FORWARD) if on else today
    deliver_saved(session, "block end", action.end(session.opened, found, day, session.writing_at))


def _tell(session: Session, block: "Block") -> None:
    """Say again how a rule was understood."""
    if session.format == "json":
        return
    for line in told(session.journal, block, session.writing_at):
        note(line)
