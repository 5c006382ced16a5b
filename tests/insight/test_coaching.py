"""A coach's sums: when a talk is due, what a bundle brings, how much there was."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.insight.asof import phases_by
from stillpd.insight.coaching import (
    LEAST_TEACHERS,
    Coachee,
    coach_report,
    coachees,
    difference,
    open_check_back,
)
from stillpd.insight.period import Period
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.model.entry import Contact, Note
from stillpd.model.goal import Goal, Phases
from stillpd.model.header import BundleMark, Header
from stillpd.model.journal import Journal
from tests.conftest import DEMO

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2025, 11, 20, 12, tzinfo=ZONE)
DEMO_JOURNAL = read_journal(open_journal(DEMO))


def met(day: str, **more: object) -> Contact:
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE)
    return Contact(**{"at": at, "who": "dana", **more})  # type: ignore[arg-type]


def own(*contacts: Contact) -> Journal:
    return Journal(header=Header(id="own"), entries=contacts)


def bundle(**more: object) -> Journal:
    mark = BundleMark(audience="coach", on=date(2025, 11, 20))
    return Journal(header=Header(id="d", owner="Dana Okafor", bundle=mark), **more)  # type: ignore[arg-type]


def row(*contacts: Contact, now: datetime = NOON, of: Journal | None = None) -> Coachee:
    [one] = coachees({"dana": of or bundle()}, own(*contacts), now).coachees
    return one


# When a talk is due ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contacts", "overdue"),
    [
        ([], False),
        ([met("2025-11-06")], False),  # two weeks to the day
        ([met("2025-11-05")], True),
        ([met("2025-11-05", check_back=date(2025, 11, 20))], False),  # today is not past
        ([met("2025-11-05", check_back=date(2025, 11, 19))], True),
        ([met("2025-11-05", check_back=date(2025, 12, 9))], False),  # they agreed on it
        ([met("2025-11-01", check_back=date(2025, 11, 10)), met("2025-11-12")], False),
        ([met("2025-11-01", check_back=date(2025, 11, 18)), met("2025-11-12")], True),
    ],
)
def test_a_talk_is_due_by_the_agreed_day_else_after_two_weeks(
    contacts: list[Contact], *, overdue: bool
) -> None:
    assert row(*contacts).overdue is overdue


def test_an_agreed_day_stands_until_a_talk_on_it_or_later() -> None:
    agreed = met("2025-11-01", check_back=date(2025, 11, 10))
    assert open_check_back([agreed]) == date(2025, 11, 10)
    assert open_check_back([agreed, met("2025-11-09")]) == date(2025, 11, 10)
    assert open_check_back([agreed, met("2025-11-10")]) is None
    again = met("2025-11-10", check_back=date(2025, 11, 24))
    assert open_check_back([agreed, again]) == date(2025, 11, 24)


def test_a_talk_to_come_and_one_with_somebody_else_do_not_count() -> None:
    later = met("2025-11-21")
    other = met("2025-11-19", who="Dana Smith")
    assert row(later, other).last is None
    assert row(met("2025-11-19", who=" DANA  okafor ")).last == date(2025, 11, 19)


def test_who_waits_longest_comes_first() -> None:
    shelf = {n: replace(bundle(), header=Header(id=n)) for n in ("a", "b", "c", "d")}
    talks = own(met("2025-10-01", who="b"), met("2025-11-01", who="a"), met("2025-11-19", who="c"))
    assert [one.name for one in coachees(shelf, talks, NOON).coachees][:2] == ["b", "a"]


def test_what_is_new_is_counted_where_the_bundle_marks_it() -> None:
    assert row().new is None
    mark = BundleMark(audience="coach", since=date(2025, 11, 6), new=("cer", "bbbbb2"))
    marked = replace(bundle(), header=Header(id="d", bundle=mark))
    assert row(of=marked).new == 2
    none = replace(mark, new=())
    assert row(of=replace(marked, header=Header(id="d", bundle=none))).new == 0


# Phases ------------------------------------------------------------------------------------------


def test_the_phase_of_a_day_is_the_last_that_began() -> None:
    phases = Phases(identify=date(2025, 8, 20), learn=date(2025, 9, 8), improve=date(2025, 10, 20))
    for day, phase in (("2025-08-19", None), ("2025-08-20", "identify"), ("2025-09-07", "identify"),
                       ("2025-09-08", "learn"), ("2025-12-01", "improve")):  # fmt: skip
        begun = phases_by(phases, date.fromisoformat(day))
        assert (begun[-1].phase if begun else None) == phase
    assert phases_by(None, date(2025, 12, 1)) == ()


def test_a_goal_that_is_closed_is_in_no_phase() -> None:
    phases = Phases(learn=date(2025, 9, 8))
    going = Goal(id="a", status="active", phases=phases)
    closed = replace(going, id="b", status="met")
    told = row(of=bundle(goals={"a": going, "b": closed})).phases
    assert [(one.goal, one.phase) for one in told] == [("a", "learn")]


# What a bundle brings ----------------------------------------------------------------------------


def test_what_is_gone_is_only_counted() -> None:
    note = Note(at=NOON, id="bbbbb2", body="Marzipan went.")
    told = difference(bundle(entries=(note,)), bundle())
    assert told.pages.gone == 1
    assert "Marzipan" not in repr(told)


def test_the_same_bundle_brings_nothing() -> None:
    told = difference(DEMO_JOURNAL, DEMO_JOURNAL)
    assert not told.goals
    assert not told.pages


# The report --------------------------------------------------------------------------------------

YEAR = Period(date(2025, 8, 18), date(2026, 6, 5), datetime(2026, 6, 5, 23, 59, tzinfo=ZONE))


def test_danas_year_has_seventeen_contacts_with_one_person() -> None:
    told = coach_report(DEMO_JOURNAL, YEAR, {})
    # notes: 17 contacts, 402 minutes in total
    assert (told.contacts, told.minutes, told.teachers) == (17, 402, 1)
    assert told.breakdown is None


def test_one_teacher_with_two_bundles_and_three_names_is_one() -> None:
    talks = own(*(met("2025-11-01", who=who) for who in ("dana", "dana-2", "Dana Okafor")))
    shelf = {"dana": bundle(), "dana-2": bundle()}
    told = coach_report(talks, YEAR, shelf)
    assert (told.teachers, told.breakdown) == (1, None)
    assert {one.last for one in coachees(shelf, talks, NOON).coachees} == {date(2025, 11, 1)}


WHO = st.sampled_from(["ana", "Ana ", "ben", "cy", "dee", ""])
CONTACTS = st.lists(
    st.builds(
        lambda who, days, minutes, phase: met("2025-09-01", who=who, minutes=minutes, phase=phase)
        if days == 0
        else replace(met("2025-09-01", who=who, minutes=minutes, phase=phase),
                     at=NOON - timedelta(days=days)),
        WHO,
        st.integers(0, 60),
        st.none() | st.integers(0, 90),
        st.sampled_from(["", "learn", "improve", "closed", "my own words"]),
    ),
    max_size=12,
)  # fmt: skip


@given(CONTACTS)
def test_each_part_and_what_is_left_of_the_whole_comes_from_three_teachers(
    contacts: list[Contact],
) -> None:
    told = coach_report(own(*sorted(contacts, key=lambda one: one.at)), YEAR, {})
    people = {" ".join(one.who.split()).lower() for one in contacts} - {""}
    assert told.teachers == len(people)
    assert told.contacts == len(contacts)
    assert (told.breakdown is None) == (len(people) < LEAST_TEACHERS)
    if told.breakdown:
        parts = {part.name: part for part in told.breakdown.phases}
        apart = parts.keys() - {"other"}
        left = [one for one in contacts if (one.phase or "not said") not in apart]
        groups = {
            name: [one for one in contacts if (one.phase or "not said") == name] for name in apart
        }
        groups |= {"other": left} if left and apart else {}
        assert parts.keys() == groups.keys()
        for name, group in groups.items():
            assert (
                len({" ".join(one.who.split()).lower() for one in group} - {""}) >= LEAST_TEACHERS
            )
            assert parts[name].contacts == len(group)
            assert parts[name].minutes == sum(one.minutes or 0 for one in group)
        assert "my own words" not in repr(told)


def test_no_more_is_put_together_than_three_teachers_need() -> None:
    modes = {"a": "visit", "b": "visit", "c": "visit", "d": "online", "e": "online", "f": "moment"}
    more = {"g": "meeting", "h": "meeting", "i": "meeting"}
    told = coach_report(
        own(*(met("2025-11-01", who=w, mode=m) for w, m in (modes | more).items())), YEAR, {}
    )
    assert told.breakdown
    assert [(part.name, part.contacts) for part in told.breakdown.modes] == [
        ("visit", 3), ("meeting", 3), ("other", 3)
    ]  # fmt: skip
    fewer = coach_report(
        own(*(met("2025-11-01", who=w, mode=m) for w, m in modes.items() if w != "f")), YEAR, {}
    )
    assert fewer.breakdown
    assert fewer.breakdown.modes == (), "three visits would tell that the two others were online"
