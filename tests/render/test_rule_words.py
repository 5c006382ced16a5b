"""A rule in words says what the rule says, or shows the rule itself; it never says half of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from stillpd.model.block import Block
from stillpd.render.rule_words import rule_words, when_words

FRIDAY = datetime(2025, 8, 29, 14, 45)
SCHOOL_DAYS = "BYDAY=MO,TU,WE,TH,FR"
TOLD = {
    "FREQ=DAILY": "every day",
    "FREQ=DAILY;INTERVAL=2": "every other day",
    "FREQ=DAILY;INTERVAL=3": "every 3 days",
    "FREQ=WEEKLY": "every Friday",
    "FREQ=WEEKLY;BYDAY=FR": "every Friday",
    "RRULE:FREQ=WEEKLY;BYDAY=FR": "every Friday",
    "freq=weekly;byday=fr": "every Friday",
    "BYDAY=FR;FREQ=WEEKLY;WKST=MO": "every Friday",
    "FREQ=WEEKLY;BYDAY=TH,TU": "every Tuesday and Thursday",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR": "every Monday, Wednesday and Friday",
    f"FREQ=WEEKLY;{SCHOOL_DAYS}": "weekdays",
    "FREQ=WEEKLY;BYDAY=SA,SU": "weekends",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU": "every day",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR": "every other Friday",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR": "every 3 weeks on Friday",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU": "every other week on Monday and Tuesday",
    "FREQ=MONTHLY": "the 29th of the month",
    "FREQ=MONTHLY;BYMONTHDAY=1": "the 1st of the month",
    "FREQ=MONTHLY;BYMONTHDAY=2": "the 2nd of the month",
    "FREQ=MONTHLY;BYMONTHDAY=11": "the 11th of the month",
    "FREQ=MONTHLY;BYMONTHDAY=12": "the 12th of the month",
    "FREQ=MONTHLY;BYMONTHDAY=13": "the 13th of the month",
    "FREQ=MONTHLY;BYMONTHDAY=23": "the 23rd of the month",
    "FREQ=MONTHLY;BYMONTHDAY=31": "the 31st of the month",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "the last day of the month",
    "FREQ=MONTHLY;BYDAY=1FR": "the first Friday of the month",
    "FREQ=MONTHLY;BYDAY=+1FR": "the first Friday of the month",
    "FREQ=MONTHLY;BYDAY=1FR,3FR": "the first and third Friday of the month",
    "FREQ=MONTHLY;BYDAY=-1FR": "the last Friday of the month",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR": "the first Friday of every other month",
    "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2": "the second Friday of the month",
    f"FREQ=MONTHLY;{SCHOOL_DAYS};BYSETPOS=-1": "the last weekday of the month",
    "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1": "the first weekend day of the month",
    "FREQ=WEEKLY;BYDAY=FR;COUNT=10": "every Friday, 10 times in all",
    "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260605": "every Friday, until 5 June 2026",
    "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260605T235959Z": "every Friday, until 5 June 2026",
}
AS_IT_STANDS = [
    "",
    "every friday",
    "FREQ=YEARLY;BYMONTH=9",
    "FREQ=HOURLY",
    "FREQ=DAILY;BYMONTH=9",
    "FREQ=WEEKLY;BYMONTH=9;BYDAY=FR",
    "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=WEEKLY;BYDAY=1FR",
    "FREQ=MONTHLY;BYDAY=FR",  # every Friday of each month, not the first
    "FREQ=MONTHLY;BYDAY=1FR,2MO",
    "FREQ=MONTHLY;BYDAY=6FR",
    "FREQ=MONTHLY;BYDAY=1XX",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYMONTHDAY=-2",
    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
    "FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=1",
    f"FREQ=MONTHLY;{SCHOOL_DAYS};BYSETPOS=1,-1",
    "FREQ=WEEKLY;BYDAY=FR;COUNT=many",
    "FREQ=WEEKLY;BYDAY=FR;UNTIL=soon",
    "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260230",
    "FREQ=WEEKLY;INTERVAL=two;BYDAY=FR",
]


@pytest.mark.parametrize(("rule", "words"), TOLD.items())
def test_a_rule_that_people_have_words_for_is_told_in_them(rule: str, words: str) -> None:
    assert rule_words(rule, FRIDAY) == words


@pytest.mark.parametrize("rule", AS_IT_STANDS)
def test_a_rule_without_such_words_is_shown_as_it_stands(rule: str) -> None:
    assert rule_words(rule, FRIDAY) == rule


@pytest.mark.parametrize(
    ("until", "zone", "day"),
    [
        ("20251025T035959Z", "America/New_York", "24 October 2025"),
        ("20251025T040000Z", "America/New_York", "25 October 2025"),
        ("20251024T150000Z", "Asia/Tokyo", "25 October 2025"),
        ("20251024", "America/New_York", "24 October 2025"),
        ("20251024T235959", "Asia/Tokyo", "24 October 2025"),
        ("99991231T235959Z", "Asia/Tokyo", "31 December 9999"),
    ],
)
def test_the_end_of_a_rule_is_a_day_of_the_journals_zone(until: str, zone: str, day: str) -> None:
    rule = f"FREQ=WEEKLY;BYDAY=FR;UNTIL={until}"
    assert rule_words(rule, FRIDAY, ZoneInfo(zone)) == f"every Friday, until {day}"
    weekly = Block(id="friday", rule=rule, starts=FRIDAY)
    assert when_words(weekly, ZoneInfo(zone)) == f"every Friday, until {day} at 14:45"


def test_a_block_says_its_rule_and_its_time() -> None:
    weekly = Block(id="friday", rule="FREQ=WEEKLY;BYDAY=FR", starts=FRIDAY)
    assert when_words(weekly) == "every Friday at 14:45"
    after = Block(id="walk", after_done="2 weeks", starts=FRIDAY)
    assert when_words(after) == "2 weeks after the last one at 14:45"
