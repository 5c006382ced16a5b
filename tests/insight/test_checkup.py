"""What does not hold together, found in journals that are as small as the rule allows."""

from datetime import UTC, date, datetime, time

import pytest

from stillpd.insight.checkup import checkup
from stillpd.model.block import Block
from stillpd.model.entry import Activity, CheckIn, Commitment, Note, Stillness, TimeSample
from stillpd.model.goal import Event, Goal, Measure
from stillpd.model.header import Audience, Header, SchoolYear, Span
from stillpd.model.journal import Journal
from stillpd.model.profile import Profile
from stillpd.model.week import Week

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FRIDAY = datetime(2025, 9, 12, 15, tzinfo=UTC)  # of 2025-W37
QUARTER_TO_THREE = time(14, 45)
FIRST_FRIDAY = datetime.combine(date(2025, 8, 29), QUARTER_TO_THREE)  # local, as blocks are
THURSDAY = datetime.combine(date(2025, 8, 28), QUARTER_TO_THREE)
YEAR = SchoolYear(
    name="2025-26",
    starts=date(2025, 8, 18),
    ends=date(2026, 6, 5),
    breaks=(Span(from_=date(2025, 11, 24), to=date(2025, 11, 28)),),
)
CONTACTS = Goal(
    id="contacts",
    title="Good news home",
    kind="habit",
    started=date(2025, 9, 1),
    measures=(Measure(id="contacts", target=3),),
)


def journal(*entries, goals=(CONTACTS,), blocks=(), profiles=(), years=(YEAR,)):
    header = Header(
        id="x",
        audiences={"coach": Audience(name="Priya Raman")},
        school_years=years,
    )
    return Journal(
        header=header,
        entries=tuple(sorted(entries, key=lambda entry: (entry.at, entry.path))),
        goals={goal.id: goal for goal in goals},
        blocks={block.id: block for block in blocks},
        profiles=profiles,
    )


def codes(value):
    return [finding.code for finding in checkup(value, NOW)]


def entry(kind, **keys):
    at = keys.pop("at", FRIDAY)
    return kind(at=at, path=keys.pop("path", f"entries/{at:%Y/%m}/e.md"), **keys)


def goal(**keys):
    return Goal(id="g", title="g", **keys)


def check_in(week="2025-W37", at=FRIDAY, path="a.md", **readings):
    named = {name.replace("__", "."): value for name, value in readings.items()}
    place = f"entries/{at:%Y/%m}/{path}"
    return CheckIn(at=at, path=place, week=Week.parse(week), readings=named)


def test_a_journal_that_holds_together_has_no_findings():
    assert codes(journal(check_in(contacts=3), entry(Note, goals=("contacts",)))) == []


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        ("2025-W36", []),  # the week that holds the start counts
        ("2025-W35", ["outside-plan"]),
        ("2025-W48", ["outside-plan"]),  # Thanksgiving
        ("2026-W09", []),  # the week of now
        ("2026-W10", []),  # not yet come: nothing to say
    ],
)
def test_a_reading_belongs_to_a_planned_week(week, expected):
    assert codes(journal(check_in(week, contacts=1))) == expected


def test_an_excuse_belongs_to_a_planned_week_too():
    excuse = entry(CheckIn, week=Week.parse("2025-W48"), excused={"contacts": "travel"})
    assert codes(journal(excuse)) == ["outside-plan"]


def test_a_lag_reading_may_fall_in_any_week():
    lag = goal(started=date(2025, 9, 1), measures=(Measure(id="l", role="lag"),))
    assert codes(journal(check_in("2025-W48", g__l=3), goals=(lag,))) == []


def test_a_reading_after_the_closing_is_outside_the_plan():
    closed = goal(
        started=date(2025, 9, 1),
        status="met",
        measures=(Measure(id="m", target=1),),
        events=(Event(on=date(2025, 10, 3), kind="closed", status="met"),),
    )
    weeks = ("2025-W40", "2025-W41")  # the week that holds the closing date counts
    entries = [check_in(week, path=f"{week}.md", g__m=1) for week in weeks]
    found = checkup(journal(*entries, goals=(closed,)), NOW)
    assert [(one.path, one.code) for one in found] == [
        ("entries/2025/09/2025-W41.md", "outside-plan")
    ]


def test_a_measure_that_nobody_knows_is_named():
    found = checkup(journal(check_in(garden=1)), NOW)
    assert [(one.code, one.key) for one in found] == [("unknown-measure", ("readings", "garden"))]
    assert "“garden”" in found[0].message


@pytest.mark.parametrize(("second", "expected"), [(3, []), (4, ["two-values"])])
def test_two_check_ins_of_one_week_are_named_when_they_differ(second, expected):
    later = FRIDAY.replace(day=14)
    pair = [check_in(contacts=3), check_in(at=later, path="b.md", contacts=second)]
    found = checkup(journal(*pair), NOW)
    assert [one.code for one in found] == expected
    if found:
        assert found[0].path.endswith("b.md")
        assert "a.md" in found[0].message


def test_one_measure_under_two_names_is_one_measure():
    later = FRIDAY.replace(day=14)
    pair = [
        check_in(contacts=3),
        check_in(at=later, path="b.md", contacts__contacts=4),
    ]
    assert codes(journal(*pair)) == ["two-values"]


def test_ids_are_unique():
    pair = [entry(Note, id="aaaaaa", path=f"entries/2025/09/{n}.md") for n in "ab"]
    found = checkup(journal(*pair), NOW)
    assert [(one.path, one.code) for one in found] == [("entries/2025/09/b.md", "double-id")]
    assert "entries/2025/09/a.md" in found[0].message


def test_notes_without_ids_are_not_the_same():
    assert codes(journal(*(entry(Note, path=f"entries/2025/09/{n}.md") for n in "ab"))) == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"outcome": "kept", "settled": date(2025, 9, 19)}, []),
        ({"outcome": "open"}, []),
        ({"outcome": "kept"}, ["no-settled-date"]),
        ({"settled": date(2025, 9, 19)}, ["settled-open"]),
        ({"after": "zzzzzz"}, ["unknown-after"]),
        ({"goals": ("garden",)}, ["unknown-goal"]),
        ({"share": ("coach",)}, []),
        ({"share": ("principal",)}, ["unknown-audience"]),
    ],
)
def test_commitments_say_what_became_of_them(keys, expected):
    assert codes(journal(entry(Commitment, text="call home", **keys))) == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (entry(TimeSample, hours={"inbox": 9, "required": 2, "contacts": 1}), []),
        (entry(TimeSample, hours={"garden": 1}), ["unknown-goal"]),
        (entry(Activity, goal="garden"), ["unknown-goal"]),
        (entry(Stillness, block="friday"), ["unknown-block"]),
        (entry(Note, path="entries/2025/08/e.md"), ["wrong-folder"]),
        (entry(Note, path="entries/e.md"), ["wrong-folder"]),
        (entry(Note, at=NOW.replace(day=2)), ["in-the-future"]),
        (entry(Note, at=NOW), []),
    ],
)
def test_entries_fit_their_place_and_their_goals(made, expected):
    assert codes(journal(made)) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"started": date(2025, 9, 1), "due": date(2025, 9, 1)}, []),
        ({"started": date(2025, 9, 1), "due": date(2025, 8, 31)}, ["due-before-start"]),
        ({"status": "met"}, ["closed-by-hand"]),
        ({"status": "met", "events": (Event(on=date(2025, 9, 2), kind="closed"),)}, []),
        ({"status": "paused"}, []),
        ({"measures": (Measure(id="m"),)}, ["no-target"]),
        ({"measures": (Measure(id="m", role="lag"),)}, []),
        ({"measures": (Measure(id="m", target=1), Measure(id="m", target=2))}, ["double-measure"]),
        ({"block": "morning"}, ["unknown-block"]),
        ({"supports": "team"}, ["unknown-goal"]),
        ({"share": ("principal",)}, ["unknown-audience"]),
        ({"share_rate": ("principal",)}, ["unknown-audience"]),
        ({"share_also": ("why",)}, []),  # names of keys, not of audiences
    ],
)
def test_goals_hold_together(keys, expected):
    assert codes(journal(goals=(goal(**keys),))) == expected


def test_events_stand_in_order_of_date():
    days = (date(2025, 9, 2), date(2025, 9, 2), date(2025, 9, 1))
    events = tuple(Event(on=day, kind="adapted") for day in days)
    found = checkup(journal(goals=(goal(events=events),)), NOW)
    assert [(one.code, one.key) for one in found] == [("event-order", ("event", 2, "on"))]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"rule": "FREQ=WEEKLY;BYDAY=FR", "starts": FIRST_FRIDAY}, []),
        (
            {"rule": "FREQ=WEEKLY;BYDAY=FR", "starts": THURSDAY},
            ["start-off-rule"],
        ),
        ({"rule": "now and then", "starts": FIRST_FRIDAY}, ["bad-rule"]),
        ({"starts": FIRST_FRIDAY}, ["bad-rule"]),
        ({"after_done": "2 weeks", "starts": FIRST_FRIDAY}, []),
        ({"after_done": "a while", "starts": FIRST_FRIDAY}, ["bad-rule"]),
        (
            {
                "rule": "FREQ=DAILY",
                "starts": FIRST_FRIDAY,
                "ends": date(2025, 8, 1),
            },
            ["ends-before-start"],
        ),
    ],
)
def test_blocks_come_round(keys, expected):
    assert codes(journal(blocks=(Block(id="b", **keys),))) == expected


def year(starts, ends):
    return SchoolYear(name="y", starts=starts, ends=ends)


def test_school_years_do_not_overlap():
    first = year(date(2025, 8, 18), date(2026, 6, 5))
    next_day = year(date(2026, 6, 6), date(2027, 6, 5))
    same_day = year(date(2026, 6, 5), date(2027, 6, 5))
    assert codes(journal(goals=(), years=(next_day, first))) == []
    assert codes(journal(goals=(), years=(same_day, first))) == ["overlapping-years"]


def test_a_school_year_ends_after_it_begins():
    assert codes(journal(goals=(), years=(year(date(2026, 6, 5), date(2025, 8, 18)),))) == [
        "ends-before-start"
    ]


def test_profile_sections_are_shared_with_known_audiences():
    shared = Profile(day=date(2025, 8, 13), share={"growth": ("coach", "principal")})
    found = checkup(journal(profiles=(shared,)), NOW)
    assert [(one.code, one.key) for one in found] == [("unknown-audience", ("share", "growth"))]


@pytest.mark.parametrize(("second", "expected"), [("kept", []), ("missed", ["two-answers"])])
def test_two_answers_to_one_quiet_time_are_named_when_they_differ(second, expected):
    friday = Block(id="friday", rule="FREQ=WEEKLY;BYDAY=FR", starts=FIRST_FRIDAY)
    pair = [
        Stillness(path=f"{name}.md", id=name * 6, at=FRIDAY, block="friday", on=FRIDAY.date(),
                  outcome=outcome)
        for name, outcome in (("b", "kept"), ("c", second))
    ]  # fmt: skip
    found = checkup(journal(*pair, blocks=(friday,)), NOW)
    assert [one.code for one in found if one.code == "two-answers"] == expected
