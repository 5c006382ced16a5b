"""What the registry says is so: each row has its module, its words and its page."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
import typer

from stillpd.cli.main import load
from stillpd.cli.registry import COMMANDS, Row

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
FOLDER = Path(__file__).parents[2] / "src" / "stillpd" / "cli" / "commands"

every_row = pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)


@every_row
def test_a_row_has_its_module_with_one_command_of_that_name(row: Row) -> None:
    made = typer.main.get_command(import_module(row.module).app)
    assert made.name in {row.name, ""}, "a group of commands has no name of its own"
    assert made.help, "its docstring is its help"


@every_row
def test_a_command_takes_the_options_that_every_command_has(row: Row) -> None:
    names = {name for option in load(row).params for name in option.opts}
    assert {"--journal", "--as-of", "--format", "--output"} <= names


@every_row
def test_a_summary_fits_beside_its_command(row: Row) -> None:
    assert 0 < len(row.summary) <= 60
    assert not row.summary.endswith(".")


@every_row
def test_a_command_stands_in_the_reference(row: Row) -> None:
    assert f"\n## stillpd {row.name}\n" in REFERENCE.read_text("utf-8")


@every_row
def test_examples_stand_each_on_its_own_line(row: Row) -> None:
    for words in help_texts(load(row)):
        for part in words.split("\n\n"):
            lines = part.strip().splitlines()
            assert len(lines) == 1 or not any(line.startswith("stillpd ") for line in lines), part


def help_texts(command: Any) -> Iterator[str]:
    yield command.help or ""
    for child in getattr(command, "commands", {}).values():
        yield from help_texts(child)


def test_no_module_is_without_a_row() -> None:
    modules = {file.stem for file in FOLDER.glob("*.py")} - {"__init__"}
    assert modules == {row.name for row in COMMANDS}


def test_the_reference_is_what_the_program_says() -> None:
    place = REFERENCE.parents[1] / "make_cli.py"
    spec = spec_from_file_location("make_cli", place)
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    assert REFERENCE.read_text("utf-8") == made.make(), "run: make screens"
