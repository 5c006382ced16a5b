"""Keep the calendar: school years, their breaks and terms."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.model.calendar import likely_year
from stillpd.model.days import full_day
from stillpd.model.errors import AlreadyExists, Ambiguous, InvalidInput, NotFound
from stillpd.model.header import SchoolYear, Span, Term
from stillpd.model.record import record

Years = tuple[SchoolYear, ...]


@record(kw_only=True)
class Part:
    """A break or a term that is wanted in a school year; without `year`, the one that holds it."""

    what: Span | Term
    year: str = ""


def add_year(opened: Opened, year: SchoolYear, now: datetime) -> Saved:
    """Save a new school year. Raises InvalidInput where it ends early or overlaps another."""
    years = with_year(opened.header.school_years, year)
    return save_years(
        opened, years, f"school year {year.name}, {_days(year.starts, year.ends)}", now
    )


def add_part(opened: Opened, part: Part, now: datetime) -> Saved:
    """Save a break or a term in its school year. Raises InvalidInput where it does not fit."""
    years = with_part(opened.header.school_years, part)
    named = _named(part.what)
    days = _days(*ends_of(part.what))
    words = f"{_kind(part.what)} {named}" + (f", {days}" if days != named else "")
    return save_years(opened, years, words, now)


def remove_year(opened: Opened, name: str, now: datetime) -> Saved:
    """Take a school year out, with its breaks and terms. Raises NotFound."""
    years = opened.header.school_years
    year = _find(years, name)
    left = tuple(other for other in years if other is not year)
    return save_years(opened, left, f"school year {name} taken out", now)


def remove_break(opened: Opened, day: date, now: datetime) -> Saved:
    """Take out the break that holds `day`. Raises NotFound."""
    years = opened.header.school_years
    for year in years:
        for span in year.breaks:
            if span.holds(day):
                left = tuple(other for other in year.breaks if other is not span)
                changed = _put(years, year, replace(year, breaks=left))
                return save_years(opened, changed, f"break {_named(span)} taken out", now)
    raise NotFound(f"There is no break on {_day(day)}.", "See them with: stillpd calendar")


def remove_term(opened: Opened, name: str, now: datetime, *, year: str = "") -> Saved:
    """Take out a term by its name. Raises NotFound, Ambiguous."""
    years = opened.header.school_years
    found = [
        (one, term)
        for one in years
        for term in one.terms
        if term.name == name and year in ("", one.name)
    ]
    if not found:
        raise NotFound(f"There is no term “{name}”.", "See them with: stillpd calendar")
    if len(found) > 1:
        known = ", ".join(one.name for one, _ in found)
        raise Ambiguous(f"More than one school year has a term {name}.", f"Say --year: {known}")
    [(one, term)] = found
    left = tuple(other for other in one.terms if other is not term)
    changed = _put(years, one, replace(one, terms=left))
    return save_years(opened, changed, f"term {name} taken out", now)


def with_year(years: Years, new: SchoolYear) -> Years:
    """Return the school years with one more. Raises InvalidInput, AlreadyExists."""
    _check_order(new.starts, new.ends, f"School year {new.name}")
    for year in years:
        if year.name == new.name:
            raise AlreadyExists(
                f"There is a school year {new.name} already.", "Give this one another: --name"
            )
        if _meet((year.starts, year.ends), (new.starts, new.ends)):
            raise InvalidInput(
                f"It overlaps school year {year.name}, {_days(year.starts, year.ends)}.",
                "One day belongs to one school year.",
            )
    return (*years, new)


def with_part(years: Years, part: Part) -> Years:
    """Return the school years with one more break or term. Raises InvalidInput, NotFound."""
    first, last = ends_of(part.what)
    told = _named(part.what)
    _check_order(first, last, told[0].upper() + told[1:])
    year = _find(years, part.year) if part.year else _holding(years, first, last)
    if year is None or not _inside((first, last), (year.starts, year.ends)):
        raise _outside(years, year, first, last)
    match part.what:
        case Span():
            _check_apart(year.breaks, part.what)
            return _put(years, year, replace(year, breaks=(*year.breaks, part.what)))
        case Term():
            _check_apart(year.terms, part.what)
            return _put(years, year, replace(year, terms=(*year.terms, part.what)))


def ends_of(what: Span | Term) -> tuple[date | None, date | None]:
    """Return the first and the last day of a break or term."""
    return (what.from_, what.to) if isinstance(what, Span) else (what.starts, what.ends)


def save_years(opened: Opened, years: Years, words: str, now: datetime) -> Saved:
    """Save other school years in place of those that are there."""
    changes = Changes(opened)
    changes.change(opened.header, replace(opened.header, school_years=years))
    return changes.save("calendar", words, now, path=names.HEADER)


def _kind(what: Span | Term) -> str:
    return "break" if isinstance(what, Span) else "term"


def _named(what: Span | Term) -> str:
    name = what.reason if isinstance(what, Span) else what.name
    return name or _days(*ends_of(what))


def _days(first: date | None, last: date | None) -> str:
    return f"{_day(first)} to {_day(last)}" if first != last else _day(first)


def _day(day: date | None) -> str:
    return full_day(day) or "no day"


def _put(years: Years, old: SchoolYear, new: SchoolYear) -> Years:
    return tuple(new if year is old else year for year in years)


def _find(years: Years, name: str) -> SchoolYear:
    for year in years:
        if year.name == name:
            return year
    known = ", ".join(year.name for year in years)
    hint = f"Known: {known}" if known else "Add one: stillpd calendar year add FIRST..LAST"
    raise NotFound(f"There is no school year “{name}”.", hint)


def _holding(years: Years, first: date | None, last: date | None) -> SchoolYear | None:
    return next((y for y in years if _inside((first, last), (y.starts, y.ends))), None)


def _outside(
    years: Years, year: SchoolYear | None, first: date | None, last: date | None
) -> InvalidInput:
    if first and not years:
        return InvalidInput(
            "There is no school year yet for this to lie in.",
            f"Add one: stillpd calendar year add {likely_year(first)}",
        )
    year = year or min(years, key=lambda y: abs((y.starts or date.max) - (first or date.min)))
    return InvalidInput(
        f"{_days(first, last)} does not lie in a school year.",
        f"School year {year.name} goes from {_days(year.starts, year.ends)}.",
    )


def _check_order(first: date | None, last: date | None, what: str) -> None:
    if first is None or last is None or first > last:
        raise InvalidInput(
            f"{what} would end before it starts: {_days(first, last)}.",
            "The first day comes first: FIRST..LAST",
        )


def _check_apart(parts: Iterable[Span | Term], what: Span | Term) -> None:
    first, last = ends_of(what)
    kind = _kind(what)
    for part in parts:
        if _meet(ends_of(part), (first, last)):
            raise InvalidInput(
                f"It overlaps {_named(part)}, {_days(*ends_of(part))}.",
                f"One day is in one {kind}.",
            )


def _inside(inner: tuple[date | None, date | None], outer: tuple[date | None, date | None]) -> bool:
    return bool(
        inner[0]
        and inner[1]
        and outer[0]
        and outer[1]
        and outer[0] <= inner[0] <= inner[1] <= outer[1]
    )


def _meet(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    return bool(
        one[0] and one[1] and other[0] and other[1] and one[0] <= other[1] and other[0] <= one[1]
    )
