"""What happens to a goal on a day: adapted, extended, paused, resumed, closed, reopened."""

from dataclasses import replace
from datetime import date, datetime

from stillpd.actions.goal import check_goal, save_goal, usual_kind
from stillpd.actions.outcome import Saved
from stillpd.insight.asof import closing_by_hand, due_on, start_of
from stillpd.insight.course import extend, in_order, last_status, misfits
from stillpd.journal.first_page import Opened
from stillpd.model.days import full_day
from stillpd.model.errors import InvalidInput
from stillpd.model.goal import Event, Goal
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.words import Closing, EventKind

_VERBS: dict[EventKind, str] = {
    "started": "begin",
    "adapted": "adapt",
    "extended": "extend",
    "paused": "pause",
    "resumed": "resume",
    "closed": "close",
    "reopened": "reopen",
    "rebased": "rebase",
}


@record(kw_only=True)
class Happening:
    """Something that is to happen to a goal on a day; `what` and `why` in the user's words."""

    kind: EventKind
    on: date
    what: str = ""
    why: str = ""
    due: date | None = None
    status: Closing | None = None


def mark(opened: Opened, journal: Journal, goal: Goal, asked: Happening, now: datetime) -> Saved:
    """Write an event into a goal, in its place by date; status and due date follow.

    Refused: a day before the goal began, a closing that lies ahead, what cannot follow what came
    before (a pause while it is paused), an extension that is none.
    """
    kind: EventKind = asked.kind
    if kind == "resumed" and goal.status == "draft":
        kind = "started"
    event = Event(on=asked.on, kind=kind, what=asked.what, why=asked.why, status=asked.status)
    _check_day(goal, event, now.date())
    by_hand = closing_by_hand(goal)
    told = in_order(goal.events, by_hand) if by_hand else goal.events
    known = replace(goal, events=told)
    if kind == "extended":
        new = _extended(known, replace(event, due=asked.due))
    else:
        new = replace(known, events=in_order(told, event))
    _check_course(known, new, event)
    if by_hand and kind != "reopened":
        new = replace(new, events=tuple(e for e in new.events if e is not by_hand))
    status = goal.status if kind in {"adapted", "extended"} else last_status(known, new.events)
    if kind == "started":
        new = replace(new, started=goal.started or asked.on, kind=goal.kind or usual_kind(goal))
    new = replace(new, status=status)
    check_goal(journal, new)
    return save_goal(opened, goal, new, f"goal {_VERBS[kind]}", _words(goal, asked, kind), now)


def _words(goal: Goal, asked: Happening, kind: EventKind) -> str:
    if kind == "extended" and asked.due:
        return f"goal {goal.id}, extended to {full_day(asked.due)}"
    if kind == "closed":
        return f"goal {goal.id}, closed as {asked.status} on {full_day(asked.on)}"
    return f"goal {goal.id}, {kind} on {full_day(asked.on)}"


def _check_day(goal: Goal, event: Event, today: date) -> None:
    begun = start_of(goal)
    if event.on and begun and event.on < begun:
        raise InvalidInput(
            f"{full_day(event.on)} is before {goal.id} began, on {full_day(begun)}.",
            "Choose another --on, or correct the beginning:"
            f" stillpd goal edit {goal.id} --started DATE",
        )
    if event.kind == "closed" and event.on and event.on > today:
        raise InvalidInput(
            f"{full_day(event.on)} has not come yet: a goal is closed on the day or after it.",
            f"Say when it ends: stillpd goal edit {goal.id} --due {event.on}",
        )


def _extended(goal: Goal, event: Event) -> Goal:
    present = due_on(goal, event.on or date.max)
    if present is None:
        raise InvalidInput(
            f"{goal.id} has no due date that could be extended.",
            f"Give it one: stillpd goal edit {goal.id} --due {event.due}",
        )
    if event.due and event.due <= present:
        raise InvalidInput(
            f"{goal.id} is due on {full_day(present)}; {full_day(event.due)} would not extend it.",
            f"To correct the date: stillpd goal edit {goal.id} --due {event.due}",
        )
    return extend(goal, event)


def _check_course(old: Goal, new: Goal, event: Event) -> None:
    """Refuse an event that cannot follow what came before, or that what came later forbids."""
    before = misfits(old, old.events)
    fresh = [e for e in misfits(new, new.events) if e not in before]
    if not fresh:
        return
    earlier = [e for e in old.events if e.on and event.on and e.on <= event.on]
    status = last_status(old, earlier)
    if fresh[0].on == event.on and fresh[0].kind == event.kind:
        raise InvalidInput(f"{old.id} {_STANDS[status]} then.", _next_step(old, status))
    later = fresh[0]
    when = f" on {full_day(later.on)}" if later.on else ""
    raise InvalidInput(
        f"{old.id} was {later.kind}{when}, and that could not be any more.",
        f"See what happened to it: stillpd goal show {old.id}",
    )


_STANDS = {
    "draft": "was a draft",
    "active": "was going on",
    "paused": "was paused already",
    "met": "was closed",
    "partly": "was closed",
    "not-met": "was closed",
    "released": "was closed",
}


def _next_step(goal: Goal, status: str) -> str:
    if status == "draft":
        return f"Begin it with: stillpd goal resume {goal.id}"
    if status == "paused":
        return f"Go on with: stillpd goal resume {goal.id}"
    if status == "active":
        return f"See what happened to it: stillpd goal show {goal.id}"
    return f"Open it again with: stillpd goal reopen {goal.id}"
