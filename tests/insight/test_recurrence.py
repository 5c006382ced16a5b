"""A block's rule counts in days or more; what could be looked for for ever is no rule."""

import time
from datetime import UTC, date, datetime

import pytest

from stillpd.insight.recurrence import occurrences, read_interval, read_rule
from stillpd.model.block import Block
from stillpd.model.calendar import Calendar

STARTS = datetime(2025, 8, 29, 14, 45)  # a Friday


def block(rule: str) -> Block:
    return Block(id="quiet", title="Quiet", rule=rule, starts=STARTS)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=WEEKLY;BYMONTH=0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=WEEKLY;BYSETPOS=300",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=DAILY\nEXRULE:FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 1000),
    ],
)
def test_a_hostile_rule_has_no_occurrences(rule: str) -> None:
    began = time.perf_counter()
    assert read_rule(rule, STARTS, UTC) is None
    assert not list(occurrences(block(rule), Calendar(()), UTC, date.min, date(2026, 6, 5)))
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", date(2025, 9, 5)),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=MO", date(2025, 9, 12)),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2025, 9, 26)),
        ("FREQ=DAILY;COUNT=1000000000", date(2025, 8, 30)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2025, 9, 30)),
    ],
)
def test_a_plain_rule_comes_round(rule: str, second: date) -> None:
    found = list(occurrences(block(rule), Calendar(()), UTC, date(2025, 8, 30), date(2025, 10, 1)))
    assert found[0] == datetime.combine(second, STARTS.time(), UTC)


def test_an_interval_beyond_reason_is_none() -> None:
    assert read_interval("9" * 30 + " weeks") is None


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;INTERVAL=14;BYDAY=TU,WE;COUNT=5",
    ],
)
def test_nobody_looks_through_eight_thousand_years_for_a_time_that_never_comes(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dateutil.rrule

    def looked(*_: object, **__: object) -> None:
        pytest.fail("it was looked for")

    monkeypatch.setattr(dateutil.rrule, "rrulestr", looked)
    assert list(read_rule(rule, datetime(2025, 9, 1, 9), UTC) or ()) == []
