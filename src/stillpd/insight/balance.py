"""The three circles as a coverage check, never a quota."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from stillpd.insight.asof import GoalState, goal_state
from stillpd.insight.ledger import find_measure
from stillpd.insight.period import Period, entries_in
from stillpd.model.entry import CheckIn, Commitment, Entry, Stillness
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import CIRCLES, Circle


@record
class CircleBalance:
    """What one circle had of a period. `empty_weeks`: taught weeks without active goal or entry."""

    circle: Circle
    goals: int
    active: int
    entries: int
    commitments: int
    empty_weeks: int


def balance(journal: Journal, period: Period) -> tuple[CircleBalance, ...]:
    """Return the balance of the three circles over the period, doing first.

    Of a bundle, which is a part of a journal, nothing is said of what is not in it.
    """
    found = _balance(journal, period)
    if journal.header.bundle is None:
        return found
    return tuple(
        replace(one, empty_weeks=0) for one in found if one.goals or one.entries or one.commitments
    )


def _balance(journal: Journal, period: Period) -> tuple[CircleBalance, ...]:
    goals = goals_in(journal, period)
    entries = [
        (entry, circles)
        for entry in entries_in(journal, period)
        if (circles := circles_of(journal, entry))
    ]
    today = period.now.date()
    return tuple(
        CircleBalance(
            circle=circle,
            goals=sum(goal.circle == circle for goal in goals),
            active=sum(g.circle == circle and goal_state(g, today).is_active for g in goals),
            entries=sum(
                circle in circles and not isinstance(entry, Commitment)
                for entry, circles in entries
            ),
            commitments=sum(
                circle in circles and isinstance(entry, Commitment) for entry, circles in entries
            ),
            empty_weeks=len(
                _empty_weeks(
                    journal,
                    period,
                    [goal for goal in goals if goal.circle == circle],
                    (entry for entry, circles in entries if circle in circles),
                )
            ),
        )
        for circle in CIRCLES
    )


def goals_in(journal: Journal, period: Period) -> tuple[Goal, ...]:
    """Return the goals that overlap the period: begun by its end, not closed before it."""
    return tuple(goal for goal in journal.goals.values() if _overlaps(goal, period))


def _overlaps(goal: Goal, period: Period) -> bool:
    state = goal_state(goal, period.end)
    if state.status == "draft" or (state.started and state.started > period.end):
        return False
    return state.closed is None or state.closed >= period.first


def circles_of(journal: Journal, entry: Entry) -> frozenset[Circle]:
    """Return the circles that an entry tends: its own, and those of its goals and readings."""
    found = {goal.circle for goal in _goals_of(journal, entry)}
    return frozenset(circle for circle in (*found, entry.circle) if circle)


def _goals_of(journal: Journal, entry: Entry) -> Iterator[Goal]:
    """Iterate over the goals that an entry tends.

    That is less than what it is about (about.py): an excuse, or hours counted, tends nothing.
    """
    names: list[str] = list(entry.goals)
    if isinstance(entry, CheckIn):
        keys = (find_measure(journal.goals, name) for name in entry.readings)
        names += [key[0] for key in keys if key]
    if isinstance(entry, Stillness):
        names += journal.goals_of_blocks.get(entry.block, ())
    for name in names:
        goal = journal.goals.get(name)
        if goal:
            yield goal


def _empty_weeks(
    journal: Journal, period: Period, goals: Iterable[Goal], entries: Iterable[Entry]
) -> tuple[Week, ...]:
    """Return the taught weeks in which none of the goals was active and no entry was made."""
    states = [goal_state(goal, period.end) for goal in goals]
    written = {Week.of(entry.day) for entry in entries}
    if period.first > period.end:
        return ()
    return tuple(
        week
        for week in Week.of(period.first).until(Week.of(period.end))
        if journal.calendar.instructional(week)
        and week not in written
        and not any(_active_in(state, week, period.end) for state in states)
    )


def _active_in(state: GoalState, week: Week, today: date) -> bool:
    if state.status == "draft":
        return False
    return any(
        any(span.holds(day) for span in state.alive) and not any(p.holds(day) for p in state.paused)
        for day in week.days()
        if day <= today
    )
