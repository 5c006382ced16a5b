"""A number beyond all measure is one problem, named by file and line; everything else works."""

import json
from pathlib import Path

import pytest

from tests.conftest import Ask

HEAD = """\
format = 1
id = "kx7q2mkx7q2m"
timezone = "UTC"
[audiences.coach]
name = "Priya"
kind = "coach"
[[school_years]]
name = "2025/26"
starts = 2025-08-18
ends = 2026-06-05
[[requirements]]
name = "Hours"
hours = 20
parts = { equity = NUMBER }
"""
GOAL = """\
title = "More talk"
circle = "doing"
kind = "achievement"
share = ["coach"]
[[measure]]
id = "talk"
target = NUMBER
[[measure]]
id = "level"
role = "lag"
target = 80
baseline = { value = 40, on = 2025-09-01 }
[[event]]
kind = "started"
on = 2025-09-01
"""
BLOCK = """\
title = "Quiet"
starts = 2025-09-05T15:00:00
rule = "FREQ=WEEKLY"
minutes = NUMBER
"""
PAGES = {
    "check-in": 'kind = "check-in"\nat = 2025-10-24T15:00:00Z\nid = "kx7q2m"\nshare = ["coach"]\n'
    'readings = { "talk.talk" = 3, "talk.level" = NUMBER }\n',
    "check-in-2": 'kind = "check-in"\nat = 2025-10-31T15:00:00Z\nid = "kx7q3m"\n'
    'readings = { "talk.talk" = 4, "talk.level" = 60 }\n',
    "activity": 'kind = "activity"\nat = 2025-10-25T15:00:00Z\nid = "kx7q4m"\ntitle = "A day"\n'
    "hours = NUMBER\n",
    "time": 'kind = "time"\nat = 2025-10-25T15:00:00Z\nid = "kx7q5m"\nhours = { inbox = NUMBER }\n',
    "reflection": 'kind = "reflection"\nat = 2025-10-25T15:00:00Z\nid = "kx7q6m"\n'
    "minutes = NUMBER\n[answers]\nhow = NUMBER\n",
    "evidence": 'kind = "evidence"\nat = 2025-10-25T15:00:00Z\nid = "kx7q7m"\nvalue = NUMBER\n',
}
LINES = [
    "stillpd.toml:14", "goals/talk.toml:6", "goals/talk.toml:7", "blocks/quiet.toml:4",
    "check-in.md:6", "activity.md:6", "time.md:5", "reflection.md:5", "reflection.md:7",
    "evidence.md:5",
]  # fmt: skip
BEYOND = {
    "6,000 digits in hex": "0x1" + "0" * 5000,
    "4,200 digits": "7" * 4200,
    "4,400 digits": "-" + "7" * 4400,
    "no end before the point": "1e999999999",
    "no end behind it": "1e-999999999",
    "more than a float": "1e400",
    "nan": "nan",
    "inf": "-inf",
}
READING = [
    "today", "progress", "progress talk", "progress --format json", "log", "show kx7q2m",
    "show talk --format json", "block list", "remind", "export html --audience me",
    "export markdown --audience me", "export json --audience me", "export ics --audience me",
    "export csv --audience me", "export csv --audience me --table hours",
    "export csv --audience me --table time", "export form --template hours --audience me",
]  # fmt: skip


@pytest.fixture
def ask(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run a command, as it is typed, on the journal of the test."""
    monkeypatch.setenv("STILLPD_JOURNAL", str(tmp_path / "journal"))
    return lambda words: ask(*words.split(), "--as-of", "2025-11-20")


def put(root: Path, number: str) -> None:
    pages = {"stillpd.toml": HEAD, "goals/talk.toml": GOAL, "blocks/quiet.toml": BLOCK}
    pages |= {f"entries/2025/10/{n}.md": f"+++\n{page}+++\nWords.\n" for n, page in PAGES.items()}
    for name, text in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.replace("NUMBER", number))


@pytest.mark.parametrize("name", BEYOND)
def test_a_number_beyond_all_measure_is_one_problem_and_no_more(
    name: str, ask: Ask, tmp_path: Path
) -> None:
    put(tmp_path / "journal", BEYOND[name])
    code, out, _ = ask("doctor --format json")
    told = json.loads(out)["problems"]
    found = [f"{one['path'].rpartition('/10/')[2]}:{one['line']}" for one in told]
    assert (code, sorted(found)) == (4, sorted(LINES))
    for words in READING if name in {"6,000 digits in hex", "4,400 digits"} else READING[1:3]:
        code, out, err = ask(words)
        assert code in {0, 4}, (words, err)
        assert "went wrong" not in out + err
    goal = json.loads(ask("progress --format json")[1])["data"]["goals"][0]
    talk, level = goal["measures"]
    assert (talk["sum"], talk["target"], level["last"]) == (7, None, 60)
    assert goal["progress"] == 0.5  # from 40 to 60 of 80


@pytest.mark.parametrize("number", ["9" * 300, "-0.0", "0." + "3" * 300])
def test_the_longest_number_is_told_in_brief_and_its_sums_and_rates_end(
    number: str, ask: Ask, tmp_path: Path
) -> None:
    put(tmp_path / "journal", number)
    for words in READING:
        code, out, err = ask(words)
        assert code in {0, 4}, (words, err)
        assert "went wrong" not in out + err
        is_data = "json" in words or "csv" in words
        assert is_data or ("9" * 30 not in out and "3" * 30 not in out)
