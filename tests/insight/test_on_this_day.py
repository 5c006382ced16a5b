"""Which days come back, and the sentence of a year ago: dates worked out by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.insight.on_this_day import Back, days_back, on_this_day
from stillpd.insight.timeline import Wanted
from stillpd.insight.year_ago import days_needed, year_ago
from stillpd.model.entry import CheckIn, Commitment, Entry, Note, Reflection
from stillpd.model.goal import Goal, Measure
from stillpd.model.header import Header
from stillpd.model.journal import Journal

NOW = datetime(2025, 10, 24, 16, 0, tzinfo=UTC)
ALL = Wanted()


def journal(*entries: Entry, goals: tuple[Goal, ...] = ()) -> Journal:
    ordered = tuple(sorted(entries, key=lambda entry: (entry.at, entry.path)))
    return Journal(header=Header(), entries=ordered, goals={goal.id: goal for goal in goals})


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def note(when: datetime, body: str = "Some words.", **more: object) -> Note:
    return Note(at=when, id=f"{when:%m%d%H}", body=body, **more)  # type: ignore[arg-type]


def of(today: date, unit: str) -> list[date]:
    """Return the days that come back, of the 21st century."""
    return [day for day, back in days_back(today).items() if back.unit == unit and day.year >= 2001]


# Which days --------------------------------------------------------------------------------------


def test_a_week_a_month_and_every_year_come_back() -> None:
    back = days_back(date(2025, 10, 24))
    assert back[date(2025, 10, 17)] == Back(1, "week")
    assert back[date(2025, 9, 24)] == Back(1, "month")
    assert back[date(2024, 10, 24)] == Back(1, "year")
    assert back[date(2013, 10, 24)] == Back(12, "year")
    assert date(2025, 10, 24) not in back
    assert date(2026, 10, 24) not in back


@pytest.mark.parametrize(
    ("today", "month_ago"),
    [
        (date(2026, 5, 31), date(2026, 4, 30)),
        (date(2026, 5, 30), date(2026, 4, 30)),
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29)),
        (date(2028, 3, 29), date(2028, 2, 29)),
        (date(2026, 2, 28), date(2026, 1, 28)),
        (date(2026, 1, 1), date(2025, 12, 1)),
        (date(2026, 1, 31), date(2025, 12, 31)),
    ],
)
def test_a_month_ago_is_the_same_day_or_the_months_last(today: date, month_ago: date) -> None:
    assert of(today, "month") == [month_ago]


def test_a_week_ago_may_lie_in_the_old_year() -> None:
    assert of(date(2026, 1, 1), "week") == [date(2025, 12, 25)]
    assert of(date(2028, 3, 7), "week") == [date(2028, 2, 29)]


def test_a_leap_day_comes_back_on_the_28th_of_a_year_that_has_none() -> None:
    years = of(date(2026, 2, 28), "year")
    assert {date(2025, 2, 28), date(2024, 2, 28), date(2024, 2, 29), date(2020, 2, 29)} <= {*years}
    assert date(2024, 2, 29) not in of(date(2026, 3, 1), "year")


def test_in_a_leap_year_a_leap_day_waits_for_its_own_day() -> None:
    assert of(date(2028, 2, 28), "year") == [date(year, 2, 28) for year in range(2001, 2028)]
    assert of(date(2028, 2, 29), "year") == [date(year, 2, 29) for year in range(2004, 2028, 4)]


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(min_value=1, max_value=60))
def test_every_day_comes_back_once_in_each_later_year(day: date, later: int) -> None:
    new_year = date(day.year + later, 1, 1)
    around = date(new_year.year, day.month, min(day.day, 28)) + timedelta(days=-2)
    days = (around + timedelta(days=n) for n in range(7))
    hits = [today for today in days if days_back(today).get(day) == Back(later, "year")]
    assert len(hits) == 1
    assert hits[0].year == new_year.year


# What stands there -------------------------------------------------------------------------------


def test_the_oldest_stands_first_and_a_day_without_a_page_is_absent() -> None:
    held = journal(
        note(at(2025, 10, 17)),
        note(at(2022, 10, 24)),
        note(at(2024, 10, 24, 9)),
        note(at(2024, 10, 24, 8)),
        note(at(2025, 10, 23)),
        note(at(2025, 10, 24)),
    )
    report = on_this_day(held, ALL, NOW)
    assert [(old.day, len(old.pages)) for old in report.days] == [
        (date(2022, 10, 24), 1),
        (date(2024, 10, 24), 2),
        (date(2025, 10, 17), 1),
    ]
    assert [page.row.at.hour for page in report.days[1].pages] == [8, 9]
    assert (report.found, report.hidden) == (4, 0)


def test_the_filters_count_here_too() -> None:
    held = journal(
        note(at(2024, 10, 24), tags=("lab",)),
        note(at(2023, 10, 24), starred=True),
        Reflection(at=at(2022, 10, 24), protocol="weekly", body="## Asked?\n\nAnswered."),
    )
    only = on_this_day(held, Wanted(tags=("lab",)), NOW)
    assert [old.back.count for old in only.days] == [1]
    assert on_this_day(held, Wanted(kinds=("reflection",)), NOW).found == 1
    newest = on_this_day(held, Wanted(limit=2), NOW)
    assert [old.day.year for old in newest.days] == [2023, 2024]
    assert newest.found == 3


def test_the_words_are_those_below_the_headings() -> None:
    body = "## What?\n\nThey *waited*.\n\n## So what?\n\n- I\n- did not."
    held = journal(Reflection(at=at(2024, 10, 24), protocol="weekly", body=body))
    [old] = on_this_day(held, ALL, NOW).days
    assert (old.pages[0].headline, old.pages[0].prose) == ("weekly", "They waited. I did not.")


def test_a_promise_stands_there_as_it_does_today() -> None:
    promise = Commitment(
        at=at(2025, 10, 17), text="call home", due=date(2025, 10, 20), outcome="kept"
    )
    [old] = on_this_day(journal(promise), ALL, NOW).days
    assert (old.pages[0].headline, old.pages[0].row.outcome) == ("call home", "kept")


def test_on_a_shared_screen_private_pages_are_counted_and_numbers_follow_their_goal() -> None:
    goals = (
        Goal(id="cer", share=("coach",), measures=(Measure(id="talk"),)),
        Goal(id="dinners", measures=(Measure(id="dinners"),)),
    )
    check_in = CheckIn(
        at=at(2024, 10, 24), share=("coach",), readings={"cer.talk": 1, "dinners": 3}
    )
    held = journal(check_in, note(at(2023, 10, 24)), goals=goals)
    report = on_this_day(held, ALL, NOW, hide_private=True)
    [old] = report.days
    assert old.pages[0].row.readings == {"cer.talk": 1}
    assert (report.found, report.hidden) == (1, 1)


# A sentence of a year ago ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2025, 10, 24), date(2024, 10, 21)),  # 2025-W43, 2024-W43
        (date(2026, 12, 30), date(2025, 12, 22)),  # 2026-W53; 2025 ends with W52
        (date(2027, 1, 2), date(2025, 12, 22)),  # still 2026-W53
        (date(2027, 1, 5), date(2025, 12, 29)),  # 2027-W01; 2026-W01 begins in December
        (date(2021, 12, 31), date(2020, 12, 21)),  # 2021-W52, 2020-W52, though 2020 has a W53
        (date(2024, 2, 29), date(2023, 2, 27)),  # 2024-W09
    ],
)
def test_a_year_ago_is_the_same_iso_week_of_the_year_before(today: date, monday: date) -> None:
    now = datetime(today.year, today.month, today.day, 7, tzinfo=UTC)
    assert days_needed(now) == (monday, monday + timedelta(days=6))


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_the_week_of_a_year_ago_begins_51_to_53_weeks_back(today: date) -> None:
    first, _ = days_needed(datetime(today.year, today.month, today.day, tzinfo=UTC))
    monday = today - timedelta(days=today.weekday())
    assert first.weekday() == 0
    assert (monday - first).days in {52 * 7, 53 * 7}


def said(*entries: Entry, now: datetime = NOW) -> str | None:
    found = year_ago(journal(*entries), now)
    return found.said if found else None


def test_only_notes_and_reflections_of_that_week_speak() -> None:
    assert said() is None
    assert said(note(at(2024, 10, 20)), note(at(2024, 10, 28)), note(at(2025, 10, 20))) is None
    assert said(CheckIn(at=at(2024, 10, 24), body="A sentence of a check-in.")) is None
    assert said(note(at(2024, 10, 21), "On the Monday.")) == "On the Monday."
    assert said(note(at(2024, 10, 27), "On the Sunday.")) == "On the Sunday."
    assert said(Note(at=at(2024, 10, 24), body="")) is None


def test_the_same_weekday_speaks_first_and_a_star_before_it() -> None:
    friday = note(at(2024, 10, 25), "It was a Friday.")
    monday = note(at(2024, 10, 21), "It was a Monday.")
    assert said(friday, monday) == "It was a Friday."
    assert said(friday, monday, now=at(2025, 10, 20)) == "It was a Monday."
    starred = note(at(2024, 10, 22), "It had a star.", starred=True)
    assert said(friday, monday, starred) == "It had a star."


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Start smaller than you think. Then again.", "Start smaller than you think."),
        ("## What?\n\nThey waited for *me*!\nAll of them.", "They waited for me!"),
        ("69. Five points gone. Where?", "69. Five points gone."),
        ("He said “wait for it.” So I did.", "He said “wait for it.”"),
        ("no end\nin sight\n\nnext", "no end in sight"),
        ("Room 2.14 was empty. Quiet.", "Room 2.14 was empty."),
    ],
)
def test_it_is_the_first_sentence_of_the_first_paragraph(body: str, sentence: str) -> None:
    assert said(note(at(2024, 10, 24), body)) == sentence


def test_a_note_that_is_only_a_title_says_that() -> None:
    assert said(note(at(2024, 10, 24), "", title="Start smaller")) == "Start smaller"
