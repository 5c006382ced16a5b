"""`stillpd progress --heatmap`: which years, and of which entries."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stillpd.cli.output import deliver
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from datetime import date

    from stillpd.insight.period import Asked, Period
    from stillpd.model.journal import Journal


def deliver_heatmap(
    session: Session, asked: "Asked", years: str, refs: Sequence[str], circle: str
) -> None:
    """Print the heatmap of what was asked for.

    Raises InvalidInput where `years` is neither a number nor "all", or stands beside other ends.
    """
    from stillpd.cli.refs import check_circle, find_goal
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.heatmap import Wanted, heatmap, reads
    from stillpd.render.heatmap import page

    periods, since = _periods(session, asked, years)
    journal = session.read(reads(periods, since))
    problems = journal.problems
    wanted = Wanted(
        circle=check_circle(circle) if circle else None,
        goals=tuple(dict.fromkeys(find_goal(journal, ref).id for ref in refs)),
    )
    if is_shared() and not refs:
        journal = _shared_part(journal)
    report = heatmap(journal, periods, wanted, since)

    def data() -> dict[str, Any]:
        from stillpd.render.heatmap_data import data as say

        return say(report)

    deliver(
        session,
        "progress",
        report,
        page=lambda width: page(report, width),
        data=data,
        problems=problems,
    )


def _periods(
    session: Session, asked: "Asked", years: str
) -> "tuple[tuple[Period, ...], date | None]":
    """Return the years to draw, and from where entries outside them are counted too."""
    from stillpd.insight.period import USUAL, period_at
    from stillpd.insight.years import in_years, years_until
    from stillpd.model.week import FIRST_DAY

    calendar = session.calendar
    period = period_at(calendar, session.now, asked)
    if not years:
        named = asked.first is None and asked.last is None
        return (period,) if named else in_years(calendar, period), None
    if asked != USUAL:
        raise InvalidInput(
            "--years goes back from the present: it takes no other days beside it.",
            "For any days use --from and --to: long stretches are drawn year under year.",
        )
    # Without school years all is read: it is all shown.
    pages = () if calendar.whole else session.journal.entries
    every = years_until(calendar, period, pages[0].day if pages else None)
    shown = every[-_count(years) :]
    return shown, FIRST_DAY if shown == every else shown[0].first


def _count(years: str) -> int:
    """Return how many years are meant; 0 is all of them."""
    if years == "all":
        return 0
    if years.isascii() and years.isdecimal() and int(years[:4]) > 0:
        return int(years[:4])
    raise InvalidInput(f"“{years}” is no number of years.", "Such as: --years 2, or --years all")


def _shared_part(journal: "Journal") -> "Journal":
    """Return what is shared, entry by entry, as the log counts it."""
    from stillpd.cli.shared_screen import without_private

    shared = without_private(journal)
    return replace(shared, entries=tuple(entry for entry in shared.entries if entry.share))
