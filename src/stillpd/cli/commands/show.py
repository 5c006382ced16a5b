"""`stillpd show`: one entry, goal or other page, whole."""

from typing import Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def show(
    ctx: typer.Context,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF", help="An entry's id or its beginning, a goal, a day, or a path."
        ),
    ],
) -> None:
    """Show one entry whole; also a goal, block, protocol or profile by its name."""
    from stillpd.cli.find_page import find_page
    from stillpd.journal.text import Unreadable, read_text
    from stillpd.render import show as screen

    session = Session.of(ctx)
    found = find_page(session, ref)
    written = ""
    if found.document is None:
        try:
            written = read_text((session.root / found.path).read_bytes()).text
        except (OSError, Unreadable):
            written = ""
    deliver(
        session,
        "show",
        found,
        page=lambda _width: (
            screen.unread_page(found.path, written)
            if found.document is None
            else screen.page(found.ref, found.path, found.document)
        ),
        data=lambda: (
            {"what": "unread", "ref": found.ref, "path": found.path, "text": written}
            if found.document is None
            else screen.data(found.ref, found.path, found.document)
        ),
        problems=[p for p in session.journal.problems if p.path == found.path],
    )
