"""The calendar file of the blocks: what another program reads in it, and what nobody does."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from stillpd.insight.appointments import WantedAppointments, appointments
from stillpd.insight.recurrence import occurrences
from stillpd.journal.first_page import open_journal
from stillpd.journal.index.reader import read_journal
from stillpd.model.block import Block
from stillpd.model.header import Header, Span
from stillpd.model.journal import Journal
from stillpd.model.selection import ALL
from stillpd.render.ics import as_ics

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 5, 18, tzinfo=NEW_YORK)
HOSTILE = "x\\r\\nATTACH:http://evil\\r\\nEND:VEVENT"


def made(root: Path, *, floating: bool = False, alarm: int = 5, **wanted: Any) -> bytes:
    opened = open_journal(root)
    now = wanted.pop("now", NOW).astimezone(opened.zone)
    found = appointments(read_journal(opened, ALL), WantedAppointments(**wanted), now)
    return as_ics(found, alarm=alarm, floating=floating)


def events(raw: bytes) -> list[Event]:
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def add_block(root: Path, name: str, *lines: str) -> None:
    told = "\n".join(lines)
    (root / "blocks" / f"{name}.toml").write_text(f"{told}\n", "utf-8")


def times(event: Event, last: datetime) -> list[datetime]:
    """Return the moments of an event as the standard says them, by dateutil."""
    start = event["DTSTART"].dt
    found = rruleset()
    if "RRULE" in event:
        found.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=start))
    else:
        found.rdate(start)
    gaps = event.get("EXDATE", [])
    for one in gaps if isinstance(gaps, list) else [gaps]:
        for value in one.dts:
            found.exdate(value.dt)
    return found.between(start, last, inc=True)


def fridays() -> list[date]:
    """Return Dana's Fridays without those in her breaks: tests/data/dana-weeks.md has 37."""
    breaks = [(date(2025, 11, 24), date(2025, 11, 28)), (date(2025, 12, 22), date(2026, 1, 2)),
              (date(2026, 3, 30), date(2026, 4, 3))]  # fmt: skip
    days = [date(2025, 8, 29) + timedelta(weeks=n) for n in range(41)]
    return [day for day in days if not any(first <= day <= last for first, last in breaks)]


def test_danas_fridays_are_those_that_are_not_in_a_break(dana: Path) -> None:
    [event] = events(made(dana))
    found = times(event, datetime(2030, 1, 1, tzinfo=NEW_YORK))
    assert [moment.date() for moment in found] == fridays()
    assert len(found) == 37
    assert {moment.timetz().replace(tzinfo=None) for moment in found} == {time(14, 45)}
    offsets = {moment.date(): moment.utcoffset() for moment in found}
    for day, hours in (("2025-10-31", -4), ("2025-11-07", -5), ("2026-03-06", -5),
                       ("2026-03-13", -4)):  # fmt: skip
        assert offsets[date.fromisoformat(day)] == timedelta(hours=hours)


def test_the_same_journal_gives_the_same_bytes_at_any_moment(dana: Path) -> None:
    assert made(dana) == made(dana, now=NOW + timedelta(days=700, minutes=7))


def test_what_the_block_s_file_says_of_itself_is_kept(dana: Path) -> None:
    friday = dana / "blocks" / "friday.toml"
    said = friday.read_text("utf-8").replace("sequence = 0", "sequence = 7")
    friday.write_text(f"{said}changed = 2026-01-08T20:15:00-05:00\n", "utf-8")
    [event] = events(made(dana))
    assert event["UID"] == "q7m2kx4w9d-friday@stillpd"
    assert event["SEQUENCE"] == 7
    assert event["DTSTAMP"].to_ical() == b"20260109T011500Z"
    assert event["LAST-MODIFIED"].to_ical() == b"20260109T011500Z"


def test_a_block_that_never_said_when_it_changed_is_as_old_as_its_start(dana: Path) -> None:
    [event] = events(made(dana))
    assert event["DTSTAMP"].dt == datetime(2025, 8, 29, 18, 45, tzinfo=UTC)


@pytest.mark.parametrize("uid", ["", 'uid = "a\\nATTENDEE:x"', 'uid = "q7m2kx4w9d-friday@stillpd"'])
def test_a_uid_that_is_missing_or_hostile_or_another_s_is_made_and_tells_no_name(
    dana: Path, uid: str
) -> None:
    lines = ('rule = "FREQ=DAILY"', "starts = 2026-05-04T07:00:00", uid)
    add_block(dana, "walk", *lines)
    uids = {str(event["UID"]) for event in events(made(dana))}
    assert uids == {str(event["UID"]) for event in events(made(dana))}
    [given] = uids - {"q7m2kx4w9d-friday@stillpd"}
    assert re.fullmatch(r"q7m2kx4w9d-[0-9a-f]{12}@stillpd", given)


def test_an_appointment_is_neutral_and_nobody_learns_more(dana: Path) -> None:
    add_block(
        dana, "canary", 'title = "ZQX-title"', 'rule = "FREQ=DAILY"', 'protocol = "zqx-protocol"',
        "starts = 2026-05-04T07:00:00", 'share = ["coach"]',
        'pauses = [{ from = 2026-05-05, to = 2026-05-06, reason = "ZQX-reason" }]',
    )  # fmt: skip
    raw = made(dana, commitments=True, now=datetime(2025, 10, 24, 18, tzinfo=NEW_YORK))
    assert b"zqx" not in raw.lower()
    for name in (b"DESCRIPTION", b"SUMMARY"):
        told = {line for line in raw.splitlines() if line.startswith(name)}
        assert told <= {name + b":Appointment", name + b":Due"}
    names = {line.partition(b":")[0].partition(b";")[0] for line in raw.splitlines()}
    assert not {b"ATTENDEE", b"ORGANIZER", b"LOCATION", b"METHOD", b"URL"} & names
    for event in events(raw):
        assert event["CLASS"] == "PRIVATE"


def test_with_titles_a_private_one_is_told_only_where_nobody_looks_on(dana: Path) -> None:
    assert b"SUMMARY:Friday\\, quiet" in made(dana, titles=True)
    assert b"quiet\r\n" not in made(dana, titles=True, seen=True)


@pytest.mark.parametrize("title", [HOSTILE, "\\u001b]52;c;x\\u0007", "a\\u2028b\\u202ec", "é" * 60,
                                   "水" * 45, "👩‍🏫" * 20, "a;b,c\\\\n"])  # fmt: skip
def test_a_title_is_one_plain_line_however_hostile(dana: Path, title: str) -> None:
    add_block(dana, "friday", f'title = "{title}"', 'rule = "FREQ=WEEKLY"',
              "starts = 2025-08-29T14:45:00")  # fmt: skip
    raw = made(dana, titles=True)
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    for line in lines:
        line.decode("utf-8")  # no sign was cut in two
        assert not any(byte < 32 or byte == 127 for byte in line)
    [event] = events(raw)
    assert "ATTACH" not in event
    said = str(event["SUMMARY"])
    assert said
    assert all(char.isprintable() or char == "\u200d" for char in said)
    if title[0] in "é水👩":
        assert said == title
    assert said == str(event.walk("VALARM")[0]["DESCRIPTION"])


def test_the_alarm_is_shown_so_long_before_or_not_at_all(dana: Path) -> None:
    [alarm] = Calendar.from_ical(made(dana, alarm=15)).walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].to_ical() == b"-PT15M"
    assert b"VALARM" not in made(dana, alarm=0)


# The last one's 31 March lies in spring break.
RULES = [
    ('rule = "FREQ=WEEKLY;BYDAY=TU;COUNT=4"', "", "COUNT=4", 4),
    ('rule = "FREQ=WEEKLY;BYDAY=TU;COUNT=4"', "ends = 2026-01-20", "UNTIL=20260120T123000Z", 3),
    ('rule = "FREQ=WEEKLY;BYDAY=TU;COUNT=4"', "ends = 2026-03-01", "UNTIL=20260127T123000Z", 4),
    ('rule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260120"', "", "UNTIL=20260120T123000Z", 3),
    ('rule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260120T122959Z"', "", "UNTIL=20260113T123000Z", 2),
    ('rule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260120"', "ends = 2026-01-19",
     "UNTIL=20260113T123000Z", 2),
    ('rule = "RRULE:freq=monthly;bymonthday=31"', "ends = 2026-05-31",
     "UNTIL=20260531T113000Z", 2),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "ends", "told", "count"), RULES)
def test_a_rule_has_one_end_and_it_is_the_nearer_one(
    dana: Path, rule: str, ends: str, told: str, count: int
) -> None:
    # 07:30 in New York is 12:30 in UTC in winter and 11:30 in summer.
    add_block(dana, "friday", rule, "starts = 2026-01-06T07:30:00", ends)
    [event] = events(made(dana))
    written = event["RRULE"].to_ical().decode().split(";")
    assert [part for part in written if part.startswith(("UNTIL", "COUNT"))] == [told]
    assert len(times(event, datetime(2030, 1, 1, tzinfo=NEW_YORK))) == count


@given(
    rule=st.sampled_from(
        [
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            "FREQ=MONTHLY;BYDAY=1FR",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY;BYMONTH=3,11;BYDAY=2SU",
        ]
    ),
    end=st.sampled_from(["", ";COUNT=9", ";UNTIL=20260401", ";UNTIL=20260331T070000Z"]),
    starts=st.datetimes(datetime(2025, 8, 1), datetime(2026, 1, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    ends=st.none() | st.dates(date(2026, 2, 1), date(2026, 12, 31)),
    pause=st.dates(date(2025, 9, 1), date(2026, 5, 1)),
    zone=st.sampled_from([NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Europe/Dublin")]),
)
@settings(max_examples=150, deadline=None)
def test_a_calendar_reads_the_times_that_stillpd_reads(
    rule: str, end: str, starts: datetime, ends: date | None, pause: date, zone: ZoneInfo
) -> None:
    gap = Span(from_=pause, to=pause + timedelta(days=10))
    block = Block(id="quiet", rule=rule + end, starts=starts, ends=ends, pauses=(gap,))
    journal = Journal(header=Header(id="q7m2kx4w9d"), blocks={"quiet": block})
    last = date(2027, 6, 30)
    ours = list(occurrences(block, journal.calendar, zone, starts.date(), last))
    found = appointments(journal, WantedAppointments(), NOW.astimezone(zone))
    theirs = [
        moment
        for event in events(as_ics(found, alarm=0, floating=False))
        for moment in times(event, datetime(2027, 6, 30, 23, 59, 59, tzinfo=zone))
    ]
    # dateutil tells a time that the clocks skip as it stands; stillpd tells when it comes.
    assert [moment.astimezone(UTC).astimezone(zone) for moment in theirs] == ours


def test_a_start_that_its_rule_does_not_meet_is_no_appointment(dana: Path) -> None:
    add_block(dana, "friday", 'rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"',
              "starts = 2026-01-07T07:30:00")  # fmt: skip
    [event] = events(made(dana))
    # The week of the start counts as the first, so the next Monday is in the third.
    assert event["DTSTART"].dt.date() == date(2026, 1, 19)
    assert times(event, datetime(2026, 2, 10, tzinfo=NEW_YORK))[1].date() == date(2026, 2, 2)


def test_pauses_and_breaks_are_left_out_unless_it_goes_on_in_breaks(dana: Path) -> None:
    pause = 'pauses = [{ from = 2026-01-12, to = 2026-01-13, reason = "jury duty" }]'
    lines = ('rule = "FREQ=DAILY;COUNT=20"', "starts = 2025-12-31T07:00:00", pause)
    add_block(dana, "friday", *lines)
    [event] = events(made(dana))
    days = [moment.date() for moment in times(event, NOW)]
    assert days == [date(2026, 1, n) for n in range(3, 20) if n not in (12, 13)]
    add_block(dana, "friday", *lines, "in_breaks = true")
    [event] = events(made(dana))
    assert times(event, NOW)[0].date() == date(2025, 12, 31)
    assert len(times(event, NOW)) == 18


def test_what_comes_after_the_last_time_is_one_time_without_a_rule(dana: Path) -> None:
    add_block(
        dana, "walk", 'after_done = "2 weeks"', "starts = 2026-01-06T07:30:00", "minutes = 40"
    )
    month = dana / "entries" / "2026" / "01"
    (month / "2026-01-09-0900-stillness-zzzzz2.md").write_text(
        '+++\nkind = "stillness"\nid = "zzzzz2"\nat = 2026-01-09T09:00:00-05:00\n'
        'block = "walk"\non = 2026-01-09\noutcome = "kept"\n+++\n'
    )
    [event] = [one for one in events(made(dana)) if "friday" not in one["UID"]]
    assert "RRULE" not in event
    assert event["DTSTART"].dt == datetime(2026, 1, 23, 7, 30, tzinfo=NEW_YORK)
    assert event["DTEND"].dt == datetime(2026, 1, 23, 8, 10, tzinfo=NEW_YORK)


def test_it_takes_twenty_minutes_where_nothing_is_said(dana: Path) -> None:
    add_block(dana, "friday", 'rule = "FREQ=WEEKLY"', "starts = 2025-08-29T14:45:00")
    [event] = events(made(dana))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=20)


def test_a_floating_one_has_no_zone_at_all(dana: Path) -> None:
    raw = made(dana, floating=True)
    assert b"TZID" not in raw
    assert b"VTIMEZONE" not in raw
    [event] = events(raw)
    assert event["DTSTART"].to_ical() == b"20250829T144500"
    assert b"UNTIL=20260605T144500;" in raw
    found = times(event, datetime(2030, 1, 1))
    assert [moment.date() for moment in found] == fridays()


def test_open_promises_are_whole_days_that_take_no_time(dana: Path) -> None:
    now = datetime(2025, 10, 24, 18, tzinfo=NEW_YORK)
    found = [one for one in events(made(dana, commitments=True, now=now)) if "RRULE" not in one]
    # Open on 24 October by their files: to the Reyes family, and the common rubric.
    told = [(str(one["UID"]), one["DTSTART"].dt, one["DTEND"].dt) for one in found]
    assert told == [
        ("q7m2kx4w9d-d8dtkn@stillpd", date(2025, 10, 22), date(2025, 10, 23)),
        ("q7m2kx4w9d-c3vqtw@stillpd", date(2025, 10, 24), date(2025, 10, 25)),
    ]
    for one in found:
        assert one["DTSTART"].params["VALUE"] == "DATE"
        assert (one["TRANSP"], str(one["SUMMARY"])) == ("TRANSPARENT", "Due")
        assert not one.walk("VALARM")
    titled = made(dana, commitments=True, titles=True, now=now)
    assert b"SUMMARY:call the Reyes family" in titled


def test_a_block_without_any_time_is_named_and_the_others_are_there(dana: Path) -> None:
    add_block(dana, "never", 'rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"',
              "starts = 2026-01-07T07:30:00")  # fmt: skip
    opened = open_journal(dana)
    found = appointments(read_journal(opened, ALL), WantedAppointments(), NOW)
    assert [one.block for one in found.blocks] == ["friday"]
    assert found.without_time == ("never",)
