"""`stillpd audience`: the parties that pages may go to."""

from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.output import deliver
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from stillpd.model.words import AudienceKind

app = typer.Typer(no_args_is_help=False)

Name = Annotated[str, typer.Argument(metavar="AUDIENCE", help="Its short name.")]
TheirName = Annotated[str | None, typer.Option("--name", metavar="NAME", help="Their name.")]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="PARTY", help="coach, partner, team, evaluator or public."),
]
AgeKey = Annotated[
    str | None,
    typer.Option("--age-key", metavar="age1…", help="Their bundles are locked with it."),
]


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
    name: TheirName = None,
    kind: Kind = None,
    age_key: AgeKey = None,
) -> None:
    """Add somebody. Nothing is shared by that.

    stillpd audience add coach --name "Priya Raman" --kind coach
    """
    from stillpd.actions.audience import add_audience
    from stillpd.model.header import Audience

    session = Session.of(ctx)
    usual = next((known for known in _kinds() if known == made_id), None)
    party = Audience(name=name or "", kind=_kind(kind) or usual, age_key=age_key or "")
    saved = add_audience(session.opened, made_id, party, session.writing_at)
    deliver_saved(session, "audience add", saved)


@app.command()
def edit(
    ctx: typer.Context,
    made_id: Name,
    *,
    name: TheirName = None,
    kind: Kind = None,
    age_key: AgeKey = None,
) -> None:
    """Correct somebody's name, kind or key. An empty value takes it out.

    stillpd audience edit coach --age-key age1…
    """
    from stillpd.actions.audience import edit_audience

    session = Session.of(ctx)
    asked = {"name": name, "kind": kind, "age_key": age_key}
    said: dict[str, str | None] = {w: value for w, value in asked.items() if value is not None}
    if kind is not None:
        said["kind"] = _kind(kind)
    saved = edit_audience(session.opened, made_id, said, session.writing_at)
    deliver_saved(session, "audience edit", saved)


def _kinds() -> "tuple[AudienceKind, ...]":
    from typing import get_args

    from stillpd.model.words import AudienceKind

    return get_args(AudienceKind)


def _kind(said: str | None) -> "AudienceKind | None":
    """Return a kind of party; None where none is said. Raises InvalidInput for another word."""
    from stillpd.cli.refs import check_word

    return check_word(said, _kinds(), "kind") if said else None


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """Who there is, how many pages each may see, and when something went to them last."""
    from stillpd.insight.sharing import audience_lines
    from stillpd.render import share as screen
    from stillpd.render.data import data_of

    session = Session.of(ctx)
    lines = audience_lines(session.journal, session.now)
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
