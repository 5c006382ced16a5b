"""The pages of which only kept versions are left, and the earlier versions of those that stand."""

from datetime import datetime

from stillpd.journal import kept, names, pages
from stillpd.journal.first_page import Opened
from stillpd.journal.kept import KeptVersion
from stillpd.journal.record import Operation, name_order
from stillpd.journal.standing import STANDING, said_by_name
from stillpd.model.entry import Entry
from stillpd.model.journal import Journal
from stillpd.model.page_words import page_words
from stillpd.model.privacy import is_private
from stillpd.model.record import record


@record
class RemovedPage:
    """A page that was taken out and can come back; `private` if nobody else may see it."""

    ref: str
    path: str
    what: str
    moment: datetime
    private: bool


@record
class HistoryRow:
    """One operation. `version` is the number of the version of the asked page that it displaced."""

    moment: datetime
    command: str
    words: str
    paths: tuple[str, ...]
    undone: bool
    version: int | None = None


def removed_pages(opened: Opened, journal: Journal) -> tuple[RemovedPage, ...]:
    """Return the pages that can be brought back, newest removal first.

    An entry that stands elsewhere, under another name, was moved and not removed.
    """
    alive = {entry.id for entry in journal.entries if entry.id}
    found = []
    for version in kept.removed(opened.root):
        document = _document(opened, version)
        ref = version.path.rpartition("/")[2].rpartition(".")[0]
        if isinstance(document, Entry):
            if document.id in alive:
                continue
            ref = document.ref
        what = page_words(document, version.path)
        removed = RemovedPage(ref, version.path, what, version.moment, is_private(document))
        found.append(removed)
    return tuple(found)


def versions_of(opened: Opened, path: str, entry_id: str = "") -> tuple[KeptVersion, ...]:
    """Return the earlier versions of a page, newest first, also from before it was renamed."""
    found = [
        version
        for known in _paths_of(opened, path, entry_id)
        for version in kept.kept_versions(opened.root, known)
    ]
    return tuple(sorted(found, key=lambda version: name_order(version.operation), reverse=True))


def history_rows(opened: Opened, path: str = "", entry_id: str = "") -> tuple[HistoryRow, ...]:
    """Return what was done to the journal, or to one page of it, oldest first."""
    paths = _paths_of(opened, path, entry_id) if path else set()
    numbers = {}
    if path:
        earlier = versions_of(opened, path, entry_id)
        numbers = {version.operation: n for n, version in enumerate(earlier, 1)}
    rows = [
        _row(operation, numbers.get(operation.name))
        for operation in kept.history(opened.root)
        if operation.changes
        and (not path or any(change.path in paths for change in operation.changes))
    ]
    return tuple(rows[::-1])


def can_be_undone(opened: Opened) -> tuple[HistoryRow, ...]:
    """Return what undo would take back, the next one first."""
    return tuple(
        _row(operation)
        for operation in kept.history(opened.root)
        if operation.changes and not operation.undone and not operation.undoes
    )


def _row(operation: Operation, version: int | None = None) -> HistoryRow:
    paths = tuple(change.path for change in operation.changes)
    return HistoryRow(
        operation.moment, operation.command, operation.words, paths, operation.undone, version
    )


def _paths_of(opened: Opened, path: str, entry_id: str) -> set[str]:
    found = {path}
    if len(entry_id) == names.ID_LENGTH:
        found |= {
            change.path
            for operation in kept.history(opened.root)
            for change in operation.changes
            if change.path.startswith("entries/") and change.path.endswith(f"-{entry_id}.md")
        }
    return found


def _document(opened: Opened, version: KeptVersion) -> object:
    """Return what a kept version says; None where that cannot be read."""
    try:
        raw = version.file.read_bytes()
    except OSError:
        return None
    what = names.what_is(version.path)
    if what == "entry":
        return pages.read_entry(raw, version.path, opened.zone)[0]
    if what not in STANDING:
        return None
    try:
        known = said_by_name(version.path)
    except ValueError:
        return None
    return pages.read_standing(STANDING[what], raw, version.path, **known)[0]
