"""One week as it stands: what is recorded, what is still open, what the last weeks said."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from stillpd.insight.asof import goal_state, target_on
from stillpd.insight.due import is_week_ending
from stillpd.insight.ledger import Ledger, keep_ledger, measures_of, typed_name
from stillpd.insight.plan import Planned, plan
from stillpd.model.goal import Goal, Measure
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import Direction, Number, Role

# A result that was written down this lately is asked for again; an older one waits for its test.
_LATELY = 2


@record(kw_only=True)
class WeekMeasure:
    """A measure in one week. `name` is what a person types; `last` is the value a week before."""

    name: str
    title: str
    role: Role
    unit: str
    direction: Direction
    target: Number | None
    state: Literal["recorded", "excused", "open"]
    value: Number | None = None
    reason: str = ""
    last: Number | None = None
    if_then: tuple[str, ...] = ()
    private: bool = True


def week_measures(
    journal: Journal, week: Week, now: datetime, ledger: Ledger | None = None
) -> tuple[WeekMeasure, ...]:
    """Return the measures of `week`: every one recorded or excused, and those still open.

    Open are the lead measures planned for it, and the lags that were lately written down.
    `ledger` is that of `now`, where it is at hand.
    """
    ledger = ledger or keep_ledger(journal, now)
    found = []
    for goal, measure in measures_of(journal.goals):
        made = _in_week(journal, ledger, goal, measure, week, now.date())
        if made:
            found.append(made)
    return tuple(found)


def _in_week(
    journal: Journal, ledger: Ledger, goal: Goal, measure: Measure, week: Week, today: date
) -> WeekMeasure | None:
    key = (goal.id, measure.id)
    reading, excuse = ledger.reading(key, week), ledger.excuse(key, week)
    state: Literal["recorded", "excused", "open"] = "open"
    if reading:
        state = "recorded"
    elif excuse:
        state = "excused"
    elif not _is_expected(journal, ledger, goal, measure, week, today):
        return None
    before = ledger.reading(key, week.plus(-1))
    return WeekMeasure(
        name=typed_name(goal, measure),
        title=measure.name or (goal.title if measure.role == "lead" else measure.id),
        role=measure.role,
        unit=measure.unit,
        direction=measure.direction,
        target=target_on(goal, measure, min(week.sunday, today)),
        state=state,
        value=reading.value if reading else None,
        reason=excuse.reason if excuse else "",
        last=before.value if before else None,
        if_then=goal.if_then if measure.role == "lead" else (),
        private=not goal.share,
    )


def _is_expected(
    journal: Journal, ledger: Ledger, goal: Goal, measure: Measure, week: Week, today: date
) -> bool:
    if measure.role == "lead":
        return week in planned_weeks(journal, ledger, goal, measure, today, week.monday).weeks
    if not goal_state(goal, today).is_active:
        return False
    seen = [w for w in ledger.readings.get((goal.id, measure.id), {}) if w < week]
    return bool(seen) and max(seen) >= week.plus(-_LATELY)


def planned_weeks(
    journal: Journal,
    ledger: Ledger,
    goal: Goal,
    measure: Measure,
    today: date,
    since: date = date.min,
) -> Planned:
    """Return the planned weeks of a lead measure from that of `since` to that of `today`."""
    seen = ledger.readings.get((goal.id, measure.id), {})
    first_seen = min(seen, default=None)
    return plan(goal, measure, journal.calendar, today, first_seen=first_seen, since=since)


def is_check_in_due(journal: Journal, measures: tuple[WeekMeasure, ...], now: datetime) -> bool:
    """Tell whether a check-in is due: from Friday noon of a taught week, while a lead is open."""
    if not is_week_ending(now) or not journal.calendar.instructional(Week.of(now.date())):
        return False
    return any(measure.state == "open" and measure.role == "lead" for measure in measures)


# Coming back -------------------------------------------------------------------------------------

AWAY_AFTER = 3
"""So many taught weeks without an entry are being away."""


@record
class Away:
    """The taught weeks that passed since the last entry, without the running one."""

    since: date
    weeks: tuple[Week, ...]


def away(journal: Journal, now: datetime) -> Away | None:
    """Return how long nothing was written, once it is three taught weeks or more."""
    written = [entry.day for entry in journal.entries if entry.at <= now]
    if not written:
        return None
    last = max(written)
    weeks = tuple(
        week
        for week in Week.of(last).plus(1).until(Week.of(now.date()).plus(-1))
        if journal.calendar.instructional(week)
    )
    return Away(last, weeks) if len(weeks) >= AWAY_AFTER else None


def gap_measures(journal: Journal, gone: Away, now: datetime) -> Iterator[tuple[Week, str]]:
    """Iterate over the weeks of a gap and the measures planned in each and not recorded."""
    ledger = keep_ledger(journal, now)
    for goal, measure in measures_of(journal.goals):
        if measure.role != "lead":
            continue
        planned = planned_weeks(journal, ledger, goal, measure, now.date())
        key = (goal.id, measure.id)
        for week in gone.weeks:
            known = ledger.reading(key, week) or ledger.excuse(key, week)
            if week in planned.weeks and not known:
                yield week, typed_name(goal, measure)
