"""`stillpd history`: what was changed, and when."""

from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session
from stillpd.model.errors import NotFound

if TYPE_CHECKING:
    from stillpd.journal.kept_pages import HistoryRow

app = typer.Typer()
_USUAL = 20


@app.command()
def history(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="[REF]", help="Of one page only.")] = "",
    *,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help="The newest N.")
    ] = _USUAL,
) -> None:
    """What was changed, newest last; with a page's name what became of it, and its versions."""
    from stillpd.cli.shared_screen import is_shared
    from stillpd.journal.kept_pages import history_rows
    from stillpd.journal.record import kept_folder
    from stillpd.render import history as screen
    from stillpd.render.data import data_of

    session = Session.of(ctx)
    rows = _of_page(session, ref) if ref else history_rows(session.opened)
    shown = rows[-limit:]
    left = len(rows) - len(shown)
    page = screen.page(shown, session.opened.zone, left, hide=is_shared())
    if not rows and kept_folder(session.root).is_dir():
        page = screen.nothing(ever=True)
    deliver(
        session,
        "history",
        shown,
        page=lambda _width: page,
        data=lambda: {"changes": data_of(shown), "left": left},
    )


def _of_page(session: Session, ref: str) -> "tuple[HistoryRow, ...]":
    from stillpd.cli.find_page import find_page
    from stillpd.journal.kept_pages import history_rows, removed_pages

    try:
        found = find_page(session, ref)
    except NotFound:
        for page in removed_pages(session.opened, session.journal):
            if ref == page.path or page.ref.startswith(ref):
                return history_rows(session.opened, page.path, page.ref)
        raise
    return history_rows(session.opened, found.path, str(getattr(found.document, "id", "")))
