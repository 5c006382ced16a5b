"""`stillpd restore`: bring back what was deleted, or an earlier version."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session
from stillpd.model.errors import Ambiguous, InvalidInput, NotFound, StillpdError

if TYPE_CHECKING:
    from stillpd.journal.kept_pages import RemovedPage

app = typer.Typer()


@app.command()
def restore(
    ctx: typer.Context,
    ref: Annotated[
        str, typer.Argument(metavar="[REF|PATH]", help="What to bring back; none: list it.")
    ] = "",
    *,
    version: Annotated[
        int | None,
        typer.Option("--version", metavar="N", help="An earlier version: 1 is the last but one."),
    ] = None,
) -> None:
    """Bring back a deleted entry, or an earlier version of one that stands.

    Alone it lists what can be brought back. Versions and their numbers: stillpd history REF.
    """
    from stillpd.actions.restore import restore_removed, restore_version
    from stillpd.journal.kept_pages import removed_pages

    session = Session.of(ctx)
    removed = removed_pages(session.opened, session.journal)
    if not ref:
        if version is not None:
            raise InvalidInput("Of which page?", "As in: stillpd restore cer --version 1")
        _list(session, removed)
        return
    if version is None:
        saved = restore_removed(session.opened, _pick(session, removed, ref), session.writing_at)
    else:
        from stillpd.cli.find_page import find_page

        found = find_page(session, ref)
        saved = restore_version(
            session.opened, found.path, found.document, version, session.writing_at
        )
    deliver_saved(session, "restore", saved)


def _list(session: Session, removed: "Sequence[RemovedPage]") -> None:
    from stillpd.cli.shared_screen import is_shared
    from stillpd.render.history import removed_page

    shown = [page for page in removed if not (is_shared() and page.private)]
    hidden = len(removed) - len(shown)
    deliver(
        session,
        "restore",
        shown,
        page=lambda _width: removed_page(shown, session.opened.zone, hidden),
        data=lambda: _data(shown, hidden),
    )


def _data(shown: "Sequence[RemovedPage]", hidden: int) -> dict[str, object]:
    from stillpd.render.data import data_of

    return {"removed": data_of(shown), "hidden": hidden}


def _pick(session: Session, removed: "Sequence[RemovedPage]", ref: str) -> "RemovedPage":
    """Return the removed page that `ref` names; the newest one where a page was removed twice."""
    exact = [page for page in removed if ref in (page.path, page.ref)]
    hits = exact[:1] or [page for page in removed if page.ref.startswith(ref)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise Ambiguous(
            f"More than one deleted page begins with “{ref}”.", "See them with: stillpd restore"
        )
    raise _not_removed(session, ref)


def _not_removed(session: Session, ref: str) -> StillpdError:
    from stillpd.cli.find_page import find_page

    try:
        found = find_page(session, ref)
    except StillpdError:
        return NotFound(
            f"Nothing that was deleted begins with “{ref}”.", "See it all with: stillpd restore"
        )
    return InvalidInput(
        f"{found.ref} is there.",
        f"For an earlier version of it: stillpd restore {found.ref} --version 1",
    )
