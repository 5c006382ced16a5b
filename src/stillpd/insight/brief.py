"""One page before a talk: what a coach, a partner or a team needs to see, from what is shared.

It is made from a `Shared` and nothing else, so its figures are those of a journal that holds no
private page. It tells how goals stand, and never how a person does.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from stillpd.insight.asof import BegunPhase, goal_state, goes_on, phases_by
from stillpd.insight.period import Period, period_at
from stillpd.insight.progress import GoalProgress, progress
from stillpd.insight.promises import PromiseRow, WantedPromises, list_promises
from stillpd.insight.rotation import rotating_question
from stillpd.insight.said import first_words, opening, own_words
from stillpd.model.entry import CheckIn, Commitment, Contact, Entry, Reflection
from stillpd.model.goal import Event
from stillpd.model.header import Audience, SharedRate
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol, Question
from stillpd.model.record import record
from stillpd.model.shared import Shared
from stillpd.model.week import FIRST_DAY, Week
from stillpd.model.words import ContactMode, EventKind, Number

LATELY = timedelta(weeks=4)
"""How far back a change of a goal is told of, and what is new where there was no last time."""
CHANGES: frozenset[EventKind] = frozenset({"adapted", "extended", "rebased"})
_MOST_PROMISES, _MOST_SINCE = 5, 8


@record(kw_only=True)
class LastTime:
    """The bundle before: the day of it, and the refs of the pages that are new since or changed."""

    on: date
    pages: Collection[str]


@record
class Newest:
    """The newest number of a measure, and the week that it is of."""

    measure: str
    value: Number
    week: Week


@record(kw_only=True)
class GoalBrief:
    """One goal as it stands: all of it, its newest numbers, and what changed lately.

    `phases` are those of a coaching cycle that have begun, where they are shared.
    """

    goal: GoalProgress
    newest: tuple[Newest, ...]
    changes: tuple[Event, ...]
    phases: tuple[BegunPhase, ...] = ()


@record(kw_only=True)
class LastTalk:
    """The last conversation that is shared, and what was said to come next."""

    on: date
    mode: ContactMode | None
    minutes: int | None
    next: str
    check_back: date | None


@record
class NewPage:
    """A page that is new since the last time, or changed; `guide` is what guided a reflection."""

    ref: str
    kind: str
    day: date
    said: str
    guide: str = ""


@record(kw_only=True)
class Brief:
    """One page before a talk.

    `since` is the last time: the bundle before, else the last talk, else four weeks ago. Promises
    are the open ones, then the newest settled ones; `more_promises` counts the open ones that are
    not listed. `new` are pages with words, newest first, and `new_kinds` counts all that are new.
    `counts_changed` tells that both hold changed pages too: only against a bundle can that be told.
    """

    audience: str
    party: Audience
    owner: str
    today: date
    week: int | None
    weeks: int | None
    since: date
    goals: tuple[GoalBrief, ...]
    rates: tuple[SharedRate, ...]
    talk: LastTalk | None
    promises: tuple[PromiseRow, ...]
    more_promises: int
    new: tuple[NewPage, ...]
    new_kinds: Counter[str]
    counts_changed: bool
    question: Question | None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is shared that a page could be made of."""
        return not (self.goals or self.rates or self.talk or self.promises or self.new)


def brief(shared: Shared, coaching: Protocol, last: LastTime | None = None) -> Brief:
    """Return the page before a talk, with one of the questions of `coaching` for this week."""
    journal, today = shared.journal, shared.at.date()
    contact = _last_contact(journal, today)
    since = last.on if last else contact.day if contact else today - LATELY
    number, of = journal.calendar.week_number(today)
    promises, more = _promises(shared, since)
    new = _new(shared, last, contact)
    bundle = journal.header.bundle
    every = replace(coaching, questions=tuple(replace(q, rotate=True) for q in coaching.questions))
    return Brief(
        audience=shared.audience,
        party=shared.party,
        owner=journal.header.owner,
        today=today,
        week=number,
        weeks=of,
        since=since,
        goals=tuple(_goals(shared, since)),
        rates=bundle.rates if bundle else (),
        talk=_talk(contact) if contact else None,
        promises=promises,
        more_promises=more,
        new=tuple(_page(e) for e in reversed(new) if not isinstance(e, CheckIn)),
        new_kinds=Counter(entry.kind for entry in new),
        counts_changed=last is not None,
        question=rotating_question(journal, every, shared.at),
    )


def _last_contact(journal: Journal, today: date) -> Contact | None:
    """Return the last talk before today: today's is the one that this page is for."""
    found = [e for e in journal.entries if isinstance(e, Contact) and e.day < today]
    return max(found, key=lambda contact: contact.at, default=None)


def _talk(contact: Contact) -> LastTalk:
    return LastTalk(
        on=contact.day,
        mode=contact.mode,
        minutes=contact.minutes,
        next=contact.next,
        check_back=contact.check_back,
    )


def _goals(shared: Shared, since: date) -> list[GoalBrief]:
    """Return the goals that go on, the next due first, and those that ended since the last time."""
    journal, today = shared.journal, shared.at.date()
    report = progress(journal, period_at(journal.calendar, shared.at))
    found = [
        _goal(goal, min(since, today - LATELY), phases_by(journal.goals[goal.id].phases, today))
        for goal in report.goals
        if goal_state(journal.goals[goal.id], today).status != "draft"
        and goes_on(journal.goals[goal.id], since, today)
    ]
    return sorted(found, key=lambda one: (one.goal.closed is not None, one.goal.due or date.max))


def _goal(goal: GoalProgress, lately: date, phases: tuple[BegunPhase, ...]) -> GoalBrief:
    newest = (
        next(
            (
                Newest(measure.id, row.value, row.week)
                for row in reversed(measure.weeks)
                if row.value is not None
            ),
            None,
        )
        for measure in goal.measures
    )
    changes = (e for e in goal.events if e.kind in CHANGES and e.on and e.on >= lately)
    return GoalBrief(
        goal=goal, newest=tuple(filter(None, newest)), changes=tuple(changes), phases=phases
    )


def _promises(shared: Shared, since: date) -> tuple[tuple[PromiseRow, ...], int]:
    """Return the open promises by their date, then settled ones, newest first; and what is left."""
    period = Period(FIRST_DAY, shared.at.date(), shared.at)
    rows = list_promises(shared.journal, period, WantedPromises(open=False)).rows
    still_open = [row for row in rows if row.outcome == "open"]
    settled = [row for row in rows if row.outcome != "open"]
    settled.sort(key=lambda row: (row.settled or row.made, row.made, row.ref), reverse=True)
    fresh = sum((row.settled or row.made) > since for row in settled)
    most = max(_MOST_PROMISES, min(len(still_open) + fresh, _MOST_SINCE))
    left = max(len(still_open) - most, 0)
    return tuple([*still_open, *settled][:most]), left


def _new(shared: Shared, last: LastTime | None, contact: Contact | None) -> Sequence[Entry]:
    """Return what is new since the last time, oldest first; promises and talks stand elsewhere."""
    told = [e for e in shared.journal.entries if not isinstance(e, Commitment | Contact)]
    if last:
        return [entry for entry in told if entry.ref in last.pages]
    if contact:
        return [entry for entry in told if entry.at > contact.at]
    return [entry for entry in told if entry.day > shared.at.date() - LATELY]


def _page(entry: Entry) -> NewPage:
    if isinstance(entry, Reflection):
        said = own_words(entry) or opening(entry)
        return NewPage(entry.ref, entry.kind, entry.day, said, entry.protocol)
    return NewPage(entry.ref, entry.kind, entry.day, first_words(entry))
