"""Every reading and excuse of a journal, by measure and week."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import NamedTuple

from stillpd.insight.asof import counts_from
from stillpd.model.entry import CheckIn
from stillpd.model.goal import Goal, Measure
from stillpd.model.journal import Journal
from stillpd.model.week import Week
from stillpd.model.words import Number

MeasureKey = tuple[str, str]
"""A goal's id and a measure's id."""


class Reading(NamedTuple):
    """One measure's value for one week, and the check-in that says it."""

    value: Number
    check_in: CheckIn


class Excuse(NamedTuple):
    """A week in which a measure was deliberately not expected."""

    reason: str
    check_in: CheckIn


@dataclass(slots=True)
class Ledger:
    """Readings and excuses as of a moment. Where two files hold one, the later `at` counts."""

    readings: dict[MeasureKey, dict[Week, Reading]] = field(default_factory=dict)
    excuses: dict[MeasureKey, dict[Week, Excuse]] = field(default_factory=dict)

    def reading(self, key: MeasureKey, week: Week) -> Reading | None:
        """Return the reading of that measure and week."""
        return self.readings.get(key, {}).get(week)

    def excuse(self, key: MeasureKey, week: Week) -> Excuse | None:
        """Return the excuse of that measure and week."""
        return self.excuses.get(key, {}).get(week)


def keep_ledger(journal: Journal, now: datetime) -> Ledger:
    """Return what has been recorded by `now`."""
    ledger = Ledger()
    find = cache(partial(find_measure, journal.goals))  # the same few names, week after week
    for entry in journal.entries:
        if not isinstance(entry, CheckIn):
            continue
        week = entry.counted_week
        if counts_from(entry, week) > now:
            continue
        for name, value in entry.readings.items():
            key = find(name)
            if key:
                ledger.readings.setdefault(key, {})[week] = Reading(value, entry)
        for name, reason in entry.excused.items():
            key = find(name)
            if key:
                ledger.excuses.setdefault(key, {})[week] = Excuse(reason, entry)
    return ledger


def find_measure(goals: Mapping[str, Goal], name: str) -> MeasureKey | None:
    """Return the measure that `name` names: `goal.measure`, or a goal's id alone.

    A goal's id alone means its lead measure of the same id, else its only lead measure.
    """
    goal_id, dot, measure_id = name.partition(".")
    goal = goals.get(goal_id)
    if goal is None:
        return None
    if dot:
        return (goal_id, measure_id) if goal.measure(measure_id) else None
    leads = [measure.id for measure in goal.leads]
    if goal_id in leads:
        return goal_id, goal_id
    return (goal_id, leads[0]) if len(leads) == 1 else None


def typed_name(goal: Goal, measure: Measure) -> str:
    """Return the shortest that a person may type for a measure."""
    meant = find_measure({goal.id: goal}, goal.id)
    return goal.id if meant == (goal.id, measure.id) else f"{goal.id}.{measure.id}"


def written_name(goal: Goal, measure: Measure) -> str:
    """Return what stands in a check-in for a measure.

    The whole name unless goal and measure are one word, so that a second lead measure that is
    added later cannot make an old check-in ambiguous.
    """
    alone = measure.role == "lead" and measure.id == goal.id
    return goal.id if alone else f"{goal.id}.{measure.id}"


def measures_of(goals: Mapping[str, Goal]) -> Iterator[tuple[Goal, Measure]]:
    """Iterate over every measure of every goal."""
    for goal in goals.values():
        for measure in goal.measures:
            yield goal, measure
