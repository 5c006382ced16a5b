"""Where the benchmark runs: a home of its own, and the journals that it measures."""

import os
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from benchmarks.journals import LAST_DAY, make_journal
from benchmarks.measure import Turn, note

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
"""Journals and jrnl, kept from one run to the next; git ignores it."""
DEMO = HERE.parent / "src" / "stillpd" / "demo" / "dana-okafor"
AS_OF = ["--as-of", str(LAST_DAY)]
QUIET_MOMENT = "2025-10-15T10:00"
STILLPD = str(Path(sys.executable).with_name("stillpd"))

_MADE_BY = ("journals.py", "prose.py")
_AT_REST = 2.5  # seconds after which no tool has to doubt a file's stamp
_HELLO = """\
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "you") -> None:
    typer.echo(f"Hello {name}")


app()
"""


class Place:
    """A folder for one run, on the disk that holds the journals too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hello = folder / "hello.py"
        self.hello.write_text(_HELLO, encoding="utf-8")
        names = ("CONFIG", "STATE", "CACHE", "DATA")
        folders = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in names}
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "PAGER": "cat",
            "PYTHONUTF8": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
            **folders,
        }

    def turn(self, *words: str, expected: str = "", in_terminal: bool = False) -> Turn:
        """Return a turn of any command."""
        return Turn(
            words=list(words),
            environment=self.environment,
            expected=expected,
            in_terminal=in_terminal,
        )

    def hello_turn(self) -> Turn:
        """Return a turn of the one-command Typer hello: F."""
        return self.turn(sys.executable, str(self.hello), expected="Hello you")

    def stillpd(
        self, journal: Path, *words: str, expected: str = "", in_terminal: bool = False
    ) -> Turn:
        """Return a turn of stillpd on a journal, as of the day of its newest entry."""
        asked = (STILLPD, "-j", str(journal), *words, *AS_OF)
        return self.turn(*asked, expected=expected, in_terminal=in_terminal)

    def remind(self, journal: Path) -> Turn:
        """Return a turn of what a scheduler runs, on a Wednesday morning with nothing due.

        It leaves with another code than 0, and so stops the measuring, where something is.
        """
        asked = (STILLPD, "-j", str(journal), "remind", "--exit-code", "--as-of", QUIET_MOMENT)
        return self.turn(*asked)

    def demo(self, name: str) -> Path:
        """Return a copy of Dana's year that belongs to this run."""
        copy = self.folder / name
        shutil.copytree(DEMO, copy)
        return copy

    def small(self) -> Path:
        """Return a journal of 20 entries that belongs to this run."""
        journal = self.folder / "20"
        make_journal(journal, 20)
        return journal

    def git_status(self, journal: Path, expected: str) -> Turn:
        """Return a turn of `git status`."""
        return self.turn("git", "-C", str(journal), "status", expected=expected)

    def _git(self, journal: Path, *words: str) -> None:
        subprocess.run(["git", "-C", str(journal), *words], env=self.environment, check=True)

    def large(self, entries: int) -> Path:
        """Return a journal that is kept between runs, made at first use. To read, not to write."""
        by = sha256(b"".join((HERE / name).read_bytes() for name in _MADE_BY)).hexdigest()[:12]
        journal = CACHE / f"journals-{by}" / str(entries)
        if not journal.exists():
            for older in CACHE.glob("journals-*"):
                if older != journal.parent:
                    shutil.rmtree(older)
            note(f"making a journal of {entries:,} entries")
            unfinished = journal.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            make_journal(unfinished, entries)
            unfinished.rename(journal)
        return journal

    def large_in_git(self, entries: int) -> Path:
        """Return such a journal as a git repository, as it was made: whatever came later is gone.

        Without git it is the journal as it is.
        """
        journal = self.large(entries)
        if not shutil.which("git"):
            return journal
        if not (journal / ".git" / "made").exists():
            note(f"putting {entries:,} entries into git")
            shutil.rmtree(journal / ".git", ignore_errors=True)
            self._git(journal, "init", "-q")
            for setting in ("gc.auto=0", "maintenance.auto=false", "user.name=s", "user.email=s"):
                self._git(journal, "config", *setting.split("="))
            self._git(journal, "add", ".")
            self._git(journal, "commit", "-qm", "As it was made")
            (journal / ".git" / "made").touch()
        self._git(journal, "checkout", "-q", ".")
        self._git(journal, "clean", "-fdqx")
        return journal

    @staticmethod
    def settle() -> None:
        """Wait until every file that was just made is old enough to be trusted by its stamp."""
        time.sleep(_AT_REST)
