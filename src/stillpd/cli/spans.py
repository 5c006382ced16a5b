"""Read spans of days as they are typed: 2025-11-24..2025-11-28:Thanksgiving."""

from datetime import date, timedelta

from stillpd.cli.dates import Facing, read_day
from stillpd.model.errors import InvalidInput
from stillpd.model.header import SchoolYear, Span, Term

_AHEAD = timedelta(days=150)


def read_break(text: str, today: date) -> Span:
    """Return the break that `text` means; a single day is one too."""
    first, last, reason = _span(text, today, "2025-11-24..2025-11-28:Thanksgiving")
    return Span(from_=first, to=last or first, reason=reason)


def read_term(text: str, today: date) -> Term:
    """Return the term that `text` means. Raises InvalidInput for one without a name or an end."""
    example = "2025-08-18..2025-12-19:autumn"
    first, last, name = _span(text, today, example)
    if last is None or not name:
        raise InvalidInput(f"A term has two days and a name: “{text}” does not.", _so(example))
    return Term(name=name, starts=first, ends=last)


def read_year(text: str, today: date, name: str = "") -> SchoolYear:
    """Return the school year that `text` means, named after its dates unless `name` says else."""
    example = "2025-08-18..2026-06-05"
    first, last, told = _span(text, today, example)
    if last is None:
        raise InvalidInput(f"A school year has two days: “{text}” has one.", _so(example))
    return make_year(first, last, name or told)


def make_year(first: date, last: date, name: str = "") -> SchoolYear:
    """Return a school year; without a name it is called 2025-26."""
    usual = str(first.year)
    if last.year != first.year:
        usual += f"-{last.year % 100:02}"
    return SchoolYear(name=name.strip() or usual, starts=first, ends=last)


def read_first_day(text: str, today: date) -> date:
    """Return the first day of a school year: the last such day, or the next where it is near."""
    ahead = read_day(text, today, Facing.FORWARD)
    return ahead if ahead - today <= _AHEAD else read_day(text, today, Facing.BACK)


def _span(text: str, today: date, example: str) -> tuple[date, date | None, str]:
    days, _, label = text.partition(":")
    first, dots, last = days.partition("..")
    if not first.strip() or (dots and not last.strip()):
        raise InvalidInput(f"“{text}” is not a span of days.", _so(example))
    begun = read_first_day(first, today)
    ended = read_day(last, begun, Facing.FORWARD) if dots else None
    return begun, ended, " ".join(label.split())


def _so(example: str) -> str:
    return f"Write it so: {example}"
