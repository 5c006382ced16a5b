"""`stillpd check`: this week's numbers; none given: asks each that is open."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stillpd.cli.numbers import read_number
from stillpd.cli.options import Share
from stillpd.cli.output import deliver, note
from stillpd.cli.saving import kept_as_draft
from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared
from stillpd.model.errors import InvalidInput
from stillpd.model.week import Week

if TYPE_CHECKING:
    from stillpd.insight.week import WeekMeasure

app = typer.Typer()

_TYPED = re.compile(r"([a-z0-9][a-z0-9.-]*?)(=|\+)(.*)\Z", re.DOTALL)
_MONDAY = 0


@app.command()
def check(
    ctx: typer.Context,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MEASURE=VALUE]...",
            help="cer.talk=1 sets, contacts+1 adds one, contacts= takes it back.",
        ),
    ] = None,
    *,
    week: Annotated[str, typer.Option("--week", metavar="WEEK", help="Which week.")] = "",
    excused: Annotated[
        list[str],
        typer.Option("--excused", metavar="MEASURE=REASON", help="Not expected this week."),
    ] = [],
    note_: Annotated[str, typer.Option("--note", metavar="TEXT", help="A sentence.")] = "",
    share: Share = [],
    excuse_gap: Annotated[
        str,
        typer.Option("--excuse-gap", metavar="REASON", help="After weeks away: excuse them all."),
    ] = "",
) -> None:
    """Note this week's numbers.

    A goal's name alone means its only weekly number. Correcting a number is noting it again.
    Without numbers you are asked for each one that is open; Enter leaves it open.
    """
    from stillpd.actions import check as action
    from stillpd.cli.dates import read_week
    from stillpd.cli.refs import check_audiences
    from stillpd.render import check as screen

    session = Session.of(ctx)
    if excuse_gap:
        _excuse(session, excuse_gap)
        return
    chosen = read_week(week, session.now.date()) if week else Week.of(session.now.date())
    values = read_values(numbers or ())
    excuses = read_excuses(excused)
    prose = note_
    if not (values or excuses or prose):
        chosen, values, excuses, prose = _ask(session, chosen, asked_week=bool(week))
        if not (values or excuses or prose):
            note("Nothing noted. Everything is as it was.")
            return
    asked = action.WeekNumbers(
        week=chosen,
        at=session.writing_at,
        values=values,
        excused=excuses,
        note=prose,
        share=check_audiences(session.journal, share),
        is_seen=is_shared(),
    )
    with kept_as_draft(session, "check", lambda: prose):
        noted = action.check(session.opened, session.journal, asked, session.now)
    deliver(session, "check", noted, page=lambda _width: screen.page(noted))
    for line in noted.notes:
        note(line)


def read_values(typed: Any) -> dict[str, Any]:
    """Return what was typed as `MEASURE=VALUE`. Raises InvalidInput for what is no number."""
    from stillpd.actions.check import Value

    values = {}
    for words in typed:
        match = _TYPED.match(words)
        if not match:
            raise InvalidInput(
                f"“{words}” is not a number for a measure.", "Like this: cer.talk=1 or contacts+1"
            )
        name, sign, said = match.groups()
        if name in values:
            raise InvalidInput(f"{name} is there twice.", "Name each measure once.")
        if sign == "=" and not said.strip():
            values[name] = Value(None)
        else:
            values[name] = Value(read_number(said, name), adds=sign == "+")
    return values


def read_excuses(typed: list[str]) -> dict[str, str]:
    """Return what was typed as `MEASURE=REASON`."""
    excuses = {}
    for words in typed:
        name, sign, reason = words.partition("=")
        if not sign:
            raise InvalidInput(
                f"Why is {name} excused?", f"Like this: --excused {name}=conferences"
            )
        excuses[name.strip()] = reason.strip()
    return excuses


def _excuse(session: Session, reason: str) -> None:
    from stillpd.actions.check import excuse_gap
    from stillpd.actions.outcome import Saved
    from stillpd.cli.saving import deliver_saved
    from stillpd.insight.week import away
    from stillpd.render.when import plural

    gone = away(session.journal, session.now)
    if gone is None:
        raise InvalidInput(
            "There is no gap of three taught weeks or more.",
            "One week: stillpd check --week 2025-W43 --excused MEASURE=REASON",
        )
    weeks = excuse_gap(session.opened, session.journal, gone, reason, session.writing_at)
    deliver_saved(session, "check", Saved(words=f"{plural(weeks, 'week')} excused. Welcome back."))


# In a terminal -----------------------------------------------------------------------------------


def _ask(
    session: Session, week: Week, *, asked_week: bool
) -> tuple[Week, dict[str, Any], dict[str, str], str]:
    """Ask for each open number; whatever was answered before a stop is still noted."""
    if not session.is_interactive:
        raise InvalidInput("Which numbers?", _what_is_open(session, week))
    if not asked_week:
        week = _ask_week(session, week)
    return _ask_each(session, week)


def _open_ones(session: Session, week: Week) -> "tuple[list[WeekMeasure], int]":
    """Return what is open in a week and may be named, and how many are not: others see them."""
    from stillpd.insight.week import week_measures

    open_ = [m for m in week_measures(session.journal, week, session.now) if m.state == "open"]
    told = [m for m in open_ if not (is_shared() and m.private)]
    return told, len(open_) - len(told)


def _what_is_open(session: Session, week: Week) -> str:
    from stillpd.actions.check import PRIVATE_ONES

    told, hidden = _open_ones(session, week)
    if told:
        names = " ".join(f"{measure.name}=…" for measure in told)
        return f"Open in {week}: stillpd check {names}"
    return PRIVATE_ONES if hidden else f"Nothing is open in {week}."


def _ask_each(session: Session, week: Week) -> tuple[Week, dict[str, Any], dict[str, str], str]:
    from stillpd.cli import asking
    from stillpd.render.check import question, week_line

    values: dict[str, Any] = {}
    excuses: dict[str, str] = {}
    prose = ""
    told, hidden = _open_ones(session, week)
    asking.say(week_line(week, len(told) + hidden))
    if hidden:
        asking.say("What is private is not asked while others see this screen.")
    try:
        for measure in told:
            for line in question(measure):
                asking.say(line)
            _ask_one(session, measure.name, week, values, excuses)
        prose = asking.ask_text("One sentence about it?")
    except asking.Stopped:
        if values or excuses:
            note("Stopped there. What you gave is noted.")
    return week, values, excuses, prose


def _ask_week(session: Session, week: Week) -> Week:
    """On a Monday ask which week is meant: people answer for the one that just ended."""
    if session.now.weekday() != _MONDAY:
        return week
    from stillpd.cli import asking

    last = week.plus(-1)
    if not session.journal.calendar.instructional(last):
        return week
    choices = (f"last week, {last}", f"this week, {week}")
    chosen = asking.ask_choice("Which week?", choices, default=choices[0])
    return week if chosen == choices[1] else last


def _ask_one(
    session: Session, name: str, week: Week, values: dict[str, Any], excuses: dict[str, str]
) -> None:
    from stillpd.actions.check import Value
    from stillpd.cli import asking
    from stillpd.render.check import last_weeks

    while True:
        said = asking.ask_line(name).strip()
        if not said:
            return
        if said == "?":
            asking.say(last_weeks(session.journal, name, week, session.now))
        elif said.startswith("excused"):
            excuses[name] = said.removeprefix("excused").strip(" :=") or "no reason given"
            return
        else:
            try:
                values[name] = Value(read_number(said, name))
            except InvalidInput as error:
                asking.say(f"{error.message} A number, “excused WHY”, ? or Enter.")
            else:
                return
