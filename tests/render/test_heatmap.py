"""The picture of a year: columns that can be compared, marks that can be told apart."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.insight.heatmap import heatmap
from stillpd.insight.period import Period
from stillpd.model.block import Block
from stillpd.model.entry import Note, Stillness
from stillpd.model.header import Header, SchoolYear, Span
from stillpd.model.journal import Journal
from stillpd.render.heatmap import page
from stillpd.render.lines import as_text, lay_out
from stillpd.render.markdown import as_markdown
from stillpd.render.width import cells

NOW = datetime(2026, 7, 10, 12, tzinfo=UTC)
LABEL = len("Wednesday  ")


def notes(day: date, count: int = 1) -> Iterator[Note]:
    for minute in range(count):
        at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(minutes=minute)
        yield Note(at=at, path=f"{day}-{minute}")


def journal(*entries, years=(), **standing) -> Journal:
    return Journal(
        header=Header(id="x", owner="Dana", timezone="UTC", school_years=years),
        entries=tuple(sorted(entries, key=lambda entry: (entry.at, entry.path))),
        **standing,
    )


def school_year(first: date, last: date, *breaks: Span) -> SchoolYear:
    return SchoolYear(name=f"{first.year}-{last.year}", starts=first, ends=last, breaks=breaks)


def drawn(made: Journal, *spans: tuple[date, date], width: int = 80) -> list[str]:
    spans = spans or tuple((y.starts, y.ends) for y in made.header.school_years)
    periods = [Period(first, last, NOW, str(first.year)) for first, last in spans]
    return as_text(lay_out(page(heatmap(made, periods), width), width)).splitlines()


def row(lines: list[str], label: str) -> str:
    return next(line for line in lines if line.startswith(label))


def rows(lines: list[str], label: str) -> list[str]:
    return [line for line in lines if line.startswith(label)]


AUTUMN = school_year(
    date(2025, 9, 3),  # a Wednesday
    date(2025, 10, 17),
    Span(from_=date(2025, 9, 25), to=date(2025, 9, 30)),  # Thursday to Tuesday
)


def test_a_column_is_a_week_and_a_row_a_day() -> None:
    # W36 to W42: seven weeks, two columns each. Monday and Tuesday of W36 are before the year.
    made = journal(*notes(date(2025, 9, 8)), *notes(date(2025, 9, 17), 2), years=(AUTUMN,))

    lines = drawn(made)

    assert row(lines, "           Sep") == "           Sep     Oct"  # W40 holds 2 October
    assert row(lines, "Monday") == "Monday       ░ · · ┊ · ·"
    assert row(lines, "Tuesday") == "Tuesday      · · · ┊ · ·"
    assert row(lines, "Wednesday") == "Wednesday  · · ▒ · · · ·"
    assert row(lines, "Thursday") == "Thursday   · · · ┊ · · ·"
    assert row(lines, "Friday") == "Friday     · · · ┊ · · ·"
    assert not rows(lines, "Saturday")


def test_a_weekend_stands_there_if_something_was_written_on_one() -> None:
    lines = drawn(journal(*notes(date(2025, 9, 13)), years=(AUTUMN,)))

    assert row(lines, "Saturday") == "Saturday     ░"
    assert row(lines, "Sunday") == "Sunday"


def test_what_was_written_in_a_break_shows() -> None:
    lines = drawn(journal(*notes(date(2025, 9, 29)), years=(AUTUMN,)))

    assert row(lines, "Monday") == "Monday       · · · ░ · ·"


def test_days_to_come_are_blank() -> None:
    ahead = school_year(date(2026, 6, 29), date(2026, 7, 24))  # NOW is Friday of the second week

    assert row(drawn(journal(years=(ahead,))), "Friday") == "Friday     · ·"
    assert row(drawn(journal(years=(ahead,))), "           Jul") == "           Jul"


@pytest.mark.parametrize(
    ("counts", "legend", "marks"),
    [
        ([1, 2, 3, 4, 9], "░ 1   ▒ 2   ▓ 3   █ 4 or more entries", "░▒▓██"),
        # Nine days in ten hold up to eight entries: a shade stands for two.
        ([1, 2, 3, 5, 8], "░ 1 to 2   ▒ 3 to 4   ▓ 5 to 6   █ 7 or more entries", "░░▒▓█"),
        # One day of a hundred entries does not pale the others.
        ([1] * 8 + [2, 2, 100], "░ 1   ▒ 2   █ 4 or more entries", "░░░░░░░░▒▒█"),
        ([1], "░ 1 entry", "░"),
        ([5, 5], "▓ 5 to 6 entries", "▓▓"),
    ],
    ids=str,
)
def test_shades_share_the_days_among_them_and_the_legend_says_how(counts, legend, marks) -> None:
    year = school_year(date(2025, 9, 1), date(2025, 11, 14))  # eleven weeks from a Monday
    monday = date(2025, 9, 1)
    made = journal(
        *(n for week, c in enumerate(counts) for n in notes(monday + timedelta(weeks=week), c)),
        years=(year,),
    )

    lines = drawn(made)

    assert any(line.strip() == f"· nothing written   {legend}" for line in lines)
    shown = row(lines, "Monday").removeprefix("Monday").replace(" ", "").rstrip("·")
    assert shown == marks


JANUARIES = [
    (date(2025, 1, 1), date(2025, 12, 31)),  # from 2025-W01
    (date(2026, 1, 1), date(2026, 12, 31)),  # from 2026-W01 to its W53
    (date(2027, 1, 1), date(2027, 12, 31)),  # from 2026-W53
    (date(2028, 1, 1), date(2028, 12, 31)),  # from 2027-W52
]
AUGUSTS = [
    (date(2019, 8, 19), date(2020, 6, 5)),
    (date(2020, 8, 17), date(2021, 6, 4)),  # holds 2020-W53
    (date(2021, 8, 16), date(2022, 6, 3)),
]
JULIES = [  # half a year from them is now this ISO year, now the next
    (date(2023, 7, 3), date(2024, 6, 28)),
    (date(2024, 7, 1), date(2025, 6, 27)),
]


@pytest.mark.parametrize("spans", [JANUARIES, AUGUSTS, JULIES], ids=["Jan", "Aug", "Jul"])
@pytest.mark.parametrize("week", [2, 10, 40, 52])
def test_the_same_week_of_every_year_stands_in_the_same_column(spans, week) -> None:
    now = datetime(2029, 1, 1, tzinfo=UTC)
    mondays = [
        monday
        for first, last in spans
        for year in (first.year, last.year)
        if first <= (monday := date.fromisocalendar(year, week, 1)) <= last
    ]
    written = dict.fromkeys(mondays)
    made = journal(*(n for day in written for n in notes(day)))
    periods = [Period(first, last, now, "x") for first, last in spans]

    lines = as_text(lay_out(page(heatmap(made, periods), 60), 60)).splitlines()

    found = [line.index("░") for line in rows(lines, "Mon") if "░" in line]
    assert len(rows(lines, "Mon")) == len(found) == len(written) == len(spans)
    assert len(set(found)) == 1


def quiet(day: date, outcome: str, block: str = "calm") -> Stillness:
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    return Stillness(at=at, path=f"q{day}", block=block, on=day, outcome=outcome)


def calm(days: str, title: str = "Quiet start") -> Block:
    starts = datetime(2025, 9, 3, 7, 30)
    rule = f"FREQ=WEEKLY;BYDAY={days}"
    return Block(id="calm", title=title, rule=rule, starts=starts)


def test_quiet_time_has_a_row_of_its_own() -> None:
    outcomes = ["kept", "shortened", "missed", "excused"]
    first = date(2025, 9, 3)
    answers = [quiet(first + timedelta(weeks=n), outcome) for n, outcome in enumerate(outcomes)]
    made = journal(*answers, years=(AUTUMN,), blocks={"calm": calm("WE", "Midweek, quiet")})

    lines = drawn(made, width=100)

    assert row(lines, "Midweek") == "Midweek, quiet  ● ◐ × – ◌ ◌ ◌"
    assert row(lines, "4 entries").endswith(
        "Stillness: 1 of 3 kept, 1 shortened, 1 missed, 1 excused, 3 open."
    )


def test_quiet_time_on_several_days_of_a_week_has_a_row_for_each() -> None:
    made = journal(
        quiet(date(2025, 9, 3), "kept"),
        quiet(date(2025, 9, 8), "missed"),
        years=(AUTUMN,),
        blocks={"calm": calm("MO,WE")},
    )

    lines = drawn(made)

    assert row(lines, "Mon, Quiet start") == "Mon, Quiet start    × ◌ ◌ ┊ ◌ ◌"
    assert row(lines, "Wed, Quiet start") == "Wed, Quiet start  ● ◌ ◌ ◌ ◌ ◌ ◌"


def test_without_room_the_name_of_a_block_stands_below_its_row() -> None:
    made = journal(
        quiet(date(2025, 9, 5), "kept"),
        blocks={"calm": calm("FR", "A long and \x1b[31m winding title " * 4)},
    )

    lines = drawn(made, (date(2025, 1, 1), date(2025, 12, 31)), width=60)

    at = next(n for n, line in enumerate(lines) if "●" in line)
    assert lines[at - 1].startswith("Fri ")
    assert lines[at].lstrip().startswith("●")
    assert lines[at + 1].startswith("    A long and")
    assert "\x1b" not in "".join(lines)
    assert max(map(cells, lines)) <= 60


def test_years_have_their_sums_beside_their_names() -> None:
    later = school_year(date(2026, 3, 2), date(2026, 3, 20))
    made = journal(
        *notes(date(2025, 9, 8), 2), *notes(date(2026, 3, 3)), years=(AUTUMN, later), blocks={}
    )

    lines = drawn(made)

    assert row(lines, "2025 ").endswith("2 entries on 1 day")
    assert row(lines, "2026 ").endswith("1 entry on 1 day")
    assert "3 entries on 2 days." in lines


def test_a_narrow_page_draws_a_year_in_parts_and_leaves_no_week_out() -> None:
    year = school_year(date(2025, 8, 18), date(2026, 6, 5))  # 42 weeks
    made = journal(*(n for w in range(42) for n in notes(year.starts + timedelta(weeks=w))))

    lines = drawn(made, (year.starts, year.ends), width=40)

    assert [line.count("░") for line in rows(lines, "Mon")] == [21, 21]


def test_nothing_yet_and_days_to_come_are_said_in_words() -> None:
    assert "Nothing written here yet." in drawn(journal(years=(AUTUMN,)))
    ahead = drawn(journal(), (date(2027, 1, 1), date(2027, 6, 1)))
    assert ahead[-1] == "These days are still to come."
    assert not rows(ahead, "Mon")


def test_markdown_keeps_the_columns() -> None:
    made = journal(*notes(date(2025, 9, 8)), years=(AUTUMN,))
    report = heatmap(made, [Period(AUTUMN.starts, AUTUMN.ends, NOW, "2025-26")])

    assert "\n    Monday       ░ · · ┊ · ·\n" in as_markdown(page(report, 80))


spans = st.tuples(st.dates(date(2020, 1, 1), date(2026, 7, 1)), st.integers(0, 380))


@settings(deadline=None)
@given(st.lists(spans, min_size=1, max_size=3), st.integers(40, 140), st.text(max_size=30))
def test_no_line_is_wider_than_the_page(stretches, width, title) -> None:
    periods = sorted((first, first + timedelta(days=size)) for first, size in stretches)
    block = Block(
        id="calm",
        title=title,
        rule="FREQ=WEEKLY;BYDAY=MO,TH",
        starts=datetime(2020, 1, 2, 9),
    )
    made = journal(*(n for first, _ in periods for n in notes(first, 3)), blocks={"calm": block})

    for line in drawn(made, *periods, width=width):
        assert cells(line) <= width
