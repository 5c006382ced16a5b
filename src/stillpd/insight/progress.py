"""Progress: how every goal moves, measure by measure and week by week."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from stillpd.insight.asof import GoalState, baseline_on, goal_state, step_on, target_on
from stillpd.insight.balance import CircleBalance, balance, goals_in
from stillpd.insight.ledger import Ledger, MeasureKey, keep_ledger
from stillpd.insight.orphans import Orphan, orphans
from stillpd.insight.period import Period
from stillpd.insight.plan import Gap, WeekRow, rows
from stillpd.insight.promises import Promises, promise_sums
from stillpd.insight.stillness import StillnessSums, settled_occurrences, stillness_sums
from stillpd.insight.week import planned_weeks
from stillpd.model.entry import Stillness
from stillpd.model.goal import Event, Goal, Measure, Milestone
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.selection import Selection
from stillpd.model.week import Week
from stillpd.model.words import Circle, Direction, GoalKind, Number, Role, Status


@record(kw_only=True)
class MeasureProgress:
    """One measure over a period. Planned, excused, not recorded and met are null for a lag."""

    id: str
    name: str
    role: Role
    unit: str
    direction: Direction
    target: Number | None
    baseline: Number | None
    planned: int | None
    recorded: int
    excused: int | None
    not_recorded: int | None
    met: int | None
    sum: Number | None
    mean: Fraction | None
    first: Number | None
    last: Number | None
    weeks: tuple[WeekRow, ...]
    gaps: tuple[Gap, ...]


@record(kw_only=True)
class GoalProgress:
    """One goal over a period. `slack`: weeks from the as-of day to the due date."""

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
    progress: Fraction | None
    protected: bool
    private: bool
    if_then: tuple[str, ...]
    events: tuple[Event, ...]
    milestones: tuple[Milestone, ...]
    measures: tuple[MeasureProgress, ...]


@record(kw_only=True)
class Progress:
    """The whole report, or the part that was wanted (`is_whole` is false then).

    `questions` are what is orphaned or empty, asked and never scored. Stillness and commitments
    are always those of the whole period.
    """

    owner: str
    period: Period
    week: int | None
    weeks: int | None
    circles: tuple[CircleBalance, ...]
    goals: tuple[GoalProgress, ...]
    stillness: StillnessSums
    commitments: Promises
    questions: tuple[Orphan, ...]
    is_whole: bool = True


@record
class Wanted:
    """Which goals a report is about: all, those of a circle, or those named."""

    goals: tuple[str, ...] = ()
    circle: Circle | None = None

    def takes(self, goal: Goal) -> bool:
        """Tell whether a goal is wanted."""
        named = not self.goals or goal.id in self.goals
        return named and self.circle in {None, goal.circle}


ALL = Wanted()


def reads(journal: Journal, period: Period) -> Selection:
    """Return the entries that the report of a period reads; `journal` needs none."""
    return Selection(
        days=((period.first, max(period.first, period.end)),),
        counted=True,
        whole=(Stillness.kind,),
        numbers_of=tuple(goal.id for goal in goals_in(journal, period)),
        unsettled_on=period.end,
    )


def progress(journal: Journal, period: Period, wanted: Wanted = ALL) -> Progress:
    """Return how the goals of the period move, or only those that are wanted."""
    ledger = keep_ledger(journal, period.now)
    goals = [goal for goal in goals_in(journal, period) if wanted.takes(goal)]
    number, of = journal.calendar.week_number(period.now.date())
    is_own = journal.header.bundle is None  # of somebody else's journal this is only a part
    return Progress(
        owner=journal.header.owner,
        period=period,
        week=number,
        weeks=of,
        circles=tuple(
            part for part in balance(journal, period) if wanted.circle in {None, part.circle}
        ),
        goals=tuple(goal_progress(journal, goal, period, ledger) for goal in goals),
        stillness=stillness_sums(journal, period),
        commitments=promise_sums(journal, period),
        questions=orphans(journal, period) if is_own and wanted == ALL else (),
        is_whole=wanted == ALL,
    )


def goal_progress(journal: Journal, goal: Goal, period: Period, ledger: Ledger) -> GoalProgress:
    """Return the progress of one goal."""
    today = period.end
    state = goal_state(goal, today)
    measures = [measure_progress(journal, goal, m, period, ledger) for m in goal.measures]
    if goal.block:
        measures.insert(0, _block_progress(journal, goal, period))
    milestones = tuple(step_on(step, today) for step in goal.milestones)
    return GoalProgress(
        id=goal.id,
        title=goal.title or goal.id,
        circle=goal.circle,
        kind=goal.kind,
        scope=goal.scope,
        status=state.status,
        started=state.started,
        due=state.due,
        closed=state.closed,
        slack=_slack(goal, state, period.now.date()),
        progress=_done_of(goal, measures, milestones),
        protected=goal.protected,
        private=not goal.share,
        if_then=goal.if_then,
        events=tuple(event for event in goal.events if event.on and event.on <= today),
        milestones=milestones,
        measures=tuple(measures),
    )


def _slack(goal: Goal, state: GoalState, day: date) -> Fraction | None:
    """Return the weeks that are left on the day of the report, however early its period ended."""
    is_over = state.closed or goal_state(goal, day).closed
    return Fraction((state.due - day).days, 7) if state.due and not is_over else None


def _done_of(
    goal: Goal, measures: Sequence[MeasureProgress], milestones: Sequence[Milestone]
) -> Fraction | None:
    """Return the progress of a goal by its kind, not clamped."""
    if goal.kind == "milestones":
        done = sum(milestone.done is not None for milestone in milestones)
        return Fraction(done, len(milestones)) if milestones else None
    if goal.kind == "habit":
        leads = [m for m in measures if m.role == "lead" and m.met is not None]
        recorded = sum(m.recorded for m in leads)
        return Fraction(sum(m.met or 0 for m in leads), recorded) if recorded else None
    lag = next((m for m in measures if m.role == "lag"), None)
    if lag is None or lag.last is None or lag.baseline is None or lag.target is None:
        return None
    way = Fraction(lag.target) - Fraction(lag.baseline)
    return (Fraction(lag.last) - Fraction(lag.baseline)) / way if way else None


def measure_progress(
    journal: Journal, goal: Goal, measure: Measure, period: Period, ledger: Ledger
) -> MeasureProgress:
    """Return one measure over the period: lead sums are cut to it, lag readings are not."""
    found: tuple[WeekRow, ...]
    gaps: tuple[Gap, ...] = ()
    if measure.role == "lag":
        found = _lag_rows(goal, measure, period, ledger)
    else:
        planned = planned_weeks(journal, ledger, goal, measure, period.end, period.first)
        inside = rows(goal, measure, planned, ledger, period.now.date())
        found = tuple(row for row in inside if _touches(row.week, period))
        gaps = tuple(gap for gap in planned.gaps if _touches(gap.week, period))
    baseline = baseline_on(goal, measure, period.end)
    return _summed(
        measure,
        target=target_on(goal, measure, period.end),
        baseline=baseline.value if baseline else None,
        found=found,
        gaps=gaps,
    )


def _touches(week: Week, period: Period) -> bool:
    return week.sunday >= period.first and week.monday <= period.end


def _lag_rows(goal: Goal, measure: Measure, period: Period, ledger: Ledger) -> tuple[WeekRow, ...]:
    """Return a row a reading; the baseline is the first unless a check-in of its week holds one."""
    key: MeasureKey = (goal.id, measure.id)
    found = {
        week: WeekRow(week=week, state="recorded", value=reading.value, entry=reading.check_in.ref)
        for week, reading in ledger.readings.get(key, {}).items()
        if week.monday <= period.end
    }
    baseline = baseline_on(goal, measure, period.end)
    if baseline and baseline.on and measure.baseline:
        week = Week.of(baseline.on)
        found.setdefault(
            week, WeekRow(week=week, state="recorded", value=measure.baseline.value, on=baseline.on)
        )
    return tuple(found[week] for week in sorted(found))


def _summed(
    measure: Measure,
    *,
    target: Number | None,
    baseline: Number | None,
    found: tuple[WeekRow, ...],
    gaps: tuple[Gap, ...],
) -> MeasureProgress:
    states = [row.state for row in found]
    values = [row.value for row in found if row.value is not None]
    lead = measure.role == "lead"
    total: Number = sum(values, start=0)
    return MeasureProgress(
        id=measure.id,
        name=measure.title,
        role=measure.role,
        unit=measure.unit,
        direction=measure.direction,
        target=target,
        baseline=baseline,
        planned=len(states) - states.count("open") if lead else None,
        recorded=states.count("recorded"),
        excused=states.count("excused") if lead else None,
        not_recorded=states.count("not_recorded") if lead else None,
        met=sum(row.met is True for row in found) if lead and target is not None else None,
        sum=total if values else None,
        mean=Fraction(total) / len(values) if values else None,
        first=values[0] if values else None,
        last=values[-1] if values else None,
        weeks=found,
        gaps=gaps,
    )


def _block_progress(journal: Journal, goal: Goal, period: Period) -> MeasureProgress:
    """Return the one lead measure of a goal that lives from a block: a row an occurrence."""
    block = journal.blocks.get(goal.block)
    found: list[WeekRow] = []
    if block:
        state = goal_state(goal, period.end)
        for occurrence in settled_occurrences(journal, block, period.first, period.now):
            day = occurrence.at.date()
            if day <= period.last and _alive(state, day):
                found.append(_block_row(day, occurrence.answer))
    states = [row.state for row in found]
    return MeasureProgress(
        id=goal.id,
        name=block.title if block and block.title else goal.title,
        role="lead",
        unit="blocks",
        direction="up",
        target=None,
        baseline=None,
        planned=len(states) - states.count("open"),
        recorded=states.count("recorded"),
        excused=states.count("excused"),
        not_recorded=0,
        met=sum(row.met is True for row in found),
        sum=None,
        mean=None,
        first=None,
        last=None,
        weeks=tuple(found),
        gaps=_breaks(journal, found),
    )


def _breaks(journal: Journal, found: Sequence[WeekRow]) -> tuple[Gap, ...]:
    """Return the weeks between the first and the last occurrence that had no school."""
    if not found:
        return ()
    weeks = found[0].week.until(found[-1].week)
    had = {row.week for row in found}
    return tuple(
        Gap(week, "break")
        for week in weeks
        if week not in had and not journal.calendar.instructional(week)
    )


def _alive(state: GoalState, day: date) -> bool:
    if any(pause.holds(day) for pause in state.paused):
        return False
    return not state.alive or any(span.holds(day) for span in state.alive)


def _block_row(day: date, answer: Stillness | None) -> WeekRow:
    week = Week.of(day)
    if answer is None or answer.outcome is None:
        return WeekRow(week=week, state="open", on=day)
    if answer.outcome == "excused":
        return WeekRow(week=week, state="excused", on=day, outcome="excused", entry=answer.ref)
    return WeekRow(
        week=week,
        state="recorded",
        met=answer.outcome == "kept",
        on=day,
        outcome=answer.outcome,
        entry=answer.ref,
    )
