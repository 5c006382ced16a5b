"""Dana's year: the sums of the notes, week by week and in all, through the real program."""

import json
from pathlib import Path

import pytest

TABLE = Path(__file__).parent.parent / "data" / "dana-weeks.md"
COLUMNS = {
    ("cer", "talk"): 2,
    ("cer", "exit-ticket"): 3,
    ("on-task", "entry"): 4,
    ("on-task", "on-task"): 5,
    ("contacts", "contacts"): 6,
    ("dinners", "dinners"): 7,
    ("movement", "sessions"): 8,
    ("stillness", "stillness"): 9,
}


@pytest.fixture
def year_end(run, dana):
    done = run("progress", "--as-of", "2026-06-05", "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["data"]


def oracle() -> dict[str, list[str]]:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| 20")
    ]
    assert len(rows) == 38
    return {row[0]: row for row in rows}


def measure(data, goal, name):
    found = next(g for g in data["goals"] if g["id"] == goal)
    return next(m for m in found["measures"] if m["id"] == name)


@pytest.mark.parametrize(("goal", "name"), COLUMNS)
def test_every_week_of_every_measure_is_as_the_table_says(year_end, goal, name):
    column = COLUMNS[goal, name]
    is_lag = name in {"exit-ticket", "on-task"}
    expected = {}
    for week, row in oracle().items():
        cell = row[column]
        if cell in {"·", "not planned"} or (cell == "—" and is_lag):
            continue
        expected[week] = cell

    found = {row["week"]: row for row in measure(year_end, goal, name)["weeks"]}

    assert set(found) == set(expected)
    for week, cell in expected.items():
        row = found[week]
        if cell == "—":
            assert row["state"] == "not_recorded", week
        elif name == "stillness":
            assert row["outcome"] == cell, week
        else:
            assert (row["state"], row["value"]) == ("recorded", int(cell)), week


@pytest.mark.parametrize(
    ("goal", "name", "planned", "recorded", "not_recorded", "total", "mean", "met"),
    [
        ("cer", "talk", 17, 16, 1, 42, 2.62, 10),
        ("on-task", "entry", 11, 10, 1, 42, 4.2, 8),
        ("contacts", "contacts", 36, 34, 2, 96, 2.82, 26),
        ("dinners", "dinners", 38, 38, 0, 140, 3.68, 25),
        ("movement", "sessions", 38, 37, 1, 84, 2.27, 19),
    ],
)
def test_the_sums_of_the_year(
    year_end, goal, name, planned, recorded, not_recorded, total, mean, met
):
    found = measure(year_end, goal, name)

    keys = ("planned", "recorded", "not_recorded", "sum", "mean", "met", "excused")
    assert [found[key] for key in keys] == [planned, recorded, not_recorded, total, mean, met, 0]


def test_lag_measures_have_readings_and_no_plan(year_end):
    found = measure(year_end, "cer", "exit-ticket")

    assert [found[key] for key in ("planned", "excused", "not_recorded", "met")] == [None] * 4
    assert (found["recorded"], found["first"], found["last"]) == (17, 38, 77)
    minutes = measure(year_end, "packets", "minutes")
    values = [row["value"] for row in minutes["weeks"]]
    assert values == [310, 295, 280, 240, 225, 190, 175, 150, 130, 115, 120, 110]
    cfa = measure(year_end, "energy-flow", "cfa")
    assert [row["value"] for row in cfa["weeks"]] == [54, 61, 68, 76, 82]


def test_stillness_and_commitments_of_the_year(year_end):
    still = {key: value for key, value in year_end["stillness"].items() if key != "blocks"}
    assert still == {
        "planned": 37,
        "kept": 27,
        "shortened": 5,
        "missed": 3,
        "excused": 2,
        "open": 0,
        "rate": 0.771,
    }
    assert year_end["commitments"] == {
        "open": 0,
        "kept": 55,
        "partly": 8,
        "missed": 11,
        "renegotiated": 5,
        "withdrawn": 2,
        "rate": 0.743,
        "recovered": 8,
    }


def test_autumn_and_spring_of_movement_tell_of_the_moved_slot(run, dana):
    autumn = run(
        "progress",
        "--from",
        "2025-08-18",
        "--to",
        "2025-12-21",
        "--as-of",
        "2026-06-05",
        "--format",
        "json",
    )
    spring = run("progress", "--from", "2026-01-05", "--as-of", "2026-06-05", "--format", "json")

    means = [
        measure(json.loads(d.stdout)["data"], "movement", "sessions")["mean"]
        for d in (autumn, spring)
    ]
    assert means == [1.56, 2.81]


def goal_on(run, day, name):
    done = run("progress", "--as-of", day, "--format", "json")
    data = json.loads(done.stdout)["data"]
    return next(g for g in data["goals"] if g["id"] == name)


def test_in_october_the_numbers_are_low_and_stand_as_they_were(run, dana):
    cer = goal_on(run, "2025-10-24", "cer")

    assert (cer["status"], cer["due"]) == ("active", "2025-12-19")
    assert cer["measures"][1]["last"] == 48
    assert cer["measures"][0]["recorded"] == 7


def test_in_december_the_goal_is_missed_by_one_and_extended_that_day(run, dana):
    cer = goal_on(run, "2025-12-19", "cer")

    assert cer["status"] == "active"
    assert (cer["measures"][1]["last"], cer["measures"][1]["target"]) == (74, 75)
    assert [e["due"] for e in cer["events"] if e["on"] == "2025-12-19"] == ["2026-01-30"]
    assert cer["due"] == "2026-01-30"
    assert goal_on(run, "2025-12-18", "cer")["due"] == "2025-12-19"


def test_in_march_the_second_goal_is_over_its_target_and_the_first_is_met(run, dana):
    on_task = goal_on(run, "2026-03-20", "on-task")

    assert (on_task["status"], on_task["measures"][1]["last"]) == ("active", 91)
    assert goal_on(run, "2026-03-20", "cer")["status"] == "met"
    assert goal_on(run, "2026-06-05", "on-task")["status"] == "met"


def test_the_volumes_of_the_year_are_those_of_the_notes():
    from collections import Counter

    from stillpd.journal.first_page import open_journal
    from stillpd.journal.folder import read_journal
    from tests.conftest import DEMO

    journal = read_journal(open_journal(DEMO))

    assert journal.problems == ()
    assert Counter(entry.kind for entry in journal.entries) == Counter(
        {
            "reflection": 57,
            "commitment": 81,
            "ask": 14,
            "evidence": 36,
            "check-in": 38,
            "stillness": 37,
            "release": 4,
            "contact": 17,
            "time": 30,
            "activity": 11,
            "note": len([e for e in journal.entries if e.kind == "note"]),
        }
    )
    protocols = Counter(e.protocol for e in journal.entries if e.kind == "reflection")
    assert protocols == {
        "weekly": 33,
        "attunement": 4,
        "gibbs": 5,
        "alact": 4,
        "disorienting": 3,
        "aar": 6,
        "decision": 2,
    }
    assert len({e.body for e in journal.entries if e.kind == "reflection"}) >= 55


@pytest.mark.parametrize(
    ("words", "slack"),
    [
        (["contacts", "--as-of", "2025-11-21"], 28.0),  # 196 days to 5 June
        (["contacts", "--as-of", "2026-11-26"], -24.86),  # 174 days after it
        (["cer", "--to", "2025-10-14", "--as-of", "2025-11-21"], 4.0),  # its due day is 19 December
        (["cer", "--to", "2025-10-14", "--as-of", "2026-06-05"], None),  # it was met meanwhile
    ],
)
def test_the_weeks_that_are_left_are_those_from_the_day_of_the_report(run, dana, words, slack):
    [goal] = json.loads(run("progress", *words, "--format", "json").stdout)["data"]["goals"]
    assert goal["slack"] == slack
