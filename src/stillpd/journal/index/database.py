"""The tables of the index: which files it knows, what they say, and their words."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from stillpd.journal.folder import ReadPage
from stillpd.journal.index.frozen import freeze, thaw
from stillpd.journal.index.stamps import Stamp
from stillpd.journal.index.words import as_found, words_of
from stillpd.model.entry import CheckIn, Commitment, Entry, Stillness
from stillpd.model.errors import InvalidInput
from stillpd.model.journal import Document
from stillpd.model.problem import Problem
from stillpd.model.selection import ALL, Selection

try:
    import sqlite3
except ImportError as err:  # a Python that was built without it
    raise InvalidInput(
        "This Python has no SQLite (its module sqlite3): it keeps no index and cannot search.",
        "Use another Python, such as that of python.org or of your system.",
    ) from err

_TABLES = """
BEGIN;
CREATE TABLE folder (path PRIMARY KEY, mark) WITHOUT ROWID;
CREATE TABLE page (n INTEGER PRIMARY KEY, folder, name, size, modified, changed, inode,
                   proven, mark, problems);
CREATE TABLE number (n, goal, week, PRIMARY KEY (n, goal)) WITHOUT ROWID;
CREATE TABLE document (n INTEGER PRIMARY KEY, kind, day, moment, settled, counts, frozen, body);
CREATE VIRTUAL TABLE words USING fts5(title, prose,
    tokenize="unicode61 remove_diacritics 2 categories 'L* M* N* Co So'");
COMMIT;
"""
_INDEXES = """
CREATE UNIQUE INDEX page_place ON page (folder, name);
CREATE INDEX page_problems ON page (n) WHERE problems IS NOT NULL;
CREATE INDEX document_day ON document (day);
CREATE INDEX document_kind ON document (kind, day);
CREATE INDEX document_settled ON document (settled);
CREATE INDEX number_goal ON number (goal);
CREATE INDEX number_week ON number (week);
"""
_SETTINGS = """
PRAGMA journal_mode = {journal};
PRAGMA synchronous = NORMAL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -16000;
"""
_AT_ONCE = 200
_FEW = 100
LONG = 20_000
"""Characters: what is longer than that is marked piece by piece."""
_OPEN = date.max.toordinal() + 1
_COUNTED = frozenset({CheckIn.kind, Stillness.kind, Commitment.kind})
"""Kinds that are counted whether or not they name a goal or a circle."""
_STANDING = "day IS NULL"
_BY_NAME = "(SELECT name FROM page WHERE page.n = document.n)"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class KnownPage(NamedTuple):
    """A file as the index knows it. `proven`: a later change would show in its stamp."""

    n: int
    stamp: Stamp
    proven: bool
    mark: str


class Match(NamedTuple):
    """A document that has the words, and how well: the lower, the better."""

    n: int
    document: Document
    rank: float


class Spoilt(Exception):
    """The database is no longer what we wrote, or there is no room for it."""


# What a database says then: SQLite's own doubts, or nonsense in what it gives back.
_DOUBTS = (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, ArithmeticError)


@contextmanager
def _trusted() -> Iterator[None]:
    try:
        yield
    except _DOUBTS as err:
        raise Spoilt from err


class Database:
    """One SQLite database, in a file or in memory. Every method may raise Spoilt."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last = 0
        # Rows go in by the hundred, which is a third quicker than one by one.
        self._pages: list[tuple[object, ...]] = []
        self._documents: list[tuple[object, ...]] = []
        self._words: list[tuple[object, ...]] = []
        self._numbers: list[tuple[object, ...]] = []

    @classmethod
    def opened(cls, path: Path) -> "Database":
        """Open a database that is there."""
        # Only a program of somebody else can hold it, and nobody waits for that one.
        with _trusted():
            connection = sqlite3.connect(path, timeout=0, isolation_level=None)
            return cls(_set_up(connection, _SETTINGS.format(journal="MEMORY")))

    @classmethod
    def made(cls, path: Path | None) -> "Database":
        """Make an empty one, in memory where no path is given.

        It needs no way back: what is cut off is thrown away. Raises OSError where it is in the way.
        """
        if path:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with _trusted():
            connection = sqlite3.connect(path or ":memory:", isolation_level=None)
            return cls(_set_up(connection, _SETTINGS.format(journal="OFF") + _TABLES))

    def _ask(self, order: str, values: Sequence[object] = ()) -> list[Any]:
        with _trusted():
            return self._connection.execute(order, values).fetchall()

    def begin(self) -> None:
        """Begin a change."""
        self._ask("BEGIN IMMEDIATE")
        ((self._last,),) = self._ask("SELECT coalesce(max(n), 0) FROM page")

    def commit(self) -> None:
        """End a change: what it says is on the disk."""
        self._put_in()
        self._ask("COMMIT")

    def forget_halves(self) -> None:
        """Forget what of a file is known without its stamp, after a change that was cut off."""
        self._ask("UPDATE folder SET mark = NULL")  # of none is it sure that all files are in
        ((last,),) = self._ask("SELECT coalesce(max(n), 0) FROM page")
        self._ask("DELETE FROM document WHERE n > ?", (last,))
        self._ask("DELETE FROM words WHERE rowid > ?", (last,))
        self._ask("DELETE FROM number WHERE n > ?", (last,))
        self._pages, self._documents, self._words, self._numbers = [], [], [], []

    def _put_in(self) -> None:
        # The pages last: without its row here, nothing that a file says counts.
        many = self._connection.executemany
        with _trusted():
            many("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._documents)
            many("INSERT INTO words (rowid, title, prose) VALUES (?, ?, ?)", self._words)
            many("INSERT INTO number VALUES (?, ?, ?)", self._numbers)
            many("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._pages)
        self._pages, self._documents, self._words, self._numbers = [], [], [], []

    def sort(self) -> None:
        """Make the ways in; quickest once all is there."""
        for order in _INDEXES.strip().split("\n"):
            self._ask(order)

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    # Which files there are --------------------------------------------------------------------

    def marks(self) -> dict[str, str]:
        """Return the mark of every folder whose files are all proven."""
        rows = self._ask("SELECT path, mark FROM folder WHERE mark IS NOT NULL")
        return {_named(folder): mark for folder, mark in rows}

    def folders(self) -> set[str]:
        """Return every folder that is known."""
        return {_named(folder) for (folder,) in self._ask("SELECT path FROM folder")}

    def set_mark(self, folder: str, mark: str | None) -> None:
        """Remember a folder's mark; without one its files are looked at every time."""
        self._ask("INSERT OR REPLACE INTO folder VALUES (?, ?)", (_stored(folder), mark))

    def forget_folder(self, folder: str) -> None:
        """Forget a folder that has gone."""
        self._ask("DELETE FROM folder WHERE path = ?", (_stored(folder),))

    def pages(self, folder: str) -> dict[str, KnownPage]:
        """Return what is known of a folder's files, by name."""
        asked = (
            "SELECT name, n, size, modified, changed, inode, proven, mark FROM page "
            "WHERE folder = ?"
        )
        with _trusted():
            return {
                _named(name): KnownPage(n, (_named(name), *stamp), bool(proven), mark)
                for name, n, *stamp, proven, mark in self._ask(asked, (_stored(folder),))
            }

    def restamp(self, n: int, stamp: Stamp, *, proven: bool) -> None:
        """Remember a new stamp of a file whose bytes are the old ones."""
        self._ask(
            "UPDATE page SET size = ?, modified = ?, changed = ?, inode = ?, proven = ? "
            "WHERE n = ?",
            (*stamp[1:], proven, n),
        )

    def remove(self, n: int) -> None:
        """Forget a file and what it said."""
        tables = ("page", "n"), ("document", "n"), ("words", "rowid"), ("number", "n")
        for table, key in tables:
            self._ask(f"DELETE FROM {table} WHERE {key} = ?", (n,))  # noqa: S608 - our own names

    def add(self, folder: str, stamp: Stamp, mark: str, read: ReadPage, *, proven: bool) -> None:
        """Remember a file and what it says. Raises ValueError for what cannot be kept."""
        document = read.document
        frozen = freeze(document) if document else ""
        told = [(p.path, p.line, p.code, p.message, p.hint) for p in read.problems]
        stood = *stamp[1:], proven, mark, json.dumps(told) if told else None
        self._last += 1
        if document:
            body = getattr(document, "body", None)
            self._documents.append((self._last, *_places(document), frozen, body))
            self._words.append((self._last, *map(as_found, words_of(document))))
            if isinstance(document, CheckIn):
                self._numbers += _numbers(self._last, document)
        self._pages.append((self._last, _stored(folder), _stored(stamp[0]), *stood))
        if len(self._pages) >= _AT_ONCE:
            self._put_in()

    # What they say ----------------------------------------------------------------------------

    def standing(self) -> list[Document]:
        """Return the standing documents, by the names of their files."""
        asked = f"SELECT frozen, body FROM document WHERE {_STANDING} ORDER BY {_BY_NAME}"  # noqa: S608
        with _trusted():
            return thaw(self._ask(asked))

    def entries(self, selection: Selection) -> list[Document]:
        """Return the entries that are selected, in order of time."""
        where, values = _selected(selection)
        asked = f"SELECT frozen, body FROM document WHERE {where} ORDER BY moment"  # noqa: S608
        with _trusted():
            return thaw(self._ask(asked, values))

    def problems(self) -> list[Problem]:
        """Return what is wrong in the files."""
        rows = self._ask("SELECT problems FROM page WHERE problems IS NOT NULL")
        with _trusted():
            return [Problem(*parts) for (told,) in rows for parts in json.loads(told)]

    def count(self) -> tuple[int, int]:
        """Return how many files are known, and how many entries."""
        ((files,),) = self._ask("SELECT count(*) FROM page")
        ((entries,),) = self._ask("SELECT count(*) FROM document WHERE day IS NOT NULL")
        return files, entries

    def match(self, phrase: str) -> list[Match]:
        """Return the documents that match a phrase of FTS5; a title counts fivefold."""
        asked = (
            "SELECT n, bm25(words, 5.0, 1.0), frozen, body FROM words JOIN document "
            "ON n = words.rowid WHERE words MATCH ?"
        )
        return _matches(self._ask(asked, (phrase,)))

    def match_all_but(self, phrase: str) -> list[Match]:
        """Return the documents that do not match a phrase."""
        asked = (
            "SELECT n, 0.0, frozen, body FROM document WHERE n NOT IN "
            "(SELECT rowid FROM words WHERE words MATCH ?)"
        )
        return _matches(self._ask(asked, (phrase,)))

    def marked(
        self, numbers: Sequence[int], phrase: str, before: str, after: str
    ) -> dict[int, tuple[str, str]]:
        """Return titles and proses, folded, with marks around what matches.

        Those of very long documents are left out: SQLite takes the square of their hits for it.
        """
        asked = (
            "SELECT rowid, highlight(words, 0, ?, ?), highlight(words, 1, ?, ?) FROM words "
            "WHERE words MATCH ? AND length(title) + length(prose) <= ?"
        )
        said = before, after, before, after, phrase, LONG
        if len(numbers) > _FEW:  # then all that match at once
            rows = self._ask(asked, said)
        else:
            rows = self._ask(f"{asked} AND rowid IN ({_holes(numbers)})", (*said, *numbers))
        return {n: (title, prose) for n, title, prose in rows}

    def first_marked(
        self, pieces: Sequence[str], phrase: str, before: str, after: str
    ) -> tuple[int, str] | None:
        """Return the first of some pieces of text that matches, marked, and its number.

        This is for an empty database in memory: the pieces are put into it.
        """
        with _trusted():
            self._connection.executemany(
                "INSERT INTO words (rowid, title, prose) VALUES (?, '', ?)", enumerate(pieces)
            )
        asked = (
            "SELECT rowid, highlight(words, 1, ?, ?) FROM words WHERE words MATCH ? "
            "ORDER BY rowid LIMIT 1"
        )
        found = self._ask(asked, (before, after, phrase))
        return found[0] if found else None


def _set_up(connection: sqlite3.Connection, script: str) -> sqlite3.Connection:
    try:
        connection.executescript(script)
    except sqlite3.Error:
        connection.close()  # else it holds the room of a file that is to go
        raise
    return connection


def _places(document: Document) -> tuple[object, ...]:
    """Return by what a document is found: kind, day, moment, day of settling, if it is counted."""
    if not isinstance(document, Entry):
        return type(document).__name__.lower(), None, None, None, None
    settled = None
    if isinstance(document, Commitment):
        ended = document.settled if document.outcome != "open" else None
        settled = ended.toordinal() if ended else _OPEN
    moment = (document.at - _BEGINNING) // timedelta(microseconds=1)
    counts = bool(document.circle or document.goals) or document.kind in _COUNTED
    return document.kind, document.day.toordinal(), moment, settled, counts


def _numbers(n: int, check_in: CheckIn) -> Iterator[tuple[int, str, int]]:
    """Iterate over the goals that a check-in has numbers or excuses of, with the week's Monday."""
    week = check_in.counted_week.monday.toordinal()
    names = (*check_in.readings, *check_in.excused)
    for goal in {name.partition(".")[0] for name in names}:
        yield n, goal, week


def _matches(rows: list[tuple[int, float, str, str | None]]) -> list[Match]:
    with _trusted():
        documents = thaw((frozen, body) for _, _, frozen, body in rows)
    return [
        Match(n, document, rank) for (n, rank, _, _), document in zip(rows, documents, strict=True)
    ]


def _selected(selection: Selection) -> tuple[str, list[object]]:
    """Return the condition that selects documents, and its values."""
    if selection == ALL:
        return f"NOT {_STANDING}", []
    rows: list[tuple[str, list[object]]] = []
    if selection.days:
        first = selection.days[0][0].toordinal()
        rows.append(("day = (SELECT min(day) FROM document)", []))
        rows.append(("day = (SELECT max(day) FROM document WHERE day < ?)", [first]))
    if selection.whole:
        rows.append((f"kind IN ({_holes(selection.whole)})", [*selection.whole]))
    if selection.unsettled_on:
        day = selection.unsettled_on.toordinal()
        rows.append(("settled > ?", [day]))
    asked = [f"SELECT n FROM document WHERE {where}" for where, _ in rows]  # noqa: S608
    found = [value for _, values in rows for value in values]
    if selection.days:
        spans = f"(VALUES {', '.join(['(?, ?)'] * len(selection.days))})"
        ends = [day.toordinal() for span in selection.days for day in span]
        counted = " AND counts" if selection.counted else ""
        asked += [
            f"SELECT n FROM document JOIN {spans} ON day BETWEEN column1 AND column2{counted}",  # noqa: S608
            f"SELECT n FROM number JOIN {spans} ON week BETWEEN column1 - 6 AND column2",  # noqa: S608
        ]
        found += ends * 2  # a week's Monday lies at most six days before one of its days
    if selection.numbers_of:
        asked.append(f"SELECT n FROM number WHERE goal IN ({_holes(selection.numbers_of)})")  # noqa: S608
        found += selection.numbers_of
    return f"n IN ({' UNION '.join(asked) or 'NULL'})", found


def _holes(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _stored(name: str) -> str | bytes:
    """Return a file's name as SQLite takes it: not every name is text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name)
    return name


def _named(stored: str | bytes) -> str:
    return os.fsdecode(stored) if isinstance(stored, bytes) else stored
