"""A goal's file through every verb: events in order of date, a person's comments in place."""

import json
import shutil
import tempfile
import tomllib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.actions.goal import edit_goal
from stillpd.actions.goal_event import Happening, mark
from stillpd.actions.goal_measure import MeasureSaid, StepSaid, set_measure, set_milestone
from stillpd.insight.course import last_status
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.model.errors import InvalidInput
from tests.conftest import DEMO, Run

NOW = datetime(2026, 6, 5, 20, tzinfo=UTC)
BEGUN = date(2025, 8, 20)
HAND_WRITTEN = """\
# my goal for the year
title = "Students argue from evidence"
circle = "doing"
kind = "achievement"
mood = "hopeful"                 # a key of my own
started = 2025-08-20
due = 2025-12-19                 # before the break
phases = { identify = 2025-08-20 }

[[measure]]                      # by hand
id = "talk"
target = 3                       # three!

# Priya said so
[[event]]
on = 2025-10-27                  # after the video
kind = "adapted"
what = "pair talk first"

# nothing below this line is mine
"""
COMMENTS = [line[line.index("#") :] for line in HAND_WRITTEN.splitlines() if "#" in line]

days = st.integers(0, 280).map(lambda n: BEGUN + timedelta(days=n))
happenings = st.one_of(
    st.builds(
        Happening, kind=st.sampled_from(["paused", "resumed", "reopened", "adapted"]), on=days
    ),
    st.builds(
        Happening, kind=st.just("closed"), on=days, status=st.sampled_from(["met", "partly"])
    ),
    st.builds(Happening, kind=st.just("extended"), on=days, due=days),
)
numbers = st.builds(
    MeasureSaid,
    id=st.just("talk"),
    said=st.fixed_dictionaries({"target": st.integers(1, 5)}),
    on=days,
)
wishes = st.one_of(
    happenings,
    numbers,
    st.builds(StepSaid, title=st.sampled_from(["audit", "pilot"]), said=st.just({"due": BEGUN})),
    st.fixed_dictionaries({"why": st.text(alphabet="ab# ", max_size=8)}),
)


def new_journal(place: Path) -> Path:
    shutil.copy(DEMO / "stillpd.toml", place / "stillpd.toml")
    (place / "goals").mkdir()
    (place / "goals" / "cer.toml").write_text(HAND_WRITTEN)
    return place / "goals" / "cer.toml"


@settings(max_examples=25, deadline=None)
@given(wanted=st.lists(wishes, max_size=5))
def test_whatever_is_done_in_whatever_order_the_file_stays_the_persons_own(
    wanted: list[object],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = new_journal(Path(folder))
        for one in wanted:
            do(Path(folder), one)
        text = page.read_text("utf-8")
        table = tomllib.loads(text)
        on = [event["on"] for event in table["event"]]
        assert on == sorted(on)
        assert [c for c in COMMENTS if c not in text] == []
        assert table["mood"] == "hopeful"
        assert "# Priya said so\n[[event]]\non = 2025-10-27                  # after" in text
        journal = read_journal(open_journal(Path(folder)))
        goal = journal.goals["cer"]
        assert journal.problems == ()
        assert goal.status == last_status(goal, goal.events)
        extended = [event.due for event in goal.events if event.kind == "extended"]
        assert goal.due == (extended[-1] if extended else date(2025, 12, 19))
        chain = [e for e in goal.events if e.kind == "extended"]
        assert all(a.due == b.was for a, b in pairwise(chain))
        moved = [e for e in goal.events if e.kind == "rebased"]
        assert all(a.target == b.was_target for a, b in pairwise(moved))


def do(root: Path, one: object) -> None:
    opened = open_journal(root)
    journal = read_journal(opened)
    goal = journal.goals["cer"]
    try:
        match one:
            case Happening():
                mark(opened, journal, goal, one, NOW)
            case MeasureSaid():
                set_measure(opened, journal, goal, one, NOW)
            case StepSaid():
                set_milestone(opened, goal, one, NOW)
            case dict():
                edit_goal(opened, journal, goal, one, NOW)
    except InvalidInput:
        assert read_journal(open_journal(root)).goals["cer"] == goal


def test_an_event_put_before_others_moves_no_line_of_theirs(run: Run, dana: Path) -> None:
    page = dana / "goals" / "cer.toml"
    before = page.read_text("utf-8")
    done = run("goal", "adapt", "cer", "stems down to two", "--on", "2025-11-11")
    assert done.returncode == 0, done.stderr
    new = '[[event]]\non = 2025-11-11\nkind = "adapted"\nwhat = "stems down to two"\n\n'
    later = "[[event]]\non = 2025-12-19\n"
    assert page.read_text("utf-8") == before.replace(later, new + later)


def test_a_goal_reopened_after_a_pause_is_no_longer_paused(run: Run, dana: Path) -> None:
    (dana / "goals" / "walks.toml").write_text(
        'title = "Walk"\ncircle = "being"\nkind = "habit"\nstarted = 2025-09-01\n'
        '[[measure]]\nid = "walks"\nrole = "lead"\ntarget = 3\n'
    )
    for words in (
        ("pause", "walks", "--on", "2025-10-06"),
        ("close", "walks", "--as", "released", "--on", "2025-10-20"),
        ("reopen", "walks", "--on", "2025-11-03"),
    ):
        assert run("goal", *words, "--as-of", "2025-11-03").returncode == 0
    done = run("progress", "walks", "--as-of", "2025-11-14", "--format", "json")
    weeks = json.loads(done.stdout)["data"]["goals"][0]["measures"][0]["weeks"]
    assert "2025-W45" in [week["week"] for week in weeks]


def test_a_closing_that_a_hand_wrote_becomes_an_event_when_it_is_reopened(
    run: Run, dana: Path
) -> None:
    page = dana / "goals" / "walks.toml"
    page.write_text(
        'title = "Walk"\ncircle = "being"\nkind = "habit"\nstatus = "released"  # let go\n'
        "started = 2025-08-20\ndue = 2025-10-01\n"
    )
    assert run("goal", "pause", "walks", "--on", "2025-10-06").returncode == 2
    assert run("goal", "reopen", "walks", "--on", "2025-11-03").returncode == 0
    events = tomllib.loads(page.read_text())["event"]
    assert [(event["kind"], str(event["on"])) for event in events] == [
        ("closed", "2025-10-01"),
        ("reopened", "2025-11-03"),
    ]


def test_private_goals_are_not_listed_on_a_shared_screen(run: Run, dana: Path) -> None:
    done = run("goal", "list", "--all", STILLPD_SHARED_SCREEN="1")
    assert "cer" in done.stdout
    assert "dinners" not in done.stdout


def test_a_second_goal_of_one_name_is_refused_even_where_the_first_cannot_be_read(
    run: Run, dana: Path
) -> None:
    (dana / "goals" / "torn.toml").write_text("title = \n")
    done = run("goal", "add", "torn", "--title", "x", "--circle", "doing")
    assert done.returncode == 2
    assert "There is a goal “torn” already." in done.stderr
