"""`stillpd log`: the timeline, newest last."""

from typing import Annotated

import typer

from stillpd.cli.options import (
    Audience,
    From,
    InCircle,
    InWeek,
    InYear,
    Kinds,
    OfGoal,
    Starred,
    Tags,
    To,
)
from stillpd.cli.output import deliver
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def log(
    ctx: typer.Context,
    *,
    from_: From = "",
    to: To = "",
    week: InWeek = "",
    year: InYear = "",
    circle: InCircle = "",
    goal: OfGoal = [],
    kind: Kinds = [],
    tag: Tags = [],
    audience: Audience = "",
    starred: Starred = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="The newest N.")
    ] = None,
) -> None:
    """The timeline: one line an entry, by week, newest last.

    With STILLPD_SHARED_SCREEN=1 what is private is counted and not shown.
    """
    from stillpd.cli.filters import read_filters
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.timeline import timeline
    from stillpd.render import log as screen

    session = Session.of(ctx)
    wanted = read_filters(
        session,
        from_=from_,
        to=to,
        week=week,
        year=year,
        circle=circle,
        goal=goal,
        kind=kind,
        tag=tag,
        audience=audience,
        starred=starred,
        limit=limit,
    )
    report = timeline(session.journal, wanted, session.now, hide_private=is_shared())
    deliver(
        session,
        "log",
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=session.journal.problems,
    )
