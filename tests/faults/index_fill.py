"""Read and write a journal whose cache lies on disks of many small sizes.

Runs in a mount namespace of its own.
"""

import os
import subprocess
import sys
from collections import Counter
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from tests.truth import NOTE, assert_same, make_journal, note, put

from stillpd.cli.main import app
from stillpd.journal.places import index_folder


def one(root: Path, cache: Path, options: str) -> str:
    """Read, change, write and read on one disk; return what became of the index."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", cache], check=True)
    try:
        for words in ("One.", "Two.", "A note that is a little longer. " * 40):
            assert_same(root)
            put(root, NOTE, note(words))
            assert_same(root)
        before = files_in(cache)
        write(root)
        assert files_in(cache) == before, "writing touched the index"
        return "kept" if (index_folder(root) / "seal").exists() else "no room"
    finally:
        subprocess.run(["umount", cache], check=True)


def files_in(cache: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in cache.rglob("*")}


def write(root: Path) -> None:
    """Write a note with the command itself."""
    try:
        with redirect_stdout(StringIO()):
            app(["write", "A note.", "-j", str(root)])
    except SystemExit as left:
        if left.code:
            raise


if __name__ == "__main__":
    place, cache_folder = Path(sys.argv[1]), Path(sys.argv[2])
    os.environ["XDG_CACHE_HOME"] = str(cache_folder)
    seen: Counter[str] = Counter()
    make_journal(place)
    disks = [f"size={size}k,nr_inodes=100" for size in range(4, 160, 4)]
    disks += [f"size=1m,nr_inodes={number}" for number in range(1, 9)]
    for disk in disks:
        try:
            seen[one(place, cache_folder, disk)] += 1
        except AssertionError as err:
            raise AssertionError(f"on {disk}: {err}") from err
    print(seen["kept"], seen["no room"])  # noqa: T201
