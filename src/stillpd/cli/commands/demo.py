"""`stillpd demo`: Dana Okafor's year to look at, or a copy of it to play with."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session
from stillpd.journal.places import typed_path

app = typer.Typer()

DEMO = Path(__file__).parent.parent.parent / "demo" / "dana-okafor"
AS_OF = date(2026, 3, 20)


@app.command()
def demo(
    ctx: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="Copy it to there, to play with.")
    ] = "",
) -> None:
    """Look at a real year: Dana Okafor's journal, as of 20 March 2026.

    Nothing is written, unless you say where: then it is a copy that you may play with.
    """
    session = Session.of(ctx)
    session.chosen.setdefault("as_of", str(AS_OF))
    session.root = DEMO
    if path:
        _copy(session, typed_path(path).absolute())
    else:
        _show(session)


def _show(session: Session) -> None:
    from stillpd.insight.agenda import agenda
    from stillpd.insight.period import period_at
    from stillpd.insight.progress import progress
    from stillpd.render import demo as screen
    from stillpd.render import progress as progress_screen
    from stillpd.render import progress_data
    from stillpd.render import today as today_screen

    journal, now = session.journal, session.now
    today = agenda(journal, now)
    moved = progress(journal, period_at(journal.calendar, now))
    deliver(
        session,
        "demo",
        moved,
        page=lambda width: screen.page(
            now.date(), today_screen.page(today, width), progress_screen.page(moved, width)
        ),
        data=lambda: {
            "owner": journal.header.owner,
            "as_of": str(now.date()),
            "today": today_screen.data(today),
            "progress": progress_data.data(moved),
        },
        problems=journal.problems,
    )


def _copy(session: Session, target: Path) -> None:
    from stillpd.actions.demo import copy_journal
    from stillpd.render import demo as screen

    report = copy_journal(session.opened, target)
    deliver(
        session,
        "demo",
        report,
        page=lambda _: screen.copied(report.path, report.files, session.now.date()),
    )
