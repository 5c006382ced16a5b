"""Find words in the index, and where in a page they stand."""

from collections.abc import Iterator
from typing import NamedTuple

from stillpd.journal.index.database import Database, Match
from stillpd.journal.index.words import apart, as_found, together, words_of
from stillpd.model.query import Piece, Pieces, Query, Term

# Two code points that Unicode keeps free for a program's own use; no text in the index has them.
_BEGINS, _ENDS = "\ufdd0", "\ufdd1"


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


def place(database: Database, query: Query, match: Match) -> Place:
    """Return where in a document that was found the words stand."""
    title, prose = map(apart, words_of(match.document))
    marked = database.marked(match.n, _wanted(query), _BEGINS, _ENDS) if query.wanted else ("", "")
    lines = _lines(prose, marked[1])
    return Place(
        next(_lines(title, marked[0] or as_found(title)), ()),
        next((line for line in lines if any(piece.found for piece in line)), ()),
    )


def _wanted(query: Query) -> str:
    return "(" + " AND ".join(map(_phrase, query.wanted)) + ")"


def _phrase(term: Term) -> str:
    """Return a term in FTS5's own words, in which nothing but words is left."""
    words = as_found(term.words).replace('"', " ")
    return f'"{words}"{"*" if term.begins else ""}'


def _lines(text: str, marked: str) -> Iterator[Pieces]:
    """Iterate over the lines of a text in pieces, marked as its folded twin is."""
    pieces: list[Piece] = []
    begun, at, found = 0, 0, False
    for char in marked:
        if char in {_BEGINS, _ENDS}:
            pieces.append(Piece(together(text[begun:at]), found))
            begun, found = at, char == _BEGINS
            continue
        if char == "\n":
            pieces.append(Piece(together(text[begun:at]), found))
            yield tuple(piece for piece in pieces if piece.text)
            pieces, begun = [], at + 1
        at += 1
    pieces.append(Piece(together(text[begun:at]), found))
    yield tuple(piece for piece in pieces if piece.text)
