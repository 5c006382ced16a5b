"""The rotating question of a week: one, for what had least, the same however often it is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.insight.rotation import questions_of_week, rotating_question
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.entry import CheckIn, Entry, Note, Reflection, Stillness
from stillpd.model.goal import Goal, Measure
from stillpd.model.header import Header
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol, Question
from stillpd.model.words import CIRCLES, DISCIPLINES

WEEKLY = shipped_protocols()["weekly"]
FRIDAY = datetime(2025, 10, 24, 16, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
POOL = [question for question in WEEKLY.questions if question.rotate]


def journal(*entries: Entry, goals: tuple[Goal, ...] = ()) -> Journal:
    return Journal(header=Header(), entries=entries, goals={goal.id: goal for goal in goals})


def chosen(held: Journal, now: datetime, protocol: Protocol = WEEKLY) -> Question:
    question = rotating_question(held, protocol, now)
    assert question is not None
    return question


def notes(now: datetime, **counts: int) -> list[Entry]:
    return [
        Note(at=now - WEEK, circle=circle)  # type: ignore[arg-type]
        for circle, count in counts.items()
        for _ in range(count)
    ]


def circle_week(held: Journal) -> datetime:
    """Return this week or the next: whichever asks after a circle."""
    return FRIDAY if chosen(held, FRIDAY).circle else FRIDAY + WEEK


def discipline_week(held: Journal) -> datetime:
    return FRIDAY + WEEK if circle_week(held) == FRIDAY else FRIDAY


def answered(now: datetime, question: Question) -> Reflection:
    return Reflection(
        at=now,
        protocol="weekly",
        body=f"## {question.ask}\n\nSome words.",
        circle=question.circle,
        discipline=question.discipline,
    )


def test_a_week_asks_the_fixed_core_and_exactly_one_rotating_question() -> None:
    asked = questions_of_week(journal(), WEEKLY, FRIDAY)
    assert [question.id for question in asked][:3] == ["what", "sowhat", "nowwhat"]
    assert [question.rotate for question in asked] == [False, False, False, True]


def test_a_protocol_without_rotating_questions_asks_all_of_its_own() -> None:
    gibbs = shipped_protocols()["gibbs"]
    assert questions_of_week(journal(), gibbs, FRIDAY) == gibbs.questions


@given(
    st.integers(0, 6),
    st.lists(
        st.tuples(
            st.integers(0, 90),
            st.sampled_from([None, *CIRCLES]),
            st.sampled_from([None, *DISCIPLINES]),
        ),
        max_size=12,
    ),
)
def test_the_whole_week_asks_the_same_whatever_is_written_in_it(
    day: int, written: list[tuple[int, str | None, str | None]]
) -> None:
    monday = datetime(2025, 10, 20, 0, 0, tzinfo=UTC)
    before = [
        Note(at=monday - timedelta(days=ago, minutes=1), circle=circle, discipline=discipline)  # type: ignore[arg-type]
        for ago, circle, discipline in written
    ]
    during = Note(at=monday + timedelta(days=day), circle="doing", discipline="attunement")
    now = monday + timedelta(days=day, hours=20)
    assert chosen(journal(*before), monday) == chosen(journal(*before, during), now)


def test_of_the_circles_the_one_with_fewest_entries_is_asked_after() -> None:
    now = circle_week(journal())
    for least in CIRCLES:
        counts = {circle: 1 if circle == least else 3 for circle in CIRCLES}
        assert chosen(journal(*notes(now, **counts)), now).circle == least


def test_of_the_disciplines_the_one_with_fewest_entries_is_asked_after() -> None:
    now = discipline_week(journal())
    for least in DISCIPLINES:
        rest = [Note(at=now - WEEK, discipline=other) for other in DISCIPLINES if other != least]
        assert chosen(journal(*rest), now).discipline == least


def test_an_entry_counts_for_the_circles_of_its_goals() -> None:
    now = circle_week(journal())
    run = Goal(id="run", title="Run", circle="being")
    others = notes(now, doing=1, relating=1)
    assert chosen(journal(*others, goals=(run,)), now).circle == "being"
    ran = [Note(at=now - WEEK, goals=("run",)) for _ in range(2)]
    assert chosen(journal(*others, *ran, goals=(run,)), now).circle != "being"


def test_a_number_alone_and_a_missed_block_are_no_time_given() -> None:
    now = circle_week(journal())
    run = Goal(id="run", title="Run", circle="being", measures=(Measure(id="runs"),), block="quiet")
    others = notes(now, doing=1, relating=1)
    numbers = [CheckIn(at=now - WEEK, readings={"run.runs": 0}) for _ in range(3)]
    missed = [Stillness(at=now - WEEK, block="quiet", outcome="missed") for _ in range(3)]
    held = journal(*others, *numbers, *missed, goals=(run,))
    assert chosen(held, now).circle == "being"


def test_what_is_more_than_eight_weeks_back_is_forgotten() -> None:
    now = circle_week(journal())
    long_ago = [Note(at=now - 9 * WEEK, circle="being") for _ in range(9)]
    assert chosen(journal(*long_ago, *notes(now, doing=1, relating=1)), now).circle == "being"


def test_what_is_still_to_come_changes_nothing() -> None:
    later = [Note(at=FRIDAY + WEEK, circle=circle) for circle in ("doing", "doing", "being")]
    assert chosen(journal(*later), FRIDAY) == chosen(journal(), FRIDAY)


def test_of_its_questions_the_one_asked_longest_ago_comes() -> None:
    now = circle_week(journal())
    being = [question for question in POOL if question.circle == "being"]
    assert len(being) == 3
    for oldest in being:
        others = [question for question in being if question != oldest]
        asked = [answered(now - 2 * WEEK, question) for question in others]
        asked.append(answered(now - 3 * WEEK, oldest))
        held = journal(*asked, *notes(now, doing=5, relating=5))
        assert chosen(held, now) == oldest


def test_a_question_that_was_skipped_is_not_pressed_the_next_time() -> None:
    now = circle_week(journal())
    held = journal(*notes(now, doing=5, relating=5), *notes(now + 2 * WEEK, doing=1, relating=1))
    first, second = chosen(held, now), chosen(held, now + 2 * WEEK)
    assert (first.circle, second.circle) == ("being", "being")
    assert first != second


@pytest.mark.parametrize("start", range(0, 52, 5))
def test_over_a_year_of_fridays_every_question_of_the_pool_comes(start: int) -> None:
    entries: list[Entry] = []
    seen = set()
    for number in range(52):
        now = FRIDAY + (start + number) * WEEK
        question = chosen(journal(*entries), now)
        entries.append(answered(now, question))
        seen.add(question.id)
    assert seen == {question.id for question in POOL}


def test_a_pool_that_tends_nothing_still_takes_turns() -> None:
    own = Protocol(
        id="own",
        title="My own",
        questions=tuple(Question(id=name, ask=f"{name}?", rotate=True) for name in "abc"),
    )
    ids = {chosen(journal(), FRIDAY + number * WEEK, own).id for number in range(3)}
    assert ids == {"a", "b", "c"}
