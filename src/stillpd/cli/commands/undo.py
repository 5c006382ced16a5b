"""`stillpd undo`: take back the last change; again: the one before it."""

from typing import Annotated

import typer

from stillpd.cli.output import deliver, note
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def undo(
    ctx: typer.Context,
    *,
    listed: Annotated[
        bool, typer.Option("--list", help="Only say what would be taken back.")
    ] = False,
) -> None:
    """Take back the last change; again: the one before it. `stillpd redo` does it again."""
    from stillpd.actions import undo as actions
    from stillpd.render.page import Para, command, dim, text

    session = Session.of(ctx)
    if listed:
        _list(session)
        return
    report = actions.undo(session.opened, session.writing_at)
    page = (
        Para(text("Taken back: ", report.words)),
        Para(text(dim("do it again: "), command("stillpd redo")), indent=2),
    )
    deliver(session, "undo", report, page=lambda _width: page)
    for line in report.notes:
        note(line)


def _list(session: Session) -> None:
    from stillpd.cli.shared_screen import is_shared
    from stillpd.journal.kept_pages import can_be_undone
    from stillpd.render.data import data_of
    from stillpd.render.history import undo_page

    rows = can_be_undone(session.opened)
    deliver(
        session,
        "undo",
        rows,
        page=lambda _width: undo_page(rows, session.opened.zone, hide=is_shared()),
        data=lambda: {"next": data_of(rows)},
    )
