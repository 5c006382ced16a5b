"""Measure whole processes against the bars of the design: `make bench`.

F is the time of a one-command Typer hello on the same interpreter. Nearly everything else is told
as a ratio, so that one machine can be compared with another. docs/explanation/speed.md tells how.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import parts
from benchmarks.against_jrnl import against_jrnl
from benchmarks.measure import Wrong
from benchmarks.place import CACHE, Place
from benchmarks.rows import Row, as_markdown, as_text, count_missed, heading

PARTS = {
    "demo": parts.demo,
    "journal": parts.journal,
    "export": parts.export,
    "write": parts.write,
    "notice": parts.notice,
    "index": parts.index,
    "jrnl": against_jrnl,
}
QUICK = ["demo", "journal"]
RUNS, QUICK_RUNS = 21, 5


def main() -> int:
    """Measure, print the table, and return 1 where a bar was missed."""
    asked = _asked()
    names = asked.only or (QUICK if asked.quick else list(PARTS))
    runs = asked.runs or (QUICK_RUNS if asked.quick else RUNS)
    print(f"{_machine()}; medians of {runs} runs\n")
    print(heading(markdown=asked.markdown), flush=True)
    as_line = as_markdown if asked.markdown else as_text
    rows: list[Row] = []
    wrong: list[str] = []
    for name in names:
        try:
            for row in _measure(name, runs):
                print(as_line(row.cells), flush=True)
                rows.append(row)
        except Wrong as told:
            wrong.append(f"{name} could not be measured: {told}")
    missed = count_missed(rows)
    print("\n" + "\n".join([*wrong, f"{missed} not met" if missed else "No bar is missed"]))
    return 1 if missed or wrong else 0


def _measure(name: str, runs: int) -> Iterator[Row]:
    """Measure one part in a home of its own."""
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="run-") as folder:
        yield from PARTS[name](Place(Path(folder)), runs)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, help=f"of each, the median counts ({RUNS})")
    parser.add_argument("--only", action="append", choices=PARTS, help="one part; may be repeated")
    told = f"{QUICK_RUNS} runs, and only what is quickly made: {' and '.join(QUICK)}"
    parser.add_argument("--quick", action="store_true", help=told)
    parser.add_argument("--markdown", action="store_true", help="print the table for a page")
    return parser.parse_args()


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = f"Python {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"


if __name__ == "__main__":
    sys.exit(main())
