"""`--format json` is one envelope on stdout, on every command and for every error."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

KEYS = ["schema", "command", "status", "data", "problems", "errors"]

READING = [
    (["today"], "today"),
    ([], "today"),
    (["progress"], "progress"),
    (["progress", "cer"], "progress"),
    (["progress", "--heatmap"], "progress"),
    (["progress", "--heatmap", "--years", "all"], "progress"),
    (["remind"], "remind"),
    (["log"], "log"),
    (["search", "talk"], "search"),
    (["index", "status"], "index status"),
    (["show", "kx7q2m"], "show"),
    (["show", "cer"], "show"),
    (["history"], "history"),
    (["brief", "team"], "brief"),
    (["coach"], "coach list"),
    (["coach", "list"], "coach list"),
    (["coach", "report"], "coach report"),
    (["goal", "list"], "goal list"),
    (["goal", "show", "cer"], "goal show"),
    (["commitment", "list"], "commitment list"),
    (["profile", "show"], "profile show"),
    (["profile", "history"], "profile history"),
    (["profile", "card"], "profile card"),
    (["protocol", "list"], "protocol list"),
    (["protocol", "show", "weekly"], "protocol show"),
    (["protocol", "print", "weekly"], "protocol print"),
    (["calendar"], "calendar show"),
    (["calendar", "show"], "calendar show"),
    (["block"], "block list"),
    (["block", "list", "--all"], "block list"),
    (["block", "show"], "block show"),
    (["block", "occurrences"], "block occurrences"),
    (["audience"], "audience list"),
    (["share", "list", "coach"], "share list"),
    (["share", "preview", "coach"], "share preview"),
    (["share", "log"], "share log"),
    (["schedule", "show", "systemd"], "schedule show"),
    (["schedule", "status"], "schedule status"),
    (["schedule", "ics"], "schedule ics"),
    (["doctor"], "doctor"),
    (["demo"], "demo"),
]


@pytest.mark.parametrize(("words", "command"), READING, ids=str)
def test_a_reading_command_answers_in_the_envelope(
    run: Run, dana: Path, words: list[str], command: str
) -> None:
    done = run(*words, "--format", "json", "--as-of", "2026-07-01")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    assert list(answer) == KEYS
    assert answer["schema"] == "stillpd/1"
    assert answer["command"] == command
    assert answer["status"] == "done"
    assert isinstance(answer["data"], dict)
    assert (answer["problems"], answer["errors"]) == ([], [])


TROUBLE = [
    (["progress", "--no-such-option"], 2, "usage"),
    (["no-such-command"], 2, "usage"),
    (["progress", "--format=json", "--from"], 2, "usage"),
    (["goal", "show"], 2, "usage"),
    (["progress", "--circle", "triangle"], 2, "invalid"),
    (["progress", "--as-of", "someday"], 2, "invalid"),
    (["progress", "--years", "2"], 2, "invalid"),
    (["progress", "nowhere"], 3, "not-found"),
    (["progress", "-j", "/nowhere/at/all"], 3, "no-journal"),
    (["init", "dana"], 2, "exists"),
]


@pytest.mark.parametrize(("words", "exit_code", "code"), TROUBLE, ids=str)
def test_trouble_answers_in_the_envelope_too(
    run: Run, dana: Path, words: list[str], exit_code: int, code: str
) -> None:
    done = run(*words) if "--format=json" in words else run(*words, "--format=json")
    assert done.returncode == exit_code
    answer = json.loads(done.stdout)
    assert list(answer) == KEYS
    assert answer["status"] == "failed"
    assert answer["data"] == {}
    [error] = answer["errors"]
    assert list(error) == ["code", "message", "hint"]
    assert error["code"] == code


def test_trouble_names_its_command_behind_other_options(run: Run, dana: Path) -> None:
    done = run("-j", str(dana), "--format", "json", "progress", "nowhere")
    assert json.loads(done.stdout)["command"] == "progress"


def test_a_file_that_cannot_be_read_is_a_problem_beside_the_answer(run: Run, dana: Path) -> None:
    goal = dana / "goals" / "contacts.toml"
    goal.write_text(goal.read_text("utf-8") + "broken = \n", "utf-8")
    done = run("progress", "--format", "json", "--as-of", "2026-03-20")
    assert done.returncode == 4
    answer = json.loads(done.stdout)
    assert answer["status"] == "partial"
    assert [list(problem) for problem in answer["problems"]] == [
        ["path", "line", "code", "message"]
    ]
    assert answer["problems"][0]["path"] == "goals/contacts.toml"
    assert "cer" in [goal["id"] for goal in answer["data"]["goals"]]
