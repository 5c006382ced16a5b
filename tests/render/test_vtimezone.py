"""A calendar program that knows a zone by our file alone reads the same clock as the zone's own."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from icalendar import Calendar

from stillpd.insight.appointments import Appointment, Appointments
from stillpd.render.ics import as_ics

STARTS = datetime(2024, 1, 15, 14, 45)
HOUR = timedelta(hours=1)
LAST = datetime(2029, 1, 1)


@cache
def written(name: str, starts: datetime = STARTS) -> bytes:
    """Return a calendar file with one appointment in a zone."""
    one = Appointment(
        block="quiet", uid="1@stillpd", sequence=0, changed=datetime(2024, 1, 1, tzinfo=UTC),
        title="", starts=starts, minutes=20,
    )  # fmt: skip
    return as_ics(Appointments(zone=ZoneInfo(name), blocks=(one,)), alarm=0, floating=False)


def read_by_the_rfc(raw: bytes, last: datetime) -> list[tuple[datetime, timedelta]]:
    """Return the moments from which each offset holds, as RFC 5545, 3.6.5 says them."""
    [zone] = Calendar.from_ical(raw).walk("VTIMEZONE")
    found = []
    for part in zone.subcomponents:
        start, before = part["DTSTART"].dt, part["TZOFFSETFROM"].td
        onsets = {start}
        if "RRULE" in part:
            rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=start)
            onsets |= set(rule.between(start, last, inc=True))
            assert start in rule, "its start is the first of its rule"
        if "RDATE" in part:
            onsets |= {value.dt for value in part["RDATE"].dts}
        found += [((at - before).replace(tzinfo=UTC), part["TZOFFSETTO"].td) for at in onsets]
    return sorted(found)


def offset_at(onsets: list[tuple[datetime, timedelta]], moment: datetime) -> timedelta:
    return max(onset for onset in onsets if onset[0] <= moment)[1]


def changed_days(zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the days before which the clock changed, and the first one, from 2023 to 2028."""
    found, before = [], None
    for number in range(6 * 365 + 2):
        day = datetime(2023, 1, 1, tzinfo=UTC) + number * 24 * HOUR
        after = day.astimezone(zone).utcoffset()
        if after != before:
            found.append(day)
        before = after
    return tuple(found)


def unlike_zones() -> list[str]:
    """Return zones, one of each that are alike in these years: many are names for the same."""
    found: dict[object, str] = {}
    for name in sorted(available_timezones()):
        days = changed_days(ZoneInfo(name))
        local = tuple(day.astimezone(ZoneInfo(name)).replace(tzinfo=None) for day in days)
        found[days, local] = name
    return sorted(found.values())


def test_every_zone_changes_its_clock_at_its_own_moment() -> None:
    names = unlike_zones()
    assert len(names) > 50
    for name in names:
        zone, onsets = ZoneInfo(name), read_by_the_rfc(written(name), LAST)
        checked = [datetime(2024 + n // 12, 1 + n % 12, 15, tzinfo=UTC) for n in range(60)]
        for day in changed_days(zone):
            if day.year >= STARTS.year:
                checked += [day - HOUR / 2 * half for half in range(50)]
        for moment in checked:
            assert offset_at(onsets, moment) == moment.astimezone(zone).utcoffset(), (name, moment)


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Africa/Casablanca",
        "America/Santiago",
        "Asia/Kathmandu",
    ],
)
def test_another_program_s_reader_agrees_every_quarter_of_an_hour(name: str) -> None:
    zone, read = ZoneInfo(name), tzical(StringIO(written(name).decode())).get(name)
    for day in changed_days(zone):
        for quarter in range(-8, 104):
            local = (day - HOUR / 4 * quarter).astimezone(zone)
            if day.year >= STARTS.year:
                assert read.utcoffset(local.replace(tzinfo=None)) == local.utcoffset(), local


def parts_of(name: str, starts: datetime = STARTS) -> list[tuple[str, str, str, str, str]]:
    """Return kind, offsets, first onset and rule of each observance, as they stand in the file."""
    found = []
    for line in written(name, starts).decode().partition("END:VTIMEZONE")[0].splitlines():
        key, _, value = line.partition(":")
        if key == "BEGIN":
            told = {"": value}
        elif key == "END":
            keys = ("", "TZOFFSETFROM", "TZOFFSETTO", "DTSTART")
            rule = ";".join(sorted(told.get("RRULE", "").split(";")))
            found.append((*(told[key] for key in keys), rule))
        told[key] = value
    return found


def test_new_york_is_said_as_the_standard_says_it() -> None:
    # RFC 5545, page 69: the rules since 2007, each told by the clock before the change.
    assert parts_of("America/New_York", datetime(2008, 9, 5, 14, 45)) == [
        ("DAYLIGHT", "-0500", "-0400", "20070311T020000", "BYDAY=2SU;BYMONTH=3;FREQ=YEARLY"),
        ("STANDARD", "-0400", "-0500", "20071104T020000", "BYDAY=1SU;BYMONTH=11;FREQ=YEARLY"),
    ]


def test_a_law_that_changed_is_named_by_its_days() -> None:
    # Until 2006 it was the first Sunday of April; from 2007 on the second of March.
    parts = parts_of("America/New_York", datetime(2006, 9, 8, 14, 45))
    assert ("DAYLIGHT", "-0500", "-0400", "20050403T020000", "") in parts
    assert not any(part[4] for part in parts)


def test_each_zone_is_said_by_its_own_law() -> None:
    assert parts_of("Europe/Dublin") == [
        ("DAYLIGHT", "+0000", "+0100", "20230326T010000", "BYDAY=-1SU;BYMONTH=3;FREQ=YEARLY"),
        ("STANDARD", "+0100", "+0000", "20231029T020000", "BYDAY=-1SU;BYMONTH=10;FREQ=YEARLY"),
    ]
    assert parts_of("Australia/Lord_Howe") == [
        ("STANDARD", "+1100", "+1030", "20230402T020000", "BYDAY=1SU;BYMONTH=4;FREQ=YEARLY"),
        ("DAYLIGHT", "+1030", "+1100", "20231001T020000", "BYDAY=1SU;BYMONTH=10;FREQ=YEARLY"),
    ]
    # Chile's is the first Sunday from the second of the month on.
    second = "BYDAY=SU;BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;FREQ=YEARLY"
    assert parts_of("America/Santiago")[1] == (
        "DAYLIGHT", "-0400", "-0300", "20230903T000000", second,
    )  # fmt: skip
    assert [part[:3] for part in parts_of("Asia/Kathmandu")] == [("STANDARD", "+0545", "+0545")]
    assert [part[:3] for part in parts_of("UTC")] == [("STANDARD", "+0000", "+0000")]
    # Morocco's go by the moon: each by its day, without a rule.
    assert {part[:3] for part in parts_of("Africa/Casablanca")[1:]} == {
        ("STANDARD", "+0100", "+0000"), ("DAYLIGHT", "+0000", "+0100"),
    }  # fmt: skip
