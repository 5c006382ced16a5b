"""`stillpd remind`: what cron runs. It speaks when something is due, once, and is silent else."""

from typing import Annotated

import typer

from stillpd.cli.boundary import PARTIAL
from stillpd.cli.session import Session

app = typer.Typer()

SOMETHING_IS_DUE = 10


@app.command()
def remind(
    ctx: typer.Context,
    *,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Leave with 10 while something is due.")
    ] = False,
    again_after: Annotated[
        str,
        typer.Option("--again-after", metavar="TIME", help="Say it again after 24h, 2d, 1w."),
    ] = "",
    always: Annotated[
        bool, typer.Option("--always", help="Say it again, and say that nothing is due.")
    ] = False,
    notify: Annotated[
        bool, typer.Option("--notify", help="Show a notification on the desktop too.")
    ] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Lay the questions ready: stillpd reflect --draft.")
    ] = False,
    show_private: Annotated[
        bool, typer.Option("--show-private", help="Name what is private too.")
    ] = False,
) -> None:
    """Say what is due and not answered, once; else say nothing. Made for cron.

    It never asks, and shows nothing private. See stillpd schedule.
    """
    from stillpd.cli.dates import read_stretch
    from stillpd.cli.reminding import Reminding, troubled_once

    session = Session.of(ctx)
    in_json = session.format == "json"
    pause = read_stretch(again_after) if again_after else None
    with troubled_once(session):
        run = Reminding(session, show_private=show_private, notify=notify)
        with run.unsaid(pause) as new:
            speaks = bool(new) or always
            sheet = draft and speaks and run.lay_ready()
            if new:
                run.tell(new, sheet=sheet)
            elif speaks or in_json:
                run.say(is_new=False, sheet=sheet)
        if new and notify and not run.is_only_shown:
            run.notify()
    if in_json and run.journal.problems:  # as its status says, whatever else was asked for
        raise typer.Exit(PARTIAL)
    if exit_code and run.found.is_due:
        raise typer.Exit(SOMETHING_IS_DUE)
    if run.journal.problems and speaks:
        raise typer.Exit(PARTIAL)
