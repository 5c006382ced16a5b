"""Every planned week is exactly one thing, and the counts add up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.insight.ledger import keep_ledger
from stillpd.insight.period import period_at
from stillpd.insight.progress import goal_progress
from stillpd.model.entry import CheckIn
from stillpd.model.goal import Event, Goal, Measure
from stillpd.model.header import Header, SchoolYear, Span
from stillpd.model.journal import Journal
from stillpd.model.week import Week

START, END = date(2025, 8, 18), date(2026, 6, 5)
YEAR = SchoolYear(
    name="2025-26",
    starts=START,
    ends=END,
    breaks=(
        Span(from_=date(2025, 11, 24), to=date(2025, 11, 28)),
        Span(from_=date(2025, 12, 22), to=date(2026, 1, 2)),
    ),
)
WEEKS = tuple(Week.of(START).until(Week.of(END)))
# Worked out by hand from the dates above: 42 weeks from W34 to W23, less W48, W52 and W01.
TAUGHT = 39
weeks = st.sampled_from(WEEKS)
in_the_year = st.dates(START, END)


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def journal_of(goal: Goal, entries=()) -> Journal:
    header = Header(id="x", timezone="UTC", school_years=(YEAR,))
    ordered = tuple(sorted(entries, key=lambda entry: (entry.at, entry.path)))
    return Journal(header=header, goals={goal.id: goal}, entries=ordered)


def sums(goal: Goal, entries, now: datetime):
    journal = journal_of(goal, entries)
    period = period_at(journal.calendar, now)
    return goal_progress(journal, goal, period, keep_ledger(journal, now)).measures[0]


def habit(**extra) -> Goal:
    measure = Measure(id="m", role="lead", target=3, **extra.pop("measure", {}))
    return Goal(
        id="g", title="g", circle="being", kind="habit", started=START, measures=(measure,), **extra
    )


check_ins = st.lists(
    st.builds(
        lambda week, later, value, excused, number: CheckIn(
            at=moment(week.monday + timedelta(days=later)),
            week=week,
            path=f"entries/{number}.md",
            readings={} if excused else {"g.m": value},
            excused={"g": "ill"} if excused else {},
        ),
        weeks,
        st.integers(-10, 20),
        st.integers(0, 6),
        st.booleans(),
        st.integers(0, 999),
    ),
    max_size=60,
)
pauses = st.lists(st.tuples(in_the_year, in_the_year).map(sorted), max_size=2)


@settings(max_examples=300, deadline=None)
@given(entries=check_ins, day=in_the_year, closed=st.none() | in_the_year, paused=pauses)
def test_every_planned_week_is_in_exactly_one_state_and_the_counts_add_up(
    entries, day, closed, paused
):
    events = [Event(on=a, kind="paused") for a, _ in paused]
    events += [Event(on=b, kind="resumed") for _, b in paused]
    if closed:
        events.append(Event(on=closed, kind="closed", status="met"))
    goal = habit(events=tuple(sorted(events, key=lambda e: e.on)))

    found = sums(goal, entries, moment(day, 20))

    states = [row.state for row in found.weeks]
    assert len({row.week for row in found.weeks}) == len(found.weeks)
    assert found.planned == found.recorded + found.excused + found.not_recorded
    assert found.planned == len(states) - states.count("open")
    assert states.count("open") <= 1
    assert {row.week for row in found.weeks}.isdisjoint(gap.week for gap in found.gaps)
    assert all(row.week <= Week.of(day) for row in found.weeks)
    values = [row.value for row in found.weeks if row.state == "recorded"]
    assert (found.sum or 0) == sum(values)
    assert found.met == sum(value >= 3 for value in values)


@settings(max_examples=100, deadline=None)
@given(entries=check_ins, day=in_the_year)
def test_what_was_recorded_later_is_not_seen_before(entries, day):
    now = moment(day, 20)

    seen = sums(habit(), entries, now)
    known = [e for e in entries if e.at <= now or e.week.sunday < day]

    assert seen == sums(habit(), known, now)


def test_a_whole_year_has_its_taught_weeks():
    found = sums(habit(), [], moment(END, 20))

    assert found.planned == TAUGHT - 1  # the running week is open
    assert [str(gap.week) for gap in found.gaps] == ["2025-W48", "2025-W52", "2026-W01"]


def test_all_weeks_count_breaks_too():
    found = sums(habit(measure={"weeks": "all"}), [], moment(END, 20))

    assert (found.planned, found.gaps) == (41, ())


def test_a_zero_is_recorded_and_a_reading_beats_an_excuse():
    week = Week(2025, 40)
    both = CheckIn(at=moment(week.monday), week=week, readings={"g": 0}, excused={"g": "ill"})

    row = next(r for r in sums(habit(), [both], moment(END)).weeks if r.week == week)

    assert (row.state, row.value, row.met) == ("recorded", 0, False)


def test_of_two_files_for_one_week_the_later_moment_counts():
    week = Week(2025, 40)
    first = CheckIn(at=moment(week.monday), week=week, readings={"g": 5}, path="b.md")
    later = CheckIn(at=moment(week.sunday), week=week, readings={"g": 2}, path="a.md")

    row = next(r for r in sums(habit(), [first, later], moment(END)).weeks if r.week == week)

    assert row.value == 2


@pytest.mark.parametrize(
    ("paused", "resumed", "gone"),
    [
        (date(2025, 10, 6), date(2025, 10, 13), True),  # Monday to Monday: five taught days
        (date(2025, 10, 7), date(2025, 10, 13), False),  # one taught day is left
        (date(2025, 10, 4), date(2025, 10, 11), True),  # Saturday to Saturday
        (date(2025, 10, 6), date(2025, 10, 10), False),  # resumed on the Friday
    ],
)
def test_a_week_whose_taught_days_are_all_paused_is_not_planned(paused, resumed, gone):
    events = (Event(on=paused, kind="paused"), Event(on=resumed, kind="resumed"))

    found = sums(habit(events=events), [], moment(END))

    assert (Week(2025, 41) in {gap.week for gap in found.gaps}) is gone


@pytest.mark.parametrize(
    ("direction", "tolerance", "met"),
    [("up", 0, [3, 4, 5]), ("down", 0, [1, 2, 3]), ("hold", 1, [2, 3, 4]), ("hold", 0, [3])],
)
def test_the_good_side_of_a_target(direction, tolerance, met):
    goal = habit(measure={"direction": direction, "tolerance": tolerance})
    first = Week(2025, 36)
    entries = [
        CheckIn(at=moment(first.plus(n).monday), week=first.plus(n), readings={"g": n + 1})
        for n in range(5)
    ]

    found = sums(goal, entries, moment(END))

    assert [row.value for row in found.weeks if row.met] == met


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_iso_weeks_hold_their_days_and_read_back(day):
    week = Week.of(day)

    assert (week.year, week.number) == day.isocalendar()[:2]
    assert Week.parse(str(week)) == week
    assert day in week.days()
    assert week.plus(1).monday - week.monday == timedelta(weeks=1)


def test_every_week_from_2020_to_2040_comes_once_and_in_order():
    found = list(Week.of(date(2020, 1, 1)).until(Week.of(date(2040, 12, 31))))

    assert (
        len(found) == len(set(found)) == 1097
    )  # Mondays from 30 December 2019 to 31 December 2040
    assert found == sorted(found)
    long_years = {week.year for week in found if week.number == 53}
    assert long_years == {2020, 2026, 2032, 2037}


@pytest.mark.parametrize("text", ["2025-W53", "2025-W00", "2025-54", "2026-W54", "W3", ""])
def test_a_week_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=r"week"):
        Week.parse(text)


@pytest.mark.parametrize(
    ("written", "from_"),
    [
        (date(2025, 9, 25), date(2025, 9, 29)),  # before its week: from the Monday
        (date(2025, 10, 2), date(2025, 10, 2)),  # in its week: from when it was written
        (date(2025, 11, 20), date(2025, 10, 5)),  # long after: from the Sunday, the week's end
    ],
)
def test_a_reading_counts_from_its_moment_within_its_week(written, from_):
    week = Week(2025, 40)  # 29 September to 5 October
    entry = CheckIn(at=moment(written), week=week, readings={"g": 3})
    seen = [
        day
        for day in (from_ - timedelta(days=1), from_)
        if sums(
            habit(), [entry], moment(day, 23).replace(minute=59, second=59, microsecond=999999)
        ).recorded
    ]

    assert seen == [from_]
