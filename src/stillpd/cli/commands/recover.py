"""`stillpd recover`: finish, or take back, what was cut off."""

from typing import Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def recover(
    ctx: typer.Context,
    *,
    back: Annotated[
        bool, typer.Option("--back", help="Take it back instead of finishing it.")
    ] = False,
) -> None:
    """Finish what was cut off between its files (a crash, a full disk), or take it back.

    Running it again changes nothing.
    """
    from stillpd.actions.recover import recover
    from stillpd.render import recover as screen

    session = Session.of(ctx)
    report = recover(session.opened, session.writing_at, back=back)
    deliver(session, "recover", report, page=lambda _width: screen.page(report.recovered))
