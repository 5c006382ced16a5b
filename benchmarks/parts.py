"""What is measured, part by part: each iterates over its rows of the table."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from benchmarks.measure import Spread, Turn, note, run_alone, take_turns
from benchmarks.place import Place
from benchmarks.prose import RARE_WORD
from benchmarks.rows import Bar, Row, compared, in_ms, of_spread

MOST = 100_000
J = 20_000
TEXT = "The copier is well again."
WORD_OF_THE_DEMO = "knee"
_MIB = 1024 * 1024


def demo(place: Place, runs: int) -> Iterator[Row]:
    """Measure on the demo year; what is written goes into a copy of its own."""
    hello = place.hello_turn()
    write = place.stillpd(place.demo("written"), "write", TEXT)
    read = place.demo("read")
    reading, remind = _reading(place, read, WORD_OF_THE_DEMO), place.remind(read)
    place.settle()
    take_turns([hello, write, remind, *reading.values()], runs, "demo year")
    yield in_ms("F: a Typer hello", hello)
    yield compared("write, demo year", write, hello, Bar("F", most=1.4))
    yield compared("remind, nothing due, demo year", remind, hello, Bar("F", most=1.6))
    for name, turn in reading.items():
        most = 2.4 if turn.in_terminal else 1.8
        yield compared(f"{name}, demo year", turn, hello, Bar("F", most=most))


def journal(place: Place, runs: int) -> Iterator[Row]:
    """Measure on J, its index warm."""
    hello = place.hello_turn()
    reading, remind = _reading(place, place.large(J), RARE_WORD), place.remind(place.large(J))
    place.settle()
    take_turns([hello, remind, *reading.values()], runs, "J")
    yield in_ms("F, beside J", hello)
    yield compared("remind, nothing due, J", remind, hello, Bar("F", most=2.5))
    for name, turn in reading.items():
        most = 3.3 if turn.in_terminal else 2.6
        yield compared(f"{name}, J", turn, hello, Bar("F", most=most))


def export(place: Place, runs: int) -> Iterator[Row]:
    """Measure the demo year as a file, for a browser and for paper; a third of the runs."""
    hello, read = place.hello_turn(), place.demo("exported")
    made = {"HTML": (5, "html"), "PDF": (10, "pdf")}
    turns = {
        name: place.stillpd(
            *(read, "export", form, "--audience", "me", "--force"),
            *("-o", str(place.folder / f"year.{form}")),
        )
        for name, (_, form) in made.items()
    }
    place.settle()
    take_turns([hello, *turns.values()], max(1, runs // 3), "export")
    yield in_ms("F, beside export", hello)
    for name, turn in turns.items():
        yield compared(f"a year as {name}, demo year", turn, hello, Bar("F", most=made[name][0]))


def _reading(place: Place, folder: Path, word: str) -> dict[str, Turn]:
    asked = {"today": (), "progress": ("progress",), "search": ("search", word)}
    turns = {}
    for where, in_terminal in (("pipe", False), ("terminal", True)):
        for name, words in asked.items():
            turn = place.stillpd(folder, *words, in_terminal=in_terminal)
            turn.expected = word if name == "search" else ""
            turns[f"{name} in a {where}"] = turn
    return turns


def write(place: Place, runs: int) -> Iterator[Row]:
    """Measure writing into a small and into a large journal."""
    hello = place.hello_turn()
    small = place.stillpd(place.small(), "write", TEXT)
    large = place.stillpd(place.large_in_git(MOST), "write", TEXT)
    take_turns([hello, small, large], runs, "write")
    yield in_ms("F, beside write", hello)
    yield compared("write, 20 entries", small, hello, Bar("F"))
    bar = Bar("×", most=1.15, least=0.85)
    yield compared(f"write, {MOST:,} entries, against 20", large, small, bar)


def notice(place: Place, runs: int) -> Iterator[Row]:
    """Measure how one edited file is noticed among very many, and what it costs where none is."""
    bar = Bar("×", most=2.5)
    if not shutil.which("git"):
        yield Row("search, one file edited", bar=bar, why="not measured: no git here")
        return
    folder = place.large_in_git(MOST)
    hello, status = place.hello_turn(), place.git_status(folder, "working tree clean")
    search = place.stillpd(folder, "search", RARE_WORD, expected=RARE_WORD)
    place.settle()
    take_turns([hello, status, search], runs, "no file edited")
    yield in_ms("F, beside git", hello)
    yield in_ms(f"git status, none of {MOST:,} files edited", status)
    yield compared("search, none edited, against git", search, status, Bar("×"))

    page = min(folder.glob("entries/2021/03/*-note-*.md"))
    status, search = place.git_status(folder, page.name), place.stillpd(folder, "search", "?")
    status.before = search.before = _editing(page)
    take_turns([status, search], runs, "one file edited")
    yield in_ms("git status, one edited", status)
    yield compared("search finds the new word, against git", search, status, bar)


def _editing(page: Path) -> Callable[[Turn], None]:
    """Return what puts a new word into the page ahead of a turn; a search then asks for it."""
    text = page.read_text(encoding="utf-8")
    numbers = count()

    def edit(turn: Turn) -> None:
        word = f"heron{next(numbers)}"
        page.write_text(f"{text}{word}\n", encoding="utf-8")
        if "search" in turn.words:
            turn.words[turn.words.index("search") + 1] = turn.expected = word

    return edit


def index(place: Place, runs: int) -> Iterator[Row]:
    """Measure an index made from nothing, on one core; a third of the runs."""
    speed, memory = Bar("entries/s", least=6_000), Bar("MiB", most=100)
    turn = place.stillpd(place.large_in_git(MOST), "index", "rebuild")
    place.settle()
    runs = max(1, runs // 3)
    done = []
    for number in range(runs):
        note(f"index: round {number + 1} of {runs}")
        done.append(run_alone(turn.words, turn.environment, place.folder / "said"))
    note("")
    cores = "one core" if all(alone.is_pinned for alone in done) else "all cores"
    seconds = Spread.of([alone.seconds for alone in done])
    busy = Spread.of([alone.busy for alone in done])
    peak = Spread.of([alone.peak / _MIB for alone in done])
    what = f"index rebuild, {MOST:,} entries, {cores}"
    yield of_spread(what, seconds, "s", MOST / seconds.middle, speed)
    yield of_spread("its time on the core", busy, "s", MOST / busy.middle, Bar("entries/s"))
    yield of_spread(
        "its memory, at the worst", peak, "MiB", max(a.peak for a in done) / _MIB, memory
    )
