"""`stillpd progress`: circles, goals, weeks."""

from typing import Annotated, Any

import typer

from stillpd.cli.options import From, InCircle, InWeek, InYear, To
from stillpd.cli.output import deliver
from stillpd.cli.periods import asked_period
from stillpd.cli.session import Session

app = typer.Typer()


@app.command()
def progress(
    ctx: typer.Context,
    refs: Annotated[
        list[str] | None, typer.Argument(metavar="[GOAL]...", help="Only these, week by week.")
    ] = None,
    circle: InCircle = "",
    from_: From = "",
    to: To = "",
    week: InWeek = "",
    year: InYear = "",
) -> None:
    """How your goals move, circle by circle and week by week.

    With a goal's name every figure is explained: each week, and the entry that says it. With
    STILLPD_SHARED_SCREEN=1 the whole view leaves out what is private.
    """
    from dataclasses import replace

    from stillpd.cli.refs import check_circle, find_goal
    from stillpd.cli.shared_screen import is_shared, without_private
    from stillpd.insight.period import period_at
    from stillpd.insight.progress import Wanted
    from stillpd.insight.progress import progress as work_out

    session = Session.of(ctx)
    period = period_at(
        session.journal.calendar, session.now, asked_period(session, from_, to, week, year)
    )
    wanted = Wanted(
        goals=tuple(find_goal(session.journal, ref).id for ref in refs or ()),
        circle=check_circle(circle) if circle else None,
    )
    hides = is_shared() and not refs
    journal = without_private(session.journal) if hides else session.journal
    report = work_out(journal, period, wanted)
    if hides:
        report = replace(report, questions=())
    if refs:
        from stillpd.render.explained import explained as page
    else:
        from stillpd.render.progress import page

    def data() -> Any:
        from stillpd.render.progress_data import data as say

        return say(report)

    deliver(
        session,
        "progress",
        report,
        page=lambda width: page(report, width),
        data=data,
        problems=session.journal.problems,
    )
