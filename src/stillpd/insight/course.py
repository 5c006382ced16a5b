"""The course of a goal: its events in order of date, and which of them can follow which."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from stillpd.insight.asof import due_on
from stillpd.model.goal import Event, Goal
from stillpd.model.words import CLOSINGS, EventKind, Status

_GOING: frozenset[Status] = frozenset({"draft", "active", "paused"})
_FITS: dict[EventKind, frozenset[Status]] = {
    "started": frozenset({"draft", "active"}),
    "paused": frozenset({"active"}),
    "resumed": frozenset({"paused"}),
    "closed": _GOING,
    "reopened": frozenset(CLOSINGS),
    "extended": _GOING,
    "adapted": _GOING,
    "rebased": _GOING,
}


def in_order(events: Sequence[Event], new: Event) -> tuple[Event, ...]:
    """Return the events with `new` in its place by date, behind those of the same day."""
    place = 0
    for number, event in enumerate(events, 1):
        if event.on and new.on and event.on <= new.on:
            place = number
    return (*events[:place], new, *events[place:])


def misfits(goal: Goal, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events that cannot follow what came before: a pause while it is paused."""
    found = []
    status = _first_status(goal)
    for event in events:
        if event.kind and status not in _FITS[event.kind]:
            found.append(event)
        status = _after(event, status)
    return tuple(found)


def last_status(goal: Goal, events: Sequence[Event]) -> Status:
    """Return how the goal stands after the last of `events`."""
    status = _first_status(goal)
    for event in events:
        status = _after(event, status)
    return status


def extend(goal: Goal, new: Event) -> Goal:
    """Return the goal with an extension in its place, the one after it knowing what was."""
    day = new.on or date.max
    later = next((e for e in goal.events if e.kind == "extended" and e.on and e.on > day), None)
    event = replace(new, was=due_on(goal, day))
    events = tuple(replace(e, was=new.due) if e is later else e for e in goal.events)
    return replace(goal, events=in_order(events, event), due=goal.due if later else new.due)


def correct_due(goal: Goal, due: date | None) -> Goal:
    """Return the goal with another due date, as a correction: the newest extension says it too."""
    last = next((e for e in reversed(goal.events) if e.kind == "extended"), None)
    events = tuple(replace(e, due=due) if due and e is last else e for e in goal.events)
    return replace(goal, due=due, events=events)


def rebase(goal: Goal, new: Event) -> Goal:
    """Return the goal with a new target or baseline of a measure from a day on."""
    day = new.on or date.max
    mine = [e for e in goal.events if e.kind == "rebased" and e.measure == new.measure and e.on]
    later = [e for e in mine if e.on and e.on > day]
    target_next = next((e for e in later if e.target is not None), None)
    baseline_next = next((e for e in later if e.baseline is not None), None)
    events = []
    for event in goal.events:
        kept = event
        if event is target_next and new.target is not None:
            kept = replace(kept, was_target=new.target)
        if event is baseline_next and new.baseline is not None:
            kept = replace(kept, was_baseline=new.baseline)
        events.append(kept)
    measures = list(goal.measures)
    for number, measure in enumerate(measures):
        if measure.id != new.measure:
            continue
        if new.target is not None and target_next is None:
            measure = replace(measure, target=new.target)  # noqa: PLW2901 - one step on
        if new.baseline is not None and baseline_next is None and measure.baseline:
            measure = replace(measure, baseline=replace(measure.baseline, value=new.baseline))  # noqa: PLW2901
        measures[number] = measure
    return replace(goal, events=in_order(events, new), measures=tuple(measures))


def _first_status(goal: Goal) -> Status:
    if goal.status == "draft":
        return "draft"
    by_hand = goal.status == "paused" and all(event.kind != "paused" for event in goal.events)
    return "paused" if by_hand else "active"


def _after(event: Event, status: Status) -> Status:
    match event.kind:
        case "paused":
            return "paused"
        case "closed":
            return event.status if event.status in CLOSINGS else "met"
        case "resumed" | "reopened" | "started":
            return "active"
    return status
