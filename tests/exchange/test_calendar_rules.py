"""A stranger's rule is followed so far and no farther, and comes on the days that it says."""

from datetime import UTC, date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.exchange.calendar_rules import Steps, TooFar, days_by_rule

PERIOD = date(2025, 8, 18), date(2027, 6, 4)


def followed(rule: str, start: date, steps: int = 100_000) -> set[date]:
    first, last = PERIOD
    found = days_by_rule(rule, start, PERIOD, UTC, Steps(steps))
    return {day for day in found if first <= day <= last}


@given(
    start=st.dates(date(1990, 1, 1), date(2027, 12, 31)),
    rule=st.sampled_from(
        [
            "FREQ=DAILY",
            "FREQ=DAILY;BYDAY=MO,WE;BYMONTH=9,10",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=TU,FR",
            "FREQ=WEEKLY;BYDAY=SU,MO;WKST=SU",
            "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYMONTHDAY=-1,13",
            "FREQ=MONTHLY;BYDAY=-1FR,1MO",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY",
            "FREQ=YEARLY;BYMONTH=1,10",
            "FREQ=YEARLY;BYMONTH=1,10;BYDAY=3MO",
            "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO",
            "FREQ=YEARLY;BYYEARDAY=1,366",
        ]
    ),
    interval=st.sampled_from([1, 2, 3, 4, 5, 6, 9, 12, 13]),  # by sevens some never come
    end=st.sampled_from(["", ";COUNT=40", ";UNTIL=20260115", ";UNTIL=20260115T000000Z"]),
)
@settings(max_examples=150, deadline=None)
def test_it_comes_on_the_days_that_the_whole_rule_says(
    start: date, rule: str, interval: int, end: str
) -> None:
    whole = f"{rule};INTERVAL={interval}{end}"
    begins = datetime.combine(start, time())
    every = rrulestr(whole.replace("T000000Z", ""), dtstart=begins)
    first, last = (datetime.combine(day, time()) for day in PERIOD)
    assert followed(whole, start) == {at.date() for at in every.between(first, last, inc=True)}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=99999999",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",  # the start is a Monday
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
    ],
)
def test_a_rule_that_leads_too_far_says_so(rule: str) -> None:
    with pytest.raises(TooFar):
        followed(rule, date(1, 1, 1), 50_000)


def test_all_rules_of_a_file_share_its_steps() -> None:
    steps = Steps(700)
    assert list(days_by_rule("FREQ=WEEKLY;BYDAY=FR", date(1, 1, 1), PERIOD, UTC, steps))
    with pytest.raises(TooFar):
        list(days_by_rule("FREQ=DAILY", date(2025, 1, 1), PERIOD, UTC, steps))
