"""Find words in the index, and where in a page they stand."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stillpd.journal.index.database import Database, Match
from stillpd.journal.index.words import apart, as_found, together, words_of
from stillpd.model.query import Piece, Pieces, Query, Term

# Two code points that Unicode keeps free for a program's own use; no text in the index has them.
_BEGINS, _ENDS = "\ufdd0", "\ufdd1"
_MARKED = re.compile(f"([{_BEGINS}{_ENDS}])")


class Place(NamedTuple):
    """Where in a page the words stand: its title, and the first line of its prose that has one."""

    title: Pieces
    line: Pieces


def find(database: Database, query: Query) -> list[Match]:
    """Return the documents that the query is about, in no order."""
    unwanted = " OR ".join(map(_phrase, query.unwanted))
    if not query.wanted:
        return database.match_all_but(unwanted)
    return database.match(_wanted(query) + (f" NOT ({unwanted})" if unwanted else ""))


def places(database: Database, query: Query, matches: Sequence[Match]) -> Iterator[Place]:
    """Iterate over where in the documents that were found the words stand."""
    marks: dict[int, tuple[str, str]] = {}
    if query.wanted:
        numbers = [match.n for match in matches]
        marks = database.marked(numbers, _wanted(query), _BEGINS, _ENDS)
    for match in matches:
        title, prose = map(apart, words_of(match.document))
        in_title, in_prose = marks.get(match.n, ("", ""))
        whole = _line(title, in_title) or ((Piece(together(title), found=False),) if title else ())
        yield Place(whole, _line(prose, in_prose))


def _wanted(query: Query) -> str:
    return "(" + " AND ".join(map(_phrase, query.wanted)) + ")"


def _phrase(term: Term) -> str:
    """Return a term in FTS5's own words, in which nothing but words is left."""
    words = as_found(term.words).replace('"', " ")
    return f'"{words}"{"*" if term.begins else ""}'


def _line(text: str, marked: str) -> Pieces:
    """Return the first line of a text that has a hit, in pieces; its folded twin has the marks."""
    hit = marked.find(_BEGINS)
    if hit < 0:
        return ()
    start = marked.rfind("\n", 0, hit) + 1  # no mark stands before: the same place in both
    pieces, at, found = [], start, False
    for part in _MARKED.split(marked[start:].partition("\n")[0]):
        if part in {_BEGINS, _ENDS}:
            found = part == _BEGINS
        elif part:
            pieces.append(Piece(together(text[at : at + len(part)]), found))
            at += len(part)
    return tuple(pieces)
