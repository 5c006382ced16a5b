"""The same notes for two programs: as a file of jrnl's, and as a journal of stillpd's."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.prose import RARE_TAG, TAGS, make_prose, make_title

WORDS = 60
"""How many words each note has under its title."""
_FIRST = datetime(2016, 8, 18, 15, tzinfo=ZoneInfo("America/New_York"))
_HEADER = 'format = 1\nid = "samenotes2"\nowner = "Sam Field"\ntimezone = "America/New_York"\n'


class Note(NamedTuple):
    """One note; `tag` is empty where it has none."""

    at: datetime
    tag: str
    title: str
    prose: str


def make_notes(count: int, *, tagged: bool, seed: int = 1) -> list[Note]:
    """Return so many notes, three a day, oldest first."""
    source = Random(seed)
    made = []
    for number in range(count):
        tag = RARE_TAG if source.random() < 0.01 else source.choice(TAGS)
        at = _FIRST + timedelta(hours=8 * number)
        made.append(Note(at, tag if tagged else "", make_title(source), make_prose(source, WORDS)))
    return made


def write_for_jrnl(notes: Sequence[Note], file: Path, time_format: str) -> None:
    """Write the notes into one file, as jrnl keeps them; a tag stands in the title, with an @."""
    rows = (
        f"[{note.at.strftime(time_format)}] {f'@{note.tag} ' if note.tag else ''}"
        f"{note.title}\n{note.prose}\n"
        for note in notes
    )
    file.write_text("\n".join(rows), encoding="utf-8", newline="\n")


def write_for_stillpd(notes: Sequence[Note], folder: Path) -> None:
    """Write the notes as a journal into a folder that is not there yet."""
    folder.mkdir(parents=True)
    (folder / "stillpd.toml").write_text(_HEADER, encoding="utf-8")
    for number, note in enumerate(notes):
        made = f"{number:06}".translate(str.maketrans("01", "bc"))
        path = folder / f"entries/{note.at:%Y/%m}/{note.at:%Y-%m-%d-%H%M}-note-{made}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        tags = f'tags = ["{note.tag}"]\n' if note.tag else ""
        path.write_text(
            f'+++\nkind = "note"\nid = "{made}"\nat = {note.at.isoformat()}\n'
            f'title = "{note.title}"\n{tags}+++\n{note.prose}\n',
            encoding="utf-8",
            newline="\n",
        )
