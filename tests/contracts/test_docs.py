"""What the pages say is there: links, tests, commands, options and keys."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from stillpd.cli.main import load
from stillpd.cli.registry import COMMANDS
from stillpd.model import block, entry, goal, header, profile, protocol

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
FORMAT = ROOT / "docs" / "reference" / "file-format.md"

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    own = [link for link in links if "://" not in link]
    assert [link for link in own if not (page.parent / link).exists()] == []


@every_page
def test_the_tests_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`(tests/[\w/.-]+)`", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_functions_on_the_way_of_a_command_exist() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`(\w+/\w+\.py)`,\s+`(\w+)\(\)`", told)
    assert len(named) >= 8
    for place, name in named:
        assert f"def {name}(" in (ROOT / "src" / "stillpd" / place).read_text("utf-8"), place


def test_the_picture_of_the_readme_is_made_by_a_command_from_the_demo(tmp_path: Path) -> None:
    code = "import sys, pathlib, make_screens; make_screens.main(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path)]
    subprocess.run(command, cwd=ROOT / "docs", check=True, capture_output=True)
    drawn = (tmp_path / "progress.svg").read_text("utf-8").replace("&#160;", " ")
    assert "Students argue from evidence" in drawn
    assert "<image" not in drawn
    assert "url(http" not in drawn


def test_every_promise_names_its_test() -> None:
    told = (ROOT / "README.md").read_text("utf-8").partition("## What it promises")[2]
    promises = re.findall(r"^\d\. (.*?)(?=^\d\. |^## )", told, re.DOTALL | re.MULTILINE)
    assert len(promises) == 8
    assert all("`tests/" in promise for promise in promises)


def typed_commands(page: Path) -> Iterator[list[str]]:
    for fence in re.findall(r"^```\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        for line in fence.splitlines():
            match = re.search(r"(?:^|[$|] )(stillpd(?: .*)?)$", line)
            if match:
                yield shlex.split(re.sub(r"\s{2,}.*| #.*", "", match[1]))[1:]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "cli.md"], ids=lambda page: page.name
)
def test_the_commands_that_are_shown_exist_with_their_options(page: Path) -> None:
    rows = {row.name: row for row in COMMANDS}
    for words in typed_commands(page):
        plain = [word for word in words if not word.startswith("-")]
        command: Any = load(rows[plain[0]]) if plain and plain[0] in rows else None
        assert command or not plain or words[0].startswith("-"), words
        for word in plain[1:]:
            command = getattr(command, "commands", {}).get(word, command)
        if command:
            known = {name for option in command.params for name in option.opts} | {"--help"}
            used = {word.partition("=")[0] for word in words if re.match(r"--[a-z]|-[a-z]\Z", word)}
            assert used <= known, words


DOCUMENTS = [
    *(header.Header, header.Audience, header.SchoolYear, header.Span, header.Term),
    *(header.Requirement, profile.Profile, goal.Goal, goal.Measure, goal.Milestone, goal.Event),
    *(block.Block, protocol.Protocol, protocol.Question, *entry.KINDS.values()),
]
FROM_THE_FILE_NAME = {"path", "body", "day"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda cls: cls.__name__)
def test_every_key_of_the_format_is_documented(document: Any) -> None:
    told = FORMAT.read_text("utf-8")
    keys = {field.name.rstrip("_") for field in fields(document)} - FROM_THE_FILE_NAME
    singular = {"measures": "measure", "milestones": "milestone", "events": "event"}
    singular |= {"questions": "question"}
    words = {singular.get(key, key) for key in keys}
    assert {key for key in words if not re.search(rf"[`\[.]{key}[`\].]", told)} == set()
