"""A journal in a folder: which files it has, and all of them read into one value."""

import os
from collections.abc import Iterator
from datetime import date, tzinfo
from pathlib import Path
from typing import TypeVar

from stillpd.journal import names, pages
from stillpd.journal.first_page import Opened
from stillpd.journal.text import MOST_BYTES
from stillpd.model.block import Block
from stillpd.model.entry import Entry
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.problem import Problem
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.week import is_within_reach

T = TypeVar("T")
_SMALL = 1 << 16


def read_journal(opened: Opened) -> Journal:
    """Return all that the folder says, with what could not be read as problems."""
    found = _Found(list(opened.problems))
    for path in files(opened.root):
        what = names.what_is(path)
        if what in {"header", "conflict", "other"}:
            continue
        raw = found.bytes_of(opened.root, path)
        if raw is not None:
            found.add(what, path, raw, opened.zone)
    found.entries.sort(key=lambda entry: (entry.at, entry.path))
    return Journal(
        header=opened.header,
        profiles=tuple(sorted(found.profiles, key=lambda profile: profile.day)),
        goals=dict(sorted(found.goals.items())),
        blocks=dict(sorted(found.blocks.items())),
        protocols=dict(sorted(found.protocols.items())),
        entries=tuple(found.entries),
        problems=tuple(sorted(found.problems, key=lambda p: (p.path, p.line))),
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
        if row.is_dir(follow_symlinks=False):
            if not row.name.startswith("."):
                yield from _files_below(root, f"{folder}/{row.name}")
        elif row.is_file():
            yield f"{folder}/{row.name}"


def _read(path: str) -> bytes:
    """Return a file's bytes, of a large one only as many as show that it is too large.

    Three system calls for a small file: there are hundreds of them, at every command.
    """
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
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


class _Found:
    """What reading a folder has found so far."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.profiles: list[Profile] = []
        self.goals: dict[str, Goal] = {}
        self.blocks: dict[str, Block] = {}
        self.protocols: dict[str, Protocol] = {}
        self.entries: list[Entry] = []

    def bytes_of(self, root: Path, path: str) -> bytes | None:
        try:
            return _read(f"{root}/{path}")
        except OSError as err:
            told = f"cannot be opened: {err.strerror}"
            self.problems.append(Problem(path, 0, "unreadable", told))
            return None

    def add(self, what: names.What, path: str, raw: bytes, zone: tzinfo) -> None:
        if what == "entry":
            entry, problems = pages.read_entry(raw, path, zone)
            self.problems += problems
            if entry is not None:
                self.entries.append(entry)
            return
        name = path.rpartition("/")[2].removesuffix(".toml")
        if what == "profile":
            self._add_profile(name, path, raw)
            return
        if not names.is_name(name):
            told = "this file's name cannot be an id: small letters, digits and hyphens"
            self.problems.append(Problem(path, 0, "bad-name", told, "Rename the file."))
            return
        if what == "goal":
            self._keep(self.goals, Goal, name, path, raw)
        elif what == "block":
            self._keep(self.blocks, Block, name, path, raw)
        elif what == "protocol":
            self._keep(self.protocols, Protocol, name, path, raw)

    def _keep(self, shelf: dict[str, T], cls: type[T], name: str, path: str, raw: bytes) -> None:
        made, problems = pages.read_standing(cls, raw, path, id=name)
        self.problems += problems
        if made is not None:
            shelf[name] = made

    def _add_profile(self, name: str, path: str, raw: bytes) -> None:
        try:
            day = date.fromisoformat(name)
        except ValueError:
            day = date.min
        if not is_within_reach(day):
            told = "a profile's file is named for its day: 2025-08-13.toml"
            self.problems.append(Problem(path, 0, "bad-name", told, "Rename the file."))
            return
        made, problems = pages.read_standing(Profile, raw, path, day=day)
        self.problems += problems
        if made is not None:
            self.profiles.append(made)
