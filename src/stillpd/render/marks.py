"""The small pictures: strips of weeks, bars, sparklines. Each mark has a shape of its own.

`●` met · `○` below · `0` a zero · `◐` shortened · `×` missed · `–` excused · `·` not recorded ·
`┊` break · `‖` paused · `◌` open; of days `·` nothing written, `░▒▓█` more and more
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from stillpd.insight.plan import Gap, WeekRow
from stillpd.insight.progress import MeasureProgress
from stillpd.insight.stillness import OccurrenceState
from stillpd.model.goal import Event
from stillpd.model.week import Week
from stillpd.model.words import EventKind, Number
from stillpd.render.page import Para, dim, text
from stillpd.render.width import cells

_MOST_SIGNS = 24  # of a number
_SPARKS = "▁▂▃▄▅▆▇█"
SHADES = "░▒▓█"
NOTHING, BREAK = "·", "┊"
LEGEND = (
    ("●", "met"),
    ("○", "below"),
    ("0", "a zero"),
    ("◐", "shortened"),
    ("×", "missed"),
    ("–", "excused"),
    ("·", "not recorded"),
    ("◌", "open"),
    ("┊", "break"),
    ("‖", "paused"),
)
CHANGES: frozenset[EventKind] = frozenset({"adapted", "extended", "rebased", "reopened"})
QUIET: Mapping[OccurrenceState, str] = {
    "kept": "●",
    "shortened": "◐",
    "missed": "×",
    "excused": "–",
    "open": "◌",
}
_ROUND_MARKS = {"open": "◌", "excused": "–", "not_recorded": "·"}


def week_mark(row: WeekRow) -> str:
    """Return the mark of one planned week, or of one occurrence of a block."""
    if row.outcome:
        return QUIET[row.outcome]
    if row.state != "recorded":
        return _ROUND_MARKS[row.state]
    if row.value == 0 and not row.met:
        return "0"
    return "○" if row.met is False else "●"


def gap_mark(gap: Gap) -> str:
    """Return the mark of a week that was not planned."""
    return BREAK if gap.kind == "break" else "‖"


def strip(measure: MeasureProgress, most: int) -> str:
    """Return the newest `most` weeks of a measure as marks, gaps in their places."""
    return _newest("".join(mark for _, _, mark in _dated(measure)), most)


def carets(measure: MeasureProgress, events: Sequence[Event], most: int) -> str:
    """Return a line to stand under a strip: a mark below each week in which something changed."""
    changed = {Week.of(event.on) for event in events if event.on and event.kind in CHANGES}
    line = "".join("▴" if week in changed else " " for week, _, _ in _dated(measure))
    return _newest(line, most).replace("…", " ").rstrip()


def _dated(measure: MeasureProgress) -> list[tuple[Week, str, str]]:
    dated = [(row.week, str(row.on or ""), week_mark(row)) for row in measure.weeks]
    dated += [(gap.week, "", gap_mark(gap)) for gap in measure.gaps]
    return sorted(dated)


def _newest(marks: str, most: int) -> str:
    return marks if len(marks) <= most else "…" + marks[-(most - 1) :]


def bar(share: Fraction | None, size: int) -> str:
    """Return a bar of `size` columns; it is full at the target, whatever lies beyond it."""
    if share is None:
        return "─" * size
    halves = int(min(max(share, Fraction(0)), Fraction(1)) * size * 2)
    full, half = divmod(halves, 2)
    return "━" * full + "╸" * half + "─" * (size - full - half)


def spark(values: Sequence[Number], most: int) -> str:
    """Return the newest `most` values as a line of small columns, from least to most."""
    shown = [Fraction(value) for value in values[-most:]]
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    if low == high:
        return _SPARKS[len(_SPARKS) // 2] * len(shown)
    return "".join(_SPARKS[int((v - low) / (high - low) * (len(_SPARKS) - 1))] for v in shown)


def number(value: Number | None) -> str:
    """Return a number as it was typed, without an empty fraction; one that is too long, in brief.

    1.23457e+29 stands for thirty digits: nobody reads those, and they tear a page apart.
    """
    if value is None:
        return "–"
    if not value:
        return "0"  # which may be typed -0.0
    exact = Decimal(value)
    said = format(exact, "f")
    if len(said) > _MOST_SIGNS:
        return format(exact, ".6g")
    return said.rstrip("0").rstrip(".") if "." in said else said


def legend(marks: Iterable[tuple[str, str]], width: int) -> Iterator[Para]:
    """Iterate over lines that say what marks mean; a mark and its words are not parted."""
    line = ""
    for mark, words in marks:
        if line and cells(f"{line}{mark} {words}") > width - 4:
            yield Para(text(dim(line.rstrip())), indent=2)
            line = ""
        line += f"{mark} {words}   "
    if line:
        yield Para(text(dim(line.rstrip())), indent=2)
