"""The filters that every command over entries takes: --kind, --goal, --tag, --from and the rest."""

from collections.abc import Sequence
from datetime import date

from stillpd.cli.periods import asked_period
from stillpd.cli.refs import check_audiences, check_circle, check_word, find_goal
from stillpd.cli.session import Session
from stillpd.insight.period import period_at
from stillpd.insight.timeline import Wanted
from stillpd.model.calendar import Calendar
from stillpd.model.entry import KINDS
from stillpd.model.errors import InvalidInput
from stillpd.model.journal import Journal
from stillpd.model.selection import NO_ENTRIES


def read_filters(
    session: Session,
    *,
    from_: str,
    to: str,
    week: str,
    year: str,
    circle: str,
    goal: Sequence[str],
    kind: Sequence[str],
    tag: Sequence[str],
    audience: str,
    starred: bool,
    limit: int | None = None,
    journal: Journal | None = None,
    kinds: tuple[str, ...] = tuple(KINDS),
) -> Wanted:
    """Return what was asked for. Raises InvalidInput or NotFound for what is not there.

    `kinds` are the words that --kind knows: a command that also finds standing documents has
    more of them than the timeline. `journal` is one that needs no entries, where it is at hand.
    """
    first, last = _days(session, from_, to, week, year)
    return Wanted(
        first=first,
        last=last,
        circle=check_circle(circle) if circle else "",
        goals=tuple(find_goal(journal or session.read(NO_ENTRIES), name).id for name in goal),
        kinds=tuple(check_word(name, kinds, "kind") for name in kind),
        tags=tuple(tag),
        audience=check_audiences(session.opened, [audience])[0] if audience else "",
        starred=starred,
        limit=limit,
    )


def _days(session: Session, first: str, last: str, week: str, year: str) -> tuple[date, date]:
    """Return the days that were asked for: all of them unless something was said."""
    asked = asked_period(session, first, last, week, year)
    if week or year:
        calendar = Calendar(session.opened.header.school_years)
        period = period_at(calendar, session.now, asked)
        return period.first, period.last
    ends = asked.first or date.min, asked.last or date.max
    if ends[0] > ends[1]:
        raise InvalidInput(f"That would begin on {ends[0]} and end on {ends[1]}, before it.")
    return ends
