"""`stillpd brief`: one page before a talk."""

from typing import Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def brief(
    ctx: typer.Context,
    audience: Annotated[
        str, typer.Argument(metavar="[AUDIENCE]", help="With whom; a bundle knows it.")
    ] = "",
    *,
    redact: Annotated[
        bool, typer.Option("--redact", help="Take private names out of the words.")
    ] = False,
) -> None:
    """One page before the talk: goals, promises, what is new, one question to ask.

    It is made of what is shared with them and nothing else, so both of you may read it.

    stillpd brief coach
    stillpd -j ./dana.stillpd.zip brief
    """
    from stillpd.actions.brief import brief_for
    from stillpd.render import brief as screen

    session = Session.of(ctx)
    who = audience or _ask_with_whom(session)
    report = brief_for(session.opened, session.journal, who, session.now, redact=redact)
    deliver(
        session,
        "brief",
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=session.journal.problems,
    )


def _ask_with_whom(session: Session) -> str:
    """Ask in a terminal with whom the talk is; a bundle knows."""
    known = session.opened.header.audiences
    if session.opened.header.bundle or not (session.is_interactive and known):
        return ""
    from stillpd.cli.asking import ask_choice

    return ask_choice("With whom is the talk?", [*known])
