"""`stillpd log`: the timeline, newest last."""

from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.filter_words import FilterWords, with_filters
from stillpd.cli.options import NoPager
from stillpd.cli.output import deliver
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from stillpd.insight.timeline import Wanted

app = typer.Typer()


@app.command()
@with_filters
def log(
    ctx: typer.Context,
    words: FilterWords,
    *,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="The newest N.")
    ] = None,
    on_this_day: Annotated[
        bool, typer.Option("--on-this-day", help="This date in other years, a week, a month ago.")
    ] = False,
    no_pager: NoPager = False,
) -> None:
    """The timeline: one line an entry, by week, newest last.

    Below a week stands what was recorded for it. In a terminal a long one opens in your pager, at
    its end. With STILLPD_SHARED_SCREEN=1 what is private is counted and not shown.
    """
    from stillpd.cli.filters import read_filters
    from stillpd.cli.shared_screen import is_shared

    session = Session.of(ctx)
    wanted = read_filters(session, words, limit=limit)
    show = _show_this_day if on_this_day else _show_timeline
    show(session, wanted, hide_private=is_shared(), paged=not no_pager)


def _show_timeline(session: Session, wanted: "Wanted", *, hide_private: bool, paged: bool) -> None:
    from stillpd.insight.timeline import reads, timeline
    from stillpd.render import log as screen

    journal = session.read(reads(wanted))
    report = timeline(journal, wanted, session.now, hide_private=hide_private)
    deliver(
        session,
        "log",
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=journal.problems,
        paged=paged,
        from_end=True,
    )


def _show_this_day(session: Session, wanted: "Wanted", *, hide_private: bool, paged: bool) -> None:
    from stillpd.insight.on_this_day import on_this_day, reads
    from stillpd.render import on_this_day as screen

    journal = session.read(reads(session.now))
    report = on_this_day(journal, wanted, session.now, hide_private=hide_private)
    deliver(
        session,
        "log",
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=journal.problems,
        paged=paged,
    )
