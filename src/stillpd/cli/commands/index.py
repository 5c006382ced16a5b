"""`stillpd index`: what makes a long journal quick. It owns nothing."""

from typing import TYPE_CHECKING

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from stillpd.journal.first_page import Opened

app = typer.Typer(no_args_is_help=True)


@app.callback()
def index() -> None:
    """Look at the index, make it anew, or take it away.

    It stands in the cache folder, holds a copy of what your files say so that long journals are
    quick to read and to search, and is made by itself where it is missing. Nothing is lost with
    it. STILLPD_INDEX=off does without.
    """


@app.command()
def status(ctx: typer.Context) -> None:
    """Say where the index is, how large, and whether it knows all files as they are now."""
    from stillpd.journal.index.upkeep import index_state
    from stillpd.render import index as screen

    session = Session.of(ctx)
    report = index_state(_opened(session))
    deliver(session, "index status", report, page=lambda _: screen.page(report))


@app.command()
def rebuild(ctx: typer.Context) -> None:
    """Read all files again and make the index anew."""
    from stillpd.cli.reading_bar import reading_bar
    from stillpd.journal.index.upkeep import rebuild_index
    from stillpd.render import index as screen

    session = Session.of(ctx)
    with reading_bar() as tell:
        report = rebuild_index(_opened(session), tell)
    deliver(session, "index rebuild", report, page=lambda _: screen.rebuilt(report))


@app.command()
def drop(ctx: typer.Context) -> None:
    """Take the index away; the next command that reads makes another."""
    from stillpd.journal.index.upkeep import drop_index
    from stillpd.render import index as screen

    session = Session.of(ctx)
    report = drop_index(_opened(session))
    deliver(session, "index drop", report, page=lambda _: screen.dropped(report))


def _opened(session: Session) -> "Opened":
    """Return the journal's first page. Raises InvalidInput for a bundle, which has no index."""
    if session.opened.is_bundle:
        raise InvalidInput(
            "A bundle has no index; it is read in memory.", "It can be searched all the same."
        )
    return session.opened
