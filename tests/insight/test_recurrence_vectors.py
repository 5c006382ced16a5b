"""Rules against the examples of RFC 5545 (3.8.5.3), and against what a calendar on paper says.

The dates are copied from the standard, with the side of daylight saving that it prints. An example
that goes on for ever ends in “…”.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from stillpd.insight.recurrence import moments, occurrences
from stillpd.model.block import Block
from stillpd.model.calendar import Calendar

FAR = date(2099, 12, 31)
OFFSETS = {"EDT": "-04:00", "EST": "-05:00", "CEST": "+02:00", "CET": "+01:00"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Vector(NamedTuple):
    """A rule from its start, and when it comes: names and numbers hold until the next of them."""

    starts: str
    rule: str
    comes: str
    zone: str = "America/New_York"

    @property
    def block(self) -> Block:
        return Block(id="quiet", rule=self.rule, starts=datetime.fromisoformat(self.starts))

    @property
    def expected(self) -> list[str]:
        return list(spelled_out(self.comes, datetime.fromisoformat(self.starts).time()))

    @property
    def last(self) -> date:
        """The day up to which it is told: for ever where the rule comes to an end."""
        return datetime.fromisoformat(self.expected[-1]).date() if "…" in self.comes else FAR


def spelled_out(comes: str, at: time) -> Iterator[str]:
    """Iterate over moments such as 1997-09-02T09:00:00-04:00."""
    offset = year = month = 0
    for word in comes.replace("…", "").split():
        if word in OFFSETS:
            offset = OFFSETS[word]
        elif word in MONTHS:
            month = MONTHS.index(word) + 1
        elif re.fullmatch(r"\d{4}", word):
            year = int(word)
        elif ":" in word:
            at = time.fromisoformat(word)
        else:
            yield f"{year}-{month:02}-{int(word):02}T{at}{offset}"


RFC = {
    "R1": Vector(
        "1997-09-02T09:00",
        "FREQ=WEEKLY;COUNT=10",
        "1997 EDT Sep 2 9 16 23 30 Oct 7 14 21 EST Oct 28 Nov 4",
    ),
    "R2": Vector(
        "1997-09-02T09:00",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997 EDT Sep 2 9 16 23 30 Oct 7 14 21 EST Oct 28 Nov 4 11 18 25 Dec 2 9 16 23",
    ),
    "R3": Vector(
        "1997-09-02T09:00",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997 EDT Sep 2 16 30 Oct 14 EST Oct 28 Nov 11 25 Dec 9 23 1998 Jan 6 20 Feb 3 17 …",
    ),
    "R4": Vector(
        "1997-09-02T09:00",
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        "1997 EDT Sep 2 4 9 11 16 18 23 25 30 Oct 2",
    ),
    "R5": Vector(
        "1997-09-01T09:00",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997 EDT Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 EST Oct 27 29 31 "
        "Nov 10 12 14 24 26 28 Dec 8 10 12 22",
    ),
    "R6": Vector(
        "1997-09-02T09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997 EDT Sep 2 4 16 18 30 Oct 2 14 16",
    ),
    "R7": Vector(
        "1997-09-05T09:00",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997 EDT Sep 5 Oct 3 EST Nov 7 Dec 5 1998 Jan 2 Feb 6 Mar 6 Apr 3 EDT May 1 Jun 5",
    ),
    "R8": Vector(
        "1997-09-22T09:00",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997 EDT Sep 22 Oct 20 EST Nov 17 Dec 22 1998 Jan 19 Feb 16",
    ),
    "R9": Vector(
        "1997-09-28T09:00",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "1997 EDT Sep 28 EST Oct 29 Nov 28 Dec 29 1998 Jan 29 Feb 26 …",
    ),
    "R10": Vector(
        "1997-09-30T09:00",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997 EDT Sep 30 Oct 1 EST Oct 31 Nov 1 30 Dec 1 31 1998 Jan 1 31 Feb 1",
    ),
    "R11": Vector(
        "1997-09-29T09:00",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997 EDT Sep 29 EST Oct 30 Nov 27 Dec 30 1998 Jan 29 Feb 26 Mar 30 …",
    ),
    "R12": Vector(
        "1997-09-04T09:00",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997 EDT Sep 4 Oct 7 EST Nov 6",
    ),
    "R13": Vector(
        "1997-05-12T09:00",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "EDT 1997 May 12 1998 May 11 1999 May 17 …",
    ),
    "R14": Vector(
        "1997-08-05T09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997 EDT Aug 5 10 19 24",
    ),
    "R15": Vector(
        "1997-08-05T09:00",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997 EDT Aug 5 17 19 31",
    ),
    "R16": Vector(
        "2007-01-15T09:00",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007 EST Jan 15 30 Feb 15 EDT Mar 15 30",
    ),
    "R17": Vector(
        "1996-11-05T09:00",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "EST 1996 Nov 5 2000 Nov 7 2004 Nov 2 …",
    ),
    # Its start does not meet its rule, and the standard takes it out again by an EXDATE.
    "R18": Vector(
        "1997-09-02T09:00",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1998 EST Feb 13 Mar 13 Nov 13 EDT 1999 Aug 13 2000 Oct 13 …",
    ),
}
PAPER = {
    "Berlin, across the end of summer time": Vector(
        "2026-10-16T16:00",
        "FREQ=WEEKLY;BYDAY=FR",
        "2026 CEST Oct 16 23 CET Oct 30 Nov 6 …",
        "Europe/Berlin",
    ),
    "the 31st passes over short months": Vector(
        "2026-10-31T09:00", "FREQ=MONTHLY", "EDT 2026 Oct 31 EST Dec 31 2027 Jan 31 EDT Mar 31 …"
    ),
    "the 31st, said outright": Vector(
        "2026-10-31T09:00",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "EDT 2026 Oct 31 EST Dec 31 2027 Jan 31 EDT Mar 31 …",
    ),
    "29 February": Vector(
        "2024-02-29T09:00", "FREQ=YEARLY", "EST 2024 Feb 29 2028 Feb 29 2032 Feb 29 …"
    ),
    "29 February, said outright": Vector(
        "2096-02-29T09:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "EST 2096 Feb 29 2104 Feb 29 …"
    ),
    "the last day of February": Vector(
        "2026-02-28T09:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        "EST 2026 Feb 28 2027 Feb 28 2028 Feb 29 …",
    ),
    "a start on another weekday than the rule's is none of its times": Vector(
        "2025-09-04T09:00", "FREQ=WEEKLY;BYDAY=FR", "EDT 2025 Sep 5 12 19 …"
    ),
    "a time that the clocks skip comes an hour later": Vector(
        "2026-03-07T02:30", "FREQ=DAILY", "2026 EST Mar 7 EDT 03:30 Mar 8 02:30 Mar 9 …"
    ),
    "the same where a rule names it": Vector(
        "2026-03-01T02:30",
        "FREQ=MONTHLY;BYDAY=SU",
        "2026 EST Mar 1 EDT 03:30 Mar 8 02:30 Mar 15 …",
    ),
    "a time that comes twice is the first": Vector(
        "2026-10-31T01:30", "FREQ=DAILY", "2026 EDT Oct 31 Nov 1 EST Nov 2 …"
    ),
    "an end in UTC is an end on the clock": Vector(
        "2025-09-05T20:00",
        "FREQ=WEEKLY;UNTIL=20250920T000000Z",  # eight in the evening of the 19th
        "2025 EDT Sep 5 12 19",
    ),
    "and not a second later": Vector(
        "2025-09-05T20:00", "FREQ=WEEKLY;UNTIL=20250919T235959Z", "2025 EDT Sep 5 12"
    ),
    "an end without a time is the whole day": Vector(
        "2025-09-05T20:00", "FREQ=WEEKLY;UNTIL=20250919", "2025 EDT Sep 5 12 19"
    ),
}  # fmt: skip
ALL = pytest.mark.parametrize("vector", (RFC | PAPER).values(), ids=[*RFC, *PAPER])


def found(vector: Vector, first: date = date.min, last: date | None = None) -> list[str]:
    zone = ZoneInfo(vector.zone)
    comes = occurrences(vector.block, Calendar(()), zone, first, last or vector.last)
    return [moment.isoformat() for moment in comes]


def test_all_eighteen_are_here() -> None:
    assert list(RFC) == [f"R{number}" for number in range(1, 19)]
    counts = [len(vector.expected) for vector in RFC.values()]
    assert counts == [10, 17, 13, 10, 25, 8, 10, 6, 6, 10, 7, 3, 3, 4, 4, 5, 3, 5]


@ALL
def test_a_rule_comes_when_the_standard_says(vector: Vector) -> None:
    assert found(vector) == vector.expected


@ALL
def test_a_rule_keeps_its_wall_time(vector: Vector) -> None:
    starts = datetime.fromisoformat(vector.starts)
    wall = [datetime.combine(date.fromisoformat(at[:10]), starts.time()) for at in vector.expected]
    assert list(moments(vector.block, ZoneInfo(vector.zone), vector.last)) == wall


@ALL
def test_from_any_day_to_any_day_it_says_the_same(vector: Vector) -> None:
    days = [date.fromisoformat(at[:10]) for at in vector.expected]
    for first, last in pairwise(days):
        pair = [at for at in vector.expected if first <= date.fromisoformat(at[:10]) <= last]
        assert found(vector, first, last) == pair
