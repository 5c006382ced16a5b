"""The gate: nothing passes that was not shared, whatever a journal holds."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.insight.gate import gate
from stillpd.insight.gate_entries import OWN, PASSING
from stillpd.insight.gate_goals import NAMEABLE, NEVER, WITH_SHARE
from stillpd.insight.period import period_at
from stillpd.insight.progress import MeasureProgress, progress
from stillpd.journal import pages
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.journal.shipped import shipped_protocols
from stillpd.model.entry import KINDS, Ask, CheckIn, Commitment, Entry, Note, Stillness
from stillpd.model.goal import Event, Goal
from stillpd.model.header import Audience, Header
from stillpd.model.journal import Journal
from stillpd.model.shared import Shared
from tests import strategies
from tests.conftest import DEMO

ZONE = ZoneInfo("America/New_York")
AT = datetime(2025, 11, 20, 23, 59, tzinfo=ZONE)
END = datetime(2026, 6, 5, 23, 59, tzinfo=ZONE)
SHIPPED = frozenset(shipped_protocols())


@pytest.fixture(scope="module")
def dana() -> Journal:
    return read_journal(open_journal(DEMO))


def words_of(shared: Shared) -> str:
    """All that would stand in a bundle, as one text."""
    journal = shared.journal
    standing = [journal.header, *journal.profiles, *journal.goals.values(),
                *journal.blocks.values()]  # fmt: skip
    written = [pages.new_standing(document) for document in standing]
    return b"\n".join(written + [pages.new_entry(entry) for entry in journal.entries]).decode()


def test_danas_coach_sees_what_she_shared_and_no_trace_of_the_rest(dana: Journal) -> None:
    shared = gate(dana, "coach", AT, SHIPPED)
    assert set(shared.journal.goals) == {"cer", "contacts"}
    words = words_of(shared)
    for private in ("Phones away", "Walk or yoga", "movement", "stillness", "dinners.",
                    "first in my family", "eldest", "energy-flow"):  # fmt: skip
        assert private not in words
    assert "To send students out who can argue from evidence." in words
    assert "two minutes in pairs first" in words


def numbers(measure: MeasureProgress) -> MeasureProgress:
    """A measure with its sums and weeks; where a number was written is told to its owner alone."""
    return replace(
        measure, weeks=tuple(replace(row, entry=None, reason="") for row in measure.weeks)
    )


def test_the_numbers_of_a_shared_goal_are_those_of_the_journal(dana: Journal) -> None:
    for at in (AT, END):
        shared = gate(dana, "coach", at, SHIPPED).journal
        period = period_at(dana.calendar, at)
        ours = {goal.id: goal for goal in progress(dana, period).goals}
        for goal in progress(shared, period).goals:
            assert [numbers(m) for m in goal.measures] == [
                numbers(m) for m in ours[goal.id].measures
            ]
            assert (goal.status, goal.due) == (ours[goal.id].status, ours[goal.id].due)


def test_a_partner_sees_a_rate_and_no_title(dana: Journal) -> None:
    shared = gate(dana, "partner", END, SHIPPED)
    [rate] = shared.journal.header.bundle.rates
    assert (rate.met, rate.recorded) == (19, 37)  # notes: 19 of 37
    assert not shared.journal.goals
    assert "Walk" not in words_of(shared)
    assert "movement" not in words_of(shared)


def test_whoever_is_not_named_sees_nothing(dana: Journal) -> None:
    for name in ("nobody", "me", "", "COACH"):
        shared = gate(dana, name, END, SHIPPED)
        assert shared.journal == Journal(
            header=Header(id=dana.header.id, timezone=dana.header.timezone)
        )


def test_every_field_of_a_goal_and_of_every_kind_is_let_pass_or_kept_by_name() -> None:
    # A new field has to be put on one side or the other: it never passes by itself.
    names = {item.name for item in fields(Goal)}
    assert {f.rstrip("_") for f in names - WITH_SHARE - NEVER} == set(NAMEABLE)
    kept = {"path", "starred", "share", "source"}
    for kind, cls in KINDS.items():
        passing = PASSING | OWN.get(kind, frozenset())
        assert {item.name for item in fields(cls)} - passing == kept | (
            {"audience", "file", "items", "withheld"} if kind == "share" else set()
        )


TOKEN = "ZQX"  # noqa: S105 - it is looked for


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_private_entry_no_word_passes(kind: str, dana: Journal) -> None:
    cls = KINDS[kind]
    words = {
        item.name: f"{TOKEN}-{item.name}"
        for item in fields(cls)
        if item.type is str and item.name not in {"path", "answer", "outcome"}
    }
    entry = cls(**{**words, "at": AT - timedelta(days=1), "tags": (TOKEN,), "goals": ("cer",),
                   "share": ("team", "partner", "coaches")})  # fmt: skip
    journal = replace(dana, entries=tuple(sorted((*dana.entries, entry), key=lambda e: e.at)))
    for audience in ("coach", "evaluator"):
        assert TOKEN not in words_of(gate(journal, audience, AT, SHIPPED))


def test_of_a_goal_that_is_shared_the_other_fields_stay_unless_named(dana: Journal) -> None:
    goal = replace(
        dana.goals["cer"], why=f"{TOKEN}why", obstacle=f"{TOKEN}obstacle", with_=f"{TOKEN}with",
        share_also=("why",),
        events=tuple(replace(e, why=f"{TOKEN}event") for e in dana.goals["cer"].events),
    )  # fmt: skip
    words = words_of(gate(replace(dana, goals={**dana.goals, "cer": goal}), "coach", AT, SHIPPED))
    assert f"{TOKEN}why" in words
    assert words.count(TOKEN) == 1


def small(*entries: Entry, **goal: Any) -> Journal:
    """A journal with one private and one shared goal."""
    from stillpd.model.goal import Measure

    measure = (Measure(id="m", target=3),)
    start = date(2025, 9, 1)
    goals = {
        "open": Goal(id="open", title="Seen", kind="habit", started=start, share=("coach",),
                     measures=measure, **goal),
        "hidden": Goal(id="hidden", title="Unseen", kind="habit", started=start, measures=measure),
    }  # fmt: skip
    header = Header(id="j", timezone="America/New_York", audiences={"coach": Audience()})
    return Journal(header=header, goals=goals, entries=entries)


def check_in(day: int, hour: int = 22, **said: Any) -> CheckIn:
    at = datetime(2025, 10, day, hour, 13, tzinfo=ZONE)
    return CheckIn(id=f"bbbb{day:02}".replace("0", "c").replace("1", "d"), at=at, **said)


def test_a_private_check_in_gives_its_number_and_week_and_nothing_else() -> None:
    journal = small(
        check_in(7, readings={"open.m": 2, "hidden.m": 9}, body="At night, again.",
                 tags=("tired",), excused={"hidden": "ill"}),
        check_in(9, readings={"open.m": 4}),
    )  # fmt: skip
    [seen] = gate(journal, "coach", AT).journal.entries
    assert isinstance(seen, CheckIn)
    assert dict(seen.readings) == {"open.m": 4}  # the later one counts, and is the only one told
    assert (seen.body, seen.tags, dict(seen.excused)) == ("", (), {})
    assert seen.at == datetime(2025, 10, 10, 12, tzinfo=ZONE)  # the week's Friday noon, always
    assert seen.id not in {entry.id for entry in journal.entries}


def test_a_reason_follows_its_entry_and_an_excuse_its_goal() -> None:
    private = small(check_in(7, excused={"open": "my mother", "hidden": "x"}))
    [seen] = gate(private, "coach", AT).journal.entries
    assert dict(seen.excused) == {"open.m": ""}
    shared = small(check_in(7, excused={"open": "my mother", "hidden": "x"}, share=("coach",)))
    [seen] = gate(shared, "coach", AT).journal.entries
    assert dict(seen.excused) == {"open.m": "my mother"}


def test_links_lead_to_what_is_seen_or_nowhere() -> None:
    first = Commitment(id="first2", at=AT - timedelta(days=3), text="a", goals=("hidden",))
    then = Commitment(id="then22", at=AT - timedelta(days=2), text="b", after="first2",
                      goals=("hidden", "open"), share=("coach",))  # fmt: skip
    [seen] = gate(small(first, then), "coach", AT).journal.entries
    assert (seen.after, seen.goals) == ("", ("open",))


@pytest.mark.parametrize("ref", ["../my note", "x" * 200, "CON.", "ö", "a/b", "hidden", "bbbba1"])
def test_an_id_that_a_person_typed_goes_under_another(ref: str) -> None:
    first = Commitment(id=ref, path="a.md", at=AT, text="a", share=("coach",))
    then = Commitment(id="then22", path="b.md", at=AT, text="b", after=ref, share=("coach",))
    seen = gate(small(first, then), "coach", AT).journal.entries
    assert {len(entry.id) for entry in seen} == {6}
    assert ref not in {word for entry in seen for word in (entry.id, entry.after)}


def test_what_came_later_is_not_told() -> None:
    made = AT - timedelta(days=9)
    promise = Commitment(id="first2", at=made, text="a", outcome="missed", because="too much",
                         settled=date(2025, 11, 25), share=("coach",))  # fmt: skip
    [seen] = gate(small(promise), "coach", AT).journal.entries
    assert (seen.outcome, seen.because, seen.settled) == ("open", "", None)
    later = gate(small(promise), "coach", datetime(2025, 11, 26, tzinfo=ZONE)).journal.entries
    assert later[0].outcome == "missed"
    assert not gate(small(promise), "coach", made - timedelta(seconds=1)).journal.entries


def test_a_private_block_gives_a_shared_habit_its_days_and_no_name_and_no_hour(
    dana: Journal,
) -> None:
    goal = replace(dana.goals["stillness"], title="Be still", share=("coach",))
    journal = replace(dana, goals={**dana.goals, "stillness": goal})
    shared = gate(journal, "coach", END, SHIPPED)
    words = words_of(shared)
    assert "Friday, quiet" not in words
    assert "14:45" not in words
    assert "displaced" not in words
    period = period_at(dana.calendar, END)
    [seen] = [g for g in progress(shared.journal, period).goals if g.id == "stillness"]
    [ours] = [g for g in progress(journal, period).goals if g.id == "stillness"]
    assert (seen.measures[0].met, seen.measures[0].recorded) == (27, 35)  # notes: 27 of 35
    assert seen.measures[0].met == ours.measures[0].met
    answers = [e for e in shared.journal.entries if isinstance(e, Stillness)]
    assert {(e.body, e.minutes) for e in answers if "coach" not in e.tags} == {("", None)}


def test_what_goes_is_the_same_whatever_a_private_block_and_a_page_without_an_id_are_called(
    dana: Journal,
) -> None:
    """So nobody who has it can try words until one fits."""
    goal = replace(dana.goals["stillness"], share=("coach",))
    note = Note(path="entries/2025/11/divorce.md", at=AT, body="Seen.", share=("coach",))

    def going(block: str, path: str) -> str:
        entries = [
            replace(entry, block=block) if isinstance(entry, Stillness) else entry
            for entry in dana.entries
        ]
        named = replace(
            dana,
            goals={**dana.goals, "stillness": replace(goal, block=block)},
            blocks={block: replace(dana.blocks["friday"], id=block, share=())},
            entries=(*entries, replace(note, path=path)),
        )
        return words_of(gate(named, "coach", AT, SHIPPED))

    assert "quiet-1" in going("friday", "a.md")
    assert going("therapy", "entries/2025/11/divorce.md") == going("friday", "a.md")


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("20260605T161700Z", "20260605"),  # 12:17 in New York, as the time itself is
        ("20260605T161600Z", "20260604"),  # a minute before it: that day has none
        ("20260605", "20260605"),
    ],
)
def test_the_hour_of_a_private_block_is_not_told_by_its_end(
    dana: Journal, until: str, told: str
) -> None:
    block = replace(
        dana.blocks["friday"],
        share=(),
        rule=f"FREQ=WEEKLY;BYDAY=FR;UNTIL={until}",
        starts=datetime(2025, 8, 29, 12, 17),
    )
    goal = replace(dana.goals["stillness"], share=("coach",))
    journal = replace(dana, goals={**dana.goals, "stillness": goal}, blocks={"friday": block})
    [seen] = gate(journal, "coach", AT, SHIPPED).journal.blocks.values()
    assert seen.rule == f"FREQ=WEEKLY;BYDAY=FR;UNTIL={told}"


def test_a_question_set_of_ones_own_has_no_name_for_others(dana: Journal) -> None:
    journal = replace(dana, entries=tuple(
        replace(e, protocol="my-divorce") if e.kind == "reflection" else e for e in dana.entries
    ))  # fmt: skip
    assert "my-divorce" not in words_of(gate(journal, "coach", END, SHIPPED))


def test_reasons_of_breaks_and_other_audiences_stay(dana: Journal) -> None:
    header = gate(dana, "coach", AT, SHIPPED).journal.header
    assert list(header.audiences) == ["coach"]
    assert {b.reason for y in header.school_years for b in y.breaks} == {""}
    words = words_of(gate(dana, "coach", AT, SHIPPED))
    for other in ('Luis Ortega"\nkind', "Whitlock", '"team"', '"evaluator"', '"partner"'):
        assert other not in words


parties = st.lists(st.sampled_from(["coach", "team"]), unique=True).map(tuple)
ids = st.from_regex(r"[bcdfghjk]{6}", fullmatch=True)
timeline = st.lists(
    st.one_of(*(strategies.any_of(cls, share=parties, id=ids) for cls in KINDS.values())),
    max_size=12,
    unique_by=lambda entry: entry.id,
)
goals = st.lists(strategies.any_of(Goal, share=parties), max_size=4, unique_by=lambda goal: goal.id)
journals = st.builds(
    lambda goals, entries: Journal(
        header=Header(id="j", timezone="UTC", audiences={"coach": Audience(), "team": Audience()}),
        goals={goal.id: goal for goal in goals},
        entries=tuple(sorted(entries, key=lambda entry: entry.at)),
    ),
    goals,
    timeline,
)


@given(journal=journals, audience=st.sampled_from(["coach", "team", "nobody"]))
@settings(max_examples=150, deadline=None)
def test_whatever_a_journal_holds_only_shared_pages_and_their_numbers_pass(
    journal: Journal, audience: str
) -> None:
    shared = gate(journal, audience, END, SHIPPED).journal
    assert all(audience in journal.goals[name].share for name in shared.goals)
    known = {e.id: e for e in journal.entries if audience in e.share}
    for entry in shared.entries:
        assert entry.share == (audience,)
        if isinstance(entry, CheckIn | Stillness) and entry.id not in known:
            assert (entry.body, entry.title, entry.tags, entry.goals) == ("", "", (), ())
            continue
        assert not set(entry.goals) - set(shared.goals)


def test_quiet_time_is_told_no_longer_than_its_goal_lives_and_once_a_day(dana: Journal) -> None:
    goal = replace(
        dana.goals["stillness"], title="Be still", share=("coach",),
        events=(Event(on=date(2025, 10, 31), kind="closed", status="met"),),
    )  # fmt: skip
    twice = Stillness(
        id="zzzzz2", at=datetime(2025, 10, 20, 8, tzinfo=ZONE), block="friday",
        on=date(2025, 10, 17), outcome="kept",
    )  # fmt: skip
    entries = tuple(sorted((*dana.entries, twice), key=lambda entry: entry.at))
    journal = replace(dana, goals={**dana.goals, "stillness": goal}, entries=entries)
    shared = gate(journal, "coach", END, SHIPPED).journal
    days = [e.on for e in shared.entries if isinstance(e, Stillness) and not e.body]
    assert max(days) <= date(2025, 10, 31)
    assert days.count(date(2025, 10, 17)) == 1
    period = period_at(dana.calendar, END)
    [ours] = [g for g in progress(journal, period).goals if g.id == "stillness"]
    [seen] = [g for g in progress(shared, period).goals if g.id == "stillness"]
    assert seen.measures[0].met == ours.measures[0].met


def test_an_ask_that_was_answered_later_tells_neither_cost_nor_gain() -> None:
    ask = Ask(id="asking", at=AT - timedelta(days=9), direction="out", what="a room",
              answer="yes", answered=date(2025, 11, 25), cost="a favour", gain="quiet",
              body="Ask sooner.", share=("coach",))  # fmt: skip
    [seen] = gate(small(ask), "coach", AT).journal.entries
    assert (seen.answer, seen.cost, seen.gain, seen.body) == ("open", "", "", "")
