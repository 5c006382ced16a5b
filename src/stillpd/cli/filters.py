"""The filters that every command over entries takes: --kind, --goal, --tag, --from and the rest."""

from datetime import date

from stillpd.cli.filter_words import FilterWords
from stillpd.cli.periods import asked_period
from stillpd.cli.refs import check_audiences, check_circle, check_word, find_goal
from stillpd.cli.session import Session
from stillpd.insight.period import period_at
from stillpd.insight.timeline import Wanted
from stillpd.model.entry import KINDS
from stillpd.model.errors import InvalidInput
from stillpd.model.journal import Journal
from stillpd.model.selection import NO_ENTRIES


def read_filters(
    session: Session,
    words: FilterWords,
    *,
    limit: int | None = None,
    journal: Journal | None = None,
    kinds: tuple[str, ...] = tuple(KINDS),
) -> Wanted:
    """Return what was asked for. Raises InvalidInput or NotFound for what is not there.

    `kinds` are the words that --kind knows: a command that also finds standing documents has
    more of them than the timeline. `journal` is one that needs no entries, where it is at hand.
    """
    first, last = _days(session, words)
    if words.goal and journal is None:
        journal = session.read(NO_ENTRIES)
    goals = [find_goal(journal, name) for name in words.goal] if journal else []
    return Wanted(
        first=first,
        last=last,
        circle=check_circle(words.circle) if words.circle else "",
        goals=tuple(goal.id for goal in goals),
        kinds=tuple(check_word(name, kinds, "kind") for name in words.kind),
        tags=tuple(words.tag),
        audience=check_audiences(session.opened, [words.audience])[0] if words.audience else "",
        starred=words.starred,
        limit=limit,
    )


def _days(session: Session, words: FilterWords) -> tuple[date, date]:
    """Return the days that were asked for: all of them unless something was said."""
    asked = asked_period(session, words.from_, words.to, words.week, words.year)
    if words.week or words.year:
        period = period_at(session.calendar, session.now, asked)
        return period.first, period.last
    ends = asked.first or date.min, asked.last or date.max
    if ends[0] > ends[1]:
        raise InvalidInput(f"That would begin on {ends[0]} and end on {ends[1]}, before it.")
    return ends
