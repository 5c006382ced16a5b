"""The options that mean the same on every command."""

from typing import Annotated, Any

import typer
from typer.core import TyperOption

from stillpd.cli.session import FORMATS, Session


def common_options() -> list[TyperOption]:
    """Return the options of every command; their values go into the Session."""
    return [
        _option(["-j", "--journal"], "NAME|PATH", "Which journal.", "STILLPD_JOURNAL"),
        _option(["--as-of"], "DATE", "Take this as the present moment."),
        _option(["--format"], "|".join(FORMATS), "How to answer."),
        _option(["-o", "--output"], "FILE", "Write the answer to a file."),
    ]


def _option(names: list[str], metavar: str, told: str, variable: str | None = None) -> TyperOption:
    return TyperOption(
        param_decls=names,
        type=str,
        metavar=metavar,
        help=told,
        expose_value=False,
        envvar=variable,
        show_envvar=variable is not None,
        callback=_remember,
    )


def _remember(ctx: Any, param: Any, value: str | None) -> None:
    """Keep what was said; a variable of the environment says it only where nobody else did."""
    if value is None:
        return
    session, source = Session.of(ctx), ctx.get_parameter_source(param.name)
    is_said = source is not None and source.name != "ENVIRONMENT"
    if is_said or param.name not in session.chosen:
        session.remember(param.name, value)


From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="The last day.")]
InWeek = Annotated[str, typer.Option("--week", metavar="WEEK", help="One week, such as 2025-W43.")]
InYear = Annotated[str, typer.Option("--year", metavar="YEAR", help="A school year by its name.")]
InCircle = Annotated[
    str, typer.Option("--circle", metavar="CIRCLE", help="doing, relating or being.")
]
OfGoal = Annotated[list[str], typer.Option("--goal", metavar="GOAL", help="A goal (repeatable).")]
Tags = Annotated[list[str], typer.Option("--tag", metavar="TAG", help="A tag (repeatable).")]
Kinds = Annotated[
    list[str], typer.Option("--kind", metavar="KIND", help="A kind, such as note (repeatable).")
]
Audience = Annotated[
    str, typer.Option("--audience", metavar="AUDIENCE", help="Only what they may see.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file there.")]
Redact = Annotated[
    bool, typer.Option("--redact", help="Take private names out of the words that go.")
]
Starred = Annotated[bool, typer.Option("--starred", help="Only what has a star.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print all, however long it is.")]
Share = Annotated[
    list[str],
    typer.Option("--share", metavar="AUDIENCE", help="Who may see it (repeatable); else nobody."),
]
At = Annotated[str, typer.Option("--at", metavar="WHEN", help="When it happened, if not now.")]
Editor = Annotated[bool, typer.Option("--editor", "-e", help="Open your editor.")]
