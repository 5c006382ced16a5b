"""A year at a glance: what each day holds, against Dana's files and by hand."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from stillpd.insight.heatmap import Wanted, heatmap
from stillpd.insight.period import Period
from stillpd.model.block import Block
from stillpd.model.entry import CheckIn, Note, Stillness
from stillpd.model.goal import Goal, Measure
from stillpd.model.header import Header, SchoolYear, Span
from stillpd.model.journal import Journal
from tests.conftest import DEMO
from tests.insight.test_dana import oracle

NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)  # a Friday
YEAR = SchoolYear(
    name="2025-26",
    starts=date(2025, 8, 18),
    ends=date(2026, 6, 5),
    breaks=(Span(from_=date(2025, 11, 24), to=date(2025, 11, 28)),),
)
BEFORE = SchoolYear(name="2024-25", starts=date(2024, 8, 19), ends=date(2025, 6, 6))


def said(run, *words: str, as_of: str = "2026-06-05", **extra: str):
    done = run(*words, "--as-of", as_of, "--format", "json", **extra)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["data"]


def files_by_day() -> Counter[str]:
    """Return how many entries Dana's files hold a day, by their names alone."""
    names = (file.name[:10] for file in (DEMO / "entries").rglob("*.md"))
    return Counter(name for name in names if re.fullmatch(r"\d{4}-\d\d-\d\d", name))


def days(data) -> dict[str, dict]:
    return {row["day"]: row for year in data["years"] for row in year["days"]}


def note(day: date, hour: int = 12, **extra) -> Note:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Note(at=at, path=f"{at:%Y-%m-%d-%H}", **extra)


def journal(*entries, years=(YEAR,), goals=(), blocks=()) -> Journal:
    return Journal(
        header=Header(id="x", timezone="UTC", school_years=years),
        goals={goal.id: goal for goal in goals},
        blocks={block.id: block for block in blocks},
        entries=tuple(sorted(entries, key=lambda entry: (entry.at, entry.path))),
    )


def period(first: date, last: date) -> Period:
    return Period(first, last, NOW)


THIS_YEAR = period(date(2025, 8, 18), date(2026, 6, 5))


def test_every_day_of_danas_year_has_the_entries_of_its_files(run, dana):
    found = days(said(run, "progress", "--heatmap"))
    expected = files_by_day()

    assert min(found) == "2025-08-18"
    assert max(found) == "2026-06-05"
    assert {day: row["entries"] for day, row in found.items() if row["entries"]} == {
        day: count for day, count in expected.items() if day >= "2025-08-18"
    }


def test_the_sums_of_danas_year(run, dana):
    data = said(run, "progress", "--heatmap")
    counted = [count for day, count in files_by_day().items() if day >= "2025-08-18"]
    usual = said(run, "progress")

    assert (data["entries"], data["written"]) == (sum(counted), len(counted)) == (346, 183)
    still = data["stillness"]
    names = ("planned", "kept", "shortened", "missed", "excused", "open")
    assert [still[name] for name in names] == [37, 27, 5, 3, 2, 0]
    assert still == usual["stillness"]
    assert (data["as_of"], data["from"], data["to"]) == (
        usual["as_of"],
        usual["from"],
        usual["to"],
    )


def test_every_quiet_friday_of_danas_year_is_as_the_table_says(run, dana):
    expected = {}
    for week, row in oracle().items():
        if row[9] != "not planned":
            friday = date.fromisocalendar(int(week[:4]), int(week[6:]), 5)
            expected[str(friday)] = [{"block": "friday", "state": row[9]}]

    found = days(said(run, "progress", "--heatmap"))

    assert len(expected) == 37
    assert {day: row["stillness"] for day, row in found.items() if row["stillness"]} == expected


def test_a_day_is_school_a_break_or_free(run, dana):
    found = days(said(run, "progress", "--heatmap"))
    thanksgiving = [f"2025-11-{day}" for day in range(24, 29)]

    assert [found[day]["state"] for day in thanksgiving] == ["break"] * 5
    assert found["2025-11-21"]["state"] == "school"
    assert found["2025-11-22"]["state"] == "free"  # the Saturday before
    assert found["2025-11-29"]["state"] == "free"  # the Saturday after
    assert found["2025-12-27"]["state"] == "break"  # a Saturday within the winter break


@pytest.mark.parametrize(
    ("as_of", "narrowed", "listed"),
    [
        ("2025-10-24T14:00", [], []),
        ("2026-03-20", ["--circle", "being"], ["--circle", "being"]),
        ("2026-06-05", ["cer", "contacts"], ["--goal", "cer", "--goal", "contacts"]),
        ("2026-06-05", ["movement", "--circle", "doing"], ["--goal=movement", "--circle=doing"]),
    ],
    ids=str,
)
def test_it_counts_what_the_log_lists(run, dana, as_of, narrowed, listed):
    data = said(run, "progress", "--heatmap", *narrowed, as_of=as_of)
    log = said(run, "log", "--year", "2025-26", *listed, as_of=as_of)

    assert data["entries"] == log["found"]
    by_day = Counter(row["at"][:10] for row in log["entries"])
    assert {d: row["entries"] for d, row in days(data).items() if row["entries"]} == by_day


def test_a_circle_or_goal_keeps_the_blocks_that_it_lives_from(run, dana):
    assert said(run, "progress", "--heatmap", "stillness")["stillness"]["planned"] == 37
    assert said(run, "progress", "--heatmap", "--circle", "being")["stillness"]["planned"] == 37
    assert said(run, "progress", "--heatmap", "movement")["stillness"]["planned"] == 0
    assert said(run, "progress", "--heatmap", "--circle", "doing")["blocks"] == []


def test_nothing_is_counted_before_it_happened():
    day = NOW.date()
    made = journal(note(day, 14), note(day, 16), note(day + timedelta(days=1)))

    [year] = heatmap(made, [THIS_YEAR]).years

    assert year.days[-1].day == day
    assert (year.entries, year.written, year.days[-1].entries) == (1, 1, 1)


def test_a_day_is_the_day_where_it_was_written():
    # In Auckland it was the 18th already, the first day of school; in UTC still the 17th.
    ahead = datetime.fromisoformat("2025-08-18T01:00:00+13:00")
    behind = datetime.fromisoformat("2025-08-17T23:00:00-10:00")  # in UTC the 18th

    made = heatmap(journal(Note(at=ahead, path="a"), Note(at=behind, path="b")), [THIS_YEAR])

    assert made.entries == 1
    assert made.years[0].days[0].entries == 1


def test_quiet_time_is_open_until_it_is_answered_and_not_before_its_hour():
    block = Block(id="friday", rule="FREQ=WEEKLY;BYDAY=FR", starts=datetime(2026, 3, 6, 14, 45))
    answer = Stillness(
        at=datetime(2026, 3, 13, 16, tzinfo=UTC),
        path="a",
        block="friday",
        on=date(2026, 3, 13),
        outcome="shortened",
    )
    made = journal(answer, blocks=(block,))
    early = Period(THIS_YEAR.first, THIS_YEAR.last, NOW.replace(hour=14))

    def states(when: Period):
        [year] = heatmap(made, [when]).years
        return {str(day.day): [q.state for q in day.stillness] for day in year.days[-15:]}

    known = {day: found for day, found in states(THIS_YEAR).items() if found}
    assert known == {"2026-03-06": ["open"], "2026-03-13": ["shortened"], "2026-03-20": ["open"]}
    assert states(early)["2026-03-20"] == []


def test_an_excuse_over_days_holds_for_each_and_a_days_own_answer_beats_it():
    block = Block(id="friday", rule="FREQ=WEEKLY;BYDAY=FR", starts=datetime(2026, 3, 6, 14, 45))
    own = Stillness(
        at=datetime(2026, 3, 13, 16, tzinfo=UTC),
        path="a",
        block="friday",
        on=date(2026, 3, 13),
        outcome="kept",
    )
    away = Stillness(
        at=datetime(2026, 3, 19, 16, tzinfo=UTC),
        path="b",
        block="friday",
        on=date(2026, 3, 2),
        until=date(2026, 3, 20),
        outcome="excused",
    )

    still = heatmap(journal(own, away, blocks=(block,)), [THIS_YEAR]).stillness

    assert (still.planned, still.kept, still.excused, still.open) == (3, 1, 2, 0)


YEARS = [period(date(2024, 8, 19), date(2025, 6, 6)), THIS_YEAR]
ENTRIES = (
    note(date(2024, 8, 18)),  # the day before the first year
    note(date(2025, 6, 6), 9),
    note(date(2025, 6, 6), 10),
    note(date(2025, 7, 1)),  # between the years
    note(date(2025, 8, 18)),
)


def test_years_stand_side_by_side_and_their_sums_are_those_of_all():
    made = heatmap(journal(*ENTRIES, years=(YEAR, BEFORE)), YEARS)

    assert [(year.entries, year.written) for year in made.years] == [(2, 1), (1, 1)]
    assert (made.entries, made.written) == (3, 2)
    assert made.outside == 0  # nobody asked


@pytest.mark.parametrize(
    ("since", "outside", "earliest"),
    [
        (date(2024, 8, 19), 1, date(2025, 7, 1)),
        (date(1900, 1, 1), 2, date(2024, 8, 18)),
    ],
)
def test_what_lies_outside_the_years_is_counted_from_a_day_on(since, outside, earliest):
    made = heatmap(journal(*ENTRIES, years=(YEAR, BEFORE)), YEARS, since=since)

    assert (made.outside, made.outside_from) == (outside, earliest)
    assert made.entries == 3


def test_a_day_in_two_years_counts_once():
    twice = [period(date(2025, 8, 18), date(2026, 1, 31)), period(date(2026, 1, 1), NOW.date())]
    made = heatmap(journal(note(date(2026, 1, 12))), twice)

    assert [year.entries for year in made.years] == [1, 1]
    assert (made.entries, made.written) == (1, 1)


def test_a_break_after_a_year_within_a_year_is_a_break():
    short = period(date(2025, 9, 1), date(2025, 9, 30))
    made = heatmap(journal(note(date(2025, 8, 20))), [THIS_YEAR, short])

    assert {d.day: d.state for d in made.years[0].days}[date(2025, 11, 24)] == "break"


def test_empty_years_at_the_beginning_and_years_to_come_are_left_out():
    asked = [
        period(date(2023, 1, 1), date(2023, 12, 31)),
        period(date(2024, 1, 1), date(2024, 12, 31)),
        period(date(2025, 1, 1), date(2025, 12, 31)),
        period(date(2026, 1, 1), date(2026, 12, 31)),
        period(date(2027, 1, 1), date(2027, 12, 31)),
    ]

    made = heatmap(journal(note(date(2024, 5, 6))), asked)

    assert [year.first.year for year in made.years] == [2024, 2025, 2026]
    empty = heatmap(journal(), asked)
    assert [year.first.year for year in empty.years] == [2026]


def test_without_a_school_year_every_day_counts():
    made = heatmap(journal(years=()), [period(date(2026, 1, 1), date(2026, 12, 31))])

    assert {day.state for day in made.years[0].days} == {"school"}


def test_goals_and_circle_narrow_together():
    goals = (
        Goal(id="calm", title="c", circle="being", measures=(Measure(id="m", role="lead"),)),
        Goal(id="team", title="t", circle="relating"),
    )
    day = date(2026, 3, 2)
    at = datetime(2026, 3, 3, tzinfo=UTC)
    made = journal(
        note(day, 8, goals=("calm",)),
        note(day, 9, goals=("team",)),
        note(day, 10, circle="being"),
        CheckIn(at=at, path="c", readings={"calm.m": 1}),
        goals=goals,
    )

    def count(**wanted) -> int:
        return heatmap(made, [THIS_YEAR], Wanted(**wanted)).entries

    assert count() == 4
    assert count(circle="being") == 3
    assert count(goals=("calm",)) == 2
    assert count(goals=("calm", "team")) == 3
    assert count(goals=("team",), circle="being") == 0


def write(dana: Path, name: str, front: str) -> None:
    folder = dana / "entries" / "2026" / "03"
    moment = "2026-03-15T08:00:00-04:00"
    said = f'+++\nkind = "{name}"\nid = "zz{name[:4]}"\nat = {moment}\n{front}+++\nOnly mine.\n'
    (folder / f"2026-03-15-0800-{name}-zz{name[:4]}.md").write_text(said, "utf-8")


@pytest.mark.parametrize(
    ("kind", "front", "more"),
    [
        ("note", "", 0),
        ("note", 'share = ["coach"]\n', 1),
        ("check-in", "[readings]\nmovement = 3\n", 0),
        ("check-in", "[readings]\ncontacts = 3\n", 0),
        ("check-in", '[excused]\n"cer.talk" = "ill"\n', 0),
        ("check-in", 'share = ["coach"]\n[readings]\ncontacts = 3\n', 1),
        ("check-in", 'goals = ["cer"]\n', 0),
    ],
)
def test_a_shared_screen_counts_what_is_shared(run, dana, kind, front, more):
    words = ("progress", "--heatmap")
    before = said(run, *words, as_of="2026-03-20", STILLPD_SHARED_SCREEN="1")
    write(dana, kind, front)
    after = said(run, *words, as_of="2026-03-20", STILLPD_SHARED_SCREEN="1")

    assert after["entries"] - before["entries"] == more
    assert after["stillness"]["planned"] == 0  # Dana's quiet Friday is private
    assert after["blocks"] == []


def test_an_answer_that_came_long_after_counts(run, dana):
    late = 'block = "friday"\non = 2025-10-24\noutcome = "kept"\n'
    write(dana, "stillness", late)

    asked = ("progress", "--heatmap", "--from", "2025-10-20", "--to", "2025-10-26")
    still = said(run, *asked, as_of="2026-03-20")["stillness"]

    assert (still["planned"], still["kept"]) == (1, 1)
