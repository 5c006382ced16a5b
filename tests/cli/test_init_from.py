"""`init --from`: a journal comes back from its JSON, equal, or nothing of it is there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DEMO, Ask, clean_environment

AT = ["--as-of", "2026-03-20"]
READING = [
    "today", "progress", "progress cer", "progress --year 2024-2025", "log", "goal list",
    "goal show cer", "block list", "block show friday", "profile", "profile history",
    "protocol list", "commitment list", "calendar", "audience", "share list coach", "remind",
    "search quiet", "brief coach",
]  # fmt: skip


@pytest.fixture
def ask(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run a command as of a day, beside the files of the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # hundreds of files, and no power cut here
    return lambda *words: ask(*words, *AT)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Dana's whole year as JSON, as the command writes it."""
    home = tmp_path_factory.mktemp("told")
    words = ["export", "json", "--audience", "me", "-j", str(DEMO), "--as-of", "2026-12-31"]
    done = subprocess.run(
        [sys.executable, "-m", "stillpd", *words],
        env=clean_environment(home), capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_a_journal_comes_back_equal_in_all_that_is_read_of_it(
    ask: Ask, told: bytes, tmp_path: Path
) -> None:
    (tmp_path / "dana.json").write_bytes(told)
    code, out, err = ask("init", "again", "--from", "dana.json")
    assert (code, err) == (0, "")
    assert "files of evidence" in out
    pages = {path.relative_to(DEMO) for path in DEMO.rglob("*") if path.suffix in {".md", ".toml"}}
    again = tmp_path / "again"
    found = {
        path.relative_to(again) for path in again.rglob("*") if path.suffix in {".md", ".toml"}
    }
    assert found == pages
    for words in READING:
        asked = [*words.split(), "--format", "json"]
        first, second = ask(*asked, "-j", str(DEMO)), ask(*asked, "-j", "./again")
        assert first == second, words
    asked = ["export", "json", "--audience", "me", "-j"]
    assert ask(*asked, str(DEMO)) == ask(*asked, "./again")
    assert {path.stat().st_mode & 0o077 for path in again.rglob("*")} == {0}


def small(**changed: Any) -> dict[str, Any]:
    return {
        "schema": "stillpd/1", "kind": "journal", "audience": "me", "as_of": "2026-03-20T23:59:59Z",
        "header": {"format": 1, "id": "q7m2kx4w9d", "owner": "Dana", "timezone": "UTC"},
        "profiles": [], "goals": {}, "blocks": {}, "protocols": {},
        "entries": [note(id="kx7q2m")],
    } | changed  # fmt: skip


def note(**keys: Any) -> dict[str, Any]:
    return {"kind": "note", "at": "2025-10-24T15:05:00Z", "body": "Words.", **keys}


LONG = {"body": "Words. " * 200_000}
REFUSED: dict[str, bytes] = {
    "no JSON": b"{",
    "an envelope": b'{"schema": "stillpd/1", "command": "log"}',
    "one key twice": json.dumps(small()).encode().replace(b'"kind"', b'"kind": "x", "kind"', 1),
    "too deep": json.dumps(small(goals={"a": json.loads("[" * 30 + "]" * 30)})).encode(),
    "a number of 5,000 digits": json.dumps(small()).encode().replace(b'"UTC"', b"9" * 5_000),
    "a newer format": json.dumps(small(header={"format": 2, "timezone": "UTC"})).encode(),
    "a page that no file holds": json.dumps(small(entries=[note(**LONG)])).encode(),
    "a bundle's": json.dumps(
        small(header={"format": 1, "id": "x", "timezone": "UTC", "bundle": {"audience": "coach"}})
    ).encode(),
    "two profiles of one day": json.dumps(small(profiles=[{"day": "2025-08-13"}] * 2)).encode(),
}


def test_what_is_no_whole_journal_leaves_nothing_behind(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    for name, raw in REFUSED.items():
        file.write_bytes(raw)
        code, out, err = ask("init", "place", "--from", "file.json")
        assert (code, out) == (2, ""), (name, err)
        assert "wrong inside" not in err
        assert {path.name for path in tmp_path.iterdir()} <= {"file.json", "home"}, name
    assert not (tmp_path / "home" / "config").exists(), "none of them became the default"
    assert ask("init", "place", "--from", "nothing.json")[0] == 3
    assert ask("init", "place", "--from", "home")[0] == 3


def test_it_never_lands_where_something_is(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file.json").write_text(json.dumps(small()))
    for name in ("stillpd.toml", "mine.txt"):
        taken = tmp_path / "taken"
        taken.mkdir()
        (taken / name).write_text("mine")
        assert ask("init", "taken", "--from", "file.json")[0] == 2
        assert [path.name for path in taken.iterdir()] == [name]
        (taken / name).unlink()
        taken.rmdir()
    (tmp_path / "empty").mkdir()
    assert ask("init", "empty", "--from", "file.json")[0] == 0
    assert ask("init", "empty", "--from", "file.json")[0] == 2


def test_a_stranger_s_names_lead_nowhere_and_what_is_lost_is_told(ask: Ask, tmp_path: Path) -> None:
    hostile = [
        "../../x.md", "/etc/x.md", "entries/../../x.md", "entries\\..\\x.md", ".stillpd/x.md",
        "entries/2025/10/a\x1b[2J.md", "entries/" + "x" * 300 + ".md",
    ]  # fmt: skip
    entries = [note(path=path, id="../x", mood="fine") for path in hostile]
    entries += [note(path="entries/2025/10/twice.md")] * 2
    goals = {"../../g": {"title": "A"}, "a": {"title": "A", "colour": "red"}}
    (tmp_path / "file.json").write_text(json.dumps(small(entries=entries, goals=goals, extra=1)))
    code, _, err = ask("init", "place", "--from", "file.json")
    assert code == 4
    assert "“mood” is no key" in err
    assert "doctor" not in err, "it is not in the files"
    _, out, _ = ask("init", "other", "--from", "file.json", "--format", "json")
    codes = [problem["code"] for problem in json.loads(out)["problems"]]
    assert sorted(codes) == ["bad-name", *["unknown-key"] * (len(hostile) + 2)]
    assert {path.name for path in tmp_path.iterdir()} == {"file.json", "home", "place", "other"}
    files = list((tmp_path / "place" / "entries").rglob("*.md"))
    assert len(files) == len(entries)
    assert all(path.parent == tmp_path / "place/entries/2025/10" for path in files)
    assert [path.name for path in (tmp_path / "place" / "goals").iterdir()] == ["a.toml"]


def test_cut_off_in_the_middle_nothing_is_there(
    ask: Ask, told: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dana.json").write_bytes(told)
    written = []

    def stop(fd: int) -> None:
        written.append(fd)
        if len(written) == 100:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    assert ask("init", "place", "--from", "dana.json")[0] == 130
    assert {path.name for path in tmp_path.iterdir()} == {"dana.json", "home"}


def test_it_brings_its_owner_and_years_with_it(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file.json").write_text(json.dumps(small()))
    done = ask("init", "place", "--from", "file.json", "--owner", "Somebody")
    assert done[0] == 2
    assert not (tmp_path / "place").exists()
