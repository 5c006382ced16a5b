"""Every reading command has the keys that docs/reference/json.md lists, and no others."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run

DOC = Path(__file__).parents[2] / "docs" / "reference" / "json.md"
VERBS = (
    "list",
    "show",
    "history",
    "card",
    "print",
    "--list",
    "--heatmap",
    "--on-this-day",
    "status",
    "occurrences",
    "ics",
    "preview",
)
NEEDS = {
    "today": ["--as-of", "2025-10-24T14:00"],
    "remind": ["--as-of", "2025-10-24T14:45", "--show-private"],
    "show": ["kx7q2m"],
    "search": ["talk"],
    "log": ["--limit", "400"],
    "goal list": ["--all"],
    "goal show": ["cer"],
    "commitment list": ["--all"],
    "protocol show": ["weekly"],
    "protocol print": ["weekly"],
    "schedule show": ["cron"],
    "brief": ["team", "--as-of", "2026-03-03"],
    "share preview": ["coach"],
}


def documented() -> dict[str, dict[str, set[str]]]:
    """Return the keys by command and place."""
    block = re.search(r"```keys\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert block
    found: dict[str, dict[str, set[str]]] = {}
    for line in block[1].splitlines():
        place, _, keys = line.partition(": ")
        words = place.split()
        size = 2 if len(words) > 1 and words[1] in VERBS else 1
        command = " ".join(words[:size])
        found.setdefault(command, {})["".join(words[size:])] = set(keys.split())
    return found


def walk(value: object, place: str, found: dict[str, set[str]]) -> None:
    if isinstance(value, dict):
        found.setdefault(place, set()).update(value)
        for key, item in value.items():
            walk(item, f"{place}.{key}".lstrip("."), found)
    elif isinstance(value, list):
        for item in value:
            walk(item, f"{place}[]", found)


@pytest.mark.parametrize("command", documented())
def test_the_documented_keys_are_the_keys(run: Run, dana: Path, command: str) -> None:
    words = [*command.split(), *NEEDS.get(command, [])]
    as_of = [] if "--as-of" in words else ["--as-of", "2026-06-05"]
    done = run(*words, *as_of, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, set[str]] = {}
    walk(json.loads(done.stdout)["data"], "", found)

    for place, keys in documented()[command].items():
        assert found[place] == keys, f"{command} {place}"
