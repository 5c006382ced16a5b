"""Which whole days of a calendar file would be breaks of the school years, and which not."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from typing import Literal

from stillpd.exchange.calendar_file import CalendarFile, Thing, WholeDays, read_calendar
from stillpd.model.calendar import likely_year
from stillpd.model.errors import InvalidInput
from stillpd.model.header import SchoolYear, Span
from stillpd.model.record import record

FoundState = Literal["new", "there", "long"]
Years = Sequence[SchoolYear]

_DAY = timedelta(days=1)
_LONGEST = timedelta(weeks=6)
"""What takes longer is a term, not a break."""
_SATURDAY = 5


@record(kw_only=True)
class FoundBreak:
    """Days of a calendar file that lie in a school year.

    `new` ones may become a break, `there` ones lie in a break already, `long` ones are too long.
    """

    span: Span
    year: str
    state: FoundState


@record(kw_only=True)
class FoundBreaks:
    """What a calendar file would bring, and what of it is left out and why.

    Of the things in the file, each one once: `outside` ones have no time in a school year, `timed`
    ones have an hour, `unread` ones no day, `unwanted` ones another name than was asked for.
    """

    breaks: tuple[FoundBreak, ...]
    outside: int = 0
    timed: int = 0
    unread: int = 0
    unwanted: int = 0
    saved: bool = False

    @property
    def new(self) -> tuple[FoundBreak, ...]:
        """Those that may become a break."""
        return tuple(one for one in self.breaks if one.state == "new")


@record(kw_only=True)
class WantedNames:
    """Words of which one has to be in a name (none: any name will do), and words that may not."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Tell whether something of that name is wanted."""
        folded = name.casefold()
        if any(word.casefold() in folded for word in self.without):
            return False
        return not self.only or any(word.casefold() in folded for word in self.only)


def find_breaks(
    years: Years, content: bytes, zone: tzinfo, wanted: WantedNames, today: date
) -> FoundBreaks:
    """Return what a calendar file holds for the school years. Raises InvalidInput."""
    whole = [year for year in years if year.starts and year.ends]
    if not whole:
        raise InvalidInput(
            "There is no school year yet for breaks to lie in.",
            f"Add one: stillpd calendar year add {likely_year(today)}",
        )
    first = min(year.starts for year in whole if year.starts)
    last = max(year.ends for year in whole if year.ends)
    file = read_calendar(content, zone, first, last)
    named = [thing for thing in file.things if wanted.takes(thing.name)]
    times = sorted(
        {time for thing in named for time in thing.times},
        key=lambda one: (one.first, one.last, one.name),
    )
    found = sorted(_in_years(whole, _joined(times)), key=lambda one: str(one.span.from_))
    return _counted(file, named, whole, found)


def _counted(
    file: CalendarFile, named: Sequence[Thing], whole: Years, found: Iterable[FoundBreak]
) -> FoundBreaks:
    inside = sum(any(_cut(time, year) for time in one.times for year in whole) for one in named)
    return FoundBreaks(
        breaks=tuple(found),
        outside=len(named) - inside,
        timed=file.timed,
        unread=file.unread,
        unwanted=len(file.things) - len(named),
    )


def _joined(days: Sequence[WholeDays]) -> list[WholeDays]:
    """Return days of one name that follow each other, be it over a weekend, as one."""
    made: list[WholeDays] = []
    last: dict[str, int] = {}
    for one in days:
        name = one.name.casefold()
        before = made[last[name]] if name in last else None
        if before and _follows(before.last, one.first):
            made[last[name]] = replace(before, last=max(before.last, one.last))
        else:
            last[name] = len(made)
            made.append(one)
    return made


def _follows(last: date, first: date) -> bool:
    between = (last + _DAY * n for n in range(1, (first - last).days))
    return (first - last).days <= 3 and all(day.weekday() >= _SATURDAY for day in between)  # noqa: PLR2004


def _in_years(years: Years, days: Sequence[WholeDays]) -> Iterator[FoundBreak]:
    """Iterate over days as the breaks they would be; the longest come first and take their days."""
    for year in years:
        taken = {day for span in year.breaks for day in _days_in(span, year)}
        cut = [piece for one in days if (piece := _cut(one, year))]
        for piece in sorted(cut, key=lambda one: (one.first - one.last, one.first)):
            for found in _pieces(piece, taken, year.name):
                if found.state == "new":
                    taken.update(_days_in(found.span, year))
                yield found


def _cut(days: WholeDays, year: SchoolYear) -> WholeDays | None:
    """Return the part of days that lies in a school year."""
    if year.starts is None or year.ends is None:
        return None
    first, last = max(days.first, year.starts), min(days.last, year.ends)
    return WholeDays(first, last, days.name) if first <= last else None


def _pieces(days: WholeDays, taken: AbstractSet[date], year: str) -> Iterator[FoundBreak]:
    """Iterate over what is left of days where others are taken; all of it where none is left."""
    if days.last - days.first >= _LONGEST:
        yield _found(days, year, "long")
        return
    free = [day for day in _each(days) if day not in taken]
    if not free:
        yield _found(days, year, "there")
    while free:
        end = next((n for n, day in enumerate(free) if day != free[0] + _DAY * n), len(free))
        yield _found(WholeDays(free[0], free[end - 1], days.name), year, "new")
        free = free[end:]


def _each(days: WholeDays) -> Iterator[date]:
    return (days.first + _DAY * n for n in range((days.last - days.first).days + 1))


def _days_in(span: Span, year: SchoolYear) -> Iterator[date]:
    """Iterate over the days of a break that lie in a school year."""
    if span.from_ and span.to:
        days = _cut(WholeDays(span.from_, span.to, ""), year)
        yield from _each(days) if days else ()


def _found(days: WholeDays, year: str, state: FoundState) -> FoundBreak:
    return FoundBreak(
        span=Span(from_=days.first, to=days.last, reason=days.name), year=year, state=state
    )
