"""Eight processes write a hundred notes each, at once: eight hundred notes."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import Run, clean_environment

WRITER = """
import sys
from stillpd.cli.main import app

for number in range(100):
    try:
        app(["write", f"note {number} of {sys.argv[1]}"])
    except SystemExit as left:
        if left.code:
            raise
"""


def test_eight_times_a_hundred_notes_are_eight_hundred(run: Run, home: Path) -> None:
    assert run("init", "journal", "--owner", "Dana", "--timezone", "UTC").returncode == 0
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"writer {number}"],
            env=clean_environment(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=300)
        assert writer.returncode == 0, said

    found = [path.read_text() for path in (home / "journal/entries").rglob("*.md")]
    wanted = {f"note {n} of writer {w}\n" for n in range(100) for w in range(8)}
    assert len(found) == 800
    assert {text.split("+++\n")[2] for text in found} == wanted
    assert run("doctor").stdout == ""
