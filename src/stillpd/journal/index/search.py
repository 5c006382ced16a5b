"""Find words in the index, and where in a page they stand."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from stillpd.journal.index.database import LONG, Database, Match
from stillpd.journal.index.words import apart, as_found, together, words_of
from stillpd.model.query import Piece, Pieces, Query, Term

# Two code points that Unicode keeps free for a program's own use; no text in the index has them.
_BEGINS, _ENDS = "\ufdd0", "\ufdd1"
_PIECE = 2000
"""Characters that are looked through at once in a long text."""
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
        words = words_of(match.document)
        in_title, in_prose = marks.get(match.n, ("", ""))
        if query.wanted and sum(map(len, words)) > LONG // 3 and not (in_title or in_prose):
            in_title, in_prose = (_mark_long(text, query) for text in words)
        title, prose = map(apart, words)
        whole = _line(title, in_title) or ((Piece(together(title), found=False),) if title else ())
        yield Place(whole, _line(prose, in_prose))


def _mark_long(text: str, query: Query) -> str:
    """Return a long text, folded, up to its first piece that has a word, which is marked."""
    folded = as_found(text)
    pieces = list(_pieces(folded))
    either = " OR ".join(map(_phrase, query.wanted))
    with closing(Database.made(None)) as pad:
        hit = pad.first_marked([folded[a:b] for a, b in pieces], either, _BEGINS, _ENDS)
    if not hit:
        return ""
    begin, end = pieces[hit[0]]
    rest = folded[end : end + _PIECE].partition("\n")[0] if folded[end - 1] != "\n" else ""
    return f"{folded[:begin]}{hit[1]}{rest}"


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Iterate over where the pieces of a text begin and end: its lines, or parts of long ones."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin, begin + _PIECE) + 1
        if not end and begin + _PIECE >= len(text):
            end = len(text)
        if not end:
            end = text.rfind(" ", begin, begin + _PIECE) + 1 or begin + _PIECE
        yield begin, min(end, len(text))
        begin = end


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
    if hit - start > _PIECE:
        start = marked.find(" ", hit - _PIECE, hit) + 1 or hit - _PIECE
    pieces, at, found = [], start, False
    for part in _MARKED.split(marked[start:].partition("\n")[0]):
        if part in {_BEGINS, _ENDS}:
            found = part == _BEGINS
        elif part:
            pieces.append(Piece(together(text[at : at + len(part)]), found))
            at += len(part)
    return tuple(pieces)
