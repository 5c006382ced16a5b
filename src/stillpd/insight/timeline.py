"""The timeline: what was written, in order of its day, as of a moment."""

import re
from dataclasses import field
from datetime import date, datetime

from stillpd.insight.about import goals_of
from stillpd.insight.asof import outcome_on
from stillpd.insight.balance import circles_of
from stillpd.model.entry import (
    Ask,
    CheckIn,
    Commitment,
    Contact,
    Entry,
    Evidence,
    Reflection,
    Release,
    ShareRecord,
    Stillness,
    TimeSample,
)
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import CommitmentOutcome, Number

NOT_GOALS = frozenset({"inbox", "required"})
"""What hours may go to beside goals."""
_MOST_WORDS = 200
_QUIET_LINE = re.compile(r"\s*(#|```|---|\*\*\*|$)")
_MARKUP = re.compile(r"^(\s*([-*+>]|\d+[.)])\s+)+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")


@record(kw_only=True)
class Wanted:
    """Which entries a person asked for. Within one filter any value will do; all filters count."""

    first: date = date.min
    last: date = date.max
    circle: str = ""
    goals: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    audience: str = ""
    starred: bool = False
    limit: int | None = None


@record(kw_only=True)
class LogRow:
    """One entry on the timeline.

    `said` is its title or first words; `outcome` that of a commitment at the moment of the
    report; `readings` and `excused` those of a check-in by the name of their measure, `hours`
    those of a time entry by goal.
    """

    at: datetime
    kind: str
    ref: str
    path: str
    said: str
    starred: bool
    share: tuple[str, ...]
    to: str = ""
    due: date | None = None
    outcome: CommitmentOutcome | None = None
    readings: dict[str, Number] = field(default_factory=dict)
    excused: tuple[str, ...] = ()
    hours: dict[str, Number] = field(default_factory=dict)


@record
class LogWeek:
    """The entries of one week, oldest first."""

    week: Week
    entries: tuple[LogRow, ...]


@record
class Timeline:
    """What was asked for, newest last.

    `found` counts all of it, also what a limit left out; `hidden` are the private ones that a
    shared screen does not show.
    """

    weeks: tuple[LogWeek, ...]
    found: int
    hidden: int


def timeline(
    journal: Journal, wanted: Wanted, now: datetime, *, hide_private: bool = False
) -> Timeline:
    """Return the entries that were asked for and have happened by `now`."""
    found = [entry for entry in journal.entries if entry.at <= now and fits(journal, entry, wanted)]
    found.sort(key=lambda entry: (entry.day, entry.at, entry.path))
    shown = [entry for entry in found if entry.share or not hide_private]
    hidden = len(found) - len(shown)
    if wanted.limit is not None:
        shown = shown[len(shown) - wanted.limit :] if wanted.limit < len(shown) else shown
    weeks: dict[Week, list[LogRow]] = {}
    for entry in shown:
        row = _row(journal, entry, now, hide_private=hide_private)
        weeks.setdefault(Week.of(entry.day), []).append(row)
    made = tuple(LogWeek(week, tuple(rows)) for week, rows in weeks.items())
    return Timeline(made, len(found) - hidden, hidden)


def fits(journal: Journal, entry: Entry, wanted: Wanted) -> bool:
    """Tell whether an entry meets every filter (its moment and the limit are not looked at)."""
    if not wanted.first <= entry.day <= wanted.last:
        return False
    return all(
        (
            not wanted.circle or wanted.circle in circles_of(journal, entry),
            not wanted.goals or not set(wanted.goals).isdisjoint(goals_of(journal, entry)),
            not wanted.kinds or entry.kind in wanted.kinds,
            not wanted.tags or not set(wanted.tags).isdisjoint(entry.tags),
            not wanted.audience or wanted.audience in entry.share,
            not wanted.starred or entry.starred,
        )
    )


def _row(journal: Journal, entry: Entry, now: datetime, *, hide_private: bool) -> LogRow:
    promised = entry if isinstance(entry, Commitment) else None
    check_in = entry if isinstance(entry, CheckIn) else None
    hours = entry.hours if isinstance(entry, TimeSample) else {}

    def is_shown(name: str) -> bool:
        # Numbers follow their goal, whoever may see the entry.
        goal = journal.goals.get(name.partition(".")[0])
        return not hide_private or name in NOT_GOALS or bool(goal and goal.share)

    return LogRow(
        at=entry.at,
        kind=entry.kind,
        ref=entry.ref,
        path=entry.path,
        said=first_words(entry),
        starred=entry.starred,
        share=entry.share,
        to=promised.to if promised else "",
        due=promised.due if promised else None,
        outcome=outcome_on(promised, now.date()) if promised else None,
        readings={k: v for k, v in check_in.readings.items() if is_shown(k)} if check_in else {},
        excused=tuple(filter(is_shown, check_in.excused)) if check_in else (),
        hours={k: v for k, v in hours.items() if is_shown(k)},
    )


def first_words(entry: Entry) -> str:
    """Return an entry's title, else its own words, else the first line of its prose."""
    if entry.title:
        return entry.title
    match entry:
        case Commitment(text=said) | Ask(what=said) | Release(practice=said) if said:
            return said
        case Stillness():
            lead = " ".join(part for part in (entry.block, entry.outcome or "") if part)
        case Contact(who=lead) | Evidence(form=lead) | ShareRecord(audience=lead):
            lead = lead or ""
        case Reflection(protocol=protocol):
            lead = protocol
        case _:
            lead = ""
    words = _first_paragraph(entry.body)[:_MOST_WORDS]
    return f"{lead}: {words}" if lead and words else lead or words


def _first_paragraph(body: str) -> str:
    """Return the first paragraph that is no heading, on one line and without its markup."""
    found: list[str] = []
    for line in body.split("\n"):
        if not _QUIET_LINE.match(line):
            found.append(_MARKUP.sub("", line).strip())
        elif found:
            break
        if sum(map(len, found)) > _MOST_WORDS:
            break
    return " ".join(found)
