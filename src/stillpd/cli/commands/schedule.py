"""`stillpd schedule`: who calls `stillpd remind`, and when."""

from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.output import deliver, note
from stillpd.cli.schedule_ics import calendars
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stillpd.actions.schedule import SchedulePlan
    from stillpd.clock.report import Scheduled

app = typer.Typer(no_args_is_help=True)
app.add_typer(calendars)

Every = Annotated[
    str, typer.Option("--every", metavar="15|30|60", help="Minutes between two checks; usually 15.")
]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Installed = Annotated[
    str, typer.Argument(metavar="[cron|systemd]", help="Which scheduler, if not the usual one.")
]


@app.callback()
def schedule() -> None:
    """The prompt from cron or systemd, and calendars.

    A scheduler calls stillpd every quarter of an hour from 6 to 23 o'clock, and stillpd speaks
    when a quiet time is due. Nothing is installed unless you ask for it.
    """


@app.command()
def show(
    ctx: typer.Context,
    scheduler: Annotated[
        str,
        typer.Argument(
            metavar="[cron|systemd|launchd|windows|login]",
            help="For which scheduler, if not this system's; login: when you log in.",
        ),
    ] = "",
    *,
    every: Every = "",
) -> None:
    """Print exactly what would be installed, and say how it gets there."""
    from stillpd.actions import schedule as actions
    from stillpd.render import schedule as screen

    session = Session.of(ctx)
    _check_word(scheduler, actions.SHOWN)
    report = actions.show(session.opened.root, scheduler, _minutes(every))
    deliver(session, "schedule show", report, page=lambda _: screen.shown_page(report))
    if session.format != "json":
        lead = "\n" if session.is_interactive else ""
        note(lead + screen.shown_steps(report))


@app.command()
def install(
    ctx: typer.Context,
    scheduler: Installed = "",
    *,
    every: Every = "",
    dry_run: Dry = False,
    yes: Yes = False,
) -> None:
    """Have cron or systemd call stillpd. Shows what changes; `remove` takes it back."""
    from stillpd.actions import schedule as actions

    session = Session.of(ctx)
    _check_word(scheduler, actions.SHOWN)
    plan = actions.plan_install(session.opened.root, scheduler, _minutes(every))
    _carry_out(session, "schedule install", [plan], "It is there already", dry=dry_run, yes=yes)


@app.command()
def remove(
    ctx: typer.Context, scheduler: Installed = "", *, dry_run: Dry = False, yes: Yes = False
) -> None:
    """Take out what `install` put in, and nothing else. Shows what changes."""
    from stillpd.actions import schedule as actions

    session = Session.of(ctx)
    _check_word(scheduler, actions.INSTALLED_BY_US)
    root = session.root  # a journal that is gone must not be called for ever
    names = (scheduler,) if scheduler else actions.leaving(root)
    plans = [actions.plan_remove(root, name) for name in names]
    _carry_out(session, "schedule remove", plans, "It is not installed", dry=dry_run, yes=yes)


def _carry_out(
    session: Session,
    name: str,
    plans: "Sequence[SchedulePlan]",
    otherwise: str,
    *,
    dry: bool,
    yes: bool,
) -> None:
    """Show what changes, ask where somebody can be asked, and do it."""
    from stillpd.actions import schedule as actions

    planned = [actions.planned(plan) for plan in plans]
    if not any(each.changed for each in planned):
        _tell(session, name, planned, f"{otherwise}; nothing changed.")
        return
    if dry:
        _tell(session, name, planned, "Nothing is changed yet: this is what would be.")
        return
    asks = session.is_interactive and not yes
    if asks:
        _tell(session, name, planned)
        if not _is_meant():
            _tell(session, name, [], "Nothing was changed.")
            return
    done = [actions.carry_out(plan, session.clock_anywhere) for plan in plans]
    _tell(session, name, done, is_done=True, with_diff=not asks)


def _tell(
    session: Session,
    name: str,
    changes: "Sequence[Scheduled]",
    said: str = "",
    *,
    is_done: bool = False,
    with_diff: bool = True,
) -> None:
    from stillpd.clock.report import ScheduleChanges
    from stillpd.render import schedule as screen

    report = ScheduleChanges(tuple(changes), done=is_done)
    page = screen.changes_page(report, said, with_diff=with_diff)
    deliver(session, name, report, page=lambda _: page)


def _is_meant() -> bool:
    from stillpd.cli.asking import ask_yes

    return ask_yes("Change it like this?", default=True)


@app.command()
def status(ctx: typer.Context) -> None:
    """How it stands: installed, running, last run, next run."""
    from stillpd.actions.schedule_status import status
    from stillpd.render import schedule as screen

    session = Session.of(ctx)
    report = status(session.opened.root, session.now)
    deliver(
        session,
        "schedule status",
        report,
        page=lambda _: screen.status_page(report),
        data=lambda: screen.status_data(report),
    )


def _check_word(word: str, known: tuple[str, ...]) -> None:
    from stillpd.cli.refs import check_word

    if word:
        check_word(word, known, "scheduler")


def _minutes(every: str) -> int | None:
    from stillpd.clock.line import EVERY
    from stillpd.model.errors import InvalidInput

    if every and every not in map(str, EVERY):
        raise InvalidInput(
            f"“{every}” is no number of minutes that every scheduler can keep.",
            f"One of: {', '.join(map(str, EVERY))}",
        )
    return int(every) if every else None
