"""Appointments as an iCalendar file (RFC 5545): the same journal gives the same bytes.

Of the journal's words it holds none but the titles that the report brings, and those as one line
of plain signs. icalendar escapes and folds; what it would make up itself (a random UID, the
present moment, a zone that is an hour late) is given here.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stillpd.insight.appointments import Appointment, Appointments, Deadline
from stillpd.insight.recurrence import on_the_clock
from stillpd.render.vtimezone import Observance, observances

if TYPE_CHECKING:
    from icalendar import Component

_MAKER = "-//stillpd//stillpd//EN"
_NEUTRAL = "Appointment"
_DUE = "Due"
_MOST_TITLE = 200
_JOINERS = "\u200c\u200d"  # Persian and emoji need them


def as_ics(found: Appointments, *, alarm: int, floating: bool) -> bytes:
    """Return a calendar file; `alarm` minutes before each block, `floating` without a zone."""
    from icalendar import Calendar

    named = found.zone if isinstance(found.zone, ZoneInfo) and found.zone.key else None
    zone = None if floating else named
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _MAKER)
    calendar.add("calscale", "GREGORIAN")
    if zone and found.blocks:
        first = min(one.starts for one in found.blocks)
        calendar.add_component(_zone(zone, observances(zone, first)))
    for one in found.blocks:
        calendar.add_component(_event(one, zone, alarm))
    for deadline in found.deadlines:
        calendar.add_component(_all_day(deadline))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(one: Appointment, zone: ZoneInfo | None, alarm: int) -> "Component":
    from icalendar import Event, vRecur

    said = _plain(one.title) or _NEUTRAL
    event = _begun(Event(), one.uid, one.changed, said)
    event.add("sequence", one.sequence)
    _add_local(event, "dtstart", one.starts, zone)
    _add_local(event, "dtend", one.starts + timedelta(minutes=one.minutes), zone)
    if one.rule:
        rule = vRecur.from_ical(one.rule)
        if one.count:
            rule["COUNT"] = [one.count]
        if one.until:
            rule["UNTIL"] = [on_the_clock(one.until, zone).astimezone(UTC) if zone else one.until]
        event.add("rrule", rule)
    for moment in one.without:
        _add_local(event, "exdate", moment, zone)
    event.add("transp", "OPAQUE")
    if alarm:
        event.add_component(_alarm(alarm, said))
    return event


def _all_day(deadline: Deadline) -> "Component":
    from icalendar import Event

    event = _begun(Event(), deadline.uid, deadline.changed, _plain(deadline.title) or _DUE)
    event.add("dtstart", deadline.due)
    event.add("dtend", deadline.due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _begun(event: "Component", uid: str, changed: datetime, said: str) -> "Component":
    event.add("uid", uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("summary", said)
    event.add("class", "PRIVATE")
    return event


def _alarm(minutes: int, said: str) -> "Component":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _add_local(event: "Component", name: str, moment: datetime, zone: ZoneInfo | None) -> None:
    """Add a wall time, with the name of its zone beside it unless it floats."""
    event.add(name, moment, parameters={"TZID": zone.key} if zone else {})


def _zone(zone: ZoneInfo, known: tuple[Observance, ...]) -> "Component":
    from icalendar import Timezone

    made = Timezone()
    made.add("tzid", zone.key)
    for one in known:
        made.add_component(_observance(one))
    return made


def _observance(one: Observance) -> "Component":
    from icalendar import TimezoneDaylight, TimezoneStandard, vRecur

    made: Component = TimezoneDaylight() if one.kind == "DAYLIGHT" else TimezoneStandard()
    made.add("tzoffsetfrom", one.before)
    made.add("tzoffsetto", one.after)
    if one.name:
        made.add("tzname", one.name)
    made.add("dtstart", one.starts)
    if one.yearly:
        made.add("rrule", vRecur.from_ical(one.yearly))
    if one.again:
        made.add("rdate", list(one.again))
    return made


def _plain(title: str) -> str:
    """Return a title as one line without anything that a screen or a calendar might obey."""
    line = " ".join(title.split())
    kept = "".join(char for char in line if char.isprintable() or char in _JOINERS)
    return kept[:_MOST_TITLE].strip()
