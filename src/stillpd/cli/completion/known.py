"""What a shell may be told of the journal: the one place where completion reads it.

Somebody waits for every answer with a finger on the Tab key, so no more entries are read than are
offered. Which these are is told by the names of their files.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared, without_private
from stillpd.model.header import Header
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.selection import ALL, NO_ENTRIES, Selection

if TYPE_CHECKING:
    from stillpd.journal.kept_pages import RemovedPage

_HARDLY_SHARED = 10
"""One entry in ten may be one that is shared: where only those count, so many more are read."""
_DAY = len("2025-10-24")
_MANY_DAYS = 100


def session_for(journal: Sequence[str]) -> Session:
    """Return a session on the journal that `-j` names, else STILLPD_JOURNAL, else the settings."""
    session = Session()
    asked = journal[-1] if journal else os.environ.get("STILLPD_JOURNAL", "")
    if asked:
        session.remember("journal", os.path.expandvars(asked))
    return session


def known(session: Session, selection: Selection = NO_ENTRIES) -> Journal:
    """Return the journal as it may be on this screen, with at least the entries selected.

    On a shared one that is less than `without_private` leaves: there a check-in stays for its
    numbers, here its id and words would be shown; and nobody has said that audiences and one's
    own protocols may be seen.
    """
    journal = session.read(selection)
    if not is_shared():
        return journal
    shown = without_private(journal)
    return replace(
        shown,
        header=header(session),
        entries=tuple(entry for entry in shown.entries if not is_private(entry)),
        profiles=tuple(profile for profile in shown.profiles if not is_private(profile)),
        protocols={},
    )


def header(session: Session) -> Header:
    """Return the first page as it may be on this screen; no other page is read for it."""
    page = session.opened.header
    return replace(page, audiences={}) if is_shared() else page


def newest(session: Session, count: int) -> Selection:
    """Return what selects so many of the newest entries that may be on this screen, or more."""
    most = count * _HARDLY_SHARED if is_shared() else count
    days = [day for day, _ in islice(_entry_names(session.root / "entries"), most)]
    return Selection(days=((min(days), date.max),)) if len(days) == most else ALL


def beginning(session: Session, ref: str) -> Selection:
    """Return what selects the entries whose id begins so, or more."""
    names = _entry_names(session.root / "entries")
    days = sorted({day for day, made_id in names if made_id.startswith(ref)})
    if len(days) > _MANY_DAYS:
        return Selection(days=((days[0], days[-1]),))
    return Selection(days=tuple((day, day) for day in days))


def _entry_names(folder: Path) -> Iterator[tuple[date, str]]:
    """Iterate over the days and ids in the names of the entries' files, newest first."""
    try:
        rows = sorted(os.scandir(folder), key=lambda row: row.name, reverse=True)
    except OSError:
        return
    for row in rows:
        if row.is_dir(follow_symlinks=False):
            yield from _entry_names(folder / row.name)
        elif row.name.endswith(".md"):
            with suppress(ValueError):
                day = date.fromisoformat(row.name[:_DAY])
                yield day, row.name.removesuffix(".md").rpartition("-")[2]


def removed(session: Session) -> "list[RemovedPage]":
    """Return what can be brought back, as far as it may be on this screen."""
    from stillpd.journal.kept_pages import removed_pages

    pages = removed_pages(session.opened, session.journal)
    return [page for page in pages if not (is_shared() and page.private)]
