"""What goes into something that holds less than the whole: a table, a calendar, a form, a brief.

A private name stops an export only where it would stand in it. So what a format does not hold is
dropped before names are looked for, and the format is made of what is left: nothing goes that was
not looked through. Each field is kept because it is named here, as at the gate.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import TypeVar

from stillpd.insight.brief import Brief
from stillpd.insight.gate_goals import WITH_SHARE
from stillpd.insight.period import Period
from stillpd.insight.said import lead_lines
from stillpd.model.entry import Commitment, Contact, Entry
from stillpd.model.goal import Goal
from stillpd.model.header import Audience, Header
from stillpd.model.journal import Journal
from stillpd.model.shared import Shared

Leaving = Callable[[Shared], Shared]
"""Makes of what an audience may see the part that goes into something."""
E = TypeVar("E", bound=Entry)

_ALWAYS = frozenset({"id", "at", "share"})
_NUMBERS = frozenset({"week", "readings", "excused", "block", "on", "outcome", "until"})
_DEADLINE = frozenset({"text", "due", "outcome", "settled"})
_LEARNT = frozenset({"answer", "answered", "again", "cost", "gain", "body"})
TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "readings": {"check-in": _NUMBERS, "stillness": _NUMBERS},
    "commitments": {"commitment": _DEADLINE | {"to", "goals", "because", "after", "body"}},
    "asks": {"ask": _LEARNT | {"direction", "what", "who", "odds", "risk"}},
    "hours": {
        "activity": frozenset({"title", "provider", "topic", "mode", "hours", "did", "goal"})
        | {"try_", "owned"}
    },
    "time": {"time": frozenset({"week", "hours"})},
}
"""The tables for spreadsheets: of which kinds of entries each is made, and of which fields."""
_CALENDAR = {"commitment": _DEADLINE, "stillness": _NUMBERS}
_FORM = {
    "check-in": _NUMBERS,
    "stillness": _NUMBERS,
    "evidence": frozenset({"title", "form", "about", "measure", "value", "goals", "body"}),
    "activity": frozenset(
        {"title", "provider", "topic", "mode", "hours", "goal", "goals", "try_", "proof"}
    ),
}
_COUNTED = frozenset(
    {
        *("goals", "circle", "discipline", "minutes", "energy", "fulfilment", "due", "settled"),
        *("after", "direction", "answer", "answered", "odds", "risk", "mode", "goal", "planned"),
        *("open", "check_back", "form", "about", "protocol"),
        *_NUMBERS,
    }
)
"""What sums and lists need of an entry whose words are not told."""
_TOLD = frozenset({"title", "text", "to", "because", "what", "practice", "who", "body"})
"""The words by which a brief tells of an entry."""


def of_table(table: str, period: Period) -> Leaving:
    """Return what goes into one table for a spreadsheet."""
    kinds = TABLES[table]
    with_goals = table == "readings"

    def leaving(shared: Shared) -> Shared:
        journal = shared.journal
        entries = tuple(
            entry for entry in _of_kinds(journal, kinds) if with_goals or period.holds(entry.day)
        )
        made = Journal(
            header=_nameless(journal.header),
            goals={name: _numbers(goal) for name, goal in journal.goals.items()}
            if with_goals
            else {},
            blocks={name: replace(block, title="") for name, block in journal.blocks.items()}
            if with_goals
            else {},
            entries=tuple(map(_without_spare_body, entries)),
        )
        return replace(shared, journal=made)

    return leaving


def of_calendar(shared: Shared) -> Shared:
    """Return what goes into a calendar file: blocks, and promises with their days."""
    journal = shared.journal
    made = Journal(
        header=_nameless(journal.header),
        blocks=journal.blocks,
        entries=tuple(_of_kinds(journal, _CALENDAR)),
    )
    return replace(shared, journal=made)


def of_form(period: Period) -> Leaving:
    """Return what a form can name: profile, goals, evidence and hours of the period."""

    def leaving(shared: Shared) -> Shared:
        entries = _of_kinds(shared.journal, _FORM)
        told = [e if period.holds(e.day) else _kept(e, _COUNTED) for e in entries]
        return _with_entries(shared, map(_first_words_only, told))

    return leaving


def of_period(period: Period) -> Leaving:
    """Return what goes into a page of a period: of what lies outside no words, but what counts."""

    def leaving(shared: Shared) -> Shared:
        entries = shared.journal.entries
        return _with_entries(
            shared, (e if period.holds(e.day) else _kept(e, _COUNTED) for e in entries)
        )

    return leaving


def of_brief(shared: Shared, told: Brief) -> Shared:
    """Return what the page before a talk tells of: it lists some entries, each in a few words."""
    refs = {page.ref for page in told.new} | {row.ref for row in told.promises}
    entries = [
        _first_words_only(_kept(e, _COUNTED | _TOLD)) if e.ref in refs else _untold(e, told)
        for e in shared.journal.entries
    ]
    goals = {name: _briefly(goal) for name, goal in shared.journal.goals.items()}
    made = _with_entries(shared, entries)
    return replace(made, journal=replace(made.journal, goals=goals, blocks={}, profiles=()))


def _untold(entry: Entry, told: Brief) -> Entry:
    is_last_talk = isinstance(entry, Contact) and told.talk and entry.day == told.talk.on
    return _kept(entry, _COUNTED | {"next"} if is_last_talk else _COUNTED)


def _of_kinds(journal: Journal, kinds: Mapping[str, frozenset[str]]) -> list[Entry]:
    return [_kept(e, kinds[e.kind]) for e in journal.entries if e.kind in kinds]


def _kept(entry: E, names: Collection[str]) -> E:
    """Return an entry with the fields that are named, and no others."""
    kept = {
        item.name: getattr(entry, item.name)
        for item in fields(entry)
        if item.name in names or item.name in _ALWAYS
    }
    return type(entry)(**kept)


def _with_entries(shared: Shared, entries: Iterable[Entry]) -> Shared:
    return replace(shared, journal=replace(shared.journal, entries=tuple(entries)))


def _without_spare_body(entry: Entry) -> Entry:
    """Return a promise without its prose where it has words of its own: a table has one cell."""
    return replace(entry, body="") if isinstance(entry, Commitment) and entry.text else entry


def _first_words_only(entry: Entry) -> Entry:
    return replace(entry, body="" if entry.title else lead_lines(entry.body))


def _nameless(header: Header) -> Header:
    """Return a first page without people: a table and a calendar name none."""
    audiences = dict.fromkeys(header.audiences, Audience())
    return replace(header, owner="", role="", audiences=audiences)


def _numbers(goal: Goal) -> Goal:
    """Return a goal as a table of numbers needs it."""
    return Goal(
        id=goal.id,
        title=goal.title,
        circle=goal.circle,
        kind=goal.kind,
        status=goal.status,
        started=goal.started,
        due=goal.due,
        share=goal.share,
        block=goal.block,
        events=tuple(replace(event, what="", why="") for event in goal.events),
        measures=tuple(
            replace(
                measure, how="", baseline=measure.baseline and replace(measure.baseline, source="")
            )
            for measure in goal.measures
        ),
    )


def _briefly(goal: Goal) -> Goal:
    names = WITH_SHARE | {"share", "if_then", "phases", "scope", "protected"}
    kept = {i.name: getattr(goal, i.name) for i in fields(goal) if i.name in names}
    return Goal(**kept)
