"""`stillpd today`, and `stillpd` alone: what is due, promised and moving."""

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def today(ctx: typer.Context) -> None:
    """What is due, what you promised, how your goals move, which circle is empty."""
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.agenda import agenda, reads
    from stillpd.render import today as screen

    session = Session.of(ctx)
    journal = session.read(lambda standing: reads(standing, session.now))
    report = agenda(journal, session.now)
    if is_shared():
        report = report.for_shared_screen()
    deliver(
        session,
        "today",
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=journal.problems,
    )
