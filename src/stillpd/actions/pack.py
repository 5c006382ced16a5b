"""What an audience would get: gathered at the gate, looked through, and handed out as a bundle."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.exchange.bundle import EVIDENCE, MOST_EVIDENCE, files_of, ref_of, write_bundle
from stillpd.exchange.evidence_file import cleaned, is_text
from stillpd.exchange.locked import locked
from stillpd.insight.gate import gate
from stillpd.insight.gate_entries import paths_by_made_id
from stillpd.insight.gate_words import Finder, Named, named_private, private_names, redacted
from stillpd.insight.leaving import Leaving
from stillpd.insight.prepared import OF_FILE, News, Prepared
from stillpd.insight.sharing import PRINT_MARK, prints_of
from stillpd.journal.first_page import Opened
from stillpd.journal.shipped import shipped_protocols
from stillpd.journal.surroundings import read_names, students_file
from stillpd.journal.text import Unreadable
from stillpd.model.entry import Entry, Evidence, ShareRecord
from stillpd.model.errors import NotFound, Private
from stillpd.model.header import BundleMark
from stillpd.model.journal import Journal
from stillpd.model.shared import Shared

_FINGERPRINT = 8  # hex digits


def prepare(
    opened: Opened,
    journal: Journal,
    audience: str,
    now: datetime,
    *,
    redact: bool = False,
    leaving: Leaving | None = None,
) -> Prepared:
    """Gather what an audience may see; `redact` takes private names out of its words.

    Whoever makes something smaller of it says with `leaving` what goes into that: the rest is
    dropped here, so that nothing goes that was not looked through, and no name stops what it is
    not in. Files of evidence go with the whole alone.

    Raises NotFound for an audience that there is not, Private where the list of students
    cannot be read: their names could not be looked for.
    """
    if audience not in journal.header.audiences:
        known = ", ".join(journal.header.audiences) or "none yet: stillpd audience add coach"
        raise NotFound(f"There is no audience “{audience}”.", f"Known: {known}")
    shared = gate(journal, audience, now, shipped_protocols().keys())
    names = private_names(journal, shared, _students(opened))
    if redact:
        shared = redacted(shared, names)
    evidence, named = _evidence(opened.root, shared, names.finder(), redact=redact)
    last = last_share(journal, audience, now)
    news = news_since(shared.journal, last) if last else None
    left_files = len(shared.files) - len(evidence)
    shared = _without_left(shared, evidence)
    if leaving:
        shared, evidence, named = leaving(shared), {}, []
    found = (*named_private(shared, names), *named)
    paths = paths_by_made_id(journal, audience)
    return Prepared(
        shared=shared,
        evidence=evidence,
        named=tuple(replace(one, ref=paths.get(one.ref, one.ref)) for one in found),
        news=news,
        left_files=left_files,
        is_redacted=redact,
    )


def expect_no_names(prepared: Prepared) -> None:
    """Raise Private, with the places, where a private name stands in what would go."""
    if not prepared.named:
        return
    places = "; ".join(prepared.places)
    raise Private(
        f"Something private is named in what would go, so nothing went: {places}.",
        f"Say it otherwise: {prepared.way_on}\n"
        "Or have it taken out of what goes: the same command once more, with --redact",
    )


def _students(opened: Opened) -> list[str]:
    """Return the students' names that the journal's owner keeps in a list of their own."""
    said = opened.header.students
    if not said:
        return []
    try:
        found = read_names(students_file(opened.root, said))
    except Unreadable as err:
        raise Private(
            f"The list of students, {said}, cannot be read ({err.message}), so their names cannot "
            "be looked for.",
            "Put it there as plain text (UTF-8), or take the line “students” out of stillpd.toml.",
        ) from None
    return list(found)


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
            ref = name.rpartition("/")[2].partition(".")[0]  # the page that it belongs to
            named += [Named(ref, OF_FILE, line) for line in finder.lines(words)]
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


def news_since(journal: Journal, last: ShareRecord) -> News:
    """Return the pages of what is shared that the bundle before did not have, or has otherwise."""
    before = prints_of(last)
    now = _items(journal)
    return News(
        since=last.day,
        new=frozenset(now.keys() - before.keys()),
        changed=frozenset(ref for ref in now.keys() & before.keys() if now[ref] != before[ref]),
    )


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
    if since and header.bundle and prepared.news:
        new = tuple(sorted(prepared.news.all))
        mark: BundleMark = replace(header.bundle, since=since.day, new=new)
        header = replace(header, bundle=mark)
        shared = replace(shared, journal=replace(shared.journal, header=header))
    content = write_bundle(shared, prepared.evidence)
    return locked(content, shared.party.age_key) if shared.party.age_key else content


def record_share(
    opened: Opened, journal: Journal, prepared: Prepared, file: str, now: datetime
) -> Saved:
    """Write down what went to whom. Nobody else ever sees it."""
    last = next(iter(list(shares(journal, now + timedelta(minutes=1)))[::-1]), None)
    shared = prepared.shared
    items = tuple(f"{ref}{PRINT_MARK}{print_}" for ref, print_ in _items(shared.journal).items())
    made = ShareRecord(
        at=_after(last, now),
        audience=shared.audience,
        file=file,
        items=items,
        withheld=shared.withheld,
    )
    changes = Changes(opened)
    entry = changes.add_entry(made)
    words = f"{len(items)} pages for {shared.audience}"
    return changes.save("share pack", words, now, ref=entry.ref, path=entry.path)


def _after(last: ShareRecord | None, now: datetime) -> datetime:
    """Return the moment of a share: what went within one minute stands in the order it went."""
    within = last and now <= last.at < now + timedelta(minutes=1)
    return last.at + timedelta(seconds=1) if last and within else now


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
