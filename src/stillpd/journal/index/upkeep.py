"""Look after the index by hand: see it, make it anew, take it away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from stillpd.journal.first_page import Opened
from stillpd.journal.index.catch_up import CatchUp, Tell, find_changes
from stillpd.journal.index.database import Database, Spoilt
from stillpd.journal.index.files import IndexFiles
from stillpd.journal.index.reader import is_off, make_anew
from stillpd.journal.index.stamps import look_at
from stillpd.model.errors import InvalidInput, NotSaved
from stillpd.model.record import record


@record
class IndexState:
    """The index as it stands. `behind` counts the files that it has not read as they are now.

    `state` is `absent` where there is none or none that fits this journal, and `off` where
    STILLPD_INDEX turned it off; nothing is counted then.
    """

    path: str
    state: Literal["ready", "behind", "absent", "off"]
    size: int
    files: int
    entries: int
    behind: int


@record
class IndexDropped:
    """What became of an index that was to be taken away."""

    path: str
    was_there: bool


def index_state(opened: Opened) -> IndexState:
    """Return how the index stands, changing nothing. Raises Busy, and NotSaved without a cache."""
    files = IndexFiles(opened)
    state: Literal["ready", "behind", "absent", "off"] = "off" if is_off() else "absent"
    none = IndexState(str(files.folder), state, files.size, 0, 0, 0)
    if is_off() or not files.folder.is_dir():
        return none
    with _reached(files), files.held():
        if not files.is_sealed:
            return none
        database = Database.opened(files.database)
        try:
            folders = find_changes(opened, look_at(opened.root), database)
            behind = sum(change.is_new for each in folders for change in each.changes)
            known, entries = database.count()
        finally:
            database.close()
        state = "behind" if behind else "ready"
        return IndexState(str(files.folder), state, files.size, known, entries, behind)


def rebuild_index(opened: Opened, tell: Tell | None = None) -> IndexState:
    """Make the index anew.

    Raises Busy, NotSaved where there is no room for it, and InvalidInput where it is turned off.
    """
    if is_off():
        raise InvalidInput(
            "The index is turned off by STILLPD_INDEX.", "To have one, unset that variable."
        )
    files = IndexFiles(opened)
    with _reached(files), files.held():
        database = make_anew(files, CatchUp(opened, look_at(opened.root), tell))
        try:
            known, entries = database.count()
        finally:
            database.close()
        return IndexState(str(files.folder), "ready", files.size, known, entries, 0)


def drop_index(opened: Opened) -> IndexDropped:
    """Take the index away. Raises Busy, and NotSaved where it cannot be taken."""
    files = IndexFiles(opened)
    with _reached(files), files.held():
        return IndexDropped(str(files.folder), files.drop())


@contextmanager
def _reached(files: IndexFiles) -> Iterator[None]:
    """Turn trouble with the cache folder into words."""
    try:
        yield
    except (OSError, Spoilt) as err:
        told = err.strerror if isinstance(err, OSError) and err.strerror else "it cannot be used"
        raise NotSaved(
            f"The index in {files.folder}: {told}.",
            "Nothing is lost: stillpd reads your files without it, a long journal more slowly.",
        ) from err
