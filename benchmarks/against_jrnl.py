"""stillpd and jrnl on the same notes: writing one more, and finding some."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import jrnl
from benchmarks.measure import Turn, take_turns
from benchmarks.notes import Note, make_notes, write_for_jrnl, write_for_stillpd
from benchmarks.parts import TEXT
from benchmarks.place import CACHE, Place
from benchmarks.prose import RARE_TAG, RARE_WORD
from benchmarks.rows import Bar, Row, compared, in_ms

ENTRIES = 10_000
BARS = {
    "write": Bar("×", least=5),
    "search": Bar("×", least=3),
    "tag": Bar("×"),
}
FORMATS = {"jrnl": jrnl.DEFAULT_FORMAT, "jrnl with ISO dates": jrnl.QUICK_FORMAT}


def against_jrnl(place: Place, runs: int) -> Iterator[Row]:
    """Compare without and with tags; a third of the runs."""
    try:
        command = jrnl.install(CACHE)
    except jrnl.NotInstalled as reason:
        for name in ("write", "search"):
            yield Row(f"{name}, jrnl", bar=BARS[name], why=f"not measured: {reason}")
        return
    for tagged in (False, True):
        yield from _compare(place, max(1, runs // 3), command, tagged=tagged)


def _compare(place: Place, runs: int, command: str, *, tagged: bool) -> Iterator[Row]:
    kind = "tagged" if tagged else "untagged"
    notes = make_notes(ENTRIES, tagged=tagged)
    ours = _ours(place, place.folder / kind, notes, tagged=tagged)
    theirs = {
        (program, name): turn
        for program, time_format in FORMATS.items()
        for name, turn in _theirs(place, command, notes, time_format).items()
        if name in ours
    }
    place.settle()
    take_turns([*ours.values(), *theirs.values()], runs, f"jrnl, {kind}")
    for name, own in ours.items():
        yield in_ms(f"{name}, {ENTRIES:,} {kind} notes, stillpd", own)
        for program in FORMATS:
            bar = BARS[name] if program == "jrnl" else Bar("×")
            yield compared(f"{name}, {kind}, {program} against it", theirs[program, name], own, bar)


def _ours(place: Place, folder: Path, notes: Sequence[Note], *, tagged: bool) -> dict[str, Turn]:
    write_for_stillpd(notes, folder)
    turns = {
        "write": place.stillpd(folder, "write", TEXT),
        "search": place.stillpd(folder, "search", RARE_WORD, expected=RARE_WORD),
    }
    if tagged:
        turns["tag"] = place.stillpd(folder, "log", "--tag", RARE_TAG, expected=_newest(notes))
    return turns


def _theirs(place: Place, command: str, notes: Sequence[Note], time_format: str) -> dict[str, Turn]:
    file = place.folder / f"{len(list(place.folder.glob('*.jrnl')))}.jrnl"
    write_for_jrnl(notes, file, time_format)
    config = file.with_suffix(".yaml")
    jrnl.configure(config, file, time_format)
    asked = (command, "--config-file", str(config))
    return {
        "write": place.turn(*asked, TEXT),
        "search": place.turn(*asked, "-contains", RARE_WORD, expected=RARE_WORD),
        "tag": place.turn(*asked, f"@{RARE_TAG}", "--short", expected=_newest(notes)),
    }


def _newest(notes: Sequence[Note]) -> str:
    """Return the title of the newest note with the rare tag, which a list of them has to show."""
    return next((note.title for note in reversed(notes) if note.tag == RARE_TAG), "")
