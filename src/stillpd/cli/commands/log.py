"""`stillpd log`: the timeline, newest last."""

from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.options import From, InCircle, InWeek, InYear, OfGoal, Tags, To
from stillpd.cli.output import deliver
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from datetime import date

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
    kind: Annotated[
        list[str], typer.Option("--kind", metavar="KIND", help="A kind of entry (repeatable).")
    ] = [],
    tag: Tags = [],
    audience: Annotated[
        str, typer.Option("--audience", metavar="AUDIENCE", help="Only what they may see.")
    ] = "",
    starred: Annotated[bool, typer.Option("--starred", help="Only what has a star.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="The newest N.")
    ] = None,
) -> None:
    """The timeline: one line an entry, by week, newest last.

    With STILLPD_SHARED_SCREEN=1 what is private is counted and not shown.
    """
    from stillpd.cli.refs import check_audiences, check_circle, check_word, find_goal
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.timeline import Wanted, timeline
    from stillpd.model.entry import KINDS
    from stillpd.render import log as screen

    session = Session.of(ctx)
    first, last = _days(session, from_, to, week, year)
    wanted = Wanted(
        first=first,
        last=last,
        circle=check_circle(circle) if circle else "",
        goals=tuple(find_goal(session.journal, name).id for name in goal),
        kinds=tuple(check_word(name, tuple(KINDS), "kind") for name in kind),
        tags=tuple(tag),
        audience=check_audiences(session.journal, [audience])[0] if audience else "",
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


def _days(session: Session, first: str, last: str, week: str, year: str) -> "tuple[date, date]":
    """Return the days that were asked for: all of them unless something was said."""
    from datetime import date

    from stillpd.cli.periods import asked_period
    from stillpd.insight.period import period_at

    asked = asked_period(session, first, last, week, year)
    if week or year:
        period = period_at(session.journal.calendar, session.now, asked)
        return period.first, period.last
    ends = asked.first or date.min, asked.last or date.max
    if ends[0] > ends[1]:
        raise InvalidInput(f"The log would begin on {ends[0]} and end on {ends[1]}, before it.")
    return ends
