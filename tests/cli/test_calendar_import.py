"""`stillpd calendar import`: a district's holidays become breaks, and nothing else does."""

import json
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

OWN = [
    (date(2025, 11, 24), date(2025, 11, 28), "Thanksgiving"),
    (date(2025, 12, 22), date(2026, 1, 2), "winter break"),
    (date(2026, 3, 30), date(2026, 4, 3), "spring break"),
]


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def whole(first: str, last: str, name: str, *more: str) -> str:
    """An event of whole days; `last` is the day after its last, as the standard has it."""
    end = [f"DTEND;VALUE=DATE:{last}"] if last else []
    return event(
        f"UID:{first}{name}", f"DTSTART;VALUE=DATE:{first}", *end, f"SUMMARY:{name}", *more
    )


def calendar(*events: str) -> bytes:
    lead = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//District//EN\r\n"
    return (lead + "".join(events) + "END:VCALENDAR\r\n").encode()


@pytest.fixture
def take(run: Run, home: Path, dana: Path) -> Any:
    """Import a file's bytes and return the answer's data."""

    def take(content: bytes, *words: str, yes: bool = False) -> dict[str, Any]:
        (home / "holidays.ics").write_bytes(content)
        more = ["--yes"] if yes else []
        done = run("calendar", "import", "holidays.ics", *words, *more, "--format", "json")
        assert done.returncode == 0, done.stdout
        data: dict[str, Any] = json.loads(done.stdout)["data"]
        return data

    return take


def breaks(dana: Path) -> list[tuple[date, date, str]]:
    [year] = tomllib.loads((dana / "stillpd.toml").read_text("utf-8"))["school_years"]
    return [(one["from"], one["to"], one["reason"]) for one in year["breaks"]]


def rows(data: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(one["from"], one["to"], one["reason"], one["state"]) for one in data["breaks"]]


VETERANS = whole("20251111", "", "Veterans Day")


def test_without_yes_it_shows_and_changes_nothing(run: Run, home: Path, dana: Path) -> None:
    (home / "my holidays.ics").write_bytes(calendar(VETERANS))
    before = (dana / "stillpd.toml").read_bytes()
    done = run("calendar", "import", "my holidays.ics")
    assert (done.returncode, done.stdout) == (0, "  Tue 11 Nov 2025  Veterans Day\n")
    assert done.stderr == (
        "Nothing is changed yet. Take it: stillpd calendar import 'my holidays.ics' --yes\n"
    )
    dry = run("calendar", "import", "my holidays.ics", "--yes", "--dry-run")
    assert dry.stdout == done.stdout
    assert (dana / "stillpd.toml").read_bytes() == before


def test_with_yes_all_of_it_is_one_change_that_undo_takes_back(
    run: Run, home: Path, dana: Path
) -> None:
    before = (dana / "stillpd.toml").read_bytes()
    (home / "h.ics").write_bytes(calendar(VETERANS, whole("20260119", "20260120", "King Day")))
    done = run("calendar", "import", "h.ics", "--yes")
    assert done.stderr == "Saved: 2 breaks from a calendar. Take them back: stillpd undo\n"
    assert breaks(dana) == [
        *OWN,
        (date(2025, 11, 11), date(2025, 11, 11), "Veterans Day"),
        (date(2026, 1, 19), date(2026, 1, 19), "King Day"),
    ]
    assert run("calendar", "import", "h.ics", "--yes").stderr == "Nothing new in it.\n"
    run("undo")
    assert (dana / "stillpd.toml").read_bytes() == before


def test_a_day_without_an_end_is_one_day_and_an_end_is_the_day_after(take: Any) -> None:
    data = take(
        calendar(
            VETERANS,
            whole("20260216", "20260221", "February recess"),
            whole("20260501", "20260501", "ends when it begins"),
            event("UID:4", "DTSTART;VALUE=DATE:20260506", "DURATION:P2D", "SUMMARY:lasts"),
        )
    )
    assert rows(data) == [
        ("2025-11-11", "2025-11-11", "Veterans Day", "new"),
        ("2026-02-16", "2026-02-20", "February recess", "new"),
        ("2026-05-01", "2026-05-01", "ends when it begins", "new"),
        ("2026-05-06", "2026-05-07", "lasts", "new"),
    ]


def test_midnight_to_midnight_is_a_whole_day_on_the_journals_clock_and_an_hour_is_none(
    take: Any,
) -> None:
    timed = ("SUMMARY:Staff day", "UID:1")
    data = take(
        calendar(
            event("DTSTART:20251111T050000Z", "DTEND:20251112T050000Z", *timed),  # in New York
            event("DTSTART:20260311T000000", "DTEND:20260311T235900", *timed),
            event("DTSTART:20251015T180000Z", "DTEND:20251015T200000Z", "SUMMARY:Board", "UID:2"),
            event("DTSTART:20251016T000000", "SUMMARY:At midnight", "UID:3"),
        )
    )
    assert rows(data) == [
        ("2025-11-11", "2025-11-11", "Staff day", "new"),
        ("2026-03-11", "2026-03-11", "Staff day", "new"),
    ]
    assert data["timed"] == 2


def test_what_comes_every_year_comes_in_this_one(take: Any) -> None:
    rule = "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=3MO"
    old = whole("20100118", "20100119", "King Day", rule)
    monthly = whole(
        "20250905", "", "Late start", "RRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=4",
        "EXDATE;VALUE=DATE:20251003", "RDATE;VALUE=DATE:20260210",
    )  # fmt: skip
    data = take(calendar(old, monthly))
    assert rows(data) == [
        ("2025-09-05", "2025-09-05", "Late start", "new"),
        ("2025-11-07", "2025-11-07", "Late start", "new"),
        ("2025-12-05", "2025-12-05", "Late start", "new"),
        ("2026-01-19", "2026-01-19", "King Day", "new"),
        ("2026-02-10", "2026-02-10", "Late start", "new"),
    ]


def test_a_day_that_was_moved_stands_where_it_was_moved_to_and_a_cancelled_one_nowhere(
    take: Any,
) -> None:
    rule = "RRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=2"
    data = take(
        calendar(
            event("UID:7", "DTSTART;VALUE=DATE:20250905", "SUMMARY:Late start", rule),
            event("UID:7", "RECURRENCE-ID;VALUE=DATE:20251003", "DTSTART;VALUE=DATE:20251010",
                  "SUMMARY:Late start"),
            whole("20260306", "", "Snow day", "STATUS:CANCELLED"),
        )
    )  # fmt: skip
    assert [row[0] for row in rows(data)] == ["2025-09-05", "2025-10-10"]


def test_days_of_one_name_in_a_row_are_one_break_also_over_a_weekend(take: Any) -> None:
    days = [whole(f"202602{n}", "", "Recess") for n in (12, 13, 16, 17, 19)]
    data = take(calendar(*days))
    assert [row[:2] for row in rows(data)] == [
        ("2026-02-12", "2026-02-17"),
        ("2026-02-19", "2026-02-19"),
    ]


def test_what_is_there_already_stays_and_only_the_days_beside_it_are_new(
    take: Any, dana: Path
) -> None:
    inside = whole("20251127", "20251128", "Thanksgiving Day")
    over = whole("20251219", "20260106", "Winter recess")
    named = whole("20260101", "20260102", "New Year")
    data = take(calendar(inside, over, named), yes=True)
    assert rows(data) == [
        ("2025-11-27", "2025-11-27", "Thanksgiving Day", "there"),
        ("2025-12-19", "2025-12-21", "Winter recess", "new"),
        ("2026-01-01", "2026-01-01", "New Year", "there"),
        ("2026-01-03", "2026-01-05", "Winter recess", "new"),
    ]
    assert breaks(dana)[:3] == OWN
    assert data["saved"] is True


def test_what_reaches_over_the_year_is_cut_and_what_lies_outside_is_left_out(take: Any) -> None:
    data = take(calendar(whole("20260601", "20260901", "Summer"), whole("20260704", "", "Fourth")))
    assert rows(data) == [("2026-06-01", "2026-06-05", "Summer", "new")]


def test_a_term_is_no_break(take: Any, dana: Path) -> None:
    data = take(calendar(whole("20250818", "20251220", "Semester 1")), yes=True)
    assert rows(data) == [("2025-08-18", "2025-12-19", "Semester 1", "long")]
    assert breaks(dana) == OWN


def test_names_may_be_asked_for_and_left_out(take: Any) -> None:
    content = calendar(
        VETERANS, whole("20260216", "", "No School"), whole("20260220", "", "No school for grade 9")
    )
    only = take(content, "--only", "no school", "--except", "grade")
    assert [row[2] for row in rows(only)] == ["No School"]
    assert only["unwanted"] == 2


def test_a_strangers_words_stand_on_one_line_and_cannot_be_seen_as_more_than_words(
    run: Run, home: Path, dana: Path
) -> None:
    name = "A\\nB\x1b[31m\u202e [bold]x[/bold] " + "y" * 300
    (home / "h.ics").write_bytes(calendar(whole("20260216", "", name)))
    done = run("calendar", "import", "h.ics", "--yes")
    assert "A B [31m [bold]x[/bold]" in done.stdout
    assert "\x1b" not in done.stdout
    reason = breaks(dana)[-1][2]
    assert reason.startswith("A B [31m [bold]x[/bold] yyy")
    assert len(reason) <= 80
    assert run("doctor").returncode == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x00\xff" * 50, b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
     b"END:VCALENDAR\r\n", b"BEGIN:VCALENDAR\r\n" * 3000, b"x" * (2 * 2**20 + 1)],
    ids=["empty", "words", "bytes", "cut off", "no calendar", "only an end", "nested", "large"],
)  # fmt: skip
def test_what_is_no_calendar_is_refused_and_nothing_is_written(
    run: Run, home: Path, dana: Path, content: bytes
) -> None:
    before = (dana / "stillpd.toml").read_bytes()
    (home / "h.ics").write_bytes(content)
    done = run("calendar", "import", "h.ics", "--yes")
    assert done.returncode == 2
    assert not done.stdout
    assert "calendar" in done.stderr
    assert "Traceback" not in done.stderr
    assert (dana / "stillpd.toml").read_bytes() == before


def test_events_that_make_no_sense_keep_no_other_away(take: Any) -> None:
    data = take(
        calendar(
            event("UID:1", "DTSTART:garbage", "SUMMARY:a"),
            event("UID:2", "SUMMARY:no day"),
            whole("20260217", "", "A rule without sense", "RRULE:FREQ=SECONDLY"),
            whole("00010101", "99991231", "ever"),
            VETERANS,
        )
    )
    assert ("2025-11-11", "2025-11-11", "Veterans Day", "new") in rows(data)
    assert ("2026-02-17", "2026-02-17", "A rule without sense", "new") in rows(data)
    assert ("2025-08-18", "2026-06-05", "ever", "long") in rows(data)
    assert data["unread"] == 2


EVER = whole("00010101", "", "ever", "RRULE:FREQ=DAILY")
LONG_AGO = whole("00010101", "", "long ago", "RRULE:FREQ=YEARLY;COUNT=9000")
NEVER = whole("00010101", "", "never", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU")  # a Monday


@pytest.mark.parametrize(
    ("events", "unread"),
    [(EVER * 30, 0), (LONG_AGO * 30, 20), (NEVER * 3000, 3000), ((EVER + NEVER) * 1500, 1501)],
    ids=["every day", "counted", "never", "both"],
)
def test_a_file_that_would_keep_us_looking_is_answered_and_says_what_it_left_unread(
    take: Any, events: str, unread: int
) -> None:
    began = time.perf_counter()
    data = take(calendar(VETERANS, events))
    assert time.perf_counter() - began < 10
    assert ("2025-11-11", "2025-11-11", "Veterans Day", "new") in rows(data)
    assert data["unread"] >= unread


@pytest.mark.parametrize(
    "events",
    [
        EVER * 30_000,
        event(*["X-A:b"] * 250_000),
        event("RDATE;TZID=Nowhere:" + ",".join(["20250101T000000"] * 100_000)),
        "BEGIN:VEVENT\r\n" * 140_000,
    ],
    ids=["rules", "lines", "values", "nested"],
)
def test_a_whole_file_of_it_is_answered_too(run: Run, home: Path, dana: Path, events: str) -> None:
    (home / "h.ics").write_bytes(calendar(events[: 2 * 2**20 - 100], "\r\n"))
    began = time.perf_counter()
    done = run("calendar", "import", "h.ics")
    assert time.perf_counter() - began < 10
    assert done.returncode in {0, 2}
    assert "Traceback" not in done.stderr


def test_a_cancelled_day_of_a_series_is_not_offered(take: Any) -> None:
    rule = "RRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=3"
    data = take(
        calendar(
            event("UID:7", "DTSTART;VALUE=DATE:20250905", "SUMMARY:Late start", rule),
            event("UID:7", "RECURRENCE-ID;VALUE=DATE:20251003", "STATUS:CANCELLED",
                  "DTSTART;VALUE=DATE:20251003", "SUMMARY:Late start"),
        )
    )  # fmt: skip
    assert [row[0] for row in rows(data)] == ["2025-09-05", "2025-11-07"]


@pytest.mark.parametrize("status", ["STATUS:CONFIRMED", "STATUS:CANCELLED"])
@pytest.mark.parametrize(
    "line",
    ["RECURRENCE-ID:00010101T000000Z", "EXDATE:00010101T000000Z", "RDATE:99991231T235959Z",
     "DURATION:P999999999D", "RRULE:FREQ=WEEKLY;UNTIL=00010101T000000Z"],
)  # fmt: skip
def test_a_moment_at_the_end_of_time_keeps_no_other_away(take: Any, line: str, status: str) -> None:
    odd = event("UID:1", "DTSTART;VALUE=DATE:20260217", "SUMMARY:odd", line, status)
    data = take(calendar(odd, VETERANS), yes=True)
    assert ("2025-11-11", "2025-11-11", "Veterans Day", "new") in rows(data)


def test_each_thing_that_is_left_out_is_counted_once(take: Any) -> None:
    data = take(
        calendar(
            whole("20190902", "", "Labor Day"),
            whole("20190903", "", "Labor Day"),
            whole("20150101", "", "New Year", "RRULE:FREQ=YEARLY"),
            whole("20150704", "", "Fourth", "RRULE:FREQ=YEARLY"),
            whole("20190904", "", "Board meeting", "RRULE:FREQ=WEEKLY"),
        ),
        "--except", "board",
    )  # fmt: skip
    assert [row[0] for row in rows(data)] == ["2026-01-01"]
    assert (data["outside"], data["unwanted"]) == (3, 1)


def test_a_time_zone_that_a_file_brings_along_is_the_clock_on_the_wall(take: Any) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:District\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\n"
        "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    )
    day = event("DTSTART;TZID=District:20251111T000000", "DTEND;TZID=District:20251112T000000",
                "SUMMARY:Veterans Day", "BEGIN:VALARM", "DURATION:P9D", "END:VALARM")  # fmt: skip
    assert rows(take(calendar(zone, day))) == [
        ("2025-11-11", "2025-11-11", "Veterans Day", "new"),
    ]


def test_a_byte_order_mark_and_standard_input_are_understood(run: Run, dana: Path) -> None:
    text = "\ufeff" + calendar(VETERANS).decode()
    done = run("calendar", "import", "-", "--yes", text=text)
    assert done.returncode == 0
    assert breaks(dana)[-1][2] == "Veterans Day"


def test_without_a_file_or_a_school_year_the_next_step_is_told(
    run: Run, home: Path, dana: Path
) -> None:
    done = run("calendar", "import", "nowhere.ics")
    assert done.returncode == 3
    assert done.stderr.startswith("nowhere.ics cannot be read: No such file or directory.\n")
    run("calendar", "year", "remove", "2025-26")
    (home / "h.ics").write_bytes(calendar(VETERANS))
    for day, year in (
        ("2026-06-05", "2025-08-18..2026-06-05"),
        ("2026-06-06", "2026-08-17..2027-06-04"),
        ("2027-01-04", "2026-08-17..2027-06-04"),
    ):
        done = run("calendar", "import", "h.ics", "--as-of", day)
        assert done.returncode == 2
        assert f"Add one: stillpd calendar year add {year}\n" in done.stderr
        assert year in run("calendar", "--as-of", day).stdout
        done = run("calendar", "break", "add", f"{day}:Snow", "--as-of", day)
        assert f"Add one: stillpd calendar year add {year}\n" in done.stderr
