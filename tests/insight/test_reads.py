"""What a report says it reads is enough: it says the same of the least that may be loaded.

Whoever loads a selection may load more, so each report is held to the least, and to what the
index gives or else to the least with some of the rest. Each has to say what the whole journal says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stillpd.insight import agenda, heatmap, on_this_day, progress, reminder, timeline
from stillpd.insight.asof import outcome_on
from stillpd.insight.period import Asked, Period, period_at
from stillpd.insight.years import in_years, years_until
from stillpd.journal import folder
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import ReadPage
from stillpd.journal.index.database import Database
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.block import Block
from stillpd.model.entry import (
    KINDS,
    Activity,
    CheckIn,
    Commitment,
    Entry,
    Evidence,
    Note,
    Reflection,
    Stillness,
    TimeSample,
)
from stillpd.model.goal import Event, Goal, Measure
from stillpd.model.header import Header, SchoolYear, Span
from stillpd.model.journal import Document, Journal
from stillpd.model.profile import Profile
from stillpd.model.selection import ALL, Selection
from stillpd.model.week import FIRST_DAY, Week
from stillpd.model.words import CIRCLES, DISCIPLINES
from tests.conftest import DEMO

# The least that may be loaded ----------------------------------------------------------------


def least(journal: Journal, selection: Selection) -> tuple[Entry, ...]:
    """Return the entries that whoever loads a selection has to load, and not one more."""
    beside = _days_beside(journal, selection)
    return tuple(
        entry
        for entry in journal.entries
        if entry.day in beside
        or entry.kind in selection.whole
        or _is_in_days(entry, selection)
        or (isinstance(entry, CheckIn) and _has_wanted_numbers(entry, selection))
        or (
            isinstance(entry, Commitment)
            and selection.unsettled_on
            and outcome_on(entry, selection.unsettled_on) == "open"
        )
    )


def _days_beside(journal: Journal, selection: Selection) -> set[date]:
    """Return the journal's very first day, and the last one before the spans."""
    if not selection.days:
        return set()
    days = {entry.day for entry in journal.entries}
    before = [day for day in days if day < selection.days[0][0]]
    return {min(days, default=date.min), max(before, default=date.min)}


def _is_in_days(entry: Entry, selection: Selection) -> bool:
    if not any(first <= entry.day <= last for first, last in selection.days):
        return False
    always = isinstance(entry, CheckIn | Stillness | Commitment)
    return not selection.counted or always or bool(entry.goals or entry.circle)


def _has_wanted_numbers(check_in: CheckIn, selection: Selection) -> bool:
    names = [*check_in.readings, *check_in.excused]
    if not {name.split(".")[0] for name in names}.isdisjoint(selection.numbers_of):
        return True
    days = check_in.counted_week.days()
    return bool(names) and any(
        first <= day <= last for day in days for first, last in selection.days
    )


def indexed(journal: Journal) -> Database:
    """Return an index of the journal's entries."""
    database = Database.made(None)
    database.begin()
    for number, entry in enumerate(journal.entries):
        stamp = (f"{number}.md", 1, 1, 1, number)
        database.add("entries", stamp, "", ReadPage(entry, ()), proven=True)
    database.commit()
    return database


# Every report --------------------------------------------------------------------------------

Report = Callable[[Journal], object]
"""A report with all it was asked."""
Asking = tuple[str, Selection, Report]
"""A report's name, what it reads, and the report."""
_WEEKLY = shipped_protocols()["weekly"]
_BEING, _CER = heatmap.Wanted(circle="being"), heatmap.Wanted(goals=("cer",))
_PICTURES = (heatmap.ALL, _BEING, heatmap.ALL, _CER, heatmap.ALL)


def askings(standing: Journal, now: datetime) -> Iterator[Asking]:
    """Iterate over every report, asked in several ways, as of a moment."""
    yield "agenda", agenda.reads(standing, now), lambda held: agenda.agenda(held, now)
    yield "reminder", reminder.reads(standing, now), lambda held: reminder.reminder(held, now)
    yield (
        "the question of a reminder",
        reminder.reads_for_question(now),
        lambda held: reminder.question_for(held, _WEEKLY, now),
    )
    for period in _periods(standing, now):
        yield (
            f"progress of {period.first} to {period.last}",
            progress.reads(standing, period),
            lambda held, period=period: progress.progress(held, period),
        )
    for (periods, since), taken in zip(_drawn(standing, now), _PICTURES, strict=True):
        yield (
            f"heatmap of {[period.name for period in periods]} since {since}",
            heatmap.reads(periods, since),
            lambda held, periods=periods, since=since, taken=taken: heatmap.heatmap(
                held, periods, taken, since
            ),
        )
    for wanted in _log_wishes(now.date()):
        yield (
            f"log of {wanted}",
            timeline.reads(wanted),
            lambda held, wanted=wanted: timeline.timeline(held, wanted, now),
        )
    for wanted in (timeline.Wanted(), timeline.Wanted(circle="doing")):
        yield (
            "on this day",
            on_this_day.reads(now),
            lambda held, wanted=wanted: on_this_day.on_this_day(held, wanted, now),
        )


def _periods(standing: Journal, now: datetime) -> Iterator[Period]:
    today = now.date()
    ways = (
        Asked(),
        Asked(week=Week.of(today)),
        Asked(first=today - timedelta(days=40), last=today - timedelta(days=9)),
        Asked(first=today + timedelta(days=1), last=today + timedelta(days=9)),
    )
    for asked in ways:
        yield period_at(standing.calendar, now, asked)


def _drawn(standing: Journal, now: datetime) -> Iterator[tuple[Sequence[Period], date | None]]:
    calendar, today = standing.calendar, now.date()
    usual = period_at(calendar, now)
    yield (usual,), None
    yield in_years(calendar, period_at(calendar, now, Asked(first=date(2024, 2, 1)))), None
    yield in_years(calendar, period_at(calendar, now, Asked(first=today, last=today))), None
    every = years_until(calendar, usual, date(2024, 3, 1))
    yield every, FIRST_DAY
    yield every[-1:], every[-1].first


def _log_wishes(today: date) -> Iterator[timeline.Wanted]:
    lately = today - timedelta(days=20)
    yield timeline.Wanted()
    yield timeline.Wanted(first=lately)
    yield timeline.Wanted(last=lately, goals=("cer",), limit=3)
    yield timeline.Wanted(first=lately, kinds=("note", "commitment"))
    yield timeline.Wanted(kinds=("check-in", "note"))
    yield timeline.Wanted(first=lately, audience="coach", tags=("lab",))
    yield timeline.Wanted(first=lately, last=today - timedelta(days=11), circle="relating")


def hold_to_its_word(journal: Journal, *moments: datetime) -> None:
    """Hold every report of these moments to what it says it reads."""
    standing = replace(journal, entries=())
    database = indexed(journal)

    @cache
    def parts(selection: Selection) -> Sequence[Journal]:
        return tuple(_parts(journal, selection, database))

    try:
        for now in moments:
            for name, selection, report in askings(standing, now):
                whole = report(journal)
                for part in parts(selection):
                    assert report(part) == whole, f"{name}, as of {now}"
    finally:
        database.close()


def _parts(journal: Journal, selection: Selection, database: Database) -> Iterator[Journal]:
    """Iterate over parts of a journal that a selection may load: the least, and more."""
    needed = _paths(least(journal, selection))
    given = _paths(database.entries(selection))
    assert needed <= given, "the index gives too little"
    left_out = [entry.path for entry in journal.entries if entry.path not in needed]
    more = given if given != needed else needed.union(left_out[::2])
    for paths in (needed, more):
        if len(paths) < len(journal.entries):
            entries = tuple(entry for entry in journal.entries if entry.path in paths)
            yield replace(journal, entries=entries)


def _paths(entries: Sequence[Document]) -> set[str]:
    return {entry.path for entry in entries if isinstance(entry, Entry)}


# Dana's year ---------------------------------------------------------------------------------


def test_on_any_day_of_danas_year_the_least_is_enough() -> None:
    dana = folder.read_journal(open_journal(DEMO))
    assert not dana.problems
    zone = ZoneInfo("America/New_York")
    days = (date(2025, 8, 12) + timedelta(days=9 * number) for number in range(40))
    hold_to_its_word(
        dana,
        *(datetime.combine(day, time(n * 7 % 24, 30), zone) for n, day in enumerate(days)),
    )


# Any journal ---------------------------------------------------------------------------------

MIDDLE = date(2026, 1, 5)  # the Monday of 2026-W02
NAMES = ("cer", "dinners", "gone")
READ = (*NAMES, "cer.talk", "cer.exit", "dinners.dinners", "inbox")
near = st.integers(-20, 3)
a_year_ago = near.map(lambda n: n - 52 * 7)
days = st.one_of(near, a_year_ago, st.integers(-80, 12), st.integers(-400, 12)).map(
    lambda n: MIDDLE + timedelta(days=n)
)
weeks = days.map(Week.of)
zones = st.integers(-11 * 4, 14 * 4).map(lambda n: timezone(timedelta(minutes=15 * n)))
hours = st.sampled_from([time(0), time(0, 30), time(8), time(12, 15), time(23, 45)])
moments = st.builds(datetime.combine, days, hours, st.one_of(st.just(UTC), zones))
names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)


def maybe(made: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | made


def some(keys: Sequence[str], value: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.dictionaries(st.sampled_from(keys), value, max_size=3)


OWN: Mapping[type[Entry], Mapping[str, st.SearchStrategy[object]]] = {
    Note: {"title": st.sampled_from(["", "A title"])},
    Reflection: {"protocol": st.just("weekly")},
    CheckIn: {
        "week": maybe(weeks),
        "readings": some(READ, st.integers(0, 5)),
        "excused": some(READ, st.just("ill")),
    },
    Stillness: {
        "block": st.sampled_from(["quiet", "walk", "gone"]),
        "on": maybe(days),
        "until": maybe(days),
        "outcome": st.sampled_from([None, "kept", "shortened", "missed", "excused"]),
    },
    Commitment: {
        "text": st.just("call home"),
        "due": maybe(days),
        "outcome": st.sampled_from(["open", "open", "kept", "missed", "partly", "withdrawn"]),
        "settled": maybe(days),
    },
    Evidence: {"measure": st.sampled_from(["", "cer.exit"])},
    Activity: {"goal": st.sampled_from(["", "cer"])},
    TimeSample: {"hours": some(("cer", "inbox"), st.integers(1, 9))},
}
REQUIRED: Mapping[str, Mapping[str, object]] = {
    "ask": {"direction": "out", "what": "a room"},
    "release": {"practice": "grading on Sundays"},
}


def entries_of(kind: str) -> st.SearchStrategy[Entry]:
    cls = KINDS[kind]
    required = {name: st.just(value) for name, value in REQUIRED.get(kind, {}).items()}
    return st.builds(
        cls,
        at=moments,
        goals=st.just(()) | names,
        circle=maybe(st.sampled_from(CIRCLES)),
        discipline=maybe(st.sampled_from(DISCIPLINES)),
        tags=st.sampled_from([(), ("lab",)]),
        starred=st.booleans(),
        share=st.sampled_from([(), ("coach",)]),
        body=st.sampled_from(["", "Some words. And more."]),
        **{**required, **OWN.get(cls, {})},
    )


# What most sums are made of comes most often.
KINDS_DRAWN = [*KINDS, "check-in", "check-in", "check-in", "commitment", "stillness"]
entries = st.sampled_from(KINDS_DRAWN).flatmap(entries_of)
measures = st.builds(
    lambda **given: (
        Measure(id="talk", target=2, **given),
        Measure(id="exit", role="lag", target=80),
    ),
    from_=maybe(days),
    weeks=st.sampled_from(["school", "all"]),
)
events = st.lists(
    st.builds(
        Event,
        on=days,
        kind=st.sampled_from(["closed", "closed", "reopened", "paused", "resumed", "started"]),
    ),
    max_size=3,
).map(lambda made: tuple(sorted(made, key=lambda event: event.on or date.min)))


def goals_named(name: str) -> st.SearchStrategy[Goal]:
    return st.builds(
        Goal,
        id=st.just(name),
        circle=maybe(st.sampled_from(CIRCLES)),
        kind=st.sampled_from(["habit", "achievement", None]),
        status=st.sampled_from(["active", "active", "draft", "paused", "met"]),
        started=maybe(days),
        due=maybe(days),
        share=st.sampled_from([(), ("coach",)]),
        block=st.sampled_from(["", "", "walk"]),
        measures=measures if name == "cer" else st.just((Measure(id=name, target=1),)),
        events=events,
    )


walk = st.builds(
    Block,
    id=st.just("walk"),
    after_done=st.sampled_from(["3 days", "2 weeks"]),
    starts=days.map(lambda day: datetime.combine(day, time(17))),
    minutes=st.just(20),
    in_breaks=st.booleans(),
)
quiet = st.builds(
    Block,
    id=st.just("quiet"),
    rule=st.sampled_from(["FREQ=WEEKLY;BYDAY=FR", "FREQ=DAILY;INTERVAL=5"]),
    starts=days.map(lambda day: datetime.combine(day, time(15))),
    ends=maybe(days),
    in_breaks=st.booleans(),
)
OLD_YEAR = SchoolYear(name="2024-25", starts=date(2024, 12, 2), ends=date(2025, 6, 12))
YEARS = (
    (),
    (
        OLD_YEAR,
        SchoolYear(
            name="2025-26",
            starts=date(2025, 8, 18),
            ends=date(2026, 6, 5),
            breaks=(Span(from_=date(2025, 12, 22), to=date(2026, 1, 2)),),
        ),
    ),
    (OLD_YEAR, SchoolYear(name="2026", starts=date(2026, 1, 5), ends=date(2026, 11, 20))),
    (SchoolYear(name="2025-26", starts=date(2025, 12, 31), ends=date(2026, 1, 7)),),
    (OLD_YEAR,),
)


def made_of(
    entries: Sequence[Entry],
    goals: Sequence[Goal] = (),
    blocks: Sequence[Block] = (),
    years: Sequence[SchoolYear] = (),
) -> Journal:
    named = [
        replace(entry, path=f"entries/{number}.md", id=f"i{number}" if number % 3 else "")
        for number, entry in enumerate(entries)
    ]
    return Journal(
        header=Header(school_years=tuple(years)),
        profiles=(Profile(day=date(2025, 8, 1)),),
        entries=tuple(sorted(named, key=lambda entry: (entry.at, entry.path))),
        goals={goal.id: goal for goal in goals},
        blocks={block.id: block for block in blocks},
    )


journals = st.builds(
    made_of,
    st.lists(entries, max_size=12),
    st.tuples(goals_named("cer"), goals_named("dinners")) | st.just(()),
    st.tuples(quiet, walk) | st.just(()),
    st.sampled_from(YEARS),
)
presents = st.builds(datetime.combine, near.map(lambda n: MIDDLE + timedelta(days=n)), hours, zones)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(journals, presents)
def test_of_any_journal_the_least_is_enough(journal: Journal, now: datetime) -> None:
    hold_to_its_word(journal, now)


SPANS = st.tuples(days, st.integers(0, 30)).map(lambda s: (s[0], s[0] + timedelta(days=s[1])))
selections = st.just(ALL) | st.builds(
    Selection,
    days=st.lists(SPANS, max_size=3).map(tuple),
    counted=st.booleans(),
    whole=st.lists(st.sampled_from([*KINDS]), max_size=2).map(tuple),
    numbers_of=names,
    unsettled_on=maybe(days),
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(journals, selections)
def test_of_any_selection_the_index_gives_at_least_the_least(
    journal: Journal, selection: Selection
) -> None:
    database = indexed(journal)
    try:
        given = database.entries(selection)
    finally:
        database.close()
    assert not [entry for entry in least(journal, selection) if entry not in given]
    assert not [entry for entry in given if entry not in journal.entries]


# Worked out by hand --------------------------------------------------------------------------

NEW_YORK = ZoneInfo("America/New_York")
TOKYO = timezone(timedelta(hours=9))
NOW = datetime(2026, 1, 8, 20, tzinfo=NEW_YORK)  # a Thursday of 2026-W02; in Tokyo it is Friday
OLD = Note(at=datetime(2024, 9, 2, 12, tzinfo=UTC))


def test_a_promise_that_is_open_again_is_open_whatever_day_it_was_settled_on() -> None:
    promise = Commitment(
        at=datetime(2025, 3, 3, 12, tzinfo=UTC),
        text="call home",
        goals=("gone",),
        outcome="open",
        settled=date(2025, 3, 10),
    )
    later = Note(at=datetime(2025, 6, 2, 12, tzinfo=UTC))
    journal = made_of([OLD, promise, later], years=YEARS[1])
    assert [each.text for each in agenda.agenda(journal, NOW).promised] == ["call home"]
    hold_to_its_word(journal, NOW)


def test_what_was_written_where_it_is_tomorrow_already_is_read_today() -> None:
    abroad = Note(at=datetime(2026, 1, 9, 9, tzinfo=TOKYO), circle="being")
    assert abroad.at < NOW
    assert abroad.day > NOW.date()
    journal = made_of([OLD, abroad], years=YEARS[1])
    report = agenda.agenda(journal, NOW)
    assert report.away is None
    assert [each.tended[-1] for each in report.circles if each.circle == "being"] == [True]
    year = Period(date(2025, 8, 18), date(2026, 1, 8), NOW)
    assert heatmap.heatmap(journal, [year], since=FIRST_DAY).outside == 2
    hold_to_its_word(journal, NOW)


def test_on_the_farthest_sides_of_the_world_two_days_lie_between() -> None:
    late = datetime(2026, 1, 8, 23, 30, tzinfo=ZoneInfo("Pacific/Pago_Pago"))
    early = Note(at=datetime(2026, 1, 10, 0, 15, tzinfo=timezone(timedelta(hours=14))))
    assert early.at < late
    hold_to_its_word(made_of([OLD, early], years=YEARS[1]), late)


def test_of_a_goal_that_was_closed_last_week_last_weeks_number_is_read() -> None:
    closed = Goal(
        id="dinners",
        circle="relating",
        started=date(2025, 9, 1),
        measures=(Measure(id="dinners", target=3),),
        events=(Event(on=date(2026, 1, 2), kind="closed"),),
    )
    numbers = [
        CheckIn(at=datetime(2026, 1, day, 12, tzinfo=UTC), readings={"dinners": day})
        for day in (2, 7)
    ]
    between = Note(at=datetime(2026, 1, 4, 12, tzinfo=UTC))
    journal = made_of([OLD, *numbers, between], [closed], years=YEARS[2])
    [measure] = agenda.agenda(journal, NOW).measures
    assert (measure.value, measure.last) == (7, 2)
    hold_to_its_word(journal, NOW)


def test_the_same_week_of_the_year_before_is_read() -> None:
    then = Note(at=datetime(2025, 1, 8, 12, tzinfo=UTC), body="They waited for me.")
    later = Note(at=datetime(2025, 6, 2, 12, tzinfo=UTC))
    journal = made_of([OLD, then, later], years=YEARS[1])
    found = agenda.agenda(journal, NOW).year_ago
    assert found
    assert found.said == "They waited for me."
    hold_to_its_word(journal, NOW)


def test_an_excuse_of_long_ago_that_reaches_to_today_is_read() -> None:
    block = Block(
        id="quiet", rule="FREQ=DAILY", starts=datetime(2025, 9, 1, 15), ends=date(2026, 1, 20)
    )
    excuse = Stillness(
        at=datetime(2025, 9, 8, 12, tzinfo=UTC),
        block="quiet",
        on=date(2025, 9, 8),
        until=date(2026, 1, 31),
        outcome="excused",
    )
    later = Note(at=datetime(2025, 10, 6, 12, tzinfo=UTC))
    journal = made_of([OLD, excuse, later], blocks=[block], years=YEARS[1])
    assert not agenda.agenda(journal, NOW).times
    hold_to_its_word(journal, NOW)


def test_a_number_of_long_ago_tells_when_a_goal_without_a_start_began() -> None:
    measure = Measure(id="calls", role="lead", direction="up", target=3)
    goal = Goal(id="calls", title="Calls", circle="relating", kind="habit", measures=(measure,))
    long_ago = datetime(2025, 9, 5, 15, tzinfo=NEW_YORK)
    told = CheckIn(at=long_ago, week=Week(2025, 36), readings={"calls": 2})
    between = Note(at=datetime(2026, 1, 2, 12, tzinfo=UTC))
    journal = replace(made_of([OLD, told, between], years=YEARS[1]), goals={"calls": goal})
    friday = datetime(2026, 1, 9, 13, tzinfo=NEW_YORK)
    assert [due.key for due in reminder.reminder(journal, friday).numbers] == ["calls"]
    hold_to_its_word(journal, friday)
