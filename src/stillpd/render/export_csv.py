"""One table of a period as CSV (RFC 4180), for a spreadsheet.

A spreadsheet takes a cell that begins with = + - or @ for a formula, also one that somebody else
wrote (OWASP, "CSV Injection"). So words are held down by a ' in front; numbers are numbers in our
own columns only. What a screen might obey (bidi marks, control characters) is made visible, as on
the screen. Whoever needs the words untouched takes JSON, or `raw`.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import NamedTuple, TypeVar

from stillpd.insight.portfolio import Portfolio
from stillpd.model.entry import Activity, Ask, Entry, TimeSample
from stillpd.model.week import Week
from stillpd.render.export_entries import promises
from stillpd.render.safe import safe

Cell = str | int | Decimal | date | Week | None
Row = tuple[Cell, ...]
E = TypeVar("E", bound=Entry)

_BOM = b"\xef\xbb\xbf"
_FORMULAS = frozenset("=+-@\N{MINUS SIGN}")
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"})
_BLANK = frozenset('"\N{HANGUL FILLER}\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\u2800')


class Table(NamedTuple):
    """A table: the heads of its columns, and its rows."""

    heads: tuple[str, ...]
    rows: Callable[[Portfolio], Iterator[Row]]


def as_bytes(
    report: Portfolio, *, table: str = "readings", excel: bool = False, raw: bool = False
) -> bytes:
    """Return a table in UTF-8; `excel` puts a BOM in front, `raw` leaves words as they are."""
    heads, rows = TABLES[table]
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(_cells(row, raw=raw) for row in rows(report))
    return (_BOM if excel else b"") + text.getvalue().encode("utf-8")


# Cells -------------------------------------------------------------------------------------------


def _cells(row: Sequence[Cell], *, raw: bool) -> Iterator[str | int | Decimal]:
    """Iterate over a row's cells as they are written.

    Where one of them has several lines, a program that reads line by line is thrown out of step by
    the quotes, and takes any comma of that row for the end of a cell.
    """
    said = [
        cell if cell is None or isinstance(cell, (int, Decimal)) else _seen(str(cell), raw=raw)
        for cell in row
    ]
    has_lines = any(isinstance(cell, str) and "\n" in cell for cell in said)
    for cell in said:
        if isinstance(cell, str):
            yield cell if raw else _held(cell, has_lines=has_lines)
        else:
            yield "" if cell is None else cell


def _seen(text: str, *, raw: bool) -> str:
    """Return words as they may be seen; every line ends with the one sign that all know."""
    return text if raw else safe(re.sub("\r\n?", "\n", text))


def _held(text: str, *, has_lines: bool) -> str:
    """Hold down each line, and what stands behind a ; or a tab.

    Some programs read the file again by lines (then a comma also ends a cell), or end cells there.
    """
    first, *others = text.split("\n")
    lines = [_line(first, "[;,\t]" if has_lines else "[;\t]")]
    whole = "\n".join([*lines, *(_line(line, "[;,\t]") for line in others)])
    return f"'{whole}" if whole.startswith("\n") else whole


def _line(line: str, ends: str) -> str:
    parts = re.split(f"({ends})", line)
    held = "".join(f"'{part}" if _is_formula(part) else part for part in parts)
    return f"'{held}" if held.startswith("\t") else held


def _is_formula(part: str) -> bool:
    """Tell whether what can be seen of a part begins as a formula does, in whatever width."""
    for char in part:
        plain = unicodedata.normalize("NFKC", char)[:1]
        if plain not in _BLANK and unicodedata.category(plain) not in _UNSEEN:
            return plain in _FORMULAS
    return False


# Tables ------------------------------------------------------------------------------------------


def _readings(report: Portfolio) -> Iterator[Row]:
    for goal in report.progress.goals:
        for measure in goal.measures:
            head = (goal.id, goal.title, measure.id, measure.name, measure.role, measure.unit)
            for week in measure.weeks:
                met = None if week.met is None else ("yes" if week.met else "no")
                said = (week.on, week.state, week.value, measure.target, met, week.outcome)
                yield (*head, week.week, *said, week.reason, week.entry)


def _commitments(report: Portfolio) -> Iterator[Row]:
    for row, _ in promises(report):
        what = (row.text, row.to, " ".join(row.goals), row.due)
        yield (row.ref, row.made, *what, row.outcome, row.settled, row.because, row.after)


def _asks(report: Portfolio) -> Iterator[Row]:
    for entry in _of(report, Ask):
        asked = (entry.direction, entry.what, entry.who, entry.odds, entry.risk)
        told = (entry.answer, entry.answered, entry.again, entry.cost, entry.gain, entry.body)
        yield (entry.ref, entry.day, *asked, *told)


def _hours(report: Portfolio) -> Iterator[Row]:
    for entry in _of(report, Activity):
        what = (entry.title, entry.provider, entry.topic, entry.mode, entry.hours)
        yield (entry.ref, entry.day, *what, entry.did, entry.goal, entry.try_, entry.owned)


def _time(report: Portfolio) -> Iterator[Row]:
    for entry in _of(report, TimeSample):
        for name, hours in entry.hours.items():
            yield (entry.ref, entry.week or Week.of(entry.day), name, hours)


def _of(report: Portfolio, cls: type[E]) -> Iterable[E]:
    return (entry for entry in report.entries.get(cls.kind, ()) if isinstance(entry, cls))


_OF_A_MEASURE = ("goal", "title", "measure", "name", "role", "unit")
_OF_A_WEEK = ("week", "on", "state", "value", "target", "met", "outcome", "reason", "entry")
_OF_A_PROMISE = ("text", "to", "goals", "due", "outcome", "settled", "because", "after")
_OF_AN_ASK = ("direction", "what", "who", "odds", "risk", "answer", "answered")
_LEARNT = ("again", "cost", "gain", "lesson")
_OF_HOURS = ("title", "provider", "topic", "mode", "hours", "did", "goal", "try", "owned")

TABLES = {
    "readings": Table((*_OF_A_MEASURE, *_OF_A_WEEK), _readings),
    "commitments": Table(("id", "made", *_OF_A_PROMISE), _commitments),
    "asks": Table(("id", "made", *_OF_AN_ASK, *_LEARNT), _asks),
    "hours": Table(("id", "day", *_OF_HOURS), _hours),
    "time": Table(("id", "week", "for", "hours"), _time),
}
"""Each by its name. `time` are the hours of a week by goal, `inbox` or `required`."""
