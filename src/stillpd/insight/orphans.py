"""What hangs in the air: offered as questions, never as scores."""

from typing import Literal

from stillpd.insight.asof import goal_state, outcome_on
from stillpd.insight.period import Period
from stillpd.model.entry import Commitment
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.words import CIRCLES

Lack = Literal["empty-circle", "why", "measure", "support", "time", "goal-gone", "circle"]


@record
class Orphan:
    """One thing that is missing something: what it lacks, and the ref or circle it is about."""

    lacks: Lack
    about: str
    title: str = ""


def orphans(journal: Journal, period: Period) -> tuple[Orphan, ...]:
    """Return what is empty or orphaned at the period's end: circles, active goals, commitments."""
    today = period.end
    active = [goal for goal in journal.goals.values() if goal_state(goal, today).is_active]
    begun = [g for g in active if (goal_state(g, today).started or today) <= today]
    found = [
        Orphan("empty-circle", circle)
        for circle in CIRCLES
        if not any(goal.circle == circle for goal in begun)
    ]
    for goal in begun:
        found += _lacking(goal)
    for entry in journal.entries:
        if isinstance(entry, Commitment) and entry.at <= period.now:
            gone = [name for name in entry.goals if name not in journal.goals]
            if gone and outcome_on(entry, today) == "open":
                found.append(Orphan("goal-gone", entry.ref, gone[0]))
    return tuple(found)


def _lacking(goal: Goal) -> list[Orphan]:
    lacks: list[Lack] = []
    if goal.circle is None:
        lacks.append("circle")
    if not (goal.why or goal.purpose):
        lacks.append("why")
    if not (goal.measures or goal.milestones or goal.block):
        lacks.append("measure")
    if goal.support is None or not goal.support.who:
        lacks.append("support")
    if goal.slot is None and not goal.block:
        lacks.append("time")
    return [Orphan(lack, goal.id, goal.title) for lack in lacks]
