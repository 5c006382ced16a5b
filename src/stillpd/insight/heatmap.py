"""A year at a glance: for every day how much was written, and what became of the quiet time."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from stillpd.insight.about import goals_of
from stillpd.insight.asof import ELSEWHERE
from stillpd.insight.balance import circles_of
from stillpd.insight.period import Period
from stillpd.insight.stillness import (
    Occurrence,
    OccurrenceState,
    StillnessSums,
    settled_occurrences,
    sums_of,
)
from stillpd.model.calendar import Calendar
from stillpd.model.entry import Entry, Stillness
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.selection import Selection
from stillpd.model.week import FIRST_DAY
from stillpd.model.words import Circle

DayState = Literal["school", "break", "free"]
"""`free` is neither school nor a break: a weekend, or a day between school years."""


class QuietTime(NamedTuple):
    """What became of one occurrence of a block. There are hundreds: a tuple is made at once."""

    block: str
    state: OccurrenceState


class HeatDay(NamedTuple):
    """One day: what it was, how many entries it has, and its quiet times."""

    day: date
    state: DayState
    entries: int
    stillness: tuple[QuietTime, ...]


@record(kw_only=True)
class HeatYear:
    """One year, or the part of it that was asked for: `first` to `last`.

    `days` are those that have come. `written` is the number of days with an entry.
    """

    name: str
    first: date
    last: date
    entries: int
    written: int
    stillness: StillnessSums
    days: tuple[HeatDay, ...]


@record(kw_only=True)
class Heatmap:
    """One year or several, oldest first; the sums are those of all of them together.

    `blocks` are the blocks that have an occurrence in it, with their titles. `outside` counts the
    entries that lie between the years, from the day `outside_from`.
    """

    owner: str
    as_of: datetime
    circle: Circle | None
    goals: tuple[str, ...]
    entries: int
    written: int
    stillness: StillnessSums
    blocks: Mapping[str, str]
    years: tuple[HeatYear, ...]
    outside: int
    outside_from: date | None


@record(kw_only=True)
class Wanted:
    """What is looked at: everything, or what is about a circle or some goals.

    Of the blocks those that such a goal lives from.
    """

    circle: Circle | None = None
    goals: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing narrows it."""
        return not (self.circle or self.goals)

    def takes(self, journal: Journal, entry: Entry) -> bool:
        """Tell whether an entry is about what is looked at."""
        return not (
            (self.goals and set(self.goals).isdisjoint(goals_of(journal, entry)))
            or (self.circle and self.circle not in circles_of(journal, entry))
        )

    def blocks(self, journal: Journal) -> tuple[str, ...]:
        """Return the ids of the blocks that are looked at."""
        if self.is_everything:
            return tuple(journal.blocks)
        named = {
            goal.block
            for goal in journal.goals.values()
            if (not self.goals or goal.id in self.goals) and self.circle in {None, goal.circle}
        }
        return tuple(name for name in journal.blocks if name in named)


ALL = Wanted()


def reads(periods: Sequence[Period], since: date | None) -> Selection:
    """Return the entries that the picture of these periods reads."""
    first = since or periods[0].first
    last = periods[0].now.date() + ELSEWHERE if since else max(period.end for period in periods)
    return Selection(days=((first, max(first, last)),), whole=(Stillness.kind,))


def heatmap(
    journal: Journal, periods: Sequence[Period], wanted: Wanted = ALL, since: date | None = None
) -> Heatmap:
    """Return the days of `periods` (oldest first, at least one), as of their moment.

    Empty years before the first that holds anything are left out, and those still to come. With
    `since` the entries from that day on that lie in none of the periods are counted as outside.
    """
    now = periods[0].now
    counts = _entries_a_day(journal, since or periods[0].first, now, wanted)
    found = {
        name: settled_occurrences(journal, journal.blocks[name], periods[0].first, now)
        for name in wanted.blocks(journal)
    }
    days = _days(journal.calendar, periods, counts, found)
    years = [_year(period, days, found) for period in periods]
    years = [year for year in years if year.days] or years[:1]
    while len(years) > 1 and not (years[0].entries or years[0].stillness.planned):
        years.pop(0)
    outside = {day: count for day, count in counts.items() if since and day not in days}
    here = {n: tuple(o for o in of if o.at.date() in days) for n, of in found.items()}
    return Heatmap(
        owner=journal.header.owner,
        as_of=now,
        circle=wanted.circle,
        goals=wanted.goals,
        entries=sum(day.entries for day in days.values()),
        written=sum(day.entries > 0 for day in days.values()),
        stillness=sums_of(here),
        blocks={name: journal.blocks[name].title or name for name, of in here.items() if of},
        years=tuple(years),
        outside=sum(outside.values()),
        outside_from=min(outside, default=None),
    )


def _entries_a_day(journal: Journal, first: date, now: datetime, wanted: Wanted) -> Counter[date]:
    counts = Counter(
        entry.day
        for entry in _about(journal.entries, first, now)
        if wanted.is_everything or wanted.takes(journal, entry)
    )
    return Counter({day: count for day, count in counts.items() if day >= first})


def _about(entries: Sequence[Entry], first: date, now: datetime) -> Sequence[Entry]:
    """Return the entries from about `first` up to `now`: they lie in order of their moments.

    Elsewhere the day is another one, so two days more are taken.
    """
    begins = 0
    if first > FIRST_DAY:
        moment = datetime.combine(first - ELSEWHERE, time(), now.tzinfo)
        begins = bisect_left(entries, moment, key=lambda entry: entry.at)
    return entries[begins : bisect_right(entries, now, key=lambda entry: entry.at)]


def _days(
    calendar: Calendar,
    periods: Sequence[Period],
    counts: Counter[date],
    found: Mapping[str, Sequence[Occurrence]],
) -> dict[date, HeatDay]:
    quiet: dict[date, list[QuietTime]] = {}
    for occurrences in found.values():
        for one in occurrences:
            quiet.setdefault(one.at.date(), []).append(QuietTime(one.block, one.state))
    breaks = _breaks(calendar, periods[0].first, max(period.end for period in periods))

    def state(day: date) -> DayState:
        if day in breaks:
            return "break"
        return "school" if calendar.teaches(day) else "free"

    return {
        day: HeatDay(day, state(day), counts[day], tuple(quiet.get(day, ())))
        for period in periods
        for day in _from_to(period.first, period.end)
    }


def _breaks(calendar: Calendar, first: date, last: date) -> frozenset[date]:
    """Return the days in breaks: each is looked at once, not each break for each day."""
    return frozenset(
        day
        for year in calendar.whole
        for span in year.breaks
        if span.from_ and span.to
        for day in _from_to(max(span.from_, first), min(span.to, last))
    )


def _year(
    period: Period, days: Mapping[date, HeatDay], found: Mapping[str, Sequence[Occurrence]]
) -> HeatYear:
    own = tuple(days[day] for day in _from_to(period.first, period.end))
    return HeatYear(
        name=period.name,
        first=period.first,
        last=period.last,
        entries=sum(day.entries for day in own),
        written=sum(day.entries > 0 for day in own),
        stillness=sums_of(
            {n: [o for o in of if period.holds(o.at.date())] for n, of in found.items()}
        ),
        days=own,
    )


def _from_to(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
