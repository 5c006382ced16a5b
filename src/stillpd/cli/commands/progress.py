"""`stillpd progress`: circles, goals, weeks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stillpd.cli.options import From, InCircle, InWeek, InYear, To
from stillpd.cli.output import deliver
from stillpd.cli.periods import asked_period
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from stillpd.insight.period import Asked

app = typer.Typer()


@app.command()
def progress(
    ctx: typer.Context,
    refs: Annotated[
        list[str] | None, typer.Argument(metavar="[GOAL]...", help="Only these, week by week.")
    ] = None,
    *,
    circle: InCircle = "",
    from_: From = "",
    to: To = "",
    week: InWeek = "",
    year: InYear = "",
    heatmap: Annotated[
        bool, typer.Option("--heatmap", help="A year at a glance: entries and stillness by day.")
    ] = False,
    years: Annotated[
        str,
        typer.Option("--years", metavar="N|all", help="With --heatmap: the newest years, stacked."),
    ] = "",
) -> None:
    """How your goals move, circle by circle and week by week.

    With a goal's name every figure is explained: each week, and the entry that says it. With
    STILLPD_SHARED_SCREEN=1 the whole view leaves out what is private. With --heatmap a circle or
    goals narrow what is counted.
    """
    session = Session.of(ctx)
    asked = asked_period(session, from_, to, week, year)
    if heatmap:
        from stillpd.cli.heatmap_screen import deliver_heatmap

        deliver_heatmap(session, asked, years, refs or (), circle)
    elif years:
        raise InvalidInput("--years belongs to --heatmap.", "stillpd progress --heatmap --years 2")
    else:
        _deliver_progress(session, asked, refs or (), circle)


def _deliver_progress(session: Session, asked: "Asked", refs: Sequence[str], circle: str) -> None:
    from dataclasses import replace

    from stillpd.cli.refs import check_circle, find_goal
    from stillpd.cli.shared_screen import is_shared, without_private
    from stillpd.insight.period import period_at
    from stillpd.insight.progress import Wanted, reads
    from stillpd.insight.progress import progress as work_out

    period = period_at(session.calendar, session.now, asked)
    journal = session.read(lambda standing: reads(standing, period))
    problems = journal.problems
    wanted = Wanted(
        goals=tuple(find_goal(journal, ref).id for ref in refs),
        circle=check_circle(circle) if circle else None,
    )
    hides = is_shared() and not refs
    if hides:
        journal = without_private(journal)
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
        problems=problems,
    )
