"""`stillpd doctor`: look at every file and say what is wrong in it."""

import typer

from stillpd.cli.boundary import PARTIAL
from stillpd.cli.output import deliver
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def doctor(ctx: typer.Context) -> None:
    """Look at every file; say what is wrong in it, where, and what to do.

    It changes nothing. Silent, with exit code 0, when all is well; else exit code 4.
    """
    from stillpd.actions.doctor import examine
    from stillpd.render import doctor as screen

    session = Session.of(ctx)
    report = examine(session.opened, session.journal, session.now)
    in_json = session.format == "json"
    if report.found or in_json:
        deliver(
            session,
            "doctor",
            report,
            page=lambda _width: screen.page(report.found),
            problems=report.found if in_json else (),
        )
    if report.found:
        raise typer.Exit(PARTIAL)
