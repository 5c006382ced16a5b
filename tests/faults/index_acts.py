"""Read a journal by way of its index, in a process of its own that is to be killed or failed.

As a program: for each folder named on a socket (journal and cache in it), read it; ends with 0
where the answer was that of plain reading.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from acts import serve
from tests.truth import NOTE, indexed, make_journal, note, plain, put, shown

from stillpd.journal.places import index_folder

ACTS = ("first", "after changes", "anew")


def prepare(folder: Path, act: str) -> None:
    """Make a journal: without an index, with an old one, or with one that is not to be trusted."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    root = folder / "journal"
    make_journal(root)
    if act == "first":
        return
    indexed(root)
    put(root, NOTE, note("Done."))
    put(root, "entries/2025/11/2025-11-03.md", "Added.\n")
    (root / "blocks/friday.toml").unlink()
    if act == "anew":
        (index_folder(root) / "seal").unlink()


def is_right(folder: Path) -> bool:
    """Tell whether the answer is that of plain reading."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    root = folder / "journal"
    return shown(indexed(root)) == shown(plain(root))


def _work(act: str, fd: str) -> None:
    scratch = Path(tempfile.mkdtemp())  # so that every import is done before the fork
    prepare(scratch, act)
    is_right(scratch)
    shutil.rmtree(scratch)
    serve(lambda folder: 0 if is_right(folder) else 1, fd)


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2])
