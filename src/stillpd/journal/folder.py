"""A journal in a folder: which files it has, and all of them read into one value."""

import os
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, TypeVar

from stillpd.journal import names, pages
from stillpd.journal.text import MOST_BYTES
from stillpd.model.block import Block
from stillpd.model.entry import Entry
from stillpd.model.errors import NewerFormat, NoJournal
from stillpd.model.goal import Goal
from stillpd.model.header import FORMAT, Header
from stillpd.model.journal import Journal
from stillpd.model.problem import Problem
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.record import record

T = TypeVar("T")


@record
class Opened:
    """A journal's folder, its first page, and the zone in which its days begin."""

    root: Path
    header: Header
    zone: tzinfo
    problems: tuple[Problem, ...] = ()


def open_journal(root: Path) -> Opened:
    """Read the first page of the journal at `root`.

    Raises NoJournal where there is none, NewerFormat where this stillpd is too old for it.
    A broken first page is a problem: the rest of the journal is still there.
    """
    try:
        raw = (root / names.HEADER).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NoJournal(f"There is no journal in {root}.", "Start one with: stillpd init") from None
    except OSError as err:
        raise NoJournal(f"The journal in {root} cannot be opened: {err.strerror}.") from None
    header, problems = pages.read_standing(Header, raw, names.HEADER)
    header = header or Header(timezone="")
    if header.format > FORMAT:
        raise NewerFormat(
            f"This journal has format {header.format}; this stillpd knows format {FORMAT}.",
            "Get the newest stillpd: pipx upgrade stillpd",
        )
    zone, more = _zone(header.timezone)
    return Opened(root, header, zone, (*problems, *more))


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


def goal_names(root: Path) -> tuple[str, ...]:
    """Return the ids of the goals, from the names of their files alone."""
    found = (path for path in _files_below(root, "goals") if names.what_is(path) == "goal")
    plain = (path.rpartition("/")[2].removesuffix(".toml") for path in found)
    return tuple(name for name in plain if names.is_name(name))


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
            with (root / path).open("rb") as file:
                return file.read(MOST_BYTES + 1)
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
            told = "a profile's file is named for its day: 2025-08-13.toml"
            self.problems.append(Problem(path, 0, "bad-name", told, "Rename the file."))
            return
        made, problems = pages.read_standing(Profile, raw, path, day=day)
        self.problems += problems
        if made is not None:
            self.profiles.append(made)


def _zone(name: str) -> tuple[tzinfo, tuple[Problem, ...]]:
    """Return the zone of that name; the system's own, and a problem, where there is none."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name), ()
    except (ValueError, OSError, KeyError):
        system = datetime.now().astimezone().tzinfo
        if system is None or not name:
            return system or ZoneInfo("UTC"), ()
        told = f"“{name[:40]}” is no time zone that this system knows: the system's own is used"
        return system, (Problem(names.HEADER, 1, "bad-zone", told),)


def standing_path(document: object) -> str:
    """Return where a standing document lies."""
    match document:
        case Header():
            return names.HEADER
        case Profile():
            return f"profile/{document.day}.toml"
        case Goal():
            return f"goals/{document.id}.toml"
        case Block():
            return f"blocks/{document.id}.toml"
        case Protocol():
            return f"protocols/{document.id}.toml"
    raise TypeError(f"{type(document).__name__} is no standing document")


def known_names(document: Any) -> dict[str, Any]:
    """Return what a standing document's file name says of it."""
    if isinstance(document, Profile):
        return {"day": document.day}
    return {} if isinstance(document, Header) else {"id": document.id}
