"""The timeline: what was written, in order of its day, as of a moment."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import NamedTuple

from stillpd.insight.about import goals_of
from stillpd.insight.asof import outcome_on
from stillpd.insight.balance import circles_of
from stillpd.insight.ledger import keep_ledger, measures_of
from stillpd.insight.said import first_words
from stillpd.model.entry import CheckIn, Commitment, Entry, TimeSample
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.selection import ALL, Selection
from stillpd.model.week import Week
from stillpd.model.words import CommitmentOutcome, Number

NOT_GOALS = frozenset({"inbox", "required"})
"""What hours may go to beside goals."""


@record(kw_only=True)
class Wanted:
    """Which entries a person asked for. Within one filter any value will do; all filters count."""

    first: date = date.min
    last: date = date.max
    circle: str = ""
    goals: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    audience: str = ""
    starred: bool = False
    limit: int | None = None

    @property
    def is_of_days(self) -> bool:
        """Tell whether it asks for days, and for whatever was written on them."""
        return replace(self, first=date.min, last=date.max, limit=None) == Wanted()

    @property
    def has_numbers(self) -> bool:
        """Tell whether the weeks' numbers belong to it: not where single entries are picked."""
        return not (self.tags or self.starred) and (not self.kinds or CheckIn.kind in self.kinds)


@record(kw_only=True)
class LogRow:
    """One entry on the timeline.

    `said` is its title or first words; `outcome` that of a commitment at the moment of the
    report; `readings` and `excused` those of a check-in by the name of their measure, `for_week`
    the week that they count for where that is not the week of its day; `hours` those of a time
    entry by goal.
    """

    at: datetime
    kind: str
    ref: str
    path: str
    said: str
    starred: bool
    share: tuple[str, ...]
    to: str = ""
    due: date | None = None
    outcome: CommitmentOutcome | None = None
    for_week: Week | None = None
    readings: Mapping[str, Number] = field(default_factory=dict)
    excused: tuple[str, ...] = ()
    hours: Mapping[str, Number] = field(default_factory=dict)


@record
class WeekNumbers:
    """What was recorded for a week, whenever it was written: readings, and what was excused."""

    readings: Mapping[str, Number]
    excused: tuple[str, ...]


@record
class LogWeek:
    """The entries of one week, oldest first; its numbers where they belong to what was asked."""

    week: Week
    entries: tuple[LogRow, ...]
    numbers: WeekNumbers | None = None


@record
class Timeline:
    """What was asked for, newest last.

    `found` counts all of it, also what a limit left out; `hidden` are the private ones that a
    shared screen does not show. `is_whole`: nothing narrowed it.
    """

    weeks: tuple[LogWeek, ...]
    found: int
    hidden: int
    is_whole: bool = True


SaysNumber = Callable[[str], bool]


def reads(wanted: Wanted) -> Selection:
    """Return the entries that `timeline` reads: those of the days, and what tells their numbers."""
    days = (wanted.first, wanted.last)
    if days == (date.min, date.max):
        return Selection(whole=wanted.kinds) if wanted.kinds else ALL
    return Selection(days=(days,))


def timeline(
    journal: Journal, wanted: Wanted, now: datetime, *, hide_private: bool = False
) -> Timeline:
    """Return the entries that were asked for and have happened by `now`."""
    found = [entry for entry in journal.entries if entry.at <= now and fits(journal, entry, wanted)]
    found.sort(key=lambda entry: (entry.day, entry.at, entry.path))
    shown = shown_of(found, wanted, hide_private=hide_private)
    says = number_rule(journal, wanted, hide_private=hide_private)
    weeks: dict[Week, list[LogRow]] = {}
    for entry in shown.entries:
        weeks.setdefault(Week.of(entry.day), []).append(log_row(entry, now, says))
    numbers: Mapping[Week, WeekNumbers | None] = dict.fromkeys(weeks)
    if wanted.has_numbers:
        numbers = dict.fromkeys(weeks, WeekNumbers({}, ())) | _numbers(journal, now, says)
    made = tuple(LogWeek(week, tuple(rows), numbers[week]) for week, rows in weeks.items())
    is_whole = replace(wanted, limit=None) == Wanted()
    return Timeline(made, shown.found, shown.hidden, is_whole)


def fits(journal: Journal, entry: Entry, wanted: Wanted) -> bool:
    """Tell whether an entry meets every filter (its moment and the limit are not looked at)."""
    if not wanted.first <= entry.day <= wanted.last:
        return False
    return all(
        (
            not wanted.circle or wanted.circle in circles_of(journal, entry),
            not wanted.goals or not set(wanted.goals).isdisjoint(goals_of(journal, entry)),
            not wanted.kinds or entry.kind in wanted.kinds,
            not wanted.tags or not set(wanted.tags).isdisjoint(entry.tags),
            not wanted.audience or wanted.audience in entry.share,
            not wanted.starred or entry.starred,
        )
    )


class Shown(NamedTuple):
    """Entries to show, oldest first; how many there were before the limit, and how many hidden."""

    entries: list[Entry]
    found: int
    hidden: int


def shown_of(found: list[Entry], wanted: Wanted, *, hide_private: bool) -> Shown:
    """Return the newest of what was found.

    The hidden are told only of days: how many private ones have a tag would tell of the tag.
    """
    shown = [entry for entry in found if entry.share or not hide_private]
    hidden = len(found) - len(shown) if wanted.is_of_days else 0
    count = len(shown)
    if wanted.limit is not None and wanted.limit < count:
        shown = shown[count - wanted.limit :]
    return Shown(shown, count, hidden)


def number_rule(journal: Journal, wanted: Wanted, *, hide_private: bool) -> SaysNumber:
    """Return the rule by which a measure's number is said.

    A number follows its goal, whoever may see the entry that holds it; and of the goals only
    those that were asked for have one.
    """

    def says(name: str) -> bool:
        if name in NOT_GOALS:
            return not (wanted.circle or wanted.goals)
        goal = journal.goals.get(name.partition(".")[0])
        if goal is None:
            return not (hide_private or wanted.circle or wanted.goals or wanted.audience)
        return (
            (bool(goal.share) or not hide_private)
            and (not wanted.circle or goal.circle == wanted.circle)
            and (not wanted.goals or goal.id in wanted.goals)
            and (not wanted.audience or wanted.audience in goal.share)
        )

    return says


def log_row(entry: Entry, now: datetime, says: SaysNumber) -> LogRow:
    """Return the line of an entry as it stood at `now`."""
    promised = entry if isinstance(entry, Commitment) else None
    check_in = entry if isinstance(entry, CheckIn) else None
    hours = entry.hours if isinstance(entry, TimeSample) else {}
    counted = check_in.counted_week if check_in else None
    return LogRow(
        at=entry.at,
        kind=entry.kind,
        ref=entry.ref,
        path=entry.path,
        said=first_words(entry),
        starred=entry.starred,
        share=entry.share,
        to=promised.to if promised else "",
        due=promised.due if promised else None,
        outcome=outcome_on(promised, now.date()) if promised else None,
        for_week=counted if counted != Week.of(entry.day) else None,
        readings={k: v for k, v in check_in.readings.items() if says(k)} if check_in else {},
        excused=tuple(filter(says, check_in.excused)) if check_in else (),
        hours={k: v for k, v in hours.items() if says(k)},
    )


def _numbers(journal: Journal, now: datetime, says: SaysNumber) -> dict[Week, WeekNumbers]:
    """Return what had been recorded for each week by `now`: first what is done, then its results.

    Each has the name under which its check-in wrote it.
    """
    ledger = keep_ledger(journal, now)
    readings: dict[Week, dict[str, Number]] = {}
    excused: dict[Week, list[str]] = {}
    for goal, measure in sorted(measures_of(journal.goals), key=lambda pair: pair[1].role == "lag"):
        if not says(goal.id):
            continue
        names, key = (goal.id, f"{goal.id}.{measure.id}"), (goal.id, measure.id)
        for week, reading in ledger.readings.get(key, {}).items():
            name = _written(names, reading.check_in.readings)
            readings.setdefault(week, {})[name] = reading.value
        for week, excuse in ledger.excuses.get(key, {}).items():
            if not ledger.reading(key, week):
                excused.setdefault(week, []).append(_written(names, excuse.check_in.excused))
    return {
        week: WeekNumbers(readings.get(week, {}), tuple(excused.get(week, ())))
        for week in readings.keys() | excused.keys()
    }


def _written(names: tuple[str, str], written: Mapping[str, object]) -> str:
    short, whole = names
    return whole if whole in written else short
