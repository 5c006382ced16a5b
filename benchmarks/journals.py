"""Make the journals that the benchmark runs on: ten school years, the same on every machine.

The files are written by hand, so to say, and not by stillpd: what is measured must not make its
own measure. Names, words and numbers come from one seeded source.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.prose import TAGS, make_prose, make_title

YEARS = 10
FEW = 200
"""A journal of fewer entries holds only the newest of the ten years."""
GOALS_A_YEAR = 6
FIRST_YEAR = 2016
LAST_DAY = date(2026, 3, 20)
"""The day of the newest entry, and the day as of which the benchmark asks."""

_ZONE = ZoneInfo("America/New_York")
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
_CIRCLES = ("doing", "relating", "being")
_WEEKLY_TEXT = "## What happened?\n{}\n\n## What did it ask of me?\n{}\n\n## What next?\n{}"


class Page(NamedTuple):
    """One file of a journal, by its path."""

    path: str
    text: str


class Source(Random):
    """Where names, words and numbers come from: the same for the same seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._given: set[str] = set()

    def new_id(self) -> str:
        """Return an id that no entry has yet: among 100,000 some ten would be there twice."""
        made = "".join(self.choices(_ALPHABET, k=6))
        while made in self._given:
            made = "".join(self.choices(_ALPHABET, k=6))
        self._given.add(made)
        return made


def make_journal(folder: Path, entries: int, seed: int = 1) -> None:
    """Write a journal with exactly so many entries into a folder that is not there yet."""
    made: set[Path] = set()
    for page in pages(entries, seed):
        path = folder / page.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(page.text, encoding="utf-8", newline="\n")


def pages(entries: int, seed: int = 1) -> Iterator[Page]:
    """Iterate over the files of a journal of exactly so many entries."""
    source = Source(seed)
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    yield Page("stillpd.toml", _header(years))
    yield Page("blocks/friday.toml", _BLOCK)
    yield Page("profile/2025-08-13.toml", 'purpose = "Argue from evidence."\n')
    for year in years:
        for number in range(GOALS_A_YEAR):
            yield Page(f"goals/{_goal(year, number)}.toml", _goal_text(year, number))
    left = entries
    for index, year in enumerate(reversed(years)):
        here = left if entries < FEW else -(-left // (YEARS - index))
        yield from _entries_of(year, here, source)
        left -= here
        if not left:
            return


def _header(years: range) -> str:
    school_years = (
        f'\n[[school_years]]\nname = "{year}-{(year + 1) % 100:02}"\n'
        f"starts = {year}-08-18\nends = {year + 1}-06-05\nbreaks = [\n"
        + "".join(f"  {{ from = {first}, to = {last} }},\n" for first, last in _breaks(year))
        + "]\n"
        for year in years
    )
    return _OWNER + "".join(school_years)


def _breaks(year: int) -> list[tuple[date, date]]:
    return [
        (date(year, 11, 24), date(year, 11, 28)),
        (date(year, 12, 22), date(year + 1, 1, 2)),
        (date(year + 1, 3, 30), date(year + 1, 4, 3)),
    ]


_OWNER = """\
format = 1
id = "benchmark2"
owner = "Sam Field"
timezone = "America/New_York"

[audiences.coach]
name = "Priya"
kind = "coach"
"""
_BLOCK = f"""\
title = "Friday, quiet"
rule = "FREQ=WEEKLY;BYDAY=FR"
starts = {FIRST_YEAR}-08-26T14:45:00
minutes = 20
protocol = "weekly"
"""


def _goal(year: int, number: int) -> str:
    return f"goal-{year}-{number}"


def _goal_text(year: int, number: int) -> str:
    circle = _CIRCLES[number % 3]
    is_last = year == FIRST_YEAR + YEARS - 1
    closed = (
        "" if is_last else f'\n[[event]]\non = {year + 1}-05-29\nkind = "closed"\nstatus = "met"\n'
    )
    lag = (
        '\n[[measure]]\nid = "score"\nname = "exit ticket"\nrole = "lag"\ndirection = "up"\n'
        f'target = 75\nunit = "%"\nbaseline = {{ value = 38, on = {year}-09-05 }}\n'
        if number % 3 == 0
        else ""
    )
    kind = "achievement" if number % 3 == 0 else "habit"
    return (
        f'title = "Goal {number + 1} of {year}"\ncircle = "{circle}"\nkind = "{kind}"\n'
        f'status = "{"active" if is_last else "met"}"\nstarted = {year}-09-01\n'
        f'due = {year + 1}-05-29\nshare = ["coach"]\nwhy = "Because it asks to be done."\n'
        f'support = {{ who = "Priya", every = "2 weeks" }}\n'
        f'slot = {{ when = "tue 13:10", minutes = 25 }}\n'
        f'\n[[measure]]\nid = "lead"\nname = "times a week"\nrole = "lead"\ndirection = "up"\n'
        f'target = 3\nunit = "times"\nfrom = {year}-09-01\nweeks = "school"\n{lag}'
        f'\n[[event]]\non = {year}-09-01\nkind = "started"\n{closed}'
    )


def _entries_of(year: int, count: int, source: Source) -> Iterator[Page]:
    """Iterate over the entries of one school year: what a week always has first, then the rest."""
    last = min(date(year + 1, 6, 5), LAST_DAY)
    days = [date(year, 8, 18) + timedelta(n) for n in range((last - date(year, 8, 18)).days + 1)]
    fridays = [day for day in days if day.weekday() == 4 and _is_school(year, day)]
    weekly = [
        (day, kind) for day in reversed(fridays) for kind in ("check-in", "stillness", "reflection")
    ][:count]
    rest = [(source.choice(days), _kind(source)) for _ in range(count - len(weekly))]
    for day, kind in weekly + rest:
        yield _entry(year, day, kind, source)


def _is_school(year: int, day: date) -> bool:
    """Tell whether the goals of that school year run, and no break is."""
    runs = date(year, 9, 5) <= day <= date(year + 1, 5, 28)
    return runs and not any(first <= day <= last for first, last in _breaks(year))


def _kind(source: Source) -> str:
    kinds, weights = ("note", "commitment", "evidence", "contact", "ask"), (70, 14, 8, 5, 3)
    return source.choices(kinds, weights)[0]


def _entry(year: int, day: date, kind: str, source: Source) -> Page:
    at = datetime(day.year, day.month, day.day, 7, tzinfo=_ZONE)
    at += timedelta(minutes=source.randrange(600))
    made = source.new_id()
    goal = _goal(year, source.randrange(GOALS_A_YEAR))
    own, body = _own(year, day, kind, goal, source)
    name = f"{at:%Y-%m-%d-%H%M}-{kind}-{made}.md"
    return Page(
        f"entries/{day:%Y/%m}/{name}",
        f'+++\nkind = "{kind}"\nid = "{made}"\nat = {at.isoformat()}\n{own}+++\n{body}\n',
    )


def _own(year: int, day: date, kind: str, goal: str, source: Source) -> tuple[str, str]:
    """Return the keys that a kind of entry has of its own, and its body."""
    match kind:
        case "check-in":
            rows = [f'"{_goal(year, n)}.lead" = {source.randrange(6)}' for n in range(GOALS_A_YEAR)]
            rows += [f'"{_goal(year, n)}.score" = {source.randrange(40, 80)}' for n in (0, 3)]
            iso = day.isocalendar()
            week = f'week = "{iso.year}-W{iso.week:02}"\n'
            return week + "[readings]\n" + "\n".join(rows) + "\n", make_prose(source, 20)
        case "stillness":
            outcome = source.choices(("kept", "shortened", "missed"), (8, 1, 1))[0]
            return f'block = "friday"\non = {day}\noutcome = "{outcome}"\nminutes = 20\n', ""
        case "reflection":
            answers = (make_prose(source, 40) for _ in range(3))
            return 'protocol = "weekly"\n', _WEEKLY_TEXT.format(*answers)
        case "commitment":
            return _promise(day, goal, source), ""
        case "evidence":
            return f'form = "tally"\ngoals = ["{goal}"]\nshare = ["coach"]\n', make_prose(
                source, 30
            )
        case "contact":
            return f'who = "Priya"\nmode = "visit"\ngoals = ["{goal}"]\n', make_prose(source, 50)
        case "ask":
            own = f'direction = "out"\nwhat = "{make_title(source)}"\nodds = 50\nanswer = "yes"\n'
            return own, make_prose(source, 30)
        case _:
            own = f'title = "{make_title(source)}"\n'
            if source.random() < 0.6:
                own += f'tags = ["{source.choice(TAGS)}"]\n'
            if source.random() < 0.5:
                own += f'goals = ["{goal}"]\n'
            return own, make_prose(source, source.randrange(20, 120))


def _promise(day: date, goal: str, source: Source) -> str:
    due = day + timedelta(7)
    outcome = "open" if day > LAST_DAY - timedelta(10) else source.choice(("kept", "missed"))
    settled = f"settled = {due}\n" if outcome != "open" else ""
    return (
        f'text = "{make_title(source)}"\nto = "Luis"\ndue = {due}\noutcome = "{outcome}"\n'
        f'{settled}goals = ["{goal}"]\n'
    )
