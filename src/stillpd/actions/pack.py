"""What an audience would get: gathered at the gate, looked through, and handed out as a bundle."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.exchange.bundle import EVIDENCE, MOST_EVIDENCE, files_of, ref_of, write_bundle
from stillpd.exchange.evidence_file import cleaned, is_text
from stillpd.exchange.locked import locked
from stillpd.insight.gate import gate
from stillpd.insight.gate_words import Finder, Named, named_private, private_names, redacted
from stillpd.insight.prepared import Prepared
from stillpd.journal.first_page import Opened
from stillpd.journal.shipped import shipped_protocols
from stillpd.journal.surroundings import read_names, students_file
from stillpd.model.entry import Entry, Evidence, ShareRecord
from stillpd.model.errors import InvalidInput, NotFound, Private
from stillpd.model.header import BundleMark
from stillpd.model.journal import Journal
from stillpd.model.shared import Shared

_MOST_TOLD = 5
_SHORTEST_NAME = 2
_FINGERPRINT = 8  # hex digits
_MARK = "#"


def prepare(
    opened: Opened, journal: Journal, audience: str, now: datetime, *, redact: bool = False
) -> Prepared:
    """Gather what an audience may see; `redact` takes private names out of its words.

    Raises NotFound for an audience that there is not, InvalidInput where the list of students
    cannot be read: their names could not be looked for.
    """
    if audience not in journal.header.audiences:
        known = ", ".join(journal.header.audiences) or "none yet: stillpd audience add coach"
        raise NotFound(f"There is no audience “{audience}”.", f"Known: {known}")
    shared = gate(journal, audience, now, shipped_protocols().keys())
    names = private_names(journal, shared, _students(opened))
    if redact:
        shared = redacted(shared, names)
    finder = names.finder()
    evidence, named = _evidence(opened.root, shared, finder, redact=redact)
    last = last_share(journal, audience, now)
    return Prepared(
        shared=_without_left(shared, evidence),
        evidence=evidence,
        named=(*named_private(shared, names), *named),
        new=new_since(shared.journal, last) if last else None,
        left_files=len(shared.files) - len(evidence),
    )


def expect_no_names(prepared: Prepared) -> None:
    """Raise Private, with the places, where a private name stands in what would go."""
    if not prepared.named:
        return
    places = [f"{one.ref}, {one.key} line {one.line}" for one in prepared.named]
    told = "; ".join(places[:_MOST_TOLD])
    more = f"; and {len(places) - _MOST_TOLD} more" if len(places) > _MOST_TOLD else ""
    raise Private(
        f"Something private is named in what would go, so nothing went: {told}{more}.",
        f"Say it otherwise there (stillpd edit {prepared.named[0].ref}), or have it taken out: "
        "--redact",
    )


def _students(opened: Opened) -> list[str]:
    """Return the students' names that the journal's owner keeps in a list of their own."""
    said = opened.header.students
    if not said:
        return []
    try:
        found = read_names(students_file(opened.root, said))
    except OSError:
        raise InvalidInput(
            f"The list of students, {said}, cannot be read, so their names cannot be looked for.",
            "Put it there, or take the line “students” out of stillpd.toml.",
        ) from None
    return [name for name in found if len(name) >= _SHORTEST_NAME]


def _evidence(
    root: Path, shared: Shared, finder: Finder, *, redact: bool
) -> tuple[dict[str, bytes], list[Named]]:
    """Return the files that go, cleaned, and where private names stand in them."""
    found: dict[str, bytes] = {}
    named: list[Named] = []
    for name, file in shared.files.items():
        raw = _bytes_of(root, file)
        clean = None if raw is None else cleaned(name, raw)
        if clean is None:
            continue
        if is_text(name):
            words = finder.redacted(clean.decode()) if redact else clean.decode()
            clean = words.encode()
            ref = name.rpartition("/")[2].partition(".")[0]
            named += [Named(ref, "its file", line) for line in finder.lines(words)]
        found[name] = clean
    return found, named


def _bytes_of(root: Path, file: str) -> bytes | None:
    """Return a file's bytes; none for one outside the evidence, no plain one, or too large."""
    path = root / file
    try:
        is_inside = path.resolve().is_relative_to((root / EVIDENCE).resolve())
        if not is_inside or not path.is_file() or path.stat().st_size > MOST_EVIDENCE:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _without_left(shared: Shared, evidence: Collection[str]) -> Shared:
    """Return what is shared without links to files that do not go."""

    def linked(entry: Entry) -> Entry:
        if isinstance(entry, Evidence) and entry.file not in evidence:
            return replace(entry, file="")
        return entry

    entries = tuple(map(linked, shared.journal.entries))
    return replace(shared, journal=replace(shared.journal, entries=entries))


# What is new -------------------------------------------------------------------------------------


def last_share(journal: Journal, audience: str, now: datetime) -> ShareRecord | None:
    """Return what is written of the last bundle for an audience."""
    return next(iter(list(shares(journal, now, audience))[::-1]), None)


def _items(journal: Journal) -> dict[str, str]:
    """Return the pages of a bundle, each with a fingerprint of what it says."""
    return {
        ref_of(document): sha256(content).hexdigest()[:_FINGERPRINT]
        for document, content in files_of(journal)
    }


def new_since(journal: Journal, last: ShareRecord) -> frozenset[str]:
    """Return the pages of what is shared that the bundle before did not have, or has otherwise."""
    before = dict(item.rpartition(_MARK)[::2] for item in last.items)
    return frozenset(ref for ref, print_ in _items(journal).items() if before.get(ref) != print_)


# Handing out -------------------------------------------------------------------------------------


def bundle_of(prepared: Prepared, since: ShareRecord | None = None) -> bytes:
    """Return the bundle, locked where its audience has a key.

    With `since` it marks what is new since then. Raises Private where a private name stands in it,
    and where nothing is shared.
    """
    if prepared.is_empty:
        raise Private(
            f"Nothing is shared with {prepared.shared.audience}, so there is nothing to hand out.",
            f"Share a page: stillpd share set REF {prepared.shared.audience}",
        )
    expect_no_names(prepared)
    shared, header = prepared.shared, prepared.shared.journal.header
    if since and header.bundle and prepared.new is not None:
        mark: BundleMark = replace(
            header.bundle, since=since.at.date(), new=tuple(sorted(prepared.new))
        )
        header = replace(header, bundle=mark)
        shared = replace(shared, journal=replace(shared.journal, header=header))
    content = write_bundle(shared, prepared.evidence)
    return locked(content, shared.party.age_key) if shared.party.age_key else content


def record_share(opened: Opened, prepared: Prepared, file: str, now: datetime) -> Saved:
    """Write down what went to whom. Nobody else ever sees it."""
    shared = prepared.shared
    items = tuple(f"{ref}{_MARK}{print_}" for ref, print_ in _items(shared.journal).items())
    made = ShareRecord(
        at=now, audience=shared.audience, file=file, items=items, withheld=shared.withheld
    )
    changes = Changes(opened)
    entry = changes.add_entry(made)
    words = f"{len(items)} pages for {shared.audience}"
    return changes.save("share pack", words, now, ref=entry.ref, path=entry.path)


def take_back(opened: Opened, saved: Saved, now: datetime) -> None:
    """Take out again what was written down of a share that did not go."""
    changes = Changes(opened)
    changes.remove(saved.path)
    changes.save("share pack", f"{saved.words}, taken back: it did not go", now)


def shares(journal: Journal, now: datetime, audience: str = "") -> Iterator[ShareRecord]:
    """Iterate over what went to whom, oldest first."""
    for entry in journal.entries:
        if isinstance(entry, ShareRecord) and entry.at <= now and audience in {"", entry.audience}:
            yield entry
