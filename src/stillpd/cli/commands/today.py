"""`stillpd today`, and `stillpd` alone: what is due, promised and moving."""

import os

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def today(ctx: typer.Context) -> None:
    """What is due, what you promised, how your goals move, which circle is empty."""
    from stillpd.insight.agenda import agenda
    from stillpd.render import today as screen

    session = Session.of(ctx)
    report = agenda(session.journal, session.now)
    if os.environ.get("STILLPD_SHARED_SCREEN") == "1":
        report = report.for_shared_screen()
    deliver(
        session,
        "today",
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=session.journal.problems,
    )
