"""Private names in shared words: a goal, a page or a student named in what somebody else will read.

The gate cuts every link; what a person wrote it does not change. So the words that pass are looked
through for names that should not, and whoever hands them out hears where these stand.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from stillpd.model.entry import Entry
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.shared import Shared

T = TypeVar("T")
REDACTED = "[private]"
_UNCOUNTED = frozenset("*`")
_SHORTEST_TITLE = 4
_NO_WORDS = frozenset({"path", "share", "rule", "uid", "protocol", "block", "file", "audience"})
"""Keys that hold no words of a person's: links, which the gate has made itself."""
_FIXED = frozenset({*_NO_WORDS, "id", "goals", "measure", "goal"})
"""Keys that cannot be said otherwise: ids, and what leads to them."""


@record
class Named:
    """Where a private name stands: in which page, under which key, and on which line of it."""

    ref: str
    key: str
    line: int


@record(kw_only=True)
class PrivateNames:
    """Names that may not pass: `words` of several words too, `ids` that are one word each."""

    words: Collection[str] = ()
    ids: Collection[str] = ()

    def finder(self) -> "Finder":
        """Return what finds them."""
        return Finder(self)


class Finder:
    """Finds private names in words: in any case, and over the end of a line."""

    def __init__(self, names: PrivateNames) -> None:
        plain = {_folded(word).strip() for word in names.words}
        words = sorted((word for word in plain if word), key=len, reverse=True)
        either = "|".join(map(_as_pattern, words))
        self._words = re.compile(either) if either else None
        self._ids = frozenset(map(_folded, names.ids))
        self._word = re.compile(r"[^\W_]+")

    def lines(self, text: str) -> Iterator[int]:
        """Iterate over the lines, from 1, on which a private name begins."""
        yield from sorted({text.count("\n", 0, begin) + 1 for begin, _ in self._found(text)})

    def redacted(self, text: str) -> str:
        """Return words without private names."""
        for begin, end in sorted(self._found(text), reverse=True):
            text = text[:begin] + REDACTED + text[end:]
        return text

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        folded, places = _placed(text)
        taken = [match.span() for match in self._words.finditer(folded)] if self._words else []
        for match in self._word.finditer(folded) if self._ids else ():
            if match[0] in self._ids and not any(b <= match.start() < e for b, e in taken):
                taken.append(match.span())
        for begin, end in taken:
            yield places[begin], places[end - 1] + 1


def _as_pattern(name: str) -> str:
    """Return what finds a name as a whole word; writing without spaces has no words to be whole."""
    begins, ends = (r"(?<![^\W_])", r"(?![^\W_])")
    inside = r"\s+".join(map(re.escape, name.split()))
    is_spaced = all(unicodedata.east_asian_width(char) not in "WF" for char in name)
    return f"{begins}{inside}{ends}" if is_spaced else inside


def _placed(text: str) -> tuple[str, list[int]]:
    """Return words as they are compared, and for each sign of them where it stands in the text.

    Case and width do not count, nor what is not seen (a soft hyphen, a space of no width), nor
    the stars of Markdown.
    """
    if text.isascii() and not set(text) & _UNCOUNTED:
        return text.lower(), list(range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in _UNCOUNTED or unicodedata.category(char) == "Cf":
            continue
        plain = "-" if unicodedata.category(char) == "Pd" else char
        for sign in unicodedata.normalize("NFKD", plain).casefold():
            if not unicodedata.combining(sign):
                signs.append(sign)
                places.append(place)
    return "".join(signs), places


def _folded(text: str) -> str:
    return _placed(text)[0]


def private_names(journal: Journal, shared: Shared, others: Collection[str] = ()) -> PrivateNames:
    """Return the names of what stays, and `others` (students) that are nobody's business."""
    made = shared.journal
    hidden = [goal for goal in journal.goals.values() if goal.id not in made.goals]
    seen_titles = {goal.title for goal in made.goals.values()}
    seen_titles |= {block.title for block in made.blocks.values()}
    titles = [
        goal.title
        for goal in hidden
        if len(goal.title.strip()) >= _SHORTEST_TITLE and goal.title not in seen_titles
    ]
    seen = {entry.id for entry in made.entries}
    ids = {entry.id for entry in journal.entries if entry.id and entry.id not in seen}
    by_hand = {name for name in ids if not name.isalnum()}
    words = [*(goal.id for goal in hidden), *titles, *by_hand, *others]
    return PrivateNames(words=words, ids=ids - by_hand)


def named_private(shared: Shared, names: PrivateNames) -> tuple[Named, ...]:
    """Return every place in shared words where a private name stands."""
    finder = names.finder()
    return tuple(
        Named(ref, key, line)
        for ref, document in _pages(shared.journal)
        for key, words in _words_in(document)
        for line in finder.lines(words)
    )


def redacted(shared: Shared, names: PrivateNames) -> Shared:
    """Return what is shared with every private name taken out of its words."""
    finder = names.finder()
    journal = shared.journal

    def clean(document: T) -> T:
        made: T = _mapped(document, finder.redacted)
        if isinstance(made, Entry):
            made = replace(made, tags=tuple(t for t in made.tags if REDACTED not in t))
        return made

    return replace(
        shared,
        journal=replace(
            journal,
            header=clean(journal.header),
            profiles=tuple(map(clean, journal.profiles)),
            goals={name: clean(goal) for name, goal in journal.goals.items()},
            blocks={name: clean(block) for name, block in journal.blocks.items()},
            entries=tuple(map(clean, journal.entries)),
        ),
    )


def _pages(journal: Journal) -> Iterator[tuple[str, object]]:
    yield "stillpd.toml", replace(journal.header, id="", bundle=None)
    for profile in journal.profiles:
        yield f"profile {profile.day}", profile
    for what, shelf in (("goal", journal.goals), ("block", journal.blocks)):
        for name, document in shelf.items():
            yield f"{what} {name}", document
    for entry in journal.entries:
        yield entry.id, replace(entry, id="")  # made of chance, and known by nothing else


def _words_in(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Iterate over the words in a document, each with the key under which they stand."""
    if isinstance(value, str):
        yield key, value
    elif is_dataclass(value):
        for item in fields(value):
            if item.name not in _NO_WORDS:
                yield from _words_in(getattr(value, item.name), key or item.name.rstrip("_"))
    elif isinstance(value, Mapping):
        for name, held in value.items():
            yield key, str(name)
            yield from _words_in(held, key)
    elif isinstance(value, tuple):
        for held in value:
            yield from _words_in(held, key)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return a document with its words changed, and nothing else."""
    if isinstance(value, str):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {
            item.name: _mapped(getattr(value, item.name), change)
            for item in fields(value)
            if item.name not in _FIXED
        }
        return replace(value, **kept)
    if isinstance(value, Mapping):
        return {name: _mapped(held, change) for name, held in value.items()}
    if type(value) is tuple:  # a week is one too, and holds no words
        return tuple(_mapped(held, change) for held in value)
    return value
