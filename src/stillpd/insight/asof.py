"""What was true at a moment: everything dated counts from when it happened.

`now` is always an argument: an aware moment in the journal's zone. A date given by a person means
the end of that day.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from stillpd.model.entry import Ask, Commitment, Entry, Evidence
from stillpd.model.goal import Baseline, Event, Goal, Measure, Milestone, Phases
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import CLOSINGS, PHASES, CommitmentOutcome, Number, Phase, Status

_DAY_END = time(23, 59, 59, 999999)


def counts_from(entry: Entry, week: Week) -> datetime:
    """Return the moment from which a reading of `week` counts.

    That is the entry's `at`, but not before the week's Monday and not after its end.
    """
    monday = datetime.combine(week.monday, time(), entry.at.tzinfo)
    end = datetime.combine(week.sunday, _DAY_END, entry.at.tzinfo)
    return min(max(monday, entry.at), end)


ELSEWHERE = timedelta(days=2)
"""So far may an entry's own day lie from ours, on the far sides of the world."""


@record
class Days:
    """Days from `first` to `last`, both included; an open end has no `last`."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Tell whether `day` is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


@record
class GoalState:
    """A goal as it stood on a day.

    `alive` are the stretches from start (or reopening) to closing; `paused` the pauses, whose
    last day is the one before it was resumed.
    """

    status: Status
    started: date | None
    due: date | None
    closed: date | None
    alive: tuple[Days, ...]
    paused: tuple[Days, ...]

    @property
    def is_active(self) -> bool:
        """Tell whether it is being worked on."""
        return self.status == "active"


def goal_state(goal: Goal, day: date) -> GoalState:
    """Return how `goal` stood at the end of `day`, from its dated events."""
    started = start_of(goal)
    status: Status = "draft" if goal.status == "draft" else "active"
    closed: date | None = None
    alive = [Days(started, None)] if started else []
    paused: list[Days] = []
    for event in goal.events:
        if event.on is None or event.on > day:
            continue
        match event.kind:
            case "closed":
                status, closed = event.status or "met", event.on
                alive = _ended(alive, event.on)
            case "reopened":
                status, closed = "active", None
                alive.append(Days(event.on, None))
                paused = _ended(paused, event.on - timedelta(days=1))
            case "paused":
                status = "paused"
                paused.append(Days(event.on, None))
            case "resumed":
                status = "active"
                paused = _ended(paused, event.on - timedelta(days=1))
            case "started" if status == "draft":
                status = "active"
    by_hand = closing_by_hand(goal)
    if by_hand and (by_hand.on or date.min) <= day:
        status, closed = goal.status, by_hand.on or date.min
        alive = _ended(alive, closed)
    return GoalState(status, started, due_on(goal, day), closed, tuple(alive), tuple(paused))


def goes_on(goal: Goal, since: date, today: date) -> bool:
    """Tell whether a goal was still open on the day `since`, or later."""
    state = goal_state(goal, today)
    return state.closed is None or state.closed >= since


def start_of(goal: Goal) -> date | None:
    """Return the day on which the goal began."""
    if goal.started:
        return goal.started
    began = [event.on for event in goal.events if event.kind == "started" and event.on]
    return min(began, default=None)


def _ended(spans: list[Days], last: date) -> list[Days]:
    return [Days(s.first, last) if s.last is None else s for s in spans]


def closing_by_hand(goal: Goal) -> Event | None:
    """Return the closing that a hand wrote as a bare status, as the event that it stands for.

    It takes effect on the due date, without one on the first day; without either it always has.
    """
    if goal.status not in CLOSINGS or any(event.kind == "closed" for event in goal.events):
        return None
    return Event(on=goal.due or start_of(goal), kind="closed", status=goal.status)


def due_on(goal: Goal, day: date) -> date | None:
    """Return the due date as it stood on `day`."""
    due = goal.due
    extensions = [e for e in goal.events if e.kind == "extended" and e.on and e.due]
    for event in extensions:
        if event.on and event.on > day:
            return event.was or due
        due = event.due
    return due


def step_on(step: Milestone, day: date) -> Milestone:
    """Return a dated step as it stood on `day`: not done yet if that came later."""
    return replace(step, done=None) if step.done and step.done > day else step


def target_on(goal: Goal, measure: Measure, day: date) -> Number | None:
    """Return a measure's target as it stood on `day`."""
    changes = [(e.on, e.was_target, e.target) for e in _rebased(goal, measure)]
    return _as_of(day, changes, measure.target)


def baseline_on(goal: Goal, measure: Measure, day: date) -> Baseline | None:
    """Return a measure's baseline as it stood on `day`; None before it was taken."""
    baseline = measure.baseline
    if baseline is None or (baseline.on and baseline.on > day):
        return None
    changes = [(e.on, e.was_baseline, e.baseline) for e in _rebased(goal, measure)]
    value = _as_of(day, changes, baseline.value)
    return None if value is None else replace(baseline, value=value)


def _rebased(goal: Goal, measure: Measure) -> list[Event]:
    return [e for e in goal.events if e.kind == "rebased" and e.measure == measure.id and e.on]


def _as_of(
    day: date,
    changes: list[tuple[date | None, Number | None, Number | None]],
    newest: Number | None,
) -> Number | None:
    """Return the value on `day` of what changed on dates: each from (`was`) and to."""
    value: Number | None = None
    for on, was, became in changes:
        if on is None or became is None:
            continue
        if on > day:
            earlier = was if value is None else value
            return newest if earlier is None else earlier
        value = became
    return newest if value is None else value


def outcome_on(commitment: Commitment, day: date) -> CommitmentOutcome:
    """Return what had become of a promise by the end of `day`."""
    if commitment.outcome == "open":
        return "open"
    return commitment.outcome if settled_on(commitment) <= day else "open"


def settled_on(commitment: Commitment) -> date:
    """Return the day on which a promise was settled, by its due date where none is written."""
    return commitment.settled or commitment.due or commitment.day


def entry_on(entry: Entry, day: date) -> Entry:
    """Return an entry as it stood at the end of `day`: what came of it later is not in it."""
    match entry:
        case Commitment() if outcome_on(entry, day) != entry.outcome:
            return replace(entry, outcome="open", settled=None, because="")
        case Ask(answered=answered) if answered and answered > day:
            return replace(entry, answer="open", answered=None, body="", cost="", gain="")
        case Evidence(looked=looked) if looked and looked > day:
            return replace(entry, looked=None)
    return entry


@record
class BegunPhase:
    """A phase of a coaching cycle, and the day on which it began."""

    phase: Phase
    since: date


def phases_by(phases: Phases | None, day: date) -> tuple[BegunPhase, ...]:
    """Return the phases that have begun by a day, in the order in which they did."""
    dated = ((phase, getattr(phases, phase, None)) for phase in PHASES)
    begun = [BegunPhase(phase, since) for phase, since in dated if since and since <= day]
    return tuple(sorted(begun, key=lambda one: one.since))
