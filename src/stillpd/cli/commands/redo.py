"""`stillpd redo`: do again what was undone."""

import typer

from stillpd.cli.output import deliver, note
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def redo(ctx: typer.Context) -> None:
    """Do again what the last undo took back, as long as nothing else was changed since."""
    from stillpd.actions import undo as actions
    from stillpd.render.page import Para, text

    session = Session.of(ctx)
    report = actions.redo(session.opened, session.writing_at)
    deliver(
        session,
        "redo",
        report,
        page=lambda _width: (Para(text("Done again: ", report.words)),),
    )
    for line in report.notes:
        note(line)
