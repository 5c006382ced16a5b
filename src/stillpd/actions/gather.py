"""Gather what an audience may see, and look through it before it goes anywhere."""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from stillpd.exchange.bundle import EVIDENCE, MOST_EVIDENCE
from stillpd.exchange.evidence_file import cleaned
from stillpd.insight.gate import gate
from stillpd.insight.gate_entries import paths_by_made_id
from stillpd.insight.gate_words import (
    Named,
    PrivateNames,
    named_private,
    private_names,
    redacted,
)
from stillpd.insight.leaving import Leaving
from stillpd.insight.prepared import places, way_on
from stillpd.insight.sharing import expect_audience
from stillpd.journal.first_page import Opened
from stillpd.journal.shipped import shipped_protocols
from stillpd.journal.surroundings import read_names, students_file
from stillpd.journal.text import Unreadable
from stillpd.model.entry import Entry, Evidence
from stillpd.model.errors import Private
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.shared import Shared


@record(kw_only=True)
class Gathered:
    """What passed the gate, and the names that may not stand in it.

    `paths` are those of entries that go under an id made for them, by these ids. `is_redacted`
    tells that the names were taken out of its words.
    """

    root: Path
    shared: Shared
    names: PrivateNames
    paths: dict[str, str]
    is_redacted: bool


def gathered(
    opened: Opened, journal: Journal, audience: str, now: datetime, *, redact: bool = False
) -> Gathered:
    """Return what an audience may see; `redact` takes private names out of its words.

    Raises NotFound for an audience that there is not, Private where the list of students
    cannot be read: their names could not be looked for.
    """
    expect_audience(journal.header, audience)
    shared = gate(journal, audience, now, shipped_protocols().keys())
    names = private_names(journal, shared, _students(opened))
    return Gathered(
        root=opened.root,
        shared=redacted(shared, names) if redact else shared,
        names=names,
        paths=paths_by_made_id(journal, audience),
        is_redacted=redact,
    )


def looked_through(found: Gathered, leaving: Leaving) -> Shared:
    """Return the part of what was gathered that goes into something, with no private name in it.

    The rest is dropped first, so that nothing goes that was not looked through, and no name stops
    what it is not in. Raises Private, with the places, where one stands in it.
    """
    part = leaving(found.shared)
    expect_no_names(names_in(found, part))
    files = (e.file for e in part.journal.entries if isinstance(e, Evidence) and e.file)
    return linked_to(part, {name for name in files if clean_file(found, name) is not None})


def names_in(found: Gathered, part: Shared) -> tuple[Named, ...]:
    """Return where private names stand in a part of what was gathered, as its owner finds it."""
    named = named_private(part, found.names)
    return tuple(replace(one, ref=found.paths.get(one.ref, one.ref)) for one in named)


def expect_no_names(named: tuple[Named, ...]) -> None:
    """Raise Private, with the places, where a private name stands in what would go."""
    if named:
        raise Private(
            "Something private is named in what would go, so nothing went: "
            f"{'; '.join(places(named))}.",
            f"Say it otherwise: {way_on(named)}\n"
            "Or have it taken out of what goes: the same command once more, with --redact",
        )


def _students(opened: Opened) -> tuple[str, ...]:
    """Return the students' names that the journal's owner keeps in a list of their own."""
    said = opened.header.students
    if not said:
        return ()
    try:
        return read_names(students_file(opened.root, said))
    except Unreadable as err:
        raise Private(
            f"The list of students, {said}, cannot be read ({err.message}), so their names cannot "
            "be looked for.",
            "Put it there as plain text (UTF-8), or take the line “students” out of stillpd.toml.",
        ) from None


# Files of evidence -------------------------------------------------------------------------------


def clean_file(found: Gathered, name: str) -> bytes | None:
    """Return a file of evidence without what it tells about itself, by the name it goes under.

    None where it does not go: it cannot be freed of that, is outside the evidence, or too large.
    """
    home = Path(os.path.realpath(found.root))
    try:
        path = Path(os.path.realpath(home / found.shared.files[name]))
        # The folder itself may be no link: behind one lie files that nobody called evidence.
        is_inside = path.is_relative_to(home / EVIDENCE)
        if not is_inside or not path.is_file() or path.stat().st_size > MOST_EVIDENCE:
            return None
        return cleaned(name, path.read_bytes())
    except (OSError, ValueError):  # ValueError: what no name may have
        return None


def linked_to(shared: Shared, files: Iterable[str]) -> Shared:
    """Return what is shared without links to files other than these."""
    going = frozenset(files)

    def linked(entry: Entry) -> Entry:
        if isinstance(entry, Evidence) and entry.file not in going:
            return replace(entry, file="")
        return entry

    entries = tuple(map(linked, shared.journal.entries))
    return replace(shared, journal=replace(shared.journal, entries=entries))
