"""Private names in shared words: a goal, a page or a student named in what somebody else will read.

The gate cuts every link; what a person wrote it does not change. So the words that pass are looked
through for names that should not, and whoever hands them out hears where these stand.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from stillpd.insight.as_read import as_read
from stillpd.model.entry import Entry
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.shared import Shared

T = TypeVar("T")
REDACTED = "[private]"
_UNCOUNTED = frozenset("*`~\\\u115f\u1160\u2800\u3164\uffa0") | {
    chr(n) for n in (*range(9), *range(14, 32), 127)
}
"""Marks of Markdown, letters that nobody sees, and what steers a terminal."""
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_SHORTEST_TITLE = 4
_MOST_INITIALS = 2  # signs before a full stop: J. or Dr.
_LETTERS_THAT_ARE_WORDS = frozenset("ia")
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile("[a-zß-öø-ÿа-яё](?=[A-ZÀ-ÖØ-ÞА-ЯЁ])")
_ALIKE = dict.fromkeys("\u2018\u2019\u02bc\u00b4", "'")
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
    said: str = ""
    """The words themselves, for their owner alone: no message has them, and no answer in JSON."""

    @property
    def place(self) -> str:
        """Where it stands, in words: the page, its key, and the line of it."""
        return f"{self.ref}, {self.key} line {self.line}"


class PrivateNames:
    """Names that may not pass. It finds them in any case, over the end of a line, however joined.

    `words` may be several words each, `ids` are one word each, and `letters` one letter: only a
    capital that stands alone is such a name.
    """

    def __init__(
        self,
        *,
        words: Collection[str] = (),
        ids: Collection[str] = (),
        letters: Collection[str] = (),
    ) -> None:
        plain = {_folded(_parted(word)[0]).strip() for word in words}
        self._words = _any_of(sorted((word for word in plain if word), key=len, reverse=True))
        self._ids = frozenset(map(_folded, ids))
        self._letters = frozenset(map(_folded, letters))

    def lines(self, text: str) -> Iterator[tuple[int, str]]:
        """Iterate over the lines, from 1, on which a private name begins, each with the first."""
        before = 0
        for begin, end in self._found(text):
            line = text.count("\n", 0, begin) + 1
            if line != before:
                yield line, " ".join(text[begin:end].split())
            before = line

    def redacted(self, text: str) -> str:
        """Return words without private names."""
        for begin, end in reversed(self._found(text)):
            text = text[:begin] + REDACTED + text[end:]
        return text

    def _found(self, text: str) -> list[tuple[int, int]]:
        """Return where names stand, in order; what overlaps is one."""
        spans = list(self._spans(text, self._letters))
        if _HUMP.search(text):  # OurFamilyDinners is three words as well as one
            parted, places = _parted(text)
            spans += [(places[b], places[e - 1] + 1) for b, e in self._spans(parted, frozenset())]
        for read, written in as_read(text):
            spans += [
                (written[b][0], written[e - 1][1]) for b, e in self._spans(read, self._letters)
            ]
        found: list[tuple[int, int]] = []
        for begin, end in sorted(spans):
            if found and begin < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((begin, end))
        return found

    def _spans(self, text: str, letters: frozenset[str]) -> Iterator[tuple[int, int]]:
        folded, places = _placed(text)
        for match in self._words.finditer(folded) if self._words else ():
            yield places[match.start()], places[match.end() - 1] + 1
        single = self._ids | letters
        if not single or single.isdisjoint(_WORD.findall(folded)):
            return
        for match in _WORD.finditer(folded):
            begin, end = places[match.start()], places[match.end() - 1] + 1
            if match[0] in self._ids or (
                match[0] in letters and _is_initial(text[begin:], match[0])
            ):
                yield begin, end


def _is_initial(text: str, letter: str) -> bool:
    """Tell whether the letter with which a text begins may be a name: j is none, and J is one.

    I and A are words of their own; they are names only with a full stop.
    """
    return not text[0].islower() and (letter not in _LETTERS_THAT_ARE_WORDS or text[1:2] == ".")


def _parted(text: str) -> tuple[str, list[int]]:
    """Return words in CamelCase as several words, and for each sign where it stands in the text."""
    cuts = [match.start() + 1 for match in _HUMP.finditer(text)]
    signs, places = list(text), list(range(len(text)))
    for cut in reversed(cuts):
        signs.insert(cut, " ")
        places.insert(cut, cut)
    return "".join(signs), places


def _any_of(names: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds each of some names; the longest come first, and win.

    A name is found as a whole word. Writing without spaces has no words to be whole.
    """
    is_spaced = {n: all(unicodedata.east_asian_width(c) not in "WF" for c in n) for n in names}
    whole = "|".join(_as_pattern(name) for name in names if is_spaced[name])
    parts = [f"(?<![^\\W_])(?:{whole})(?![^\\W_])"] if whole else []
    parts += [_as_pattern(name) for name in names if not is_spaced[name]]
    return re.compile("|".join(parts)) if parts else None


def _as_pattern(name: str) -> str:
    """Return what finds a name, whatever joins its parts, or nothing."""
    pieces = re.findall(r"[^\W_]+|[\W_]+", name)
    words = [n for n, piece in enumerate(pieces) if piece[0].isalnum()]
    if not words:
        return re.escape(name)
    told = pieces[words[0] : words[-1] + 1]
    return "".join(
        _joint(told[n - 1], piece) if n % 2 else re.escape(piece) for n, piece in enumerate(told)
    )


def _joint(before: str, written: str) -> str:
    """Return what may stand between two parts of a name: as it is written, or as names are joined.

    Behind an initial or a Dr comes a full stop as well. No two ways fit the same signs: with two,
    a long title that almost stands somewhere would be tried in more ways than there is time for.
    """
    stop = r"\.?" if len(before) <= _MOST_INITIALS else ""
    usual = r"[/:+]" if stop else r"[./:+]"
    joined = rf"{usual}|{stop}[\s_'-]*"
    if re.fullmatch(joined, written):
        return f"(?:{joined})"
    pieces = re.findall(r"\s+|\S+", written)
    own = "".join(r"\s+" if piece.isspace() else re.escape(piece) for piece in pieces)
    return f"(?:{own}|{joined})"


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
        if char in _UNCOUNTED or unicodedata.category(char) in _UNSEEN:
            continue
        plain = "-" if unicodedata.category(char) == "Pd" else _ALIKE.get(char, char)
        for sign in unicodedata.normalize("NFKD", plain).casefold():
            if unicodedata.category(sign) not in _UNSEEN:
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
    letters = {name.strip(". ") for name in others if len(name.strip(". ")) == 1}
    long = [name for name in others if name.strip(". ") not in letters]
    parts = {part for name in long for part in _parts_of(name)}
    words = [*(goal.id for goal in hidden), *titles, *by_hand, *long, *parts]
    return PrivateNames(words=words, ids=ids - by_hand, letters=letters)


def _parts_of(name: str) -> list[str]:
    """Return the parts of somebody's name that name them too: Marisol and Vega, and no “de”."""
    parts = [part.strip(".") for part in name.split() if len(part.strip(".")) > 1]
    return [part for part in parts if not part.islower()] or parts


def named_private(shared: Shared, names: PrivateNames) -> tuple[Named, ...]:
    """Return every place in shared words where a private name stands."""
    return tuple(
        Named(ref, key, line, said)
        for ref, document in _pages(shared.journal)
        for key, words in _words_in(document)
        for line, said in names.lines(words)
    )


def redacted(shared: Shared, names: PrivateNames) -> Shared:
    """Return what is shared with every private name taken out of its words."""
    journal = shared.journal

    def clean(document: T) -> T:
        made: T = _mapped(document, names.redacted)
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
        yield str(profile.day), profile
    for shelf in (journal.goals, journal.blocks):
        yield from shelf.items()
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
