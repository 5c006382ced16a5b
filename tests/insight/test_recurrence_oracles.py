"""Rules against two programs that nobody here wrote: `systemd-analyze calendar` and `remind`.

Each rule that they can say is said in their words too, and all of its times up to 2005 are held
against theirs: systemd's as moments, remind's as wall times. What neither can say (a week start, a
number of times) stands in test_recurrence_vectors.py. A time that the clocks skip is passed over
by systemd and moved on by the standard, so no such time stands here.
"""

import os
import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from stillpd.insight.recurrence import occurrences
from stillpd.model.block import Block
from stillpd.model.calendar import Calendar

LAST = date(2005, 12, 31)
MONTHS = 120


class Rule(NamedTuple):
    """A rule in three languages; what needs two lines in another has two."""

    starts: str
    rule: str
    systemd: tuple[str, ...] = ()
    remind: tuple[str, ...] = ()
    zone: str = "America/New_York"

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.starts)

    def ours(self) -> list[datetime]:
        block = Block(id="quiet", rule=self.rule, starts=self.at)
        return list(occurrences(block, Calendar(()), ZoneInfo(self.zone), date.min, LAST))


WEEKDAYS = "BYDAY=MO,TU,WE,TH,FR"
RULES = {
    "every day": Rule("2003-09-02T14:45", "FREQ=DAILY", ("*-*-*",), ("",)),
    "every third day": Rule("1997-09-02T09:00", "FREQ=DAILY;INTERVAL=3", (), ("1997-09-02 *3",)),
    "weekdays": Rule(
        "2003-09-02T09:00", f"FREQ=WEEKLY;{WEEKDAYS}", ("Mon..Fri",), ("Mon Tue Wed Thu Fri",)
    ),
    "R1, weekly": Rule("1997-09-02T09:00", "FREQ=WEEKLY", ("Tue",), ("Tue",)),
    "R3, every other week": Rule(
        "1997-09-02T09:00", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", (), ("1997-09-02 *14",)
    ),
    "R4, two days a week": Rule(
        "1997-09-02T09:00", "FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH", ("Tue,Thu",), ("Tue Thu",)
    ),
    "R5, three days every other week": Rule(
        "1997-09-01T09:00",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR",
        (),
        ("1997-09-01 *14", "1997-09-03 *14", "1997-09-05 *14"),
    ),
    "R7, first Friday": Rule(
        "1997-09-05T09:00", "FREQ=MONTHLY;BYDAY=1FR", ("Fri *-*-1..7",), ("Fri 1",)
    ),
    "third Wednesday": Rule(
        "1997-09-17T09:00", "FREQ=MONTHLY;BYDAY=+3WE", ("Wed *-*-15..21",), ("Wed 15",)
    ),
    "last Friday": Rule(
        "1997-09-26T09:00", "FREQ=MONTHLY;BYDAY=-1FR", ("Fri *-*~1..7",), ("Fri 1 --7",)
    ),
    "R8, last Monday but one": Rule(
        "1997-09-22T09:00", "FREQ=MONTHLY;BYDAY=-2MO", ("Mon *-*~8..14",), ("Mon 1 --14",)
    ),
    "R9, third day from the end": Rule(
        "1997-09-28T09:00", "FREQ=MONTHLY;BYMONTHDAY=-3", ("*-*~3",), ("1 --3",)
    ),
    "last day": Rule("1997-09-30T09:00", "FREQ=MONTHLY;BYMONTHDAY=-1", ("*-*~1",), ("1 --1",)),
    "R10, first and last day": Rule(
        "1997-09-30T09:00", "FREQ=MONTHLY;BYMONTHDAY=1,-1", ("*-*-1", "*-*~1"), ("1", "1 --1")
    ),
    "last weekday": Rule(
        "1997-09-30T09:00",
        f"FREQ=MONTHLY;{WEEKDAYS};BYSETPOS=-1",
        (),
        ("1 -1 OMIT Sat Sun",),
    ),
    "R11, last weekday but one": Rule(
        "1997-09-29T09:00",
        f"FREQ=MONTHLY;{WEEKDAYS};BYSETPOS=-2",
        (),
        ("1 -2 OMIT Sat Sun",),
    ),
    "R13, Monday of week 20": Rule(
        "1997-05-12T09:00",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        (),
        ("Mon SATISFY [weekno(trigdate()) == 20]",),
    ),
    "R16, the 15th and the 30th": Rule(
        "1997-01-15T09:00", "FREQ=MONTHLY;BYMONTHDAY=15,30", ("*-*-15,30",), ("15", "30")
    ),
    "the 31st": Rule("1996-10-31T09:00", "FREQ=MONTHLY", ("*-*-31",), ("31",)),
    "every three months": Rule(
        "1997-01-05T09:00",
        "FREQ=MONTHLY;INTERVAL=3",
        ("*-1/3-5",),
        ("5 Jan", "5 Apr", "5 Jul", "5 Oct"),
    ),
    "R17, election day": Rule(
        "1996-11-05T09:00",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        ("Tue 1996/4-11-2..8",),
        ("Tue 2 Nov SATISFY [year(trigdate()) % 4 == 0]",),
    ),
    "R18, Friday the 13th": Rule(
        "1997-09-02T09:00",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        ("Fri *-*-13",),
        ("Fri SATISFY [day(trigdate()) == 13]",),
    ),
    "29 February": Rule("1996-02-29T09:00", "FREQ=YEARLY", ("*-2-29",), ("29 Feb",)),
    "last day of February": Rule(
        "1997-02-28T09:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", ("*-2~1",), ("1 Mar --1",)
    ),
    "a time that comes twice": Rule("2003-09-02T01:30", "FREQ=DAILY", ("*-*-*",)),
    "Berlin": Rule("1997-09-05T16:00", "FREQ=WEEKLY", ("Fri",), ("Fri",), "Europe/Berlin"),
    "half an hour of summer": Rule(
        "1997-09-05T16:00", "FREQ=WEEKLY", ("Fri",), ("Fri",), "Australia/Lord_Howe"
    ),
}  # fmt: skip


def told(*words: str) -> str:
    done = subprocess.run(
        words,
        env={"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C"},
        capture_output=True,
        encoding="ascii",
        timeout=60,
        check=True,
    )
    assert not done.stderr, done.stderr  # remind leaves with 0 whatever it thinks of a line
    return done.stdout


def asked_of(program: str, known: str) -> pytest.MarkDecorator:
    able = {name: rule for name, rule in RULES.items() if getattr(rule, known)}
    return pytest.mark.parametrize(
        "rule",
        [
            pytest.param(
                rule,
                id=name,
                marks=pytest.mark.skipif(
                    shutil.which(program) is None,
                    reason=f"no {program} here: rules were NOT held against it",
                ),
            )
            for name, rule in able.items()
        ],
    )


@asked_of("systemd-analyze", "systemd")
def test_systemd_says_the_same_moments(rule: Rule) -> None:
    zone = ZoneInfo(rule.zone)
    ours = rule.ours()
    before = rule.at.replace(tzinfo=zone).astimezone(UTC).timestamp() - 1
    found = set()
    for days in rule.systemd:
        said = told(
            "systemd-analyze",
            "calendar",
            f"--iterations={len(ours) + 1}",
            f"--base-time=@{before:.0f}",
            f"{days} {rule.at:%H:%M} {rule.zone}",
        )
        found |= set(re.findall(r"(?:elapse|#\d+): ... (\S+ \S+) UTC$", said, re.MULTILINE))
    moments = sorted(datetime.fromisoformat(f"{each}+00:00") for each in found)
    assert [each.astimezone(UTC) for each in ours] == [
        each for each in moments if each.astimezone(zone).date() <= LAST
    ]


@asked_of("remind", "remind")
def test_remind_says_the_same_days(rule: Rule, tmp_path: Path) -> None:
    file = tmp_path / "rules.rem"
    lines = []
    for days in rule.remind:
        when, satisfy, condition = days.partition("SATISFY")
        lines.append(f"REM {when} AT {rule.at:%H:%M} {satisfy}{condition} MSG quiet\n")
    file.write_text("".join(lines), encoding="ascii")
    said = told("remind", "-r", f"-s{MONTHS}", str(file), f"{rule.at:%Y-%m-%d}")
    rows = [line.split() for line in said.splitlines()]
    found = sorted(
        (date.fromisoformat(day.replace("/", "-")), int(minutes))
        for day, _, _, _, minutes, *_ in rows
    )
    assert [(each.date(), each.hour * 60 + each.minute) for each in rule.ours()] == [
        (day, minutes) for day, minutes in found if rule.at.date() <= day <= LAST
    ]


def test_no_rule_is_asked_of_nobody() -> None:
    assert all(rule.systemd or rule.remind for rule in RULES.values())
    assert all(rule.ours() for rule in RULES.values())
