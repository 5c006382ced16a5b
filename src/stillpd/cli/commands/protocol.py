"""`stillpd protocol`: the question sets, yours and ours."""

from typing import Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session

app = typer.Typer(no_args_is_help=False)

Id = Annotated[str, typer.Argument(metavar="ID", help="Which one: stillpd protocol list.")]


@app.callback(invoke_without_command=True)
def protocol(ctx: typer.Context) -> None:
    """The question sets, yours and ours. Alone: all of them."""
    if ctx.invoked_subcommand is None:
        list_(ctx)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """All question sets."""
    from stillpd.insight.question_sets import shelf
    from stillpd.journal.shipped import protocols_of
    from stillpd.render.protocol import shelf_page

    session = Session.of(ctx)
    report = shelf(session.journal, protocols_of(session.journal))
    deliver(
        session,
        "protocol list",
        report,
        page=lambda _width: shelf_page(report),
        problems=session.journal.problems,
    )


@app.command()
def show(ctx: typer.Context, name: Id) -> None:
    """One question set, whole, with where it comes from."""
    from stillpd.cli.refs import find_protocol
    from stillpd.insight.question_sets import question_set
    from stillpd.render import protocol as screen

    session = Session.of(ctx)
    report = question_set(session.journal, find_protocol(session.journal, name), session.now)
    deliver(
        session,
        "protocol show",
        report,
        page=lambda _width: screen.page(report),
        data=lambda: screen.data(report),
        problems=session.journal.problems,
    )


@app.command()
def copy(
    ctx: typer.Context,
    name: Id,
    new: Annotated[
        str, typer.Argument(metavar="[NEW]", help="The copy's name; else it takes its place.")
    ] = "",
) -> None:
    """Put a copy into your journal, to change it as you like."""
    from stillpd.actions.protocol import copy_protocol
    from stillpd.cli.refs import find_protocol

    session = Session.of(ctx)
    known = find_protocol(session.journal, name).id
    saved = copy_protocol(session.opened, session.journal, known, new, session.writing_at)
    deliver_saved(session, "protocol copy", saved)


@app.command("print")
def print_(ctx: typer.Context, name: Id = "weekly") -> None:
    """A sheet for paper, with lines to write on.

    stillpd protocol print weekly | lpr
    """
    from stillpd.cli.refs import find_protocol
    from stillpd.insight.question_sets import paper_sheet
    from stillpd.render.protocol import sheet_page

    session = Session.of(ctx)
    report = paper_sheet(session.journal, find_protocol(session.journal, name), session.now)
    deliver(
        session,
        "protocol print",
        report,
        page=lambda width: sheet_page(report, width),
        problems=session.journal.problems,
    )
