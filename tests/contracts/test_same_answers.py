"""The index owns no answer: with it, new or old, and without it every report is the same."""

import shutil
from pathlib import Path

import pytest

from stillpd.cli.boundary import BUG
from stillpd.journal.places import index_folder
from tests.conftest import DEMO, Ask
from tests.contracts.test_json import READING

MESSY = Path(__file__).parents[1] / "data" / "messy"
# Before the journal, on the day the clocks change, after it all; any day: insight/test_reads.py.
DAYS = {
    "dana": ["2024-01-01", "2025-11-02T01:30", "2026-07-01"],
    "messy": ["2025-10-24", "2099-01-01"],
}
FILTERED = [
    ["log", "--from", "2025-10-01", "--to", "2025-10-31"],
    ["log", "--week", "2025-W43"],
    ["log", "--kind", "check-in"],
    ["log", "--kind", "commitment", "--starred"],
    ["log", "--goal", "cer", "-n", "3"],
    ["log", "--circle", "relating", "--audience", "coach"],
    ["log", "--on-this-day"],
    ["progress", "--from", "2025-10-01", "--to", "2025-10-31"],
    ["progress", "--circle", "doing"],
    ["progress", "--heatmap", "--years", "2"],
    ["progress", "--heatmap", "--circle", "being"],
    ["search", "talk", "--count"],
    ["search", "-the", "--kind", "note"],
    ["search", '"pair talk"', "--sort", "date"],
    ["search", "stud*", "--from", "2025-11-01", "-n", "4"],
    ["search", "наука 学校 ☃"],
    ["search", "no-such-word-at-all"],
]
STATUS = ["index", "status"]
OF_THE_SYSTEM = (STATUS, ["schedule", "show", "systemd"], ["schedule", "status"])
COMMANDS = [words for words, _ in READING if words not in OF_THE_SYSTEM] + FILTERED


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Dana's year and the folder in which everything went wrong; nothing here changes them."""
    place = tmp_path_factory.mktemp("journals")
    found = {"dana": place / "dana", "messy": place / "messy"}
    shutil.copytree(DEMO, found["dana"])
    shutil.copytree(MESSY, found["messy"])
    return found


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ask(ask: Ask, home: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run a command with an index that other tests use too, or without one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))

    def run(*words: str, index: str = "on") -> tuple[int, str, str]:
        monkeypatch.setenv("STILLPD_INDEX", index)
        shutil.rmtree(home / "state", ignore_errors=True)  # a reminder says a thing once
        return ask(*words)

    return run


def questions(root: Path, words: list[str], days: list[str]) -> list[tuple[str, ...]]:
    asked = [(day, "json") for day in days] + [(days[-1], "plain")]
    return [(*words, "-j", str(root), "--as-of", day, "--format", style) for day, style in asked]


@pytest.mark.parametrize("shared", ["", "1"], ids=["alone", "shared screen"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", DAYS)
def test_every_report_is_the_same_with_an_index_and_without(
    ask: Ask,
    journals: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    words: list[str],
    shared: str,
) -> None:
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", shared)
    days = DAYS[name][-1:] if shared else DAYS[name]
    asked = questions(journals[name], words, days)
    shutil.rmtree(index_folder(journals[name]), ignore_errors=True)
    fresh = ask(*asked[0])

    truth = {question: ask(*question, index="off") for question in asked}
    assert fresh == truth[asked[0]]
    assert {question: ask(*question) for question in asked} == truth
    assert BUG not in {code for code, _, _ in truth.values()}


def test_these_commands_do_use_the_index(ask: Ask, journals: dict[str, Path]) -> None:
    for root in journals.values():
        shutil.rmtree(index_folder(root), ignore_errors=True)
        ask("today", "-j", str(root), "--as-of", "2026-03-01", index="off")
        assert not index_folder(root).exists()
        ask("today", "-j", str(root), "--as-of", "2026-03-01")
        made = {path.name for path in index_folder(root).iterdir()}
        assert made == {"index.db", "lock", "seal"}
