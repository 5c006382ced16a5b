"""A fresh journal in New York, and commands run in this process: quick enough for many of them."""

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ask

HEADER = """\
format = 1
id = "q7m2kx4w9d"
owner = "Dana Okafor"
timezone = "America/New_York"
[audiences.coach]
name = "Priya Raman"
kind = "coach"
[[school_years]]
name = "2025-26"
starts = 2025-08-18
ends = 2026-06-05
breaks = [ { from = 2025-11-24, to = 2025-11-28, reason = "Thanksgiving" } ]
"""

FRIDAYS = ["--every", "fri 14:45", "--starts", "2025-08-29"]
BY_HAND = """\
# time that is mine
title = "Friday, quiet"   # nobody else reads this
rule = "FREQ=WEEKLY;BYDAY=FR"
starts = 2025-08-29T14:45:00
mood = "hopeful"          # a key of my own
minutes = 20
uid = "q7m2kx4w9d-friday@stillpd"
sequence = 4
changed = 2025-08-18T12:00:00-04:00
# the end
"""


@dataclass
class Said:
    """What one command printed, and the code it left with."""

    out: str
    err: str
    code: int

    @property
    def data(self) -> Any:
        return json.loads(self.out)["data"]


Say = Callable[..., Said]
Remind = Callable[..., str]
TIME = "Your quiet time: 14:45, 20 minutes.\n"
"""What a reminder says of Dana's Friday."""


@pytest.fixture
def fresh(home: Path) -> Path:
    """An empty journal, the default one of the fresh home."""
    root = home / "journal"
    root.mkdir(parents=True)
    (root / "stillpd.toml").write_text(HEADER)
    (home / "config" / "stillpd").mkdir(parents=True)
    (home / "config" / "stillpd" / "config.toml").write_text(f'default = "{root}"\n')
    return root


@pytest.fixture
def by_hand(fresh: Path) -> Path:
    """A journal with a block that was written by hand; returns the block's file."""
    path = fresh / "blocks" / "friday.toml"
    path.parent.mkdir()
    path.write_text(BY_HAND)
    return path


@pytest.fixture
def say(ask: Ask) -> Say:
    """Run a command as of a moment, in this process."""

    def say_it(as_of: str, *words: str, code: int = 0) -> Said:
        left, out, err = ask(*words, "--as-of", as_of)
        said = Said(out, err, left)
        assert said.code == code, said
        return said

    return say_it


def block_file(root: Path, name: str) -> dict[str, Any]:
    """Return what a block's file says."""
    return tomllib.loads((root / "blocks" / f"{name}.toml").read_text("utf-8"))


def pages(root: Path, kind: str = "stillness") -> list[dict[str, Any]]:
    """Return the entries of a kind, oldest first, each as its keys and its `body`."""
    found = []
    for path in root.glob("entries/*/*/*.md"):
        _, front, body = path.read_text("utf-8").split("+++\n", 2)
        page = {**tomllib.loads(front), "body": body.strip()}
        found += [page] if page["kind"] == kind else []
    return sorted(found, key=lambda page: str(page["at"]))


def everything(root: Path) -> dict[str, bytes]:
    """Return every file of a journal but what is kept of old versions."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".stillpd" not in path.parts
    }


@pytest.fixture
def unanswered(dana: Path) -> Path:
    """Dana's year with her answers taken out."""
    for page in dana.glob("entries/*/*/*.md"):
        if 'block = "friday"' in page.read_text("utf-8"):
            page.unlink()
    return dana


@pytest.fixture
def remind(ask: Ask) -> Remind:
    """Run `stillpd remind` as of a moment, in this process; return what it printed."""

    def run_remind(as_of: str, *words: str, code: int = 0) -> str:
        left, out, err = ask("remind", "--as-of", as_of, *words)
        assert (left, err) == (code, "")
        return out

    return run_remind


def canary(root: Path) -> None:
    """Put a word that must not be seen into every private text that a reminder could come by."""
    block = root / "blocks" / "friday.toml"
    told = block.read_text("utf-8").replace('"Friday, quiet"', '"C4N4RY quiet"')
    block.write_text(told.replace('protocol = "weekly"', 'protocol = "c4n4ry"'), "utf-8")
    (root / "protocols").mkdir(exist_ok=True)
    (root / "protocols" / "c4n4ry.toml").write_text(
        'title = "C4N4RY"\n[[question]]\nid = "c4n4ry"\nask = "C4N4RY?"\nrotate = true\n', "utf-8"
    )
    for goal in (root / "goals").iterdir():
        text = goal.read_text("utf-8")
        goal.write_text(re.sub(r'(?m)^title = "', 'title = "C4N4RY ', text), "utf-8")
    for page in root.glob("entries/*/*/*commitment*.md"):
        text = page.read_text("utf-8")
        page.write_text(re.sub(r'(?m)^(text|to) = "', r'\1 = "C4N4RY ', text), "utf-8")
