"""Everything is plain TOML and Markdown: a week of commands leaves nothing else."""

import tomllib
from pathlib import Path

from tests.conftest import Run

WEEK = [
    ["init", "journal", "--owner", "Dana", "--school-year", "2025-08-18..2026-06-05"],
    ["goal", "add", "contacts", "--title", "Good news home", "--circle", "relating"],
    ["goal", "measure", "contacts", "contacts", "--role", "lead", "--target", "3"],
    ["check", "contacts=3"],
    ["commitment", "add", "common rubric", "--to", "Luis", "--due", "2025-09-19"],
    ["reflect", "weekly", "--answer", "what=The pump was louder than the class."],
    ["write", "Ünïcode, “quotes” and\na second line."],
    ["calendar", "break", "add", "2025-11-24..2025-11-28:Thanksgiving"],
]


def test_every_file_can_be_read_by_standard_tools(run: Run, home: Path) -> None:
    for words in WEEK:
        done = run(*words, "--as-of", "2025-09-12T15:00")
        assert done.returncode == 0, (words, done.stderr)
    files = [file for file in (home / "journal").rglob("*") if file.is_file()]
    own = [file for file in files if ".stillpd" not in file.parts]
    assert {file.suffix for file in own} == {".toml", ".md"}
    assert len(own) == 6
    for file in own:
        text = file.read_bytes().decode("utf-8")
        if file.suffix == ".md":
            opening, front, body = text.split("+++\n", 2)
            assert opening == ""
            assert "\x00" not in body
            text = front
        tomllib.loads(text)
