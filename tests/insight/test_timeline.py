"""A week's numbers on the timeline: which week, which value, whose."""

from datetime import UTC, datetime

import pytest

from stillpd.insight.timeline import LogWeek, Wanted, timeline
from stillpd.model.entry import CheckIn, Entry, Note, TimeSample
from stillpd.model.goal import Goal, Measure
from stillpd.model.header import Header
from stillpd.model.journal import Journal
from stillpd.model.week import Week

W42, W43, W44 = (Week(2025, number) for number in (42, 43, 44))
ALL = Wanted()
LATER = datetime(2025, 12, 1, tzinfo=UTC)
GOALS = (
    Goal(
        id="cer",
        circle="doing",
        share=("coach",),
        measures=(Measure(id="exit-ticket", role="lag"), Measure(id="talk")),
    ),
    Goal(id="dinners", circle="relating", measures=(Measure(id="dinners"),)),
    Goal(id="movement", circle="being", share=("team",), measures=(Measure(id="sessions"),)),
)


def october(day: int, hour: int = 15) -> datetime:
    return datetime(2025, 10, day, hour, tzinfo=UTC)


def journal(*entries: Entry) -> Journal:
    ordered = tuple(sorted(entries, key=lambda entry: entry.at))
    return Journal(header=Header(), entries=ordered, goals={goal.id: goal for goal in GOALS})


def weeks(held: Journal, wanted: Wanted = ALL, now: datetime = LATER) -> dict[Week, LogWeek]:
    return {week.week: week for week in timeline(held, wanted, now).weeks}


def numbers(week: LogWeek) -> dict[str, object]:
    assert week.numbers is not None
    return dict(week.numbers.readings) | dict.fromkeys(week.numbers.excused, "excused")


FRIDAY = CheckIn(
    at=october(24),
    share=("coach",),
    readings={"cer.exit-ticket": 48, "cer.talk": 1, "dinners": 3, "movement": 0},
)


def test_what_is_done_stands_before_its_results_under_the_names_that_were_written() -> None:
    [week] = weeks(journal(FRIDAY)).values()
    said = {"cer.talk": 1, "dinners": 3, "movement": 0, "cer.exit-ticket": 48}
    assert list(numbers(week).items()) == list(said.items())


def test_a_number_belongs_to_the_week_that_it_counts_for() -> None:
    monday = CheckIn(at=october(27), week=W43, readings={"dinners": 4})
    held = journal(Note(at=october(22)), monday)
    found = weeks(held)
    assert numbers(found[W43]) == {"dinners": 4}
    assert numbers(found[W44]) == {}
    [row] = found[W44].entries
    assert row.for_week == W43


def test_a_check_in_of_its_own_week_needs_no_week() -> None:
    [week] = weeks(journal(CheckIn(at=october(24), week=W43, readings={"dinners": 4}))).values()
    assert week.entries[0].for_week is None


def test_the_later_of_two_values_counts_and_a_reading_beats_an_excuse() -> None:
    early = CheckIn(at=october(23), readings={"dinners": 1}, excused={"cer.talk": "ill"})
    late = CheckIn(at=october(24), readings={"dinners": 2}, excused={"dinners": "", "movement": ""})
    [week] = weeks(journal(early, late)).values()
    assert numbers(week) == {"dinners": 2, "cer.talk": "excused", "movement": "excused"}


def test_only_what_had_been_recorded_by_then_is_there() -> None:
    held = journal(Note(at=october(20)), CheckIn(at=october(22), readings={"dinners": 1}), FRIDAY)
    [week] = weeks(held, now=october(23)).values()
    assert numbers(week) == {"dinners": 1}


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(goals=("cer",)), {"cer.talk": 1, "cer.exit-ticket": 48}),
        (Wanted(circle="relating"), {"dinners": 3}),
        (Wanted(audience="coach"), {"cer.talk": 1, "cer.exit-ticket": 48}),
    ],
    ids=["goal", "circle", "audience"],
)
def test_a_filter_leaves_the_numbers_of_the_goals_that_were_asked_for(
    wanted: Wanted, said: dict[str, int]
) -> None:
    [week] = weeks(journal(FRIDAY), wanted).values()
    assert numbers(week) == said
    assert dict(week.entries[0].readings) == said


def test_hours_are_those_of_the_goals_that_were_asked_for() -> None:
    held = journal(TimeSample(at=october(24), hours={"cer": 1, "dinners": 2, "inbox": 9}))
    for wanted, said in (
        (ALL, {"cer": 1, "dinners": 2, "inbox": 9}),
        (Wanted(goals=("cer",)), {"cer": 1}),
    ):
        [week] = weeks(held, wanted).values()
        assert dict(week.entries[0].hours) == said


def test_where_single_entries_are_picked_no_week_has_numbers() -> None:
    held = journal(FRIDAY, Note(at=october(22), tags=("lab",), starred=True))
    for wanted in (Wanted(kinds=("note",)), Wanted(tags=("lab",)), Wanted(starred=True)):
        [week] = weeks(held, wanted).values()
        assert week.numbers is None
    [week] = weeks(held, Wanted(kinds=("note", "check-in"))).values()
    assert numbers(week)["dinners"] == 3


def test_on_a_shared_screen_a_number_follows_its_goal() -> None:
    private = CheckIn(at=october(22), readings={"movement": 2, "dinners": 5})
    held = journal(private, FRIDAY)
    report = timeline(held, Wanted(), LATER, hide_private=True)
    [week] = report.weeks
    # `movement` is shared though the check-in of Wednesday is not; Friday's value counts.
    assert numbers(week) == {"cer.talk": 1, "movement": 0, "cer.exit-ticket": 48}
    assert dict(week.entries[0].readings).keys() == {"cer.talk", "movement", "cer.exit-ticket"}
    assert report.hidden == 1


def test_the_week_of_the_new_year_is_the_iso_week() -> None:
    check_in = CheckIn(at=datetime(2025, 12, 30, tzinfo=UTC), readings={"dinners": 2})
    [week] = weeks(journal(check_in), now=datetime(2026, 2, 1, tzinfo=UTC)).values()
    assert week.week == Week(2026, 1)
    assert numbers(week) == {"dinners": 2}
