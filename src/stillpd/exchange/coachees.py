"""The bundles that teachers gave to a coach: kept as they came, a file each, in the user's data.

They are somebody else's words: kept closed to others, outside every journal, read in memory and
distrusted each time (docs/decisions/0008-what-a-coach-keeps.md). What came locked stays locked.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stillpd.exchange.bundle import (
    EVIDENCE,
    MOST_EVIDENCE,
    MOST_IN_ALL,
    bundle_bytes,
    open_bundle,
    zipped,
)
from stillpd.exchange.locked import Keys, is_locked
from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.journal.folder import files
from stillpd.journal.places import coachees_folder
from stillpd.journal.swap import (
    make_folder,
    put_without_overwriting,
    read_steady,
    sync_folder,
    write_new,
    write_over,
)
from stillpd.model.errors import AlreadyExists, InvalidInput, NotSaved
from stillpd.model.journal import Journal
from stillpd.model.record import record

_ENDING, _PREVIOUS = ".zip", ".previous.zip"


@record(kw_only=True)
class Bundle:
    """A bundle that was read: its bytes as they came, its first page, and all that it says."""

    raw: bytes
    opened: Opened
    journal: Journal

    @property
    def is_locked(self) -> bool:
        """Tell whether it is kept locked, so that each look needs the key."""
        return is_locked(self.raw)


# What is given -----------------------------------------------------------------------------------


def read_given(path: Path, keys: Keys) -> Bundle:
    """Return the bundle that somebody was given: a file, or its folder; `keys` open a locked one.

    Raises InvalidInput for what is none, or no key opens, or was made for nobody; NoJournal where
    it cannot be opened.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe might never end
        raise InvalidInput(f"{path} is no plain file.", "Name the bundle that you were given.")
    raw = _folder_bytes(path) if path.is_dir() else bundle_bytes(path)
    opened, journal = open_bundle(path, raw, keys)
    if not (opened.header.bundle and opened.header.id):
        raise InvalidInput(
            "This is a journal, and no bundle: it does not say for whom it was made.",
            "Ask for one: stillpd share pack coach -o FILE.zip. Nothing was kept.",
        )
    return Bundle(raw=raw, opened=opened, journal=journal)


def _folder_bytes(root: Path) -> bytes:
    """Return a folder as a bundle's bytes; of its files only those that a bundle has."""
    found: dict[str, bytes] = {}
    size = 0
    for name in (*files(root), *_evidence(root)):
        if names.what_is(name) in {"conflict", "other"} and not name.startswith(EVIDENCE):
            continue
        content = _content(root, name)
        size += len(content)
        if size > MOST_IN_ALL:
            raise InvalidInput("This is no bundle of stillpd: it is too large.")
        found[name] = content
    return zipped(found)


def _evidence(root: Path) -> Iterator[str]:
    folder = root / EVIDENCE
    if folder.is_dir():
        yield from sorted(f"{EVIDENCE}{path.name}" for path in folder.iterdir() if path.is_file())


def _content(root: Path, name: str) -> bytes:
    """Return a file's bytes. A link that leads out of the folder is no part of it."""
    path = root / name
    try:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
            raise InvalidInput("This is no bundle of stillpd: a link leads out of it.")
        if path.stat().st_size > MOST_EVIDENCE:
            raise InvalidInput("This is no bundle of stillpd: a file in it is too large.")
        return read_steady(path)
    except OSError as err:
        raise InvalidInput(f"A file in that folder cannot be read: {err.strerror}.") from None


# What is kept ------------------------------------------------------------------------------------


def kept_names() -> tuple[str, ...]:
    """Return the names of those whose bundles are kept."""
    try:
        found = sorted(path.name for path in coachees_folder().iterdir() if path.is_file())
    except OSError:
        return ()
    plain = (name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING))
    return tuple(name for name in plain if names.is_name(name))


def kept_path(name: str) -> Path:
    """Return where the bundle of that name lies, or would."""
    return coachees_folder() / f"{name}{_ENDING}"


def read_kept(name: str, keys: Keys) -> Bundle:
    """Return a kept bundle. Raises InvalidInput or NoJournal where it is damaged or gone.

    Raises Unopened where it is locked and none of the `keys` opens it.
    """
    path = kept_path(name)
    raw = bundle_bytes(path)
    opened, journal = open_bundle(path, raw, keys)
    return Bundle(raw=raw, opened=opened, journal=journal)


def keep_new(name: str, raw: bytes) -> None:
    """Keep a bundle under a name that is free.

    Raises AlreadyExists where it is taken, be it since a moment ago, NotSaved where it cannot be.
    """
    path = kept_path(name)
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        with _told():
            make_folder(path.parent)
            write_new(fresh, raw)
            put_without_overwriting(fresh, path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            fresh.unlink()


def keep_next(name: str, raw: bytes) -> None:
    """Keep a bundle in place of the one of that name, which is kept as its previous one.

    Raises NotSaved, with what was there still in its place.
    """
    path = kept_path(name)
    with _told():
        write_over(path.with_name(f"{name}{_PREVIOUS}"), bundle_bytes(path))
        write_over(path, raw)
        sync_folder(path.parent)


@contextmanager
def _told() -> Iterator[None]:
    """Say in words what the disk does not do."""
    try:
        yield
    except FileExistsError:
        raise AlreadyExists(
            "A bundle came under that name this very moment.", "Add this one once more."
        ) from None
    except OSError as err:
        raise NotSaved(f"The bundle could not be kept: {err.strerror}.") from None


def drop(name: str) -> None:
    """Take a kept bundle away, its previous one, and what a run that was killed left of either.

    Raises NotSaved where it cannot be done.
    """
    path = kept_path(name)
    try:
        for ending in (_ENDING, _PREVIOUS):
            for left in path.parent.glob(f".{name}{ending}.*.tmp"):
                left.unlink(missing_ok=True)
        path.with_name(f"{name}{_PREVIOUS}").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as err:
        raise NotSaved(f"The bundle could not be taken away: {err.strerror}.") from None
