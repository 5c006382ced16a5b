"""A Python without SQLite: no index, and what needs none answers as ever."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

LACKING = "import sys; sys.modules['sqlite3'] = None; from stillpd.cli.main import main; main()"


def without_sqlite(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LACKING, *words],
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["today", "progress", "log", "doctor"])
def test_what_reads_says_what_it_says_elsewhere(
    run: Run, home: Path, dana: Path, command: str
) -> None:
    words = (command, "--as-of", "2025-10-24T15:00")
    done, ever = without_sqlite(home, *words), run(*words)
    assert (done.returncode, done.stderr) == (ever.returncode, ever.stderr)
    assert done.stdout == ever.stdout


@pytest.mark.parametrize(
    "words", [("search", "knee"), ("index", "status"), ("index", "rebuild")], ids=" ".join
)
def test_what_needs_it_says_what_is_missing(home: Path, dana: Path, words: tuple[str, ...]) -> None:
    done = without_sqlite(home, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "sqlite3" in done.stderr
    assert "another Python" in done.stderr
