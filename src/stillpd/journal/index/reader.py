"""Read a journal by way of its index: the same answers, sooner.

The index owns nothing. Where it is missing, of another shape or not to be trusted it is made anew;
where there is no room for it, or another stillpd is busy with it, the files are read as if there
were none.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing, suppress
from itertools import chain
from typing import TypeVar

from stillpd.journal import folder
from stillpd.journal.first_page import Opened
from stillpd.journal.folder import ReadPage
from stillpd.journal.index.catch_up import CatchUp, FolderChanges, Tell, find_changes
from stillpd.journal.index.database import Database, Spoilt
from stillpd.journal.index.files import IndexFiles
from stillpd.journal.index.stamps import look_at
from stillpd.model.entry import Entry
from stillpd.model.errors import Busy, InvalidInput
from stillpd.model.journal import Document, Journal
from stillpd.model.selection import ALL, NO_ENTRIES, Choose

T = TypeVar("T")
_MANY = 1000
_OFF = frozenset({"off", "0", "no", "false"})


class Index:
    """A database that says what a journal's files say, and what of them it could not keep."""

    def __init__(self, opened: Opened, database: Database, left_out: Iterable[ReadPage]) -> None:
        self.opened = opened
        self.database = database
        self.left_out = tuple(left_out)

    def journal(self, choose: Choose = ALL) -> Journal:
        """Return the journal with the entries that are chosen."""
        standing = self.database.standing()
        standing += [read.document for read in self.left_out if read.document]  # of any kind
        problems = [problem for read in self.left_out for problem in read.problems]
        problems += self.database.problems()
        made = folder.gather(self.opened, standing, problems)
        selection = choose(made) if callable(choose) else choose
        if selection == NO_ENTRIES:
            return made
        documents = [*standing, *self.database.entries(selection)]
        return folder.gather(self.opened, documents, problems)


def read_journal(opened: Opened, choose: Choose = ALL, tell: Tell | None = None) -> Journal:
    """Return a journal with at least the entries that are chosen, and all its problems."""
    return ask(opened, lambda index: index.journal(choose), tell) or folder.read_journal(opened)


def is_off() -> bool:
    """Tell whether the user wants no index on disk."""
    return os.environ.get("STILLPD_INDEX", "").strip().lower() in _OFF


def ask(opened: Opened, question: Callable[[Index], T], tell: Tell | None = None) -> T | None:
    """Return the index's answer to a question; None where there can be no index on disk."""
    if is_off():
        return None
    files = IndexFiles(opened)
    catch_up = CatchUp(opened, look_at(opened.root), tell)
    with ExitStack() as stack:
        try:
            stack.enter_context(files.held())
        except (Busy, OSError):
            return None
        return _answer(files, catch_up, question)


def ask_in_memory(opened: Opened, question: Callable[[Index], T], tell: Tell | None = None) -> T:
    """Return the answer of an index that is made for this one question.

    Raises InvalidInput where this Python's SQLite knows no words.
    """
    catch_up = CatchUp(opened, look_at(opened.root), tell)
    with closing(_in_memory()) as database:
        database.begin()
        catch_up.read_all(database)
        database.commit()
        return question(Index(opened, database, catch_up.left_out))


def ask_of(opened: Opened, journal: Journal, question: Callable[[Index], T]) -> T:
    """Return the answer of an index that is made for this one question of a journal in memory.

    Raises InvalidInput where this Python's SQLite knows no words.
    """
    from stillpd.journal.standing import standing_path

    standing = (journal.profiles, journal.goals.values(), journal.blocks.values())
    documents: Iterable[Document] = chain(*standing, journal.protocols.values(), journal.entries)
    left_out = [ReadPage(None, journal.problems)]
    with closing(_in_memory()) as database:
        database.begin()
        for document in documents:
            path = document.path if isinstance(document, Entry) else standing_path(document)
            at, _, name = path.rpartition("/")
            read = ReadPage(document, ())
            try:
                database.add(at, (name, 0, 0, 0, 0), "", read, proven=True)
            except ValueError:
                left_out.append(read)
        database.commit()
        return question(Index(opened, database, left_out))


def _in_memory() -> Database:
    try:
        return Database.made(None)
    except Spoilt as err:
        raise InvalidInput(
            "This Python cannot look for words: its SQLite has no full text search (FTS5).",
            "Use another Python, such as that of python.org or of your system.",
        ) from err


def _answer(files: IndexFiles, catch_up: CatchUp, question: Callable[[Index], T]) -> T | None:
    for _ in range(2 if files.is_sealed else 1):  # made anew and not right: there is no room
        try:
            database = _caught_up(files, catch_up)
        except OSError:
            return None
        except Spoilt:
            _drop(files)
            continue
        try:
            return question(Index(catch_up.opened, database, catch_up.left_out))
        except Spoilt:
            _drop(files)
        finally:
            database.close()
    return None


def _drop(files: IndexFiles) -> None:
    with suppress(OSError):  # what cannot be taken away has no seal, or none that fits
        files.drop()


def _caught_up(files: IndexFiles, catch_up: CatchUp) -> Database:
    """Return the database, open, saying what the files said at the look."""
    if not files.is_sealed:
        return make_anew(files, catch_up)
    database = Database.opened(files.database)
    try:
        changes = list(find_changes(catch_up.opened, catch_up.look, database))
        if _is_much(changes, database):
            database.close()
            return make_anew(files, catch_up)
        if changes:
            files.break_seal()
            database.begin()
            catch_up.read(database, changes, sum(len(each.changes) for each in changes))
            database.commit()
            files.seal()
    except BaseException:
        database.close()
        raise
    return database


def _is_much(changes: Iterable[FolderChanges], database: Database) -> bool:
    """Tell whether it is less work to begin anew: what is new goes in as quickly as then."""
    changed = sum(change.known is not None for each in changes for change in each.changes)
    return changed > _MANY and changed * 2 > database.count()[0]


def make_anew(files: IndexFiles, catch_up: CatchUp) -> Database:
    """Return a new database, open and sealed; what there was is gone."""
    files.drop()
    database = Database.made(files.unfinished)
    try:
        stopped = _fill(database, catch_up)
        files.finish()
    except BaseException:
        database.close()
        raise
    if stopped:
        database.close()
        raise stopped
    return database


def _fill(database: Database, catch_up: CatchUp) -> KeyboardInterrupt | None:
    """Read all files into an empty database; return the Ctrl-C that cut it off, if one did.

    What was read by then is kept: it need not be read again.
    """
    stopped = None
    database.begin()
    try:
        catch_up.read_all(database)
    except KeyboardInterrupt as stop:
        stopped = stop
        database.forget_halves()
    database.sort()
    database.commit()
    return stopped
