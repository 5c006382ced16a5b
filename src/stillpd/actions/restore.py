"""Bring back a page that was taken out, or an earlier version of one that stands."""

from datetime import datetime

from stillpd.actions.outcome import Saved
from stillpd.journal import kept
from stillpd.journal.first_page import Opened
from stillpd.journal.kept_pages import RemovedPage, versions_of
from stillpd.journal.operation import carry_out
from stillpd.journal.swap import read_steady
from stillpd.journal.wanted import Replace
from stillpd.model.errors import InvalidInput, NotFound
from stillpd.model.page_words import the_page


def restore_removed(opened: Opened, page: RemovedPage, now: datetime) -> Saved:
    """Bring a removed page back. Raises AlreadyExists where its place is taken."""
    words = f"the return of {page.what}"
    kept.restore(opened.root, page.path, words, now)
    return Saved(words=words, ref=page.ref, path=page.path)


def restore_version(
    opened: Opened, path: str, document: object, number: int, now: datetime
) -> Saved:
    """Give a page the content of an earlier version: 1 is the one before the present one."""
    entry_id = str(getattr(document, "id", ""))
    versions = versions_of(opened, path, entry_id)
    if not versions:
        raise NotFound(f"No earlier version of {path} is kept.")
    if not 1 <= number <= len(versions):
        raise InvalidInput(
            f"There is no version {number} of {path}.",
            f"Kept: 1 to {len(versions)}. See them with: stillpd history {entry_id or path}",
        )
    old = read_steady(opened.root / path)
    words = f"an earlier version of {the_page(document, path)}"
    done = carry_out(
        opened.root, "restore", words, [Replace(path, old, _bytes(versions[number - 1]))], now
    )
    if not done.paths:
        words = f"{the_page(document, path)}, which was the same already"
    return Saved(words=words, ref=entry_id or path, path=path)


def _bytes(version: kept.KeptVersion) -> bytes:
    try:
        return read_steady(version.file)
    except OSError as err:
        raise NotFound(f"The kept version cannot be read: {err.strerror}.") from None
