"""What fits where: by the word that help shows for a value (GOAL, TAG, YEAR …).

So a new option completes by itself as soon as its value is called what it is. Where one word
means several things, or a command wants them in an order of its own, the command's name stands
before it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from stillpd.cli.completion.known import (
    beginning,
    header,
    known,
    newest,
    removed,
    session_for,
)
from stillpd.cli.completion.place import Place
from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared
from stillpd.insight.found import FOUND_KINDS
from stillpd.insight.gate_goals import NAMEABLE
from stillpd.insight.sharing import spoken
from stillpd.model import words
from stillpd.model.entry import KINDS, Commitment, Entry
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.profile import SHAREABLE
from stillpd.model.record import record
from stillpd.model.selection import ALL, Selection

MOST_REFS = 40
"""So many entries are offered, the newest, to somebody who has not typed anything yet."""
_LAST = 1000
"""Tags are taken from so many entries: a year of them and more."""
_ANNOTATIONS = re.compile(r"[\[\]]|\.\.\.$")


@record
class Offer:
    """A word that fits, and what it means. `begun`: more of the word follows, as in `contacts=`."""

    value: str
    told: str = ""
    begun: bool = False


FILES = Offer("")
"""Stands for the files that the shell itself can name."""


@dataclass
class Asked:
    """The place where TAB was pressed, with the journal that is meant."""

    place: Place

    @cached_property
    def session(self) -> Session:
        """The session on that journal."""
        return session_for(self.place.said.get("journal", ()))

    @cached_property
    def standing(self) -> Journal:
        """What may be told of that journal, its entries aside."""
        return known(self.session)

    def entries(self, selection: Selection) -> tuple[Entry, ...]:
        """Return at least the entries that are selected, oldest first."""
        self.standing = known(self.session, selection)
        return self.standing.entries

    def promises(self, selection: Selection) -> list[Commitment]:
        """Return at least the promises that are selected."""
        return [entry for entry in self.entries(selection) if isinstance(entry, Commitment)]

    @property
    def typed(self) -> str:
        """The word as far as it goes."""
        return self.place.typed

    @property
    def goal(self) -> Goal | None:
        """The goal that stands before, by its id or the beginning of it."""
        ref = self.place.given[0] if self.place.given else ""
        goals = self.standing.goals
        hits = [ref] if ref in goals else [name for name in goals if ref and name.startswith(ref)]
        return goals[hits[0]] if len(hits) == 1 else None


Offers = Callable[[Asked], Iterable[Offer]]


def offers(place: Place) -> Iterable[Offer]:
    """Return what fits at a place, in the order in which it is to be shown."""
    if place.wants_option:
        return _options(place)
    if place.wants_command:
        return [Offer(name, child.short_help or child.help) for name, child in _commands(place)]
    find = offers_for(place.path, place.param)
    return find(Asked(place)) if find else ()


def offers_for(path: list[str], param: Any) -> Offers | None:
    """Return how the values of a command's option or argument are found; None for free words."""
    if param is None or not param.metavar:
        return None
    word = _ANNOTATIONS.sub("", param.metavar)
    name = param.opts[0] if param.param_type_name == "option" else word
    said = [each for each in word.split("|") if each == each.lower()]
    if "|" in word and said:
        return _fixed(said)
    return _FOUND.get(" ".join([*path, name])) or _FOUND.get(word)


def _commands(place: Place) -> Iterator[tuple[str, Any]]:
    return ((n, c) for n, c in place.command.commands.items() if not c.hidden)


def _options(place: Place) -> Iterator[Offer]:
    """Return the options of a command that may still be said, the long form of each."""
    for param in place.command.params:
        if param.param_type_name != "option" or param.hidden:
            continue
        if param.multiple or param.name not in place.said:
            names = (*param.opts, *param.secondary_opts)
            long = [name for name in names if name.startswith("--") or name == place.typed]
            yield from (Offer(name, param.help or "") for name in long)
    yield Offer("--help", "Show what it does.")


def _fixed(values: Iterable[str]) -> Offers:
    return lambda _: [Offer(value) for value in values]


def _goals(asked: Asked) -> Iterator[Offer]:
    goals = asked.standing.goals.values()
    for goal in sorted(goals, key=lambda goal: goal.status != "active"):
        yield Offer(goal.id, goal.title)


def _measures(asked: Asked) -> Iterator[Offer]:
    """Offer what a check can note: of the active goals; of any where none of these fits."""
    from stillpd.insight.ledger import measures_of, typed_name

    rows = [
        (goal, Offer(f"{typed_name(goal, measure)}=", measure.title, begun=True))
        for goal, measure in measures_of(asked.standing.goals)
    ]
    active = [offer for goal, offer in rows if goal.status == "active"]
    fits = any(offer.value.startswith(asked.typed) for offer in active)
    yield from active if fits else (offer for _, offer in rows)


def _measures_of_goal(asked: Asked) -> Iterator[Offer]:
    for measure in asked.goal.measures if asked.goal else ():
        yield Offer(measure.id, measure.name)


def _steps_of_goal(asked: Asked) -> Iterator[Offer]:
    for milestone in asked.goal.milestones if asked.goal else ():
        yield Offer(milestone.title, "done" if milestone.done else "")


def _entry(entry: Entry) -> Offer:
    from stillpd.insight.said import first_words
    from stillpd.model.days import short_day

    said = first_words(entry)
    kind = f"{entry.kind}: " if said else entry.kind
    return Offer(entry.ref, f"{short_day(entry.day)} {kind}{said}")


def _offered(asked: Asked, entries: Iterable[Entry]) -> list[Offer]:
    """Return entries as offers, newest first; only some of them where nothing is typed yet."""
    fits = [entry for entry in entries if entry.ref.startswith(asked.typed)][::-1]
    return [_entry(entry) for entry in (fits if asked.typed else fits[:MOST_REFS])]


def _pages(asked: Asked) -> Iterator[Offer]:
    """Offer entries, then what stands: goals, blocks, one's own protocols, the profile's days."""
    if "/" in asked.typed and not is_shared():
        yield FILES
    session, typed = asked.session, asked.typed
    wanted = beginning(session, typed) if typed else newest(session, MOST_REFS)
    yield from _offered(asked, asked.entries(wanted))
    yield from _goals(asked)
    for shelf in (asked.standing.blocks, asked.standing.protocols):
        for name, page in shelf.items():
            yield Offer(name, page.title)
    for profile in asked.standing.profiles[::-1]:
        yield Offer(str(profile.day), "profile")


def _open_promises(asked: Asked) -> list[Offer]:
    """Offer what is still open, the newest first; the settled ones where none of these fits."""
    unsettled = asked.promises(Selection(unsettled_on=asked.session.now.date()))
    still = [promise for promise in unsettled if promise.outcome == "open"]
    return _offered(asked, still) or (_promises(asked) if asked.typed else [])


def _promises(asked: Asked) -> list[Offer]:
    return _offered(asked, asked.promises(Selection(whole=(Commitment.kind,))))


def _removed(asked: Asked) -> Iterator[Offer]:
    for page in removed(asked.session):
        yield Offer(page.ref, page.what)


def _protocols(asked: Asked) -> Iterator[Offer]:
    from stillpd.journal.shipped import protocols_of

    for name, protocol in protocols_of(asked.standing).items():
        yield Offer(name, protocol.title)


def _answers(asked: Asked) -> Iterator[Offer]:
    """Offer the questions of the protocol that stands before, else of the weekly one."""
    from stillpd.journal.shipped import protocols_of

    name = asked.place.given[0] if asked.place.given else "weekly"
    protocol = protocols_of(asked.standing).get(name)
    for question in protocol.questions if protocol else ():
        yield Offer(f"{question.id}=", question.ask, begun=True)


def _tags(asked: Asked) -> list[Offer]:
    """Offer the tags of the last entries, most used first; of all entries where none fits."""
    for wanted in (newest(asked.session, _LAST), ALL):
        used = Counter(tag for entry in asked.entries(wanted)[::-1] for tag in entry.tags)
        found = [Offer(tag) for tag, _ in used.most_common() if tag.startswith(asked.typed)]
        if found:
            return found
    return []


def _shareable(asked: Asked) -> Iterator[Offer]:
    """Offer pages, and the sections of the profile."""
    yield from _pages(asked)
    if not is_shared():
        yield from (Offer(f"profile.{spoken([section])}") for section in SHAREABLE)


def _audiences(asked: Asked) -> Iterator[Offer]:
    for name, audience in header(asked.session).audiences.items():
        yield Offer(name, audience.name)


def _coachees(_asked: Asked) -> Iterator[Offer]:
    from stillpd.exchange.coachees import kept_names

    yield from map(Offer, () if is_shared() else kept_names())


def _exports(_asked: Asked) -> Iterator[Offer]:
    from stillpd.cli.commands.export import EXPORTS

    yield from map(Offer, EXPORTS)


def _blocks(asked: Asked) -> Iterator[Offer]:
    for name, block in asked.standing.blocks.items():
        yield Offer(name, block.title)


def _years(asked: Asked) -> Iterator[Offer]:
    for year in header(asked.session).school_years[::-1]:
        yield Offer(year.name, f"{year.starts} to {year.ends}")


def _terms(asked: Asked) -> Iterator[Offer]:
    for year in header(asked.session).school_years[::-1]:
        for term in year.terms:
            yield Offer(term.name, year.name)


def _journals(_asked: Asked) -> Iterator[Offer]:
    from stillpd.journal.settings import read_settings

    yield FILES
    if not is_shared():
        yield from (Offer(name, place) for name, place in read_settings().journals.items())


def _shells(_asked: Asked) -> Iterator[Offer]:
    from stillpd.cli.completion.install import SHELLS

    yield from map(Offer, SHELLS)


def _files(_asked: Asked) -> Iterable[Offer]:
    return (FILES,)


_FOUND: Mapping[str, Offers] = {
    "GOAL": _goals,
    "MEASURE=VALUE": _measures,
    "MEASURE=REASON": _measures,
    "MEASURE": _measures_of_goal,
    "STEP": _steps_of_goal,
    "REF": _pages,
    "REF|PATH": _removed,
    "commitment settle REF": _open_promises,
    "commitment renegotiate REF": _open_promises,
    "commitment add --after": _promises,
    "PROTOCOL": _protocols,
    "protocol show ID": _protocols,
    "protocol copy ID": _protocols,
    "protocol print ID": _protocols,
    "ID=TEXT": _answers,
    "TAG": _tags,
    "AUDIENCE": _audiences,
    "COACHEE": _coachees,
    "EXPORT": _exports,
    "BLOCK": _blocks,
    "YEAR": _years,
    "TERM": _terms,
    "NAME|PATH": _journals,
    "PATH": _files,
    "FILE": _files,
    "SHAREABLE": _shareable,
    "PARTY": _fixed(get_args(words.AudienceKind)),
    "last": _fixed(("last",)),
    "share set --also": _fixed(tuple(spoken([field]) for field in NAMEABLE)),
    "SHELL": _shells,
    "15|30|60": _fixed(("15", "30", "60")),
    "cron|systemd": _fixed(("cron", "systemd")),
    "schedule show cron|systemd|launchd|windows|login": _fixed(
        ("cron", "systemd", "launchd", "windows", "login")
    ),
    "CIRCLE": _fixed(words.CIRCLES),
    "KIND": _fixed(KINDS),
    "search --kind": _fixed(FOUND_KINDS),
    "goal add --kind": _fixed(get_args(words.GoalKind)),
    "goal edit --kind": _fixed(get_args(words.GoalKind)),
    "goal add --origin": _fixed(get_args(words.Origin)),
    "goal edit --origin": _fixed(get_args(words.Origin)),
    "goal add --scope": _fixed(get_args(words.Scope)),
    "goal edit --scope": _fixed(get_args(words.Scope)),
    "STATUS": _fixed(get_args(words.Status)),
    "HOW": _fixed(words.CLOSINGS),
    "ROLE": _fixed(get_args(words.Role)),
    "WAY": _fixed(get_args(words.Direction)),
    "WHICH": _fixed(get_args(words.Weeks)),
}
