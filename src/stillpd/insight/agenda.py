"""Today: what is promised, what is due, what moves, and which circle is empty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from stillpd.insight.asof import ELSEWHERE, goal_state, goes_on, outcome_on
from stillpd.insight.balance import circles_of
from stillpd.insight.due import revisit_due
from stillpd.insight.ledger import Ledger, keep_ledger, measures_of
from stillpd.insight.plan import rows
from stillpd.insight.quiet_time import Time, quiet_times
from stillpd.insight.week import (
    Away,
    WeekMeasure,
    away,
    is_check_in_due,
    planned_weeks,
    week_measures,
)
from stillpd.insight.year_ago import YearAgo, days_needed, year_ago
from stillpd.model.calendar import Calendar
from stillpd.model.entry import CheckIn, Commitment, Entry, Stillness
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.record import record
from stillpd.model.selection import Selection
from stillpd.model.week import Week
from stillpd.model.words import CIRCLES, TAKEN, Circle

SOON = timedelta(days=7)
DUE_SOON = timedelta(days=14)
_STRIP_WEEKS = 5
_MOST_WEEKS = 26
"""So far back are taught weeks looked for: half a year, and every summer ends."""


@record
class Promise:
    """An open commitment that is due, or soon."""

    ref: str
    text: str
    to: str
    due: date | None
    private: bool


@record
class DueGoal:
    """An active goal whose day has come, or is near."""

    id: str
    title: str
    due: date
    private: bool


@record
class CircleWeeks:
    """The last taught weeks of a circle, oldest first: tended or not."""

    circle: Circle
    tended: tuple[bool, ...]
    active_goals: int


@record(kw_only=True)
class Agenda:
    """One screen of today. `later` counts the promises that are further off."""

    owner: str
    now: datetime
    week: int | None
    weeks: int | None
    on_break: str
    promised: tuple[Promise, ...]
    later: int
    goals_due: tuple[DueGoal, ...]
    times: tuple[Time, ...]
    measures: tuple[WeekMeasure, ...]
    check_in_due: bool
    revisit_due: date | None
    circles: tuple[CircleWeeks, ...]
    away: Away | None
    drafts: tuple[str, ...]
    is_new: bool
    year_ago: YearAgo | None = None

    def for_shared_screen(self) -> "Agenda":
        """Return it without what is private: others are looking at this screen."""
        return replace(
            self,
            promised=tuple(promise for promise in self.promised if not promise.private),
            later=0,
            goals_due=tuple(goal for goal in self.goals_due if not goal.private),
            times=tuple(time for time in self.times if not time.private),
            measures=tuple(measure for measure in self.measures if not measure.private),
            circles=(),
            drafts=(),
            year_ago=self.year_ago if self.year_ago and not self.year_ago.private else None,
        )

    def of_somebody_else(self) -> "Agenda":
        """Return it without what asks its owner to do something: whoever reads it is another."""
        return replace(
            self,
            measures=(),
            check_in_due=False,
            revisit_due=None,
            circles=(),
            away=None,
            drafts=(),
            is_new=False,
            year_ago=None,
        )


def reads(journal: Journal, now: datetime) -> Selection:
    """Return the entries that `agenda` reads; `journal` needs none."""
    today = now.date()
    weeks = _last_weeks(journal.calendar, today, Week.of(today).plus(-_MOST_WEEKS))
    first = min(weeks[0].monday if weeks else today, Week.of(today).plus(-1).monday)
    return Selection(
        days=((first, today + ELSEWHERE), days_needed(now)),
        whole=(Stillness.kind,),
        numbers_of=tuple(goal.id for goal in journal.goals.values() if goes_on(goal, first, today)),
        unsettled_on=today,
    )


def agenda(journal: Journal, now: datetime) -> Agenda:
    """Return what the day asks, as of `now`."""
    today = now.date()
    ledger = keep_ledger(journal, now)
    measures = week_measures(journal, Week.of(today), now, ledger)
    promised = _promised(journal, now)
    near = tuple(p for p in promised if p.due is None or p.due <= today + SOON)
    number, of = journal.calendar.week_number(today)
    pause = journal.calendar.break_on(today)
    made = Agenda(
        owner=journal.header.owner,
        now=now,
        week=number,
        weeks=of,
        on_break=(pause.reason or "a break") if pause else "",
        promised=near,
        later=len(promised) - len(near),
        goals_due=_goals_due(journal, today),
        times=quiet_times(journal, now),
        measures=measures,
        check_in_due=is_check_in_due(journal, measures, now),
        revisit_due=revisit_due(journal, today),
        circles=_circles(journal, ledger, now),
        away=away(journal, now),
        drafts=tuple(goal.id for goal in journal.goals.values() if goal.status == "draft"),
        is_new=not journal.entries and not journal.goals,
        year_ago=year_ago(journal, now),
    )
    return made.of_somebody_else() if journal.header.bundle else made


def _promised(journal: Journal, now: datetime) -> list[Promise]:
    today = now.date()
    found = [
        Promise(entry.ref, entry.text or entry.body, entry.to, entry.due, not entry.share)
        for entry in journal.entries
        if isinstance(entry, Commitment) and entry.at <= now and outcome_on(entry, today) == "open"
    ]
    return sorted(found, key=lambda promise: (promise.due or date.max, promise.ref))


def _goals_due(journal: Journal, today: date) -> tuple[DueGoal, ...]:
    """Return the active goals that are due within a fortnight or were due before."""
    found = [
        DueGoal(goal.id, goal.title, state.due, is_private(goal))
        for goal in journal.goals.values()
        if (state := goal_state(goal, today)).is_active
        and state.due is not None
        and state.due <= today + DUE_SOON
    ]
    return tuple(sorted(found, key=lambda goal: (goal.due, goal.id)))


def _circles(journal: Journal, ledger: Ledger, now: datetime) -> tuple[CircleWeeks, ...]:
    """Return the last taught weeks of each circle: tended by an entry or a met number.

    The weeks before the journal's first page are nobody's blank weeks.
    """
    today = now.date()
    first = min((entry.day for entry in journal.entries if entry.day <= today), default=today)
    weeks = _last_weeks(journal.calendar, today, Week.of(first))
    since = weeks[0].monday if weeks else today
    tended = _met_weeks(journal, ledger, now, since)
    for entry in journal.entries:
        if entry.day < since or entry.at > now:
            continue
        if not isinstance(entry, CheckIn) and _tends(entry):
            tended |= {(circle, Week.of(entry.day)) for circle in circles_of(journal, entry)}
    return tuple(
        CircleWeeks(
            circle,
            tuple((circle, week) in tended for week in weeks),
            sum(
                goal.circle == circle and goal_state(goal, today).is_active
                for goal in journal.goals.values()
            ),
        )
        for circle in CIRCLES
    )


def _tends(entry: Entry) -> bool:
    """Tell whether an entry is something done: a promise or a missed block alone is not."""
    if isinstance(entry, Stillness):
        return entry.outcome in TAKEN
    return not isinstance(entry, Commitment) or entry.outcome in {"kept", "partly"}


def _last_weeks(calendar: Calendar, today: date, first: Week) -> Sequence[Week]:
    week, found = Week.of(today), list[Week]()
    earliest = max(first, week.plus(-_MOST_WEEKS))
    while len(found) < _STRIP_WEEKS and week >= earliest:
        if calendar.instructional(week):
            found.append(week)
        week = week.plus(-1)
    return found[::-1]


def _met_weeks(
    journal: Journal, ledger: Ledger, now: datetime, since: date
) -> set[tuple[Circle, Week]]:
    found: set[tuple[Circle, Week]] = set()
    for goal, measure in measures_of(journal.goals):
        if measure.role != "lead" or goal.circle is None:
            continue
        planned = planned_weeks(journal, ledger, goal, measure, now.date(), since)
        for row in rows(goal, measure, planned, ledger, now.date()):
            if row.met:
                found.add((goal.circle, row.week))
    return found
