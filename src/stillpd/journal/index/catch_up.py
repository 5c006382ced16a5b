"""Bring the index up to what the journal's files say now.

Two lists are compared, what the file system tells and what the index knows; what differs is read
again. A stamp is kept only for a file that was read to its end, and it is the one from before the
reading: whatever happens to the file meanwhile shows at the next look.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.journal.folder import ReadPage, read_bytes, read_page, unreadable
from stillpd.journal.index.database import Database, KnownPage
from stillpd.journal.index.stamps import FolderLook, Look, Stamp
from stillpd.journal.swap import fingerprint

Tell = Callable[[int, int], None]
"""Is told how many files are read, of how many."""
_NOTHING = ReadPage(None, ())


class Change(NamedTuple):
    """A file that is new, changed, gone (it has no stamp then) or proven by now."""

    stamp: Stamp | None
    known: KnownPage | None

    @property
    def is_new(self) -> bool:
        """Tell whether the file says something else than the index, as far as stamps tell."""
        return self.known is None or self.known.stamp != self.stamp


class FolderChanges(NamedTuple):
    """A folder in which something differs. `mark` is None where the folder has gone.

    `waiting`: it holds files that were touched this very moment and are not proven yet.
    """

    folder: str
    mark: str | None
    changes: tuple[Change, ...]
    waiting: bool


def find_changes(opened: Opened, look: Look, database: Database) -> Iterator[FolderChanges]:
    """Iterate over the folders in which the files differ from what the index knows."""
    marks, known = database.marks(), database.folders()
    for folder, seen in look.folders.items():
        if marks.get(folder) == seen.mark:
            continue
        try:
            near = seen.nearer()
        except OSError:  # it went away just now: what was in it is gone as well
            near = FolderLook([], [])
        pages = database.pages(folder) if folder in known else {}
        found = _in_folder(opened, look, folder, near, pages)
        if found.changes or not found.waiting:
            yield found._replace(mark=near.mark)
    for folder in known - look.folders.keys():
        gone = (Change(None, known) for known in database.pages(folder).values())
        yield FolderChanges(folder, None, tuple(gone), waiting=False)


def _in_folder(
    opened: Opened, look: Look, folder: str, seen: FolderLook, known: dict[str, KnownPage]
) -> FolderChanges:
    changes, waiting = [], False
    for stamp in seen.stamps():
        page = known.pop(stamp[0], None)
        if page is None or page.stamp != stamp:
            changes.append(Change(stamp, page))
        elif not page.proven:
            if look.is_proven(stamp) or not _is_same(opened, f"{folder}/{stamp[0]}", page):
                changes.append(Change(stamp, page))
            else:
                waiting = True
    changes += [Change(None, page) for page in known.values()]
    return FolderChanges(folder, "", tuple(changes), waiting)


def _is_same(opened: Opened, path: str, page: KnownPage) -> bool:
    try:
        return fingerprint(read_bytes(opened.root, path)) == page.mark
    except OSError:
        return False


class CatchUp:
    """Reads the files that changed into a database."""

    def __init__(self, opened: Opened, look: Look, tell: Tell | None = None) -> None:
        self.opened = opened
        self.look = look
        self.tell = tell
        self.left_out: list[ReadPage] = []
        """What could not be kept in the index and has to be read every time."""

    def read_all(self, database: Database) -> None:
        """Read all files into an empty database, a folder at a time: a list would be long."""
        total = sum(seen.files for seen in self.look.folders.values())
        self.read(database, find_changes(self.opened, self.look, database), total)

    def read(self, database: Database, folders: Iterable[FolderChanges], total: int) -> None:
        """Make the database say what the files say; about `total` of them are to be read."""
        self.left_out = []
        done = 0
        for each in folders:
            database.set_mark(each.folder, None)  # known as long as a file of it may be
            proven = not each.waiting
            for change in each.changes:
                proven = self._read_one(database, each.folder, change) and proven
                done += 1
                if self.tell and not done % 100:
                    self.tell(done, total)
            if each.mark is None:
                database.forget_folder(each.folder)
            elif proven:
                database.set_mark(each.folder, each.mark)

    def _read_one(self, database: Database, folder: str, change: Change) -> bool:
        """Read one file; tell whether its stamp can be relied on from now on."""
        stamp, known = change
        if stamp is None:
            if known:
                database.remove(known.n)
            return True
        path = f"{folder}/{stamp[0]}"
        proven = self.look.is_proven(stamp)
        what = names.what_is(path)
        if what in names.NO_PAGES:
            raw, mark, proven = b"", "", True  # its name says all that it says
        else:
            try:
                raw = read_bytes(self.opened.root, path)
            except OSError as err:
                self.left_out.append(ReadPage(None, (unreadable(path, err),)))
                if known:
                    database.remove(known.n)
                return False
            mark = fingerprint(raw)
        if known and known.mark == mark:
            database.restamp(known.n, stamp, proven=proven)
            return proven
        if known:
            database.remove(known.n)
        read = read_page(what, path, raw, self.opened.zone) if mark else _NOTHING
        try:
            database.add(folder, stamp, mark, read, proven=proven)
        except ValueError:
            self.left_out.append(read)
            return False
        return proven
