"""`stillpd audience`: the parties that pages may go to."""

from typing import Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session

app = typer.Typer(no_args_is_help=False)

Name = Annotated[str, typer.Argument(metavar="AUDIENCE", help="Its short name.")]


@app.callback(invoke_without_command=True)
def audience(ctx: typer.Context) -> None:
    """The parties that pages may go to. Alone: who there is. Nobody sees anything by being here."""
    if ctx.invoked_subcommand is None:
        list_(ctx)


@app.command()
def add(
    ctx: typer.Context,
    made_id: Annotated[str, typer.Argument(metavar="ID", help="A short name, such as coach.")],
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Their name.")] = "",
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="PARTY", help="coach, partner, team, evaluator or public."),
    ] = "",
    age_key: Annotated[
        str, typer.Option("--age-key", metavar="age1…", help="Their bundles are locked with it.")
    ] = "",
) -> None:
    """Add somebody. Nothing is shared by that.

    stillpd audience add coach --name "Priya Raman" --kind coach
    """
    from typing import get_args

    from stillpd.actions.audience import add_audience
    from stillpd.cli.refs import check_word
    from stillpd.model.header import Audience
    from stillpd.model.words import AudienceKind

    session = Session.of(ctx)
    kinds: tuple[AudienceKind, ...] = get_args(AudienceKind)
    usual = next((known for known in kinds if known == made_id), None)
    party = Audience(
        name=name, kind=check_word(kind, kinds, "kind") if kind else usual, age_key=age_key
    )
    saved = add_audience(session.opened, made_id, party, session.writing_at)
    deliver_saved(session, "audience add", saved)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """Who there is, how many pages each may see, and when something went to them last."""
    from stillpd.actions.pack import shares
    from stillpd.insight.sharing import audience_lines
    from stillpd.render import share as screen
    from stillpd.render.data import data_of

    session = Session.of(ctx)
    last = {one.audience: one.day for one in shares(session.journal, session.now)}
    lines = audience_lines(session.journal, last)
    deliver(
        session,
        "audience list",
        lines,
        page=lambda _: screen.audiences_page(lines),
        data=lambda: {"audiences": data_of(lines)},
    )


@app.command()
def remove(ctx: typer.Context, name: Name) -> None:
    """Take somebody out (undo brings them back). What names them goes nowhere then."""
    from stillpd.actions.audience import remove_audience

    session = Session.of(ctx)
    saved = remove_audience(session.opened, session.journal, name, session.writing_at)
    deliver_saved(session, "audience remove", saved)
