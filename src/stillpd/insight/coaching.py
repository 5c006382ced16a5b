"""A coach's side: who was seen when, what is new from whom, and how much there was in all.

Contacts are the coach's own pages; goals and what is new come from the bundles that teachers gave.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from stillpd.insight.asof import phases_by
from stillpd.insight.period import Period, entries_in
from stillpd.insight.said import first_words
from stillpd.model.entry import Contact, Entry
from stillpd.model.header import Audience
from stillpd.model.journal import Journal
from stillpd.model.problem import Problem
from stillpd.model.record import record
from stillpd.model.selection import Selection
from stillpd.model.words import PHASES, ContactMode, Phase

T = TypeVar("T")
READS = Selection(whole=(Contact.kind,))
"""The entries of the coach's own journal that are read here."""
SOON_ENOUGH = timedelta(weeks=2)
"""So long after a talk the next one is due, where no day was agreed."""
LEAST_TEACHERS = 3
"""Of fewer nothing is told but totals, nor is a part of the whole: it would tell of one of them."""


@record
class GoalPhase:
    """The phase of a coaching cycle in which a goal is, and since when."""

    goal: str
    phase: Phase
    since: date


@record(kw_only=True)
class Coachee:
    """One teacher: the bundle's name, whose it is, when they last met, and what is new from them.

    `check_back` is an agreed day that no contact has answered yet. `new` counts the pages that the
    bundle marks as new since the one before it; None where it marks none.
    """

    name: str
    owner: str
    on: date | None
    last: date | None
    mode: ContactMode | None
    minutes: int | None
    check_back: date | None
    overdue: bool
    new: int | None
    phases: tuple[GoalPhase, ...]


@record(kw_only=True)
class Coachees:
    """The teachers whose bundles are kept: those that wait longest first."""

    today: date
    coachees: tuple[Coachee, ...]


def coachees(bundles: Mapping[str, Journal], own: Journal, now: datetime) -> Coachees:
    """Return the teachers, by the names under which their bundles are kept."""
    called = names_of(bundles)
    found = [_coachee(name, bundle, own, now, called[name]) for name, bundle in bundles.items()]
    found.sort(key=lambda one: (not one.overdue, one.last or date.min, one.name))
    return Coachees(today=now.date(), coachees=tuple(found))


def _coachee(
    name: str, bundle: Journal, own: Journal, now: datetime, called: frozenset[str]
) -> Coachee:
    today, mark = now.date(), bundle.header.bundle
    met = [
        entry
        for entry in own.entries
        if isinstance(entry, Contact) and entry.at <= now and folded(entry.who) in called
    ]
    last = met[-1] if met else None
    agreed = open_check_back(met)
    return Coachee(
        name=name,
        owner=bundle.header.owner,
        on=mark.on if mark else None,
        last=last.day if last else None,
        mode=last.mode if last else None,
        minutes=last.minutes if last else None,
        check_back=agreed,
        overdue=_is_overdue(last, agreed, today),
        new=len(mark.new) if mark and mark.since else None,
        phases=tuple(goal_phases(bundle, today)),
    )


def names_of(bundles: Mapping[str, Journal]) -> dict[str, frozenset[str]]:
    """Return what the teacher of each bundle may be called in a contact.

    That is the name of the bundle, their own, and those of other bundles of theirs: one who shares
    with a coach and with a team is one teacher.
    """
    by_journal: dict[str, set[str]] = {}
    for name, bundle in bundles.items():
        called = {folded(name), folded(bundle.header.owner)} - {""}
        by_journal.setdefault(bundle.header.id, set()).update(called)
    return {name: frozenset(by_journal[one.header.id]) for name, one in bundles.items()}


def folded(who: str) -> str:
    """Return a name as it is compared: no matter how it is spaced, in capitals or not."""
    return " ".join(who.split()).casefold()


def open_check_back(met: Iterable[Contact]) -> date | None:
    """Return the day that was agreed last, unless they met on it or later; contacts in order."""
    agreed: date | None = None
    for contact in met:
        if agreed and contact.day >= agreed:
            agreed = None
        agreed = contact.check_back or agreed
    return agreed


def _is_overdue(last: Contact | None, agreed: date | None, today: date) -> bool:
    """Tell whether a talk is due: by the day that was agreed, else two weeks after the last."""
    if agreed:
        return agreed < today
    return last is not None and today - last.day > SOON_ENOUGH


def goal_phases(bundle: Journal, today: date) -> Iterator[GoalPhase]:
    """Iterate over the phases in which the goals are, of those whose phases are shared."""
    for goal in bundle.goals.values():
        begun = phases_by(goal.phases, today)
        if begun and goal.status in {"active", "paused"}:
            yield GoalPhase(goal.id, begun[-1].phase, begun[-1].since)


# What a bundle brings ----------------------------------------------------------------------------


@record(kw_only=True)
class Changed:
    """What is new and what says something else now, each in a few words; the rest is counted.

    Of what is gone nothing is said but how many: it was taken back.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@record(kw_only=True)
class Difference:
    """What a bundle says that the one before it did not."""

    goals: Changed
    pages: Changed


@record(kw_only=True)
class Added:
    """A bundle that is kept now: whose, for whom, as of which day, and how much is in it.

    `before` is the day of the one that it replaces, and `difference` what it says otherwise.
    """

    name: str
    owner: str
    audience: str
    party: Audience
    on: date | None
    goals: int
    pages: int
    locked: bool = False
    before: date | None = None
    difference: Difference | None = None
    problems: tuple[Problem, ...] = ()


def difference(before: Journal, after: Journal) -> Difference:
    """Return what changed from one bundle of a teacher to the next."""
    goals = _changed(before.goals, after.goals, lambda goal: goal.title or goal.id)
    pages = _changed(_by_ref(before), _by_ref(after), _page_words)
    return Difference(goals=goals, pages=pages)


def _by_ref(journal: Journal) -> dict[str, Entry]:
    return {entry.ref: entry for entry in journal.entries}


def _page_words(entry: Entry) -> str:
    said = first_words(entry)
    return f"{entry.kind}: {said}" if said else entry.kind


def _changed(before: Mapping[str, T], after: Mapping[str, T], tell: Callable[[T], str]) -> Changed:
    return Changed(
        new=tuple(tell(page) for ref, page in after.items() if ref not in before),
        changed=tuple(
            tell(page) for ref, page in after.items() if ref in before and before[ref] != page
        ),
        gone=sum(ref not in after for ref in before),
    )


# For a principal ---------------------------------------------------------------------------------


@record
class Part:
    """A part of all contacts: how many, and their minutes as far as they are known."""

    name: str
    contacts: int
    minutes: int


@record(kw_only=True)
class Breakdown:
    """All contacts by phase, by mode, and by whether they were planned.

    Each part comes from three teachers or more. What is rarer goes together as `other`; where
    nothing else would be left, there are no parts.
    """

    phases: tuple[Part, ...]
    modes: tuple[Part, ...]
    planned: tuple[Part, ...]


@record(kw_only=True)
class CoachReport:
    """How much coaching there was in a period: no names, no content.

    `without_minutes` counts the contacts of which no minutes are known. `breakdown` is None under
    three teachers.
    """

    first: date
    last: date
    teachers: int
    contacts: int
    minutes: int
    without_minutes: int
    breakdown: Breakdown | None


def coach_report(
    own: Journal, period: Period, bundles: Mapping[str, Journal], *, unread: int = 0
) -> CoachReport:
    """Return the contacts of a period in numbers; a teacher who has two names counts once.

    `unread` is how many bundles could not be read: each may be the second name of somebody.
    """
    met = [entry for entry in entries_in(own, period) if isinstance(entry, Contact)]
    one_name = {who: min(called) for called in names_of(bundles).values() for who in called}
    rows = [(one_name.get(who, who), one) for one in met for who in [folded(one.who)]]
    least = LEAST_TEACHERS + unread
    return CoachReport(
        first=period.first,
        last=period.end,
        teachers=_teachers(rows),
        contacts=len(met),
        minutes=sum(one.minutes or 0 for one in met),
        without_minutes=sum(one.minutes is None for one in met),
        breakdown=_breakdown(rows, least) if _teachers(rows) >= least else None,
    )


_Rows = list[tuple[str, Contact]]
"""Contacts, each with whom it was."""


def _teachers(rows: _Rows) -> int:
    return len({who for who, _ in rows if who})


def _breakdown(rows: _Rows, least: int) -> Breakdown:
    planned = {True: "planned", False: "spontaneous", None: _UNSAID}
    return Breakdown(
        phases=_parts(rows, lambda one: _phase_word(one.phase), least),
        modes=_parts(rows, lambda one: one.mode or _UNSAID, least),
        planned=_parts(rows, lambda one: planned[one.planned], least),
    )


_UNSAID, _OTHER = "not said", "other"
_ORDER = (*PHASES, "closed", "visit", "meeting", "online", "message", "moment")
_ORDER += ("planned", "spontaneous", _OTHER, _UNSAID)


def _phase_word(said: str) -> str:
    """Return a phase that everybody knows: other words are the coach's own, and stay."""
    if not said.strip():
        return _UNSAID
    return said if said in (*PHASES, "closed") else _OTHER


def _parts(rows: _Rows, name_of: Callable[[Contact], str], least: int) -> tuple[Part, ...]:
    found: dict[str, _Rows] = {}
    for row in rows:
        found.setdefault(name_of(row[1]), []).append(row)
    told = _common(found, least)
    return tuple(
        Part(name, len(told[name]), sum(one.minutes or 0 for _, one in told[name]))
        for name in sorted(told, key=_ORDER.index)
        if told.keys() != {_OTHER}
    )


def _common(found: Mapping[str, _Rows], least: int) -> dict[str, _Rows]:
    """Return the parts of `least` teachers or more, the rarer ones together as `other`.

    Where these are not enough either, the next part goes with them: else what is left of the whole
    would tell of them.
    """
    other = list(found.get(_OTHER, ()))
    left = sorted(
        found.keys() - {_OTHER}, key=lambda name: (_teachers(found[name]), -_ORDER.index(name))
    )
    while left and (_teachers(found[left[0]]) < least or (other and _teachers(other) < least)):
        other += found[left.pop(0)]
    return {name: found[name] for name in left} | ({_OTHER: other} if other else {})
