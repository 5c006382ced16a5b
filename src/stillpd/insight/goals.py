"""Goals on a day: the list of them, and one of them whole."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from stillpd.insight.about import goals_of
from stillpd.insight.asof import goal_state, outcome_on, start_of, step_on
from stillpd.insight.ledger import keep_ledger
from stillpd.insight.period import Period
from stillpd.insight.progress import MeasureProgress, goal_progress
from stillpd.model.entry import Commitment
from stillpd.model.goal import Event, Goal, Ruler
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.words import CIRCLES, CLOSINGS, Circle, GoalKind, Status

_USUAL: frozenset[Status] = frozenset({"active", "draft"})


@record(kw_only=True)
class GoalLine:
    """One goal in a list. `slack`: weeks from the day to the due date."""

    id: str
    title: str
    circle: Circle | None
    kind: GoalKind | None
    scope: str
    status: Status
    started: date | None
    due: date | None
    closed: date | None
    slack: Fraction | None
    private: bool


@record(kw_only=True)
class GoalList:
    """The goals that were asked for, on a day, and how many others there are by status."""

    day: date
    goals: tuple[GoalLine, ...]
    others: dict[Status, int]


def goal_list(
    journal: Journal, now: datetime, *, circle: str = "", status: str = "", whole: bool = False
) -> GoalList:
    """Return the goals: the active and the drafts, unless a status or all were asked for."""
    day = now.date()
    lines = [goal_line(goal, day) for goal in journal.goals.values()]
    lines = [line for line in lines if not circle or line.circle == circle]
    wanted = {status} if status else _USUAL
    shown = [line for line in lines if whole or line.status in wanted]
    others: dict[Status, int] = {}
    for line in lines:
        if line not in shown:
            others[line.status] = others.get(line.status, 0) + 1
    return GoalList(day=day, goals=tuple(sorted(shown, key=_place)), others=others)


def _place(line: GoalLine) -> tuple[int, bool, date, str]:
    circle = CIRCLES.index(line.circle) if line.circle in CIRCLES else len(CIRCLES)
    return circle, line.status in CLOSINGS, line.closed or line.due or date.max, line.id


def goal_line(goal: Goal, day: date) -> GoalLine:
    """Return one goal as it stood on `day`, in short."""
    state = goal_state(goal, day)
    going = state.due and not state.closed
    return GoalLine(
        id=goal.id,
        title=goal.title or goal.id,
        circle=goal.circle,
        kind=goal.kind,
        scope=goal.scope,
        status=state.status,
        started=state.started,
        due=state.due,
        closed=state.closed,
        slack=Fraction((state.due - day).days, 7) if going and state.due else None,
        private=not goal.share,
    )


def empty_circles(goals: Iterable[Goal], day: date) -> tuple[Circle, ...]:
    """Return the circles in which no goal is going on, or about to."""
    going = {g.circle for g in goals if goal_state(g, day).status in ("active", "paused")}
    return tuple(circle for circle in CIRCLES if circle not in going)


@record(kw_only=True)
class GoalPage:
    """One goal, whole, as of a day: its words, its numbers in sum, what happened, what is due.

    `goal` holds what was so on that day; `supporters` are the goals that serve it.
    """

    day: date
    line: GoalLine
    goal: Goal
    measures: tuple[MeasureProgress, ...]
    progress: Fraction | None
    promises: tuple[Commitment, ...]
    entries: int
    supporters: tuple[str, ...]


def goal_page(journal: Journal, goal: Goal, now: datetime) -> GoalPage:
    """Return one goal as of `now`."""
    day = now.date()
    period = Period(start_of(goal) or date(day.year, 1, 1), max(day, start_of(goal) or day), now)
    report = goal_progress(journal, goal, period, keep_ledger(journal, now))
    entries = [e for e in journal.entries if e.at <= now and goal.id in goals_of(journal, e)]
    return GoalPage(
        day=day,
        line=goal_line(goal, day),
        goal=as_of(goal, day),
        measures=report.measures,
        progress=report.progress,
        promises=tuple(
            entry
            for entry in entries
            if isinstance(entry, Commitment) and outcome_on(entry, day) == "open"
        ),
        entries=sum(not isinstance(entry, Commitment) for entry in entries),
        supporters=tuple(g.id for g in journal.goals.values() if g.supports == goal.id),
    )


def as_of(goal: Goal, day: date) -> Goal:
    """Return the goal without what had not happened yet on `day`."""
    return replace(
        goal,
        events=tuple(filter(lambda event: _has_come(event, day), goal.events)),
        milestones=tuple(step_on(step, day) for step in goal.milestones),
        importance=tuple(ruler for ruler in goal.importance if _has_come(ruler, day)),
        confidence=tuple(ruler for ruler in goal.confidence if _has_come(ruler, day)),
    )


def _has_come(dated: Event | Ruler, day: date) -> bool:
    return dated.on is None or dated.on <= day
