"""Look for words in a journal."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Literal, get_args

from stillpd.insight.found import (
    Found,
    FoundPage,
    day_of,
    is_wanted,
    kind_of,
    may_be_seen,
    shared_with,
)
from stillpd.insight.said import first_words
from stillpd.insight.timeline import Wanted
from stillpd.journal.index.database import Match
from stillpd.journal.index.reader import Index
from stillpd.journal.index.search import Place, find, places
from stillpd.journal.standing import standing_path
from stillpd.model.entry import Entry
from stillpd.model.journal import Document, Journal
from stillpd.model.query import Piece, Pieces, Query
from stillpd.model.record import record

Order = Literal["rank", "date"]
ORDERS: tuple[Order, ...] = get_args(Order)


@record(kw_only=True)
class Sought:
    """What is looked for, among which pages, and in which order it is told.

    `counting`: only how many there are. `only_shared`: others can see the answer.
    """

    query: Query
    wanted: Wanted
    order: Order = "rank"
    counting: bool = False
    only_shared: bool = False


def search(index: Index, journal: Journal, sought: Sought, now: datetime) -> Found:
    """Return the pages that were there by `now`; `journal` needs no entries."""
    found = _found(index, journal, sought, now)
    looser = replace(sought, query=sought.query.with_endings())
    if not found and looser != sought and (more := _found(index, journal, looser, now)):
        return Found((), 0, sought.only_shared, len(more), looser.query.typed())
    found.sort(key=lambda match: _path(match.document))
    found.sort(key=_by_date, reverse=True)
    if sought.order == "rank" and not sought.only_shared:  # the rank knows how rare a word is
        found.sort(key=lambda match: round(match.rank, 6))
    shown = [] if sought.counting else found[: sought.wanted.limit]
    made = map(_page, shown, places(index.database, sought.query, shown))
    return Found(tuple(made), len(found), sought.only_shared)


def _found(index: Index, journal: Journal, sought: Sought, now: datetime) -> list[Match]:
    found = find(index.database, sought.query)
    found = [match for match in found if is_wanted(journal, match.document, sought.wanted, now)]
    if sought.only_shared:
        found = [match for match in found if may_be_seen(match.document)]
    return found


def _by_date(match: Match) -> tuple[date, float]:
    document = match.document
    moment = document.at.timestamp() if isinstance(document, Entry) else 0.0
    return day_of(document) or date.min, moment


def _page(match: Match, where: Place) -> FoundPage:
    document = match.document
    entry = document if isinstance(document, Entry) else None
    path = _path(document)
    return FoundPage(
        kind=kind_of(document),
        ref=entry.ref if entry else PurePosixPath(path).stem,
        path=path,
        at=entry.at if entry else None,
        day=day_of(document),
        title=where.title or _first_words(document, where.line),
        line=where.line,
        starred=bool(entry and entry.starred),
        share=shared_with(document),
    )


def _path(document: Document) -> str:
    return document.path if isinstance(document, Entry) else standing_path(document)


def _first_words(document: object, line: Pieces) -> Pieces:
    """Return what a page without a title is known by, unless its line says it already."""
    if line or not isinstance(document, Entry):
        return ()
    words = first_words(document)
    return (Piece(words, found=False),) if words else ()
