"""From what a person typed to the thing that is meant.

Any unambiguous beginning of an id is a ref; exact ids win; an ambiguous one lists its candidates.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from stillpd.cli.shared_screen import is_shared
from stillpd.journal.first_page import Opened
from stillpd.model.entry import Commitment, Entry
from stillpd.model.errors import Ambiguous, InvalidInput, NotFound
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol
from stillpd.model.words import CIRCLES, Circle

T = TypeVar("T")
_MOST_CANDIDATES = 8


def find_goal(journal: Journal, ref: str) -> Goal:
    """Return the goal that `ref` names. Raises NotFound or Ambiguous."""
    told = [name for name, goal in journal.goals.items() if goal.share or not is_shared()]
    return pick(journal.goals, ref, "goal", "See them with: stillpd goal list", told)


def find_protocol(journal: Journal, ref: str) -> Protocol:
    """Return the question set that `ref` names: one of one's own is as private as any page."""
    from stillpd.journal.shipped import protocols_of

    known = protocols_of(journal)
    told = [name for name in known if name not in journal.protocols or not is_shared()]
    return pick(known, ref, "protocol", "See them with: stillpd protocol list", told)


def find_entry(journal: Journal, ref: str) -> Entry:
    """Return the entry that `ref` names, by the beginning of its id or by its path."""
    by_path = {entry.path: entry for entry in journal.entries}
    if ref in by_path:
        return by_path[ref]
    named: dict[str, Entry] = {}
    for entry in journal.entries:
        if entry.id == ref and entry.id in named:
            paths = ", ".join(e.path for e in journal.entries if e.id == ref)
            raise Ambiguous(f"Two entries have the id {ref}.", f"Name one by its path: {paths}")
        if entry.id:
            named[entry.id] = entry
    return pick(named, ref, "entry", "See them with: stillpd log")


def find_commitment(journal: Journal, ref: str) -> Commitment:
    """Return the commitment that `ref` names."""
    found = find_entry(journal, ref)
    if isinstance(found, Commitment):
        return found
    raise NotFound(
        f"{found.ref} is a {found.kind}, no commitment.", "See them with: stillpd commitment list"
    )


def pick(
    shelf: Mapping[str, T], ref: str, what: str, where: str, told: Iterable[str] | None = None
) -> T:
    """Return what `ref` names on a shelf: the exact id, else the only one that begins so.

    Where nothing answers, or too many, only ids that may be `told` are named; of the others none
    is found by less than its whole name.
    """
    known = list(shelf) if told is None else list(told)
    if ref in shelf:
        return shelf[ref]
    hits = [name for name in shelf if ref and name.startswith(ref)]
    if len(hits) == 1 and hits[0] in known:
        return shelf[hits[0]]
    if len(hits) == 1:
        raise Ambiguous(f"“{ref}” is not the whole name of a {what}.", candidates(()))
    if hits:
        raise Ambiguous(
            f"More than one {what} begins with “{ref}”.",
            candidates(name for name in hits if name in known),
        )
    from difflib import get_close_matches

    close = get_close_matches(ref, known, n=3, cutoff=0.5)
    hint = f"Did you mean: {', '.join(close)}?" if close else where
    raise NotFound(f"No {what} begins with “{ref}”.", hint)


def candidates(names: Iterable[str]) -> str:
    """Return the names to choose from, the first few of many; none where none may be shown."""
    known = list(names)
    if not known:
        return "They are private, and others see this screen: type the whole name."
    more = f" and {len(known) - _MOST_CANDIDATES} more" if len(known) > _MOST_CANDIDATES else ""
    return f"Which one: {', '.join(known[:_MOST_CANDIDATES])}{more}?"


def check_circle(text: str) -> Circle:
    """Return the circle of that name. Raises InvalidInput."""
    return check_word(text, CIRCLES, "circle")


def check_word(text: str, words: tuple[T, ...], what: str) -> T:
    """Return `text` if it is one of `words`. Raises InvalidInput with the list."""
    if text in words:
        return cast("T", text)
    known = ", ".join(str(word) for word in words)
    raise InvalidInput(f"There is no {what} “{text}”.", f"Known: {known}")


def check_audiences(journal: Journal | Opened, names: Iterable[str]) -> tuple[str, ...]:
    """Return the audiences, once each. Raises NotFound for one that there is not."""
    from stillpd.insight.sharing import expect_audience

    found = tuple(dict.fromkeys(names))
    for name in found:
        expect_audience(journal.header, name)
    return found
