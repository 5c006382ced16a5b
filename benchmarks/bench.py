"""Measure whole processes against the bars of the design: `make bench`.

F is the time of a one-command Typer hello on the same interpreter. Everything else is told as a
ratio to it, so that one machine can be compared with another. The runs take turns, so that a
machine that slows down slows all of them; the median counts.
"""

import argparse
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

DEMO = Path(__file__).parent.parent / "src" / "stillpd" / "demo" / "dana-okafor"
HELLO = """\
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "you") -> None:
    typer.echo(f"Hello {name}")


app()
"""
AS_OF = ["--as-of", "2026-03-20"]


@dataclass
class Row:
    """One thing that is measured; `bar` is how many F it may take at most."""

    name: str
    words: list[str]
    bar: float
    in_terminal: bool = False
    times: list[float] = field(default_factory=list)


def main() -> int:
    """Measure, print the table, and return 1 where a bar was missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=21, help="of each, the median counts (21)")
    runs = asked.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        environment = prepare(place)
        rows = make_rows(place)
        for number in range(runs + 1):
            for row in rows:
                taken = measure(row, environment)
                if number:  # the first round fills the caches
                    row.times.append(taken)
    return tell(rows, runs)


def prepare(place: Path) -> dict[str, str]:
    """Put a copy of Dana's year in a home of its own; return the environment of all runs."""
    shutil.copytree(DEMO, place / "dana")
    (place / "hello.py").write_text(HELLO, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    folders = {f"XDG_{name}_HOME": str(place / name) for name in ("CONFIG", "STATE", "CACHE")}
    return (
        kept
        | folders
        | {
            "HOME": str(place),
            "STILLPD_JOURNAL": str(place / "dana"),
            "TERM": "xterm-256color",
            "PYTHONUTF8": "1",
        }
    )


def make_rows(place: Path) -> list[Row]:
    """Return what is measured, F first."""
    stillpd = [str(Path(sys.executable).with_name("stillpd"))]
    write = [*stillpd, "write", "The copier is well again.", *AS_OF]
    today, progress = [*stillpd, *AS_OF], [*stillpd, "progress", *AS_OF]
    return [
        Row("F: a Typer hello", [sys.executable, str(place / "hello.py")], 1.0),
        Row('write "text"', write, 1.4),
        Row("today, in a pipe", today, 1.8),
        Row("progress, in a pipe", progress, 1.8),
        Row("today, in a terminal", today, 2.4, in_terminal=True),
        Row("progress, in a terminal", progress, 2.4, in_terminal=True),
    ]


def measure(row: Row, environment: dict[str, str]) -> float:
    """Return the seconds of one whole process."""
    run: Callable[[list[str], dict[str, str]], int] = in_terminal if row.in_terminal else in_pipe
    begun = time.perf_counter()
    code = run(row.words, environment)
    taken = time.perf_counter() - begun
    if code:
        raise SystemExit(f"{row.name} left with {code}")
    return taken


def in_pipe(words: list[str], environment: dict[str, str]) -> int:
    """Run with the output read from a pipe."""
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=False)
    return done.returncode


def in_terminal(words: list[str], environment: dict[str, str]) -> int:
    """Run with a terminal for output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, env=environment, stdout=theirs, stdin=theirs) as process:
        os.close(theirs)
        try:
            while os.read(ours, 1 << 16):
                pass
        except OSError:  # Linux says so when the last one has left the terminal
            pass
        os.close(ours)
        return process.wait()


def tell(rows: list[Row], runs: int) -> int:
    """Print the table; return 1 where a bar was missed."""
    hello = statistics.median(rows[0].times)
    print(f"Medians of {runs} runs that took turns, Python {sys.version.split()[0]}\n")
    print(f"{'what':26}{'ms':>7}{'ratio':>8}{'bar':>7}")
    missed = 0
    for row in rows:
        middle = statistics.median(row.times)
        ratio = middle / hello
        told = "" if row is rows[0] else ("met" if ratio <= row.bar else "not met")
        missed += told == "not met"
        print(f"{row.name:26}{middle * 1000:7.0f}{ratio:7.2f}F{row.bar:6.1f}F  {told}".rstrip())
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
