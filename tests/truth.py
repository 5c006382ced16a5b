"""A small journal, and what plain reading says of it: what every answer is held against.

Two values can be equal and not written alike (0 and 0.0, one moment in two zones); their shown
forms differ then. So journals are compared by what they show.
"""

import os
import re
from itertools import zip_longest
from pathlib import Path
from typing import Any

from stillpd.journal import folder
from stillpd.journal.first_page import open_journal
from stillpd.journal.index import reader
from stillpd.journal.index.stamps import FarLook, FolderLook, Look, look_at
from stillpd.model.journal import Journal
from stillpd.model.selection import ALL, Selection

SECOND = 10**9  # nanoseconds
HEADER = """format = 1
id = "j4rn4lj4rn"
owner = "Dana"
timezone = "America/New_York"

[[school_years]]
name = "2025-26"
starts = 2025-08-18
ends = 2026-06-12
"""
GOAL = """title = "Claims with evidence"
circle = "doing"
kind = "habit"
started = 2025-09-01

[[measure]]
id = "talk"
name = "Lessons with talk"
target = 3
tolerance = 0.0
from = 2025-09-01
"""
BLOCK = """title = "Friday quiet"
rule = "FREQ=WEEKLY;BYDAY=FR"
starts = 2025-09-05T15:00:00
minutes = 20
"""
PROFILE = 'purpose = "That each child is heard."\n'


# The system's own zone, which stands in where a journal names none, gives its offset a name.
UTC = "timezone(datetime.timedelta(0))"
_NAMED_OFFSET = re.compile(r"timezone\((datetime\.timedelta\(.*?\)), '.*?'\)")
NOTE = "entries/2025/10/2025-10-24-1505-note-kx7q2m.md"
CHECK_IN = """+++
kind = "check-in"
id = "c2hckn"
at = 2025-09-12T15:05:00-04:00
week = "2025-W37"

[readings]
talk = 2.0
+++
"""
BROKEN = '+++\nkind = "note\n+++\nA quote is open.\n'


def note(body: str = "Said.", day: str = "2025-10-24", made_id: str = "kx7q2m") -> str:
    """Return a note's text as stillpd writes it."""
    return f'+++\nkind = "note"\nid = "{made_id}"\nat = {day}T15:05:00-04:00\n+++\n{body}\n'


def make_journal(root: Path) -> None:
    """Make a small journal: one of each document, and notes as hands write them."""
    files = {
        "stillpd.toml": HEADER,
        "goals/cer.toml": GOAL,
        "blocks/friday.toml": BLOCK,
        "profile/2025-08-13.toml": PROFILE,
        "entries/2025/09/2025-09-12-1505-check-in-c2hckn.md": CHECK_IN,
        NOTE: note(),
        "entries/2025/10/2025-10-25-by-hand.md": "No front matter here.\n",
        "entries/2025/10/2025-10-26-0130-broken.md": BROKEN,
        "entries/2025/10/notes.txt": "No page of the journal.\n",
    }
    for path, text in files.items():
        put(root, path, text)


def put(root: Path, path: str, text: str | bytes) -> Path:
    """Write a file of the journal, and the folders above it."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def plain(root: Path) -> Journal:
    """Read the journal without an index."""
    return folder.read_journal(open_journal(root))


def indexed(root: Path, selection: Selection = ALL, tell: Any = None) -> Journal:
    """Read the journal by way of its index, as a command does."""
    return reader.read_journal(open_journal(root), selection, tell)


def shown(journal: Journal) -> list[str]:
    """Return all that a journal says, a line for each thing."""
    things = (
        journal.header,
        *journal.profiles,
        *journal.goals.items(),
        *journal.blocks.items(),
        *journal.protocols.items(),
        *journal.entries,
        *journal.problems,
    )
    return [as_shown(thing) for thing in things]


def as_shown(thing: object) -> str:
    """Return all that a value says."""
    return _NAMED_OFFSET.sub(r"timezone(\1)", repr(thing).replace("timezone.utc", UTC))


def assert_same(root: Path) -> Journal:
    """Hold the answer by way of the index against plain reading; return it."""
    found = indexed(root)
    pairs = zip_longest(shown(found), shown(plain(root)))
    wrong = [(by_index, by_files) for by_index, by_files in pairs if by_index != by_files]
    assert not wrong, wrong[:3]
    return found


def edit_keeping_times(file: Path, text: str) -> None:
    """Write a text of the same size, and put the time of the change back."""
    told = file.stat()
    assert len(text.encode()) == told.st_size
    file.write_text(text)
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))


def wait_for_a_tick(place: Path) -> None:
    """Go on only when a file that changes now gets another time than any before."""
    probe = place / "tick"
    probe.touch()
    before = probe.stat().st_ctime_ns
    while probe.stat().st_ctime_ns == before:
        probe.touch()


def looks(monkeypatch: Any, *, late: int = 0, tick: int = 1, inodes_from: int = 0) -> None:
    """Let every look come late, at files whose times are told in ticks of so many nanoseconds."""

    def seen(look: FolderLook | FarLook) -> FolderLook:
        folder_look = look.nearer()
        four = zip(*(folder_look.numbers[start::4] for start in range(4)), strict=True)
        told = [
            (size, mtime // tick * tick, ctime // tick * tick, inode + inodes_from)
            for size, mtime, ctime, inode in four
        ]
        return FolderLook(folder_look.names, [number for each in told for number in each])

    def look(root: Path) -> Look:
        at, folders = look_at(root)
        return Look(at + late, {place: seen(each) for place, each in folders.items()})

    monkeypatch.setattr(reader, "look_at", look)
