"""Which weeks a lead measure is planned for, and what each of them is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from stillpd.insight.asof import Days, GoalState, goal_state, target_on
from stillpd.insight.ledger import Ledger, MeasureKey
from stillpd.model.calendar import Calendar
from stillpd.model.goal import Goal, Measure
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import Direction, Number, StillnessOutcome

WeekState = Literal["recorded", "excused", "not_recorded", "open"]


@record(kw_only=True)
class WeekRow:
    """One planned week of a measure (for a block: one occurrence). `met` is null unless decided.

    `entry` is the ref of the entry that says it.
    """

    week: Week
    state: WeekState
    value: Number | None = None
    met: bool | None = None
    reason: str = ""
    entry: str = ""
    on: date | None = None
    outcome: StillnessOutcome | None = None


@record
class Gap:
    """A week inside a measure's span that was not planned, and why."""

    week: Week
    kind: Literal["break", "paused"]


def is_met(value: Number, target: Number, direction: Direction, tolerance: Number = 0) -> bool:
    """Tell whether a value is on the good side of its target."""
    distance = Decimal(value) - Decimal(target)
    match direction:
        case "up":
            return distance >= 0
        case "down":
            return distance <= 0
        case "hold":
            return abs(distance) <= tolerance


@record
class Planned:
    """The weeks of a measure from its beginning to `last`, planned ones and gaps."""

    weeks: tuple[Week, ...]
    gaps: tuple[Gap, ...]


def plan(
    goal: Goal,
    measure: Measure,
    calendar: Calendar,
    today: date,
    *,
    first_seen: Week | None = None,
    since: date = date.min,
) -> Planned:
    """Return the weeks for which `measure` is planned, from that of `since` to that of `today`.

    They run from the measure's `from` (else the goal's start, else the first week with a
    reading) to the closing date; the weeks that hold those two dates count. Breaks are left out
    unless `weeks = "all"`, and so is a week whose instructional days are all paused.
    """
    state = goal_state(goal, today)
    if state.status == "draft":
        return Planned((), ())
    weeks: dict[Week, None] = {}
    gaps: dict[Week, Gap] = {}
    for span in _spans(measure, state, first_seen):
        last = min(span.last or today, today)
        first = max(span.first, since)
        if first > last:
            continue
        for week in Week.of(first).until(Week.of(last)):
            gap = _gap(week, measure, state, calendar)
            if gap is None:
                weeks[week] = None
            else:
                gaps[week] = gap
    left_out = tuple(gap for week, gap in sorted(gaps.items()) if week not in weeks)
    return Planned(tuple(sorted(weeks)), left_out)


def _spans(measure: Measure, state: GoalState, first_seen: Week | None) -> Iterator[Days]:
    spans = state.alive
    if not spans and first_seen:
        spans = (Days(first_seen.monday, state.closed),)
    for number, span in enumerate(spans):
        first = measure.from_ or span.first if number == 0 else span.first
        if measure.from_ and number:
            first = max(first, measure.from_)
        yield Days(first, span.last)


def _gap(week: Week, measure: Measure, state: GoalState, calendar: Calendar) -> Gap | None:
    days = week.days() if measure.weeks == "all" else calendar.taught_days(week)
    if not days:
        return Gap(week, "break")
    if state.paused and all(any(p.holds(day) for p in state.paused) for day in days):
        return Gap(week, "paused")
    return None


def rows(
    goal: Goal, measure: Measure, planned: Planned, ledger: Ledger, today: date
) -> tuple[WeekRow, ...]:
    """Return what each planned week of a lead measure is: recorded, excused, not recorded, open."""
    return tuple(_row(goal, measure, week, ledger, today) for week in planned.weeks)


def _row(goal: Goal, measure: Measure, week: Week, ledger: Ledger, today: date) -> WeekRow:
    key: MeasureKey = (goal.id, measure.id)
    reading = ledger.reading(key, week)
    if reading is not None:
        target = target_on(goal, measure, min(week.sunday, today))
        met = (
            None
            if target is None
            else is_met(reading.value, target, measure.direction, measure.tolerance)
        )
        return WeekRow(
            week=week, state="recorded", value=reading.value, met=met, entry=reading.check_in.ref
        )
    excuse = ledger.excuse(key, week)
    if excuse is not None:
        return WeekRow(week=week, state="excused", reason=excuse.reason, entry=excuse.check_in.ref)
    return WeekRow(week=week, state="open" if week == Week.of(today) else "not_recorded")
