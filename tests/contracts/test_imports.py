"""Start-up is a feature: what a command does not need is not loaded.

Each test runs a fresh interpreter and asks it which modules it holds at the end.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import clean_environment

PROBE = """
import json, sys
from stillpd.cli.main import main
place = sys.argv.pop(1)
try:
    main()
finally:
    with open(place, "w") as file:
        json.dump(sorted(sys.modules), file)
"""
ASKING = {"questionary", "prompt_toolkit"}
HEAVY = ASKING | {"rich", "tomlkit", "pydantic", "markdown_it", "jinja2", "nh3", "asyncio"}
NEVER_FOR_WRITE = HEAVY | {"dateutil", "filelock", "sqlite3"}


def loaded(home: Path, *words: str, journal: Path | None = None, **extra: str) -> set[str]:
    place = home / "modules.json"
    environment = clean_environment(home) | extra
    if journal:
        environment["STILLPD_JOURNAL"] = str(journal)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(place), *words],
        env=environment,
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(place.read_text()))


def tops(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def commands(modules: set[str]) -> set[str]:
    prefix = "stillpd.cli.commands."
    return {name.removeprefix(prefix) for name in modules if name.startswith(prefix)}


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_load_no_command_and_nothing_heavy(home: Path, word: str) -> None:
    modules = loaded(home, word)
    assert commands(modules) == set()
    assert not tops(modules) & (HEAVY | {"sqlite3"})


def test_a_note_loads_its_own_command_and_nothing_heavy(home: Path, dana: Path) -> None:
    modules = loaded(home, "write", "A quiet bus.", journal=dana)
    assert commands(modules) == {"write"}
    assert not tops(modules) & NEVER_FOR_WRITE
    assert not any(name.startswith("stillpd.insight.progress") for name in modules)
    assert not any(name.startswith("stillpd.journal.index") for name in modules)


@pytest.mark.parametrize("command", ["today", "progress"])
def test_a_screen_in_a_pipe_loads_its_own_command_and_no_terminal(
    home: Path, dana: Path, command: str
) -> None:
    modules = loaded(home, command, "--as-of", "2026-03-20", "--format", "plain", journal=dana)
    assert commands(modules) == {command}
    assert not tops(modules) & HEAVY


def test_the_name_alone_is_today(home: Path, dana: Path) -> None:
    modules = loaded(home, "--as-of", "2026-03-20", journal=dana)
    assert commands(modules) == {"today"}


def asked_by_fish(*words: str) -> dict[str, str]:
    line = "\x1f".join(["stillpd", *words])
    return {"_STILLPD_COMPLETE": "fish", "_STILLPD_WORDS": line, "_STILLPD_TYPED": ""}


def test_completing_the_names_of_commands_loads_none_of_them(home: Path) -> None:
    modules = loaded(home, **asked_by_fish())
    assert commands(modules) == set()
    assert not tops(modules) & NEVER_FOR_WRITE
    assert not any(name.startswith("stillpd.journal") for name in modules)


@pytest.mark.parametrize(
    "words",
    [["check"], ["show"], ["progress"], ["reflect"], ["log", "--tag"], ["commitment", "settle"]],
    ids=lambda words: words[0],
)
def test_completing_inside_a_command_loads_that_command_and_nothing_heavy(
    home: Path, dana: Path, words: list[str]
) -> None:
    modules = loaded(home, journal=dana, **asked_by_fish(*words))
    assert commands(modules) == {words[0]}
    assert not tops(modules) & (NEVER_FOR_WRITE - {"sqlite3"})


@pytest.mark.parametrize("words", [["--help"], ["write", "A quiet bus."], ["log"]], ids=str)
def test_completion_is_loaded_by_nothing_else(home: Path, dana: Path, words: list[str]) -> None:
    modules = loaded(home, *words, journal=dana)
    assert not any(name.startswith("stillpd.cli.completion") for name in modules)
