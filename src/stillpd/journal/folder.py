"""A journal in a folder: which files it has, and all of them read into one value."""

import os
from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from pathlib import Path
from typing import NamedTuple

from stillpd.journal import names, pages
from stillpd.journal.first_page import Opened
from stillpd.journal.text import MOST_BYTES
from stillpd.model.block import Block
from stillpd.model.entry import Entry
from stillpd.model.goal import Goal
from stillpd.model.journal import Document, Journal
from stillpd.model.problem import Problem
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.week import is_within_reach

_SMALL = 1 << 16


class ReadPage(NamedTuple):
    """What one file says, or None where it cannot be read, and what is wrong in it."""

    document: Document | None
    problems: tuple[Problem, ...]


def read_journal(opened: Opened) -> Journal:
    """Return all that the folder says, with what could not be read as problems."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in files(opened.root):
        what = names.what_is(path)
        if what in names.NO_PAGES:
            continue
        try:
            raw = read_bytes(opened.root, path)
        except OSError as err:
            problems.append(unreadable(path, err))
            continue
        read = read_page(what, path, raw, opened.zone)
        problems += read.problems
        if read.document is not None:
            documents.append(read.document)
    return gather(opened, documents, problems)


def gather(opened: Opened, documents: Iterable[Document], problems: Iterable[Problem]) -> Journal:
    """Return the journal that these documents make, each on its shelf and in its order."""
    profiles, entries = list[Profile](), list[Entry]()
    goals, blocks, protocols = dict[str, Goal](), dict[str, Block](), dict[str, Protocol]()
    for document in documents:
        match document:
            case Entry():
                entries.append(document)
            case Profile():
                profiles.append(document)
            case Goal():
                goals[document.id] = document
            case Block():
                blocks[document.id] = document
            case Protocol():
                protocols[document.id] = document
    entries.sort(key=lambda entry: (entry.at, entry.path))
    return Journal(
        header=opened.header,
        profiles=tuple(sorted(profiles, key=lambda profile: profile.day)),
        goals=dict(sorted(goals.items())),
        blocks=dict(sorted(blocks.items())),
        protocols=dict(sorted(protocols.items())),
        entries=tuple(entries),
        problems=tuple(sorted((*opened.problems, *problems), key=lambda p: (p.path, p.line))),
    )


def files(root: Path) -> Iterator[str]:
    """Iterate over the journal's own files, sorted within a folder, links to files included."""
    if (root / names.HEADER).exists():
        yield names.HEADER
    for folder in names.FOLDERS:
        yield from _files_below(root, folder)


def _files_below(root: Path, folder: str) -> Iterator[str]:
    try:
        rows = sorted(os.scandir(root / folder), key=lambda row: row.name)
    except OSError:
        return
    for row in rows:
        try:
            is_folder, is_file = row.is_dir(follow_symlinks=False), row.is_file()
        except OSError:  # a link to itself: whoever opens it will hear so
            is_folder, is_file = False, True
        if is_folder:
            if not row.name.startswith("."):
                yield from _files_below(root, f"{folder}/{row.name}")
        elif is_file:
            yield f"{folder}/{row.name}"


def read_bytes(root: Path, path: str) -> bytes:
    """Return a file's bytes, of a large one only as many as show that it is too large.

    Three system calls for a small file: there are hundreds of them. Raises OSError.
    """
    file = os.open(f"{root}/{path}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        found = os.read(file, _SMALL)
        if len(found) < _SMALL:
            return found
        pieces = [found]
        while found and sum(map(len, pieces)) <= MOST_BYTES:
            found = os.read(file, _SMALL)
            pieces.append(found)
        return b"".join(pieces)
    finally:
        os.close(file)


def unreadable(path: str, err: OSError) -> Problem:
    """Return the problem of a file that the system does not open."""
    return Problem(path, 0, "unreadable", f"cannot be opened: {err.strerror}")


def read_page(what: names.What, path: str, raw: bytes, zone: tzinfo) -> ReadPage:
    """Return what one file says; `zone` is that of moments without an offset."""
    if what == "entry":
        return ReadPage(*pages.read_entry(raw, path, zone))
    name = path.rpartition("/")[2].removesuffix(".toml")
    if what == "profile":
        return _read_profile(name, path, raw)
    if not names.is_name(name):
        told = "this file's name cannot be an id: small letters, digits and hyphens"
        return ReadPage(None, (Problem(path, 0, "bad-name", told, "Rename the file."),))
    if what == "goal":
        return ReadPage(*pages.read_standing(Goal, raw, path, id=name))
    if what == "block":
        return ReadPage(*pages.read_standing(Block, raw, path, id=name))
    return ReadPage(*pages.read_standing(Protocol, raw, path, id=name))


def _read_profile(name: str, path: str, raw: bytes) -> ReadPage:
    try:
        day = date.fromisoformat(name)
    except ValueError:
        day = date.min
    if not is_within_reach(day):
        told = "a profile's file is named for its day: 2025-08-13.toml"
        return ReadPage(None, (Problem(path, 0, "bad-name", told, "Rename the file."),))
    return ReadPage(*pages.read_standing(Profile, raw, path, day=day))
