"""The small pictures of an exported page, as inline SVG: bars and dots by week, and a line.

A state has a shape of its own as well as a shade. No letters stand in them, so they can be as wide
as the page; what they show is told beside them in words, and in a table.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from stillpd.insight.plan import Gap, WeekRow
from stillpd.insight.progress import MeasureProgress
from stillpd.model.days import MONTHS
from stillpd.model.goal import Event
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import Number
from stillpd.render import marks

Box = Literal["bar", "low", "band"]
Drawn = Literal["aim", "line", "change", "dot", "half", "cross", "dash", "none", "hollow"]
Shape = Box | Drawn

WIDE, HIGH = 1000, 100
_FLOOR = 94  # where the bars stand
_TOP = 8
_MIDDLE = 45
_MOST_LABELS = 11
_ROOM, _RIGHT = 6, 94  # percent: for a label, and where the last one may begin


@record
class Mark:
    """One shape of a picture: a box, or a path. Numbers in hundredths of its height."""

    shape: Shape
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    path: str = ""


@record
class Label:
    """A month below a picture, and how far from the left it stands, in percent."""

    words: str
    left: float


@record(kw_only=True)
class Chart:
    """A picture of a measure: its shapes, the months below, and what its marks mean."""

    kind: Literal["bars", "dots", "line"]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    legend: tuple[tuple[Shape, str], ...]


_MEANINGS: dict[Shape, str] = {
    "bar": "met",
    "low": "below",
    "dot": "kept",
    "half": "shortened",
    "cross": "missed",
    "dash": "excused",
    "none": "not recorded",
    "hollow": "open",
    "aim": "target",
    "band": "break",
    "change": "changed",
}
_OUTCOMES: dict[str, Shape] = {
    "kept": "dot",
    "shortened": "half",
    "missed": "cross",
    "excused": "dash",
}


def chart(measure: MeasureProgress, events: Sequence[Event]) -> Chart | None:
    """Return the picture of a measure; None where there is nothing to see yet."""
    if measure.role == "lag":
        return _line(measure) if measure.recorded > 1 else None
    if not measure.weeks:
        return None
    dated = _dated(measure)
    is_bars = any(row.value is not None for row in measure.weeks)
    shown = [*_bands(dated)]
    shown += [*_bars(measure, dated)] if is_bars else [*_dots(dated)]
    shown += _changes(dated, events)
    return _chart(
        "bars" if is_bars else "dots", shown, _months([_day(one) for one in dated]), measure
    )


def _chart(
    kind: Literal["bars", "dots", "line"],
    shown: list[Mark],
    labels: tuple[Label, ...],
    measure: MeasureProgress,
) -> Chart:
    seen = {mark.shape for mark in shown}
    legend = [(shape, words) for shape, words in _MEANINGS.items() if shape in seen]
    if measure.target is None and kind == "bars":
        legend = [(shape, "recorded" if shape == "bar" else words) for shape, words in legend]
    if {gap.kind for gap in measure.gaps} == {"break", "paused"}:
        legend = [(s, "break or pause" if s == "band" else words) for s, words in legend]
    elif any(gap.kind == "paused" for gap in measure.gaps):
        legend = [(s, "paused" if s == "band" else words) for s, words in legend]
    return Chart(kind=kind, marks=tuple(shown), labels=labels, legend=tuple(legend))


# By week -----------------------------------------------------------------------------------------


def _dated(measure: MeasureProgress) -> list[WeekRow | Gap]:
    both: list[WeekRow | Gap] = [*measure.weeks, *measure.gaps]
    return sorted(both, key=_day)


def _day(one: WeekRow | Gap) -> date:
    return (one.on if isinstance(one, WeekRow) else None) or one.week.monday


def _bands(dated: Sequence[WeekRow | Gap]) -> Iterator[Mark]:
    step = WIDE / len(dated)
    for n, one in enumerate(dated):
        if isinstance(one, Gap):
            yield Mark("band", round(n * step, 2), 0, round(step, 2), HIGH)


def _bars(measure: MeasureProgress, dated: Sequence[WeekRow | Gap]) -> Iterator[Mark]:
    step = WIDE / len(dated)
    values = [row.value for row in measure.weeks if row.value is not None]
    most = max([*map(Fraction, values), Fraction(measure.target or 0)]) or Fraction(1)
    for n, one in enumerate(dated):
        if isinstance(one, Gap):
            continue
        if one.value is None or one.state != "recorded":
            yield _sign(_unrecorded(one), (n + 0.5) * step, _FLOOR - 5, step)
            continue
        high = max(_tall(one.value, most), 2.0)
        shape: Shape = "low" if one.met is False else "bar"
        yield Mark(
            shape, round((n + 0.15) * step, 2), round(_FLOOR - high, 2), round(step * 0.7, 2), high
        )
    if measure.target:
        at = round(_FLOOR - _tall(measure.target, most), 2)
        yield Mark("aim", path=f"M0 {at}H{WIDE}")
    yield Mark("line", path=f"M0 {_FLOOR}H{WIDE}")


def _tall(value: Number, most: Fraction) -> float:
    return round(float(Fraction(value) / most * (_FLOOR - _TOP)), 2)


def _unrecorded(row: WeekRow) -> Shape:
    kinds: dict[str, Shape] = {"excused": "dash", "open": "hollow"}
    return kinds.get(row.state, "none")


def _dots(dated: Sequence[WeekRow | Gap]) -> Iterator[Mark]:
    step = WIDE / len(dated)
    for n, one in enumerate(dated):
        if isinstance(one, WeekRow):
            shape: Shape = "dot" if one.state == "recorded" else _unrecorded(one)
            yield _sign(_OUTCOMES.get(one.outcome or "", shape), (n + 0.5) * step, _MIDDLE, step)


def _sign(shape: Shape, x: float, y: float, step: float) -> Mark:
    """Return a mark that keeps its form however wide the picture is: a stroke of no length."""
    at = f"{x:.2f} {y}"
    reach = min(step * 0.22, 8)
    if shape == "dash":
        return Mark(shape, path=f"M{x - reach:.2f} {y}h{2 * reach:.2f}")
    if shape == "cross":
        arms = f"M{x - reach:.2f} {y - 8}l{2 * reach:.2f} 16m0 -16l{-2 * reach:.2f} 16"
        return Mark(shape, path=arms)
    return Mark(shape, path=f"M{at}h0.01")


def _changes(dated: Sequence[WeekRow | Gap], events: Sequence[Event]) -> Iterator[Mark]:
    """Iterate over a small mark above each week in which something was changed."""
    changed = {Week.of(event.on) for event in events if event.on and event.kind in marks.CHANGES}
    step = WIDE / len(dated)
    weeks = [one.week for one in dated]
    for week in sorted(changed & set(weeks)):
        yield Mark("change", path=f"M{(weeks.index(week) + 0.5) * step:.2f} 0v5")


# By day ------------------------------------------------------------------------------------------


def _line(measure: MeasureProgress) -> Chart:
    """Return the readings as a line over time, with what they aim at."""
    rows = [row for row in measure.weeks if row.value is not None]
    values = [Fraction(row.value or 0) for row in rows]
    held = [*values, *([Fraction(measure.target)] if measure.target is not None else [])]
    low, high = min(held), max(held)
    span, days = high - low or Fraction(1), [_day(row) for row in rows]
    length = max((days[-1] - days[0]).days, 1)

    def tall(value: Fraction) -> float:
        return round(88 - float((value - low) / span) * 76, 2)

    points = [
        (round(20 + (day - days[0]).days / length * (WIDE - 40), 2), tall(value))
        for day, value in zip(days, values, strict=True)
    ]
    shown = []
    if measure.target is not None:
        shown.append(Mark("aim", path=f"M0 {tall(Fraction(measure.target))}H{WIDE}"))
    shown.append(Mark("line", path="M" + "L".join(f"{x} {y}" for x, y in points)))
    shown += [Mark("dot", path=f"M{x} {y}h0.01") for x, y in points]
    every = [days[0] + timedelta(n) for n in range(length + 1)]
    made = _chart("line", shown, _months(every), measure)
    legend = tuple((s, "a reading" if s == "dot" else words) for s, words in made.legend)
    return Chart(kind="line", marks=made.marks, labels=made.labels, legend=legend)


def _months(days: Sequence[date]) -> tuple[Label, ...]:
    """Return where each month begins, as many as have room; of many only every second, third."""
    first: dict[tuple[int, int], int] = {}
    for place, day in enumerate(days):
        first.setdefault((day.year, day.month), place)
    every = -(-len(first) // _MOST_LABELS)
    found = [
        Label(MONTHS[month - 1][:3], round(place / len(days) * 100, 2))
        for (_, month), place in list(first.items())[::every]
    ]
    nearest = [one.left for one in found[1:]] + [_RIGHT + _ROOM]
    return tuple(
        one for one, after in zip(found, nearest, strict=True) if after - one.left >= _ROOM
    )
