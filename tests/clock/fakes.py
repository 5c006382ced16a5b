"""Stand-ins for the programs of a system, first on the PATH: no crontab or timer is touched."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from stillpd.cli.main import app

CRONTAB = """\
tab="$HOME/crontab"
case "$*" in
-l) [ -e "$tab" ] || { echo "no crontab for dana" >&2; exit 1; }
    exec cat "$tab" ;;
-) cat >"$tab.new" && mv "$tab.new" "$tab" && echo once >>"$HOME/written" ;;
*) exit 2 ;;
esac
"""
SYSTEMCTL = """\
echo "$*" >>"$HOME/systemctl"
wanted="$XDG_CONFIG_HOME/systemd/user/timers.target.wants"
case "$2" in
enable) mkdir -p "$wanted" && ln -sf "../$3" "$wanted/$3" ;;
disable) rm -f "$wanted/$4" ;;
esac
"""
PROGRAM = """\
printf '%s\\0' "$0" "$@" >>"$HOME/called"
printf '%s %s %s\\n' "$STILLPD_SCHEDULED" "$NO_COLOR" "$COLUMNS" >"$HOME/told"
"""

ODD_NAMES = [
    "my journal", "100% quiet", "%", "it's \"mine\"", "back\\slash", "\\%", "ends with \\",
    "two \\\\ in a row", "$HOME `id` $(id)", "a;b&c|d>e", "#1", "zuhören ☕", "-j", "tab\there",
    "~", "two  spaces", "x=y", "*?[a]", "!!",
]  # fmt: skip


@dataclass
class Answer:
    """How a command left, and what it printed."""

    code: int
    out: str
    err: str


Call = Callable[..., Answer]


class System:
    """A home, and programs of our own before those of the machine."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, *, tools: str = "tools"):
        self.home = home
        self.tools = home / tools
        self.tools.mkdir(parents=True)
        monkeypatch.setenv("PATH", f"{self.tools}{os.pathsep}{os.environ['PATH']}")
        self.has("crontab", CRONTAB)
        self.has("systemctl", "exit 1")
        self.has("loginctl", "exit 1")
        self.has("stillpd", PROGRAM)

    def has(self, name: str, script: str) -> Path:
        """Put a program there, in place of what was there."""
        program = self.tools / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    @property
    def crontab(self) -> bytes:
        """The crontab as it is."""
        return (self.home / "crontab").read_bytes()

    @crontab.setter
    def crontab(self, held: bytes) -> None:
        (self.home / "crontab").write_bytes(held)

    @property
    def writes(self) -> int:
        """How often a crontab was given."""
        return len(self.told("written"))

    def told(self, name: str) -> list[str]:
        """Return the lines that a program left behind."""
        path = self.home / name
        return path.read_text().splitlines() if path.exists() else []

    def called(self) -> list[str]:
        """Return the words with which our program was called, itself first."""
        path = self.home / "called"
        return [os.fsdecode(word) for word in path.read_bytes().split(b"\0")[:-1]]


def called_in_process(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a way to run `stillpd schedule …` in this process."""

    def call(*words: str, journal: Path | None = None) -> Answer:
        capsys.readouterr()
        which = ["--journal", str(journal)] if journal else []
        with pytest.raises(SystemExit) as left:
            app(["schedule", *words, *which])
        said = capsys.readouterr()
        return Answer(int(left.value.code or 0), said.out, said.err)

    return call


def new_journal(home: Path) -> Path:
    """Make a small journal whose every word is C4N4RY, and make it the default."""
    root = home / "journal"
    for folder in ("blocks", "goals"):
        (root / folder).mkdir(parents=True)
    first_page = 'format = 1\nid = "c10ck5"\nowner = "C4N4RY"\ntimezone = "America/New_York"\n'
    (root / "stillpd.toml").write_text(first_page)
    (root / "blocks" / "friday.toml").write_text(
        'title = "C4N4RY"\nrule = "FREQ=WEEKLY;BYDAY=FR"\nstarts = 2025-08-29T14:45:00\n'
        'minutes = 20\nprotocol = "weekly"\n'
    )
    settings = home / "config" / "stillpd" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'default = "{root}"\n')
    return root
