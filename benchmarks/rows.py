"""The table: what was measured, beside the bars of the design."""

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.measure import Spread, Turn

COLUMNS = ("what", "median", "quartiles", "figure", "bar", "")
_WIDTHS = (48, 9, 15, 12, 13, 7)
_MILLI = 1000


class Bar(NamedTuple):
    """What a figure has to keep to, both ends included; without an end it only names the unit."""

    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether it only names the unit, and everything keeps to it."""
        return self.most is None and self.least is None

    def __str__(self) -> str:
        match self.least, self.most:
            case None, None:
                return ""
            case None, most:
                return f"≤ {most:,g} {self.unit}"
            case least, None:
                return f"≥ {least:,g} {self.unit}"
            case least, most:
                return f"{least:g}–{most:g} {self.unit}"

    def is_met(self, figure: float) -> bool:
        """Tell whether the figure keeps to it."""
        enough = self.least is None or figure >= self.least
        return enough and (self.most is None or figure <= self.most)


class Row(NamedTuple):
    """One line of the table; without a figure `why` says what kept it from being measured."""

    what: str
    median: str = ""
    quartiles: str = ""
    figure: float | None = None
    bar: Bar | None = None
    why: str = ""

    @property
    def verdict(self) -> str:
        """Whether the bar is met; nothing where there is no bar."""
        if self.figure is None or self.bar is None:
            return self.why
        if self.bar.is_open:
            return self.why
        return "met" if self.bar.is_met(self.figure) else "not met"

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns."""
        figure = ""
        if self.figure is not None and self.bar:
            places = 2 if self.figure < 20 else 0
            figure = f"{self.figure:,.{places}f} {self.bar.unit}"
        return (self.what, self.median, self.quartiles, figure, str(self.bar or ""), self.verdict)


def in_ms(what: str, turn: Turn) -> Row:
    """Return the row of a command that took turns, compared with nothing."""
    return of_spread(what, turn.spread, "ms", times=_MILLI)


def compared(what: str, turn: Turn, base: Turn, bar: Bar) -> Row:
    """Return the row of a command as a ratio to another."""
    ratio = turn.spread.middle / base.spread.middle
    return in_ms(what, turn)._replace(figure=ratio, bar=bar)


def of_spread(
    what: str,
    spread: Spread,
    unit: str,
    figure: float | None = None,
    bar: Bar | None = None,
    *,
    times: float = 1,
) -> Row:
    """Return a row with the middle and the quartiles of some figures."""
    places = 0 if spread.middle * times >= 100 else 1
    low, middle, high = (f"{value * times:,.{places}f}" for value in spread)
    return Row(what, f"{middle} {unit}", f"{low}–{high}", figure, bar)


def as_text(row: Sequence[str]) -> str:
    """Return the cells as a line for a terminal."""
    cells = [
        f"{cell:>{width}}" if 0 < place < 4 else f"{cell:{width}}"
        for place, (cell, width) in enumerate(zip(row, _WIDTHS, strict=True))
    ]
    return "  ".join(cells).rstrip()


def as_markdown(row: Sequence[str]) -> str:
    """Return the cells as a line of a Markdown table."""
    return f"| {' | '.join(row)} |"


def heading(*, markdown: bool) -> str:
    """Return what stands over the rows."""
    if markdown:
        return f"{as_markdown(COLUMNS)}\n|---|--:|--:|--:|---|---|"
    return as_text(COLUMNS)


def count_missed(rows: Sequence[Row]) -> int:
    """Return how many rows miss their bar."""
    return sum(row.verdict == "not met" for row in rows)
