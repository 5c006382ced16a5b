"""What does not hold together in a journal whose files can all be read: for `doctor`.

Pure checks over the whole journal. Each finding names the file and the key it stands at; which
line that is, journal/surroundings.py finds out.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain

from stillpd.insight.checkup_standing import blocks, goals, header, profiles
from stillpd.insight.finding import Finding, unknown_audiences
from stillpd.insight.ledger import MeasureKey, find_measure
from stillpd.insight.plan import plan
from stillpd.insight.timeline import NOT_GOALS
from stillpd.model.entry import (
    Activity,
    CheckIn,
    Commitment,
    Entry,
    Evidence,
    Stillness,
    TimeSample,
)
from stillpd.model.goal import Goal, Measure
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import Number


@record
class _Place:
    """Where one reading stands."""

    entry: CheckIn
    name: str
    value: Number


def checkup(journal: Journal, now: datetime) -> tuple[Finding, ...]:
    """Return everything that does not hold together, as seen at `now`."""
    found = chain(
        header(journal.header),
        profiles(journal),
        goals(journal),
        blocks(journal),
        _entries(journal, now),
        _double_ids(journal.entries),
        _readings(journal, now),
        _answers(journal),
    )
    return tuple(found)


def _entries(journal: Journal, now: datetime) -> Iterator[Finding]:
    ids = {entry.id for entry in journal.entries if entry.id}
    for entry in journal.entries:
        yield from _dated(entry, now)
        yield from unknown_audiences(journal.header, entry.path, ("share",), entry.share)
        yield from _names(journal, entry)
        if isinstance(entry, Commitment):
            yield from _commitment(entry, ids)


def _dated(entry: Entry, now: datetime) -> Iterator[Finding]:
    if entry.at > now:
        told = f"this entry is dated {entry.day}, which is still to come"
        yield Finding(entry.path, ("at",), "in-the-future", told, "Mend its “at”.")
    fitting = f"entries/{entry.at:%Y/%m}"
    if entry.path.rpartition("/")[0] != fitting:
        told = f"this entry of {entry.day} lies in another folder than {fitting}"
        yield Finding(entry.path, ("at",), "wrong-folder", told, "Move it, or mend its “at”.")


def _names(journal: Journal, entry: Entry) -> Iterator[Finding]:
    """Find the goals and blocks that an entry names and that are not there."""
    named: list[tuple[tuple[str, ...], str]] = [(("goals",), name) for name in entry.goals]
    match entry:
        case TimeSample():
            named += [(("hours", name), name) for name in entry.hours if name not in NOT_GOALS]
        case Activity(goal=name) if name:
            named.append((("goal",), name))
        case Evidence(measure=name) if name and find_measure(journal.goals, name) is None:
            told = f"no goal has a measure “{name}”"
            yield Finding(entry.path, ("measure",), "unknown-measure", told, "Mend the name.")
        case Stillness(block=name) if name and name not in journal.blocks:
            told = f"there is no block “{name}”"
            yield Finding(entry.path, ("block",), "unknown-block", told, "Mend the name.")
    for key, name in named:
        if name not in journal.goals:
            told = f"there is no goal “{name}”"
            hint = "Bring it back with `stillpd restore`, or name another goal."
            yield Finding(entry.path, key, "unknown-goal", told, hint)


def _commitment(entry: Commitment, ids: set[str]) -> Iterator[Finding]:
    if entry.after and entry.after not in ids:
        told = f"the promise that it follows, “{entry.after}”, is gone"
        hint = "Bring it back with `stillpd restore`, or take “after” out."
        yield Finding(entry.path, ("after",), "unknown-after", told, hint)
    if entry.settled and entry.outcome == "open":
        told = f"settled on {entry.settled}, and still open"
        yield Finding(entry.path, ("settled",), "settled-open", told, "Say the outcome.")
    if entry.outcome != "open" and entry.settled is None:
        told = f"“{entry.outcome}” has no date: it counts from its due date"
        hint = "Add: settled = and the day."
        yield Finding(entry.path, ("outcome",), "no-settled-date", told, hint)


def _double_ids(entries: Iterable[Entry]) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for entry in entries:
        if not entry.id:
            continue
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            told = f"the id {entry.id} is that of {other.path} too"
            hint = "Change one of the two, or remove the file that is a copy."
            yield Finding(entry.path, ("id",), "double-id", told, hint)


# Readings ----------------------------------------------------------------------------------------


def _readings(journal: Journal, now: datetime) -> Iterator[Finding]:
    seen: dict[tuple[MeasureKey, Week], _Place] = {}
    planned = _Plans(journal, now)
    for entry in journal.entries:
        if not isinstance(entry, CheckIn):
            continue
        week = entry.counted_week
        for table, names in (("readings", entry.readings), ("excused", entry.excused)):
            for name in names:
                key = find_measure(journal.goals, name)
                if key is None:
                    told = f"no goal has a measure “{name}”"
                    hint = "Mend the name, or bring the goal back with `stillpd restore`."
                    yield Finding(entry.path, (table, name), "unknown-measure", told, hint)
                elif not planned.holds(key, week):
                    told = f"“{name}” is not planned for {week}: it does not count"
                    hint = "Mend the week, or the days of the goal or the school year."
                    yield Finding(entry.path, (table, name), "outside-plan", told, hint)
        for name, value in entry.readings.items():
            key = find_measure(journal.goals, name)
            if key:
                place = _Place(entry, name, value)
                other = seen.setdefault((key, week), place)
                yield from _differing(other, place, week)
                seen[key, week] = place


def _differing(earlier: _Place, later: _Place, week: Week) -> Iterator[Finding]:
    if earlier.entry is later.entry or earlier.value == later.value:
        return
    told = f"“{later.name}” of {week} has another value in {earlier.entry.path}: this one counts"
    hint = "Take one of the two out."
    yield Finding(later.entry.path, ("readings", later.name), "two-values", told, hint)


def _answers(journal: Journal) -> Iterator[Finding]:
    """Name the later of two answers to one quiet time that say different things: it counts."""
    seen: dict[tuple[str, date], Stillness] = {}
    for entry in journal.entries:
        if not isinstance(entry, Stillness) or entry.on is None or entry.until:
            continue
        earlier = seen.get((entry.block, entry.on), entry)
        seen[entry.block, entry.on] = entry
        if earlier.outcome != entry.outcome:
            told = f"{earlier.path} says otherwise of {entry.on}: this one counts"
            yield Finding(entry.path, ("outcome",), "two-answers", told, "Take one of the two out.")


class _Plans:
    """The planned weeks of every lead measure, each worked out when it is first asked for."""

    def __init__(self, journal: Journal, now: datetime) -> None:
        self.journal = journal
        self.today = now.date()
        self.known: dict[MeasureKey, frozenset[Week]] = {}

    def holds(self, key: MeasureKey, week: Week) -> bool:
        """Tell whether a week is planned; lag readings may fall in any, and so may the future."""
        goal = self.journal.goals[key[0]]
        measure = goal.measure(key[1])
        if measure is None or measure.role == "lag" or week > Week.of(self.today):
            return True
        if key not in self.known:
            self.known[key] = self._weeks(goal, measure)
        return week in self.known[key]

    def _weeks(self, goal: Goal, measure: Measure) -> frozenset[Week]:
        weeks = (
            entry.counted_week
            for entry in self.journal.entries
            if isinstance(entry, CheckIn)
            and any(
                find_measure(self.journal.goals, name) == (goal.id, measure.id)
                for name in entry.readings
            )
        )
        first = min(weeks, default=None)
        planned = plan(goal, measure, self.journal.calendar, self.today, first_seen=first)
        return frozenset(planned.weeks)
