"""`stillpd delete`: take an entry out; undo brings it back."""

from typing import Annotated

import typer

from stillpd.cli.output import deliver, note
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def delete(
    ctx: typer.Context,
    refs: Annotated[
        list[str], typer.Argument(metavar="REF...", help="What is to go: ids, names or paths.")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Mean it, for more than ten at once.")] = False,
) -> None:
    """Take entries (or goals, blocks and other pages) out of the journal.

    Nothing is asked, since it can be undone: `stillpd undo`, or `stillpd restore REF`.
    """
    from stillpd.actions.delete import Page, delete
    from stillpd.cli.find_page import find_page
    from stillpd.render.page import Para, command, dim, text

    session = Session.of(ctx)
    found = [find_page(session, ref) for ref in refs]
    wanted = [Page(one.ref, one.path, one.document) for one in found]
    report = delete(session.opened, wanted, session.writing_at, allow_many=yes)
    back = f"stillpd restore {report.refs[0]}" if len(report.refs) == 1 else "stillpd undo"
    page = (
        Para(text("Deleted: ", report.words)),
        Para(text(dim("bring it back: "), command(back)), indent=2),
    )
    deliver(session, "delete", report, page=lambda _width: page)
    for line in report.notes:
        note(line)
