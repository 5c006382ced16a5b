"""The page before a talk: from what is shared alone, and with the figures of progress."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from stillpd.actions.brief import brief_for
from stillpd.actions.pack import prepare
from stillpd.insight.brief import Brief, LastTime, brief
from stillpd.insight.period import period_at
from stillpd.insight.progress import progress
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.errors import InvalidInput, Private
from stillpd.model.shared import Shared
from tests.conftest import DEMO

ZONE = ZoneInfo("America/New_York")
VISIT = datetime(2025, 11, 20, 7, 40, tzinfo=ZONE)
COACHING = shipped_protocols()["coaching"]
OPENED = open_journal(DEMO)
JOURNAL = read_journal(OPENED)


def shared(audience: str, now: datetime = VISIT) -> Shared:
    return prepare(OPENED, JOURNAL, audience, now, redact=True).shared


def page(audience: str, now: datetime = VISIT) -> Brief:
    return brief_for(OPENED, JOURNAL, audience, now, redact=True)


def test_the_goals_are_those_that_go_on_and_are_shared() -> None:
    assert [one.goal.id for one in page("coach").goals] == ["cer", "contacts"]
    assert [one.goal.id for one in page("evaluator").goals] == ["cer"]
    assert page("partner").goals == ()


def test_a_goal_that_ended_stands_there_only_at_the_next_talk() -> None:
    after = datetime(2026, 1, 26, 8, 0, tzinfo=ZONE)
    assert "cer" in [one.goal.id for one in page("coach", after).goals]
    later = datetime(2026, 3, 20, 8, 0, tzinfo=ZONE)
    assert [one.goal.id for one in page("coach", later).goals] == ["on-task", "contacts"]


def test_the_figures_are_those_of_progress() -> None:
    own = progress(JOURNAL, period_at(JOURNAL.calendar, VISIT))
    expected = {goal.id: goal for goal in own.goals}
    for one in page("coach").goals:
        for told, counted in zip(one.goal.measures, expected[one.goal.id].measures, strict=True):
            assert (told.met, told.recorded, told.not_recorded, told.last) == (
                counted.met,
                counted.recorded,
                counted.not_recorded,
                counted.last,
            )


def test_the_newest_number_knows_its_week() -> None:
    newest = {
        one.measure: (one.value, str(one.week)) for g in page("coach").goals for one in g.newest
    }
    assert newest == {
        "talk": (3, "2025-W46"),
        "exit-ticket": (61, "2025-W46"),
        "contacts": (3, "2025-W46"),
    }


def test_what_changed_is_told_for_four_weeks_and_then_no_more() -> None:
    changes = {one.goal.id: [str(e.on) for e in one.changes] for one in page("coach").goals}
    assert changes == {"cer": ["2025-10-27"], "contacts": ["2025-11-10"]}


def test_promises_are_the_open_ones_first_then_the_newest_five_in_all() -> None:
    team = page("team", datetime(2026, 3, 3, 20, 0, tzinfo=ZONE))
    assert [row.outcome for row in team.promises] == ["open", "missed", "kept", "kept", "kept"]
    settled = [row.settled for row in team.promises[1:]]
    assert settled == sorted(settled, reverse=True)


def test_the_last_talk_is_the_one_before_today() -> None:
    talk = page("coach").talk
    assert talk
    assert (talk.on, talk.next) == (date(2025, 11, 12), "tell the team tomorrow, then film P3")
    same_day = page("coach", datetime(2025, 11, 12, 18, 0, tzinfo=ZONE)).talk
    assert same_day
    assert same_day.on < date(2025, 11, 12)


def test_what_is_new_follows_the_bundle_before_where_there_was_one() -> None:
    assert page("coach").since == date(2025, 11, 12)
    told = brief(shared("coach"), COACHING, LastTime(on=date(2025, 11, 18), pages={"jdnb3x"}))
    assert told.since == date(2025, 11, 18)
    assert [(one.ref, one.kind) for one in told.new] == [("jdnb3x", "note")]
    assert told.new_kinds == {"note": 1}


def test_nothing_was_there_before_so_the_last_four_weeks_are_new() -> None:
    told = page("evaluator")
    assert told.since == date(2025, 10, 23)
    assert told.new_kinds == {"check-in": 3}


def test_a_question_is_one_of_coaching_and_turns_with_the_weeks() -> None:
    asks = [page("coach", VISIT.replace(day=day)).question for day in (3, 10, 17, 24)]
    assert None not in asks
    assert {ask.id for ask in asks if ask} <= {question.id for question in COACHING.questions}
    assert len({ask.id for ask in asks if ask}) == 4
    monday, friday = (page("coach", VISIT.replace(day=day)).question for day in (17, 21))
    assert monday == friday


def test_a_private_name_is_refused_and_can_be_taken_out() -> None:
    with pytest.raises(Private):
        brief_for(OPENED, JOURNAL, "coach", VISIT)
    told = " ".join(one.said for one in page("coach").new)
    assert "packets" not in told
    assert "[private]" in told


def test_a_talk_with_nobody_or_with_oneself_is_none() -> None:
    for nobody in ("", "me"):
        with pytest.raises(InvalidInput):
            brief_for(OPENED, JOURNAL, nobody, VISIT)


def test_no_private_page_stands_in_any_brief_of_the_year() -> None:
    goals = {goal.id for goal in JOURNAL.goals.values() if not goal.share}
    refs = {entry.ref for entry in JOURNAL.entries if not entry.share}
    for month in (9, 10, 11, 12):
        for audience in JOURNAL.header.audiences:
            told = page(audience, VISIT.replace(month=month))
            assert not goals & {one.goal.id for one in told.goals}
            assert not refs & {one.ref for one in (*told.new, *told.promises)}


def test_private_pages_change_nothing_in_it() -> None:
    kept = tuple(entry for entry in JOURNAL.entries if "coach" in entry.share)
    numbers = tuple(e for e in JOURNAL.entries if e.kind == "check-in" and e not in kept)
    fewer = replace(
        JOURNAL,
        goals={name: goal for name, goal in JOURNAL.goals.items() if "coach" in goal.share},
        entries=tuple(sorted((*kept, *numbers), key=lambda entry: (entry.at, entry.id))),
    )
    whole = brief(prepare(OPENED, JOURNAL, "coach", VISIT).shared, COACHING)
    assert brief(prepare(OPENED, fewer, "coach", VISIT).shared, COACHING) == whole
