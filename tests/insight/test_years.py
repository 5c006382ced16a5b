"""The years that a look back is laid out in: every day in one of them, in order."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stillpd.insight.period import Period
from stillpd.insight.years import in_years, years_until
from stillpd.model.calendar import Calendar
from stillpd.model.header import SchoolYear

NOW = datetime(2026, 7, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def year(first: str, last: str, name: str) -> SchoolYear:
    return SchoolYear(name=name, starts=date.fromisoformat(first), ends=date.fromisoformat(last))


OLD = year("2023-08-21", "2024-06-07", "2023-24")
LAST = year("2024-08-19", "2025-06-06", "2024-25")
THIS = year("2025-08-18", "2026-06-05", "2025-26")
NEXT = year("2026-08-17", "2027-06-04", "2026-27")


def told(periods) -> list[tuple[str, str, str]]:
    return [(p.name, str(p.first), str(p.last)) for p in periods]


def cut(first: str, last: str, *years: SchoolYear):
    period = Period(date.fromisoformat(first), date.fromisoformat(last), NOW)
    return told(in_years(Calendar(years), period))


def test_a_stretch_of_one_year_is_not_cut():
    assert cut("2025-01-01", "2025-12-31", LAST, THIS) == [("", "2025-01-01", "2025-12-31")]


def test_a_long_stretch_is_cut_where_school_years_begin_and_a_summer_goes_with_its_year():
    assert cut("2024-03-01", "2026-07-10", OLD, LAST, THIS, NEXT) == [
        ("2023-24", "2024-03-01", "2024-08-18"),
        ("2024-25", "2024-08-19", "2025-08-17"),
        ("2025-26", "2025-08-18", "2026-07-10"),
    ]


def test_where_no_school_year_is_known_years_go_on_from_the_nearest():
    assert cut("2022-12-01", "2026-07-10", LAST) == [
        ("2022-23", "2022-12-01", "2023-08-18"),
        ("2023-24", "2023-08-19", "2024-08-18"),
        ("2024-25", "2024-08-19", "2025-08-18"),
        ("2025-26", "2025-08-19", "2026-07-10"),
    ]


def test_without_school_years_they_are_calendar_years():
    assert cut("2024-05-01", "2026-07-10") == [
        ("2024", "2024-05-01", "2024-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026", "2026-01-01", "2026-07-10"),
    ]


def test_a_year_that_begins_on_the_leap_day_goes_on_a_day_earlier():
    leap = year("2024-02-29", "2024-12-20", "2024")
    assert [first for _, first, _ in cut("2024-02-29", "2026-07-10", leap)] == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
    ]


spans = st.tuples(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 6000))
school_years = st.lists(
    st.builds(  # they may overlap, and begin on one day
        lambda first, size: SchoolYear(
            name=str(first), starts=first, ends=first + timedelta(days=size)
        ),
        st.dates(date(1995, 1, 1), date(2035, 1, 1)),
        st.integers(1, 400),
    ),
    max_size=6,
)


@given(spans, school_years)
def test_every_day_of_a_stretch_is_in_one_year_and_no_year_is_longer_than_one(span, years):
    first, size = span
    period = Period(first, first + timedelta(days=size), NOW)

    made = in_years(Calendar(tuple(years)), period)

    assert made[0].first == period.first
    assert made[-1].last == period.last
    for earlier, later in pairwise(made):
        assert later.first == earlier.last + DAY
    assert all(p.first <= p.last and p.last - p.first <= timedelta(weeks=54) for p in made)


def test_two_school_years_from_one_day_are_one():
    half = year("2025-08-18", "2026-01-30", "2025-26, first half")
    assert [first for _, first, _ in cut("2024-08-19", "2026-07-10", LAST, THIS, half)] == [
        "2024-08-19",
        "2025-08-18",
    ]


def until(first_page: date | None = None, *years: SchoolYear):
    usual = Period(date(2026, 1, 1), date(2026, 12, 31), NOW, "2026")
    return told(years_until(Calendar(years), usual, first_page))


def test_school_years_that_have_begun_oldest_first_each_to_its_own_end():
    assert until(date(2020, 1, 1), THIS, LAST, NEXT) == [
        ("2024-25", "2024-08-19", "2025-06-06"),
        ("2025-26", "2025-08-18", "2026-06-05"),
    ]


def test_calendar_years_from_the_first_page_on():
    assert [name for name, _, _ in until(date(2024, 5, 1))] == [
        "2024",
        "2025",
        "2026",
    ]


def test_without_a_page_and_a_school_year_the_usual_period():
    assert [name for name, _, _ in until()] == ["2026"]
    assert [name for name, _, _ in until(date(2027, 1, 1))] == ["2026"]
