"""The house keeps its sizes and its rooms (DESIGN of the code: docs/explanation/house.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "stillpd"
FILES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 400
MOST_FUNCTION_LINES = 60

# Who may know which library; a folder ends in "/".
ROOMS = {
    "typer": ["cli/"],
    "rich": ["render/terminal.py", "cli/output.py", "cli/reading_bar.py"],
    "sqlite3": ["journal/index/"],
    "questionary": ["cli/asking.py"],
    "prompt_toolkit": ["cli/asking.py"],
    "tomlkit": ["journal/"],
    "dateutil": ["insight/recurrence.py"],
    "platformdirs": ["journal/"],
    "filelock": ["journal/lock.py"],
    "shellingham": ["cli/completion/install.py"],
    "icalendar": ["render/ics.py", "exchange/"],
    "jinja2": ["render/"],
}

every_file = pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(SOURCE)))


@every_file
def test_a_file_is_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= MOST_LINES


@every_file
def test_a_function_fits_on_a_screen(file: Path) -> None:
    long = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert long == []


@every_file
def test_a_library_is_known_in_its_room_only(file: Path) -> None:
    place = file.relative_to(SOURCE).as_posix()
    strangers = [
        name
        for name in imports(file)
        if name in ROOMS and not any(may(place, room) for room in ROOMS[name])
    ]
    assert strangers == []


def may(place: str, room: str) -> bool:
    return place.startswith(room) if room.endswith("/") else place == room


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@every_file
def test_no_drawer_for_odds_and_ends(file: Path) -> None:
    assert not {"utils", "helpers", "common", "manager"} & set(file.relative_to(SOURCE).parts)
    assert file.stem not in {"utils", "helpers", "common", "manager"}
