"""When a block comes round, as people type it, becomes the rule that they mean (RFC 5545)."""

from datetime import datetime, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stillpd.cli.rule_words import read_rule_words
from stillpd.insight.recurrence import first_start
from stillpd.model.errors import InvalidInput
from stillpd.render.rule_words import rule_words

SCHOOL_DAYS = "BYDAY=MO,TU,WE,TH,FR"
PHRASES = {
    # every week
    "fri": "FREQ=WEEKLY;BYDAY=FR",
    "friday": "FREQ=WEEKLY;BYDAY=FR",
    "Fridays": "FREQ=WEEKLY;BYDAY=FR",
    "every Friday": "FREQ=WEEKLY;BYDAY=FR",
    "each friday": "FREQ=WEEKLY;BYDAY=FR",
    "on fridays": "FREQ=WEEKLY;BYDAY=FR",
    "weekly on friday": "FREQ=WEEKLY;BYDAY=FR",
    "every week on friday": "FREQ=WEEKLY;BYDAY=FR",
    "weds": "FREQ=WEEKLY;BYDAY=WE",
    "tue.": "FREQ=WEEKLY;BYDAY=TU",
    "tue and thu": "FREQ=WEEKLY;BYDAY=TU,TH",
    "thu, tue": "FREQ=WEEKLY;BYDAY=TU,TH",
    "mon/wed/fri": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "mon-wed": "FREQ=WEEKLY;BYDAY=MO,TU,WE",
    "monday to friday": f"FREQ=WEEKLY;{SCHOOL_DAYS}",
    "weekdays": f"FREQ=WEEKLY;{SCHOOL_DAYS}",
    "every weekday": f"FREQ=WEEKLY;{SCHOOL_DAYS}",
    "school days": f"FREQ=WEEKLY;{SCHOOL_DAYS}",
    "weekends": "FREQ=WEEKLY;BYDAY=SA,SU",
    # every so many weeks
    "every other friday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "every second friday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "every other week on friday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "every 2 weeks on friday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "friday every 2 weeks": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "friday, every second week": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "fortnightly on fri": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "every third week on monday": "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO",
    "every four weeks on mon and tue": "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,TU",
    "every other weekend": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
    "every other week on weekdays": f"FREQ=WEEKLY;INTERVAL=2;{SCHOOL_DAYS}",
    "every 1 week on friday": "FREQ=WEEKLY;BYDAY=FR",
    # every month
    "first friday": "FREQ=MONTHLY;BYDAY=1FR",
    "the first friday of the month": "FREQ=MONTHLY;BYDAY=1FR",
    "every first friday": "FREQ=MONTHLY;BYDAY=1FR",
    "first friday each month": "FREQ=MONTHLY;BYDAY=1FR",
    "1st friday of every month": "FREQ=MONTHLY;BYDAY=1FR",
    "every second friday of the month": "FREQ=MONTHLY;BYDAY=2FR",
    "monthly on the third tuesday": "FREQ=MONTHLY;BYDAY=3TU",
    "every month on the last wednesday": "FREQ=MONTHLY;BYDAY=-1WE",
    "first and third monday": "FREQ=MONTHLY;BYDAY=1MO,3MO",
    "last weekday of the month": f"FREQ=MONTHLY;{SCHOOL_DAYS};BYSETPOS=-1",
    "first weekday": f"FREQ=MONTHLY;{SCHOOL_DAYS};BYSETPOS=1",
    "last day of the month": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "the 15th of the month": "FREQ=MONTHLY;BYMONTHDAY=15",
    "monthly on the 15th": "FREQ=MONTHLY;BYMONTHDAY=15",
    "every month on the 1st": "FREQ=MONTHLY;BYMONTHDAY=1",
    # every so many days
    "daily": "FREQ=DAILY",
    "every day": "FREQ=DAILY",
    "every other day": "FREQ=DAILY;INTERVAL=2",
    "every second day": "FREQ=DAILY;INTERVAL=2",  # and not the 2nd of the month
    "every third day": "FREQ=DAILY;INTERVAL=3",
    "every 10 days": "FREQ=DAILY;INTERVAL=10",
}
TIMES = {
    "fri 14:45": time(14, 45),
    "fridays at 14:45": time(14, 45),
    "Fri 2:45pm": time(14, 45),
    "fri 7am": time(7),
    "fri at 12 am": time(0),
    "weekdays 7:30": time(7, 30),
    "first friday 14:45": time(14, 45),
    "the 15th of the month at 16:00": time(16),
    "14:45": time(14, 45),
    "fri": None,
}
NO_RULES = [
    "",
    "  ",
    "soon",
    "every",
    "every other",
    "friyay",
    "t",  # Tuesday or Thursday
    "fri-mon",
    "fri and soon",
    "fifth friday of the year",
    "every 0 days",
    "every 0 weeks on friday",
    "every other weekday",  # Monday, Wednesday, Friday, Tuesday, …: no rule of weeks is that
    "every second weekday",
    "the 32nd of the month",
    "the 0th of the month",
    "first and last day",
    "easter",
    "FREQ=WEEKLY",
]


@pytest.mark.parametrize(("phrase", "rule"), PHRASES.items())
def test_words_become_the_rule_that_they_mean(phrase: str, rule: str) -> None:
    assert read_rule_words(phrase) == (rule, None)
    assert read_rule_words(f"  {phrase.upper()}   14:45 ") == (rule, time(14, 45))


@pytest.mark.parametrize(("phrase", "at"), TIMES.items())
def test_a_time_at_the_end_is_the_time_of_day(phrase: str, at: time | None) -> None:
    assert read_rule_words(phrase)[1] == at


@pytest.mark.parametrize("phrase", NO_RULES)
def test_what_is_no_rule_is_refused_with_examples(phrase: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_rule_words(phrase)
    assert "fri 14:45" in refused.value.hint
    assert "--rrule" in refused.value.hint


@pytest.mark.parametrize("phrase", ["fri 25:00", "fri 14:75", "fri 13:99pm"])
def test_a_time_that_there_is_not_is_told_as_such(phrase: str) -> None:
    with pytest.raises(InvalidInput, match="There is no such time"):
        read_rule_words(phrase)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_rule_told_in_words_reads_as_the_same_rule(phrase: str) -> None:
    rule, _ = read_rule_words(phrase)
    assert read_rule_words(rule_words(rule, None)) == (rule, None)


WORDS = sorted({word for phrase in [*PHRASES, *TIMES, *NO_RULES] for word in phrase.split()})
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(SENTENCES, st.text(max_size=40)))
@example("every ² weeks on friday")
@example("the ١٥th of the month")
@example("fri ١٤:٤٥")
@example("every " * 400)
def test_whatever_is_typed_is_a_rule_that_can_be_read_or_is_refused(typed: str) -> None:
    try:
        rule, at = read_rule_words(typed)
    except InvalidInput:
        return
    if not rule:
        assert at is not None  # a time alone: of a block that has a rule already
        return
    start = first_start(rule, datetime(2025, 8, 29, 14, 45))
    assert start is not None
    assert start.time() == time(14, 45)
    told = rule_words(rule, None)
    assert "FREQ" not in told, rule  # what was understood is said again in words
    assert read_rule_words(told) == (rule, None)
