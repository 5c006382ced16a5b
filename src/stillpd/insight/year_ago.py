"""One sentence of a year ago: who meets their old words keeps writing."""

from datetime import date, datetime, timedelta

from stillpd.model.entry import Note, Reflection
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.record import record
from stillpd.model.week import Week

_IN_THE_LAST_WEEK = (12, 28)
"""A year's 28 December always lies in its last ISO week."""


@record
class YearAgo:
    """A sentence from the same ISO week a year ago, and where it stands."""

    ref: str
    day: date
    said: str
    private: bool


def days_needed(now: datetime) -> tuple[date, date]:
    """Return the days whose entries `year_ago` looks at: the same ISO week of the year before.

    Week 53 looks back on week 52 where the year before has no week 53.
    """
    year, number, _ = now.date().isocalendar()
    last = Week.of(date(year - 1, *_IN_THE_LAST_WEEK))
    week = min(Week(year - 1, number), last)
    return week.monday, week.sunday


def year_ago(journal: Journal, now: datetime) -> YearAgo | None:
    """Return a sentence that was written in this week a year ago.

    A star comes first, then what was written on the day of the week that it is today, or next to
    it: so each day of a week has its own, and the same for as long as the day lasts.
    """
    first, last = days_needed(now)
    today = first + timedelta(days=now.weekday())
    found = [
        (not entry.starred, abs((entry.day - today).days), entry.day, entry.path, entry)
        for entry in journal.entries
        if first <= entry.day <= last and isinstance(entry, Note | Reflection)
    ]
    if not found:
        return None
    from stillpd.insight.said import first_sentence  # most days have no need of it

    for *_, entry in sorted(found, key=lambda item: item[:-1]):
        said = first_sentence(entry) or entry.title
        if said:
            return YearAgo(entry.ref, entry.day, said, is_private(entry))
    return None
