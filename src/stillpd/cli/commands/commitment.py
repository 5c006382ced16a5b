"""`stillpd commitment`: a promise with a date and a person."""

from typing import Annotated, Any

import typer

from stillpd.cli.options import At, From, InWeek, InYear, OfGoal, Share
from stillpd.cli.output import deliver, note
from stillpd.cli.saving import deliver_saved, kept_as_draft
from stillpd.cli.session import Session

app = typer.Typer(no_args_is_help=False)

Ref = Annotated[str, typer.Argument(metavar="REF", help="Which promise: the beginning of its id.")]
Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why.")]
Due = Annotated[str, typer.Option("--due", metavar="DATE", help="By when; friday looks forward.")]
Whom = Annotated[str, typer.Option("--to", metavar="WHO", help="To whom; me is yourself.")]


@app.callback(invoke_without_command=True)
def commitment(ctx: typer.Context) -> None:
    """Promises with a date and a person. Alone: those that are open."""
    if ctx.invoked_subcommand is None:
        list_(ctx)


@app.command()
def add(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="What is promised.")
    ] = None,
    *,
    to: Whom = "me",
    due: Due = "",
    goal: OfGoal = [],
    after: Annotated[
        str, typer.Option("--after", metavar="REF", help="The promise that it follows.")
    ] = "",
    share: Share = [],
    at: At = "",
) -> None:
    """Make a promise.

    stillpd commitment add "common rubric to the PLC" --to Luis --due friday --goal cer
    """
    from stillpd.actions.commitment import NewPromise, add_commitment
    from stillpd.cli.dates import Facing, read_day
    from stillpd.cli.refs import check_audiences, find_commitment, find_goal

    session = Session.of(ctx)
    made_at = session.moment(at)
    text = " ".join(words or ())
    if not text and session.is_interactive:
        text, to, due = _ask(to, due)
    due_on = read_day(due, made_at.date(), Facing.FORWARD) if due else None
    with kept_as_draft(session, "commitment add", lambda: text):
        new = NewPromise(
            text=text,
            at=made_at,
            to=to,
            due=due_on,
            goals=tuple(find_goal(session.journal, ref).id for ref in goal),
            share=check_audiences(session.journal, share),
            after=find_commitment(session.journal, after).id if after else "",
        )
        saved = add_commitment(session.opened, new, session.writing_at)
    deliver_saved(session, "commitment add", saved)
    _echo(session, "Due", due_on)


def _ask(to: str, due: str) -> tuple[str, str, str]:
    """Ask for a promise: what, to whom, by when; what an option said is not asked."""
    from stillpd.cli.asking import ask_line

    text = ask_line("What do you promise?")
    if text and to == "me":
        to = ask_line("To whom?", hint="Enter: to yourself") or "me"
    if text and not due:
        due = ask_line("By when?", hint="friday, in 2 weeks, 24 oct")
    return text, to, due


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    open_: Annotated[bool, typer.Option("--open", help="Only what is open (the usual).")] = False,
    due: Annotated[bool, typer.Option("--due", help="Only what is due today or before.")] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="The settled ones of the period too.")
    ] = False,
    to: Annotated[str, typer.Option("--to", metavar="WHO", help="Only those to WHO.")] = "",
    goal: OfGoal = [],
    from_: From = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day.")] = "",
    week: InWeek = "",
    year: InYear = "",
) -> None:
    """The promises: the open ones, or with --all those of the period too."""
    from stillpd.cli.periods import asked_period
    from stillpd.cli.refs import find_goal
    from stillpd.cli.shared_screen import is_shared, without_private
    from stillpd.insight.period import period_at
    from stillpd.insight.promises import WantedPromises, list_promises
    from stillpd.render import commitment as screen

    session = Session.of(ctx)
    ends = asked_period(session, from_, until, week, year)
    wanted = WantedPromises(
        open=open_ or not (all_ or due or from_ or until or week or year),
        due=due,
        to=to,
        goals=tuple(find_goal(session.journal, ref).id for ref in goal),
    )
    period = period_at(session.journal.calendar, session.now, ends)
    journal = without_private(session.journal) if is_shared() else session.journal
    found = list_promises(journal, period, wanted)
    deliver(
        session,
        "commitment list",
        found,
        page=lambda _width: screen.page(found),
        data=lambda: screen.data(found),
        problems=session.journal.problems,
    )


@app.command()
def settle(
    ctx: typer.Context,
    ref: Ref,
    outcome: Annotated[str, typer.Argument(metavar="kept|partly|missed|withdrawn")],
    *,
    because: Because = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When, if not today.")] = "",
) -> None:
    """Say what became of a promise."""
    from stillpd.actions import commitment as action
    from stillpd.cli.dates import read_day
    from stillpd.cli.refs import check_word, find_commitment
    from stillpd.model.errors import InvalidInput

    session = Session.of(ctx)
    promise = find_commitment(session.journal, ref)
    if outcome == "renegotiated":
        raise InvalidInput(
            "A promise is renegotiated with a new date.",
            f"stillpd commitment renegotiate {promise.ref} --due DATE --because TEXT",
        )
    chosen: Any = check_word(outcome, ("kept", "partly", "missed", "withdrawn"), "outcome")
    today = session.writing_at.date()
    day = read_day(on, today) if on else today
    with kept_as_draft(session, "commitment settle", lambda: because):
        saved = action.settle(
            session.opened, promise, chosen, day, session.writing_at, because=because
        )
    deliver_saved(session, "commitment settle", saved)


@app.command()
def renegotiate(
    ctx: typer.Context,
    ref: Ref,
    *,
    due: Due,
    because: Because = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="A smaller promise.")] = "",
) -> None:
    """Change a promise before it is due: it ends, and another follows it."""
    from stillpd.actions import commitment as action
    from stillpd.cli.dates import Facing, read_day
    from stillpd.cli.refs import find_commitment

    session = Session.of(ctx)
    promise = find_commitment(session.journal, ref)
    day = read_day(due, session.writing_at.date(), Facing.FORWARD)
    with kept_as_draft(session, "commitment renegotiate", lambda: because):
        saved = action.renegotiate(
            session.opened, promise, day, session.writing_at, because=because, text=text
        )
    deliver_saved(session, "commitment renegotiate", saved)
    _echo(session, "Now due", day)


def _echo(session: Session, lead: str, day: Any) -> None:
    """Say again how a date was understood."""
    from stillpd.model.days import long_day

    if day and session.format != "json":
        note(f"{lead} {long_day(day)}.")
