"""What an audience would get, whole: prepared as a bundle, handed out, and written down."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from stillpd.actions.change import Changes
from stillpd.actions.gather import (
    Gathered,
    clean_file,
    expect_no_names,
    gathered,
    linked_to,
    names_in,
)
from stillpd.actions.outcome import Saved
from stillpd.exchange.bundle import files_of, ref_of, write_bundle
from stillpd.exchange.evidence_file import is_text
from stillpd.exchange.locked import locked
from stillpd.insight.gate_words import Named
from stillpd.insight.prepared import OF_FILE, Prepared
from stillpd.insight.sharing import items_of, last_share, news_since
from stillpd.journal.first_page import Opened
from stillpd.model.entry import ShareRecord
from stillpd.model.errors import Private
from stillpd.model.journal import Journal
from stillpd.model.shared import Shared

_FINGERPRINT = 8  # hex digits


def prepare(
    opened: Opened, journal: Journal, audience: str, now: datetime, *, redact: bool = False
) -> Prepared:
    """Gather all that an audience may see, with the files of evidence, and look through it.

    `redact` takes private names out of its words. Raises NotFound for an audience that there is
    not, Private where the list of students cannot be read: their names could not be looked for.
    """
    found = gathered(opened, journal, audience, now, redact=redact)
    evidence = evidence_of(found)
    shared = linked_to(found.shared, evidence)
    named = (*names_in(found, shared), *_names_in_files(found, evidence))
    prints = prints_of(shared.journal)
    last = last_share(journal, now, audience)
    return Prepared(
        shared=shared,
        prints=prints,
        evidence=evidence,
        named=named,
        news=news_since(last, prints) if last and not named else None,
        left_files=len(shared.files) - len(evidence),
        is_redacted=redact,
    )


def evidence_of(found: Gathered) -> dict[str, bytes]:
    """Return the files of evidence that go, by the names under which they do."""
    files: dict[str, bytes] = {}
    for name in found.shared.files:
        content = clean_file(found, name)
        if content is not None and found.is_redacted and is_text(name):
            content = found.names.redacted(content.decode()).encode()
        if content is not None:
            files[name] = content
    return files


def _names_in_files(found: Gathered, evidence: Mapping[str, bytes]) -> list[Named]:
    """Return where private names stand in the files of evidence."""
    named: list[Named] = []
    for name, content in evidence.items():
        if is_text(name):
            made_id = name.rpartition("/")[2].partition(".")[0]  # of the page that it belongs to
            ref = found.paths.get(made_id, made_id)
            named += [Named(ref, OF_FILE, *at) for at in found.names.lines(content.decode())]
    return named


def prints_of(journal: Journal) -> dict[str, str]:
    """Return the pages of a bundle, each with a fingerprint of what it says."""
    return {
        ref_of(document): sha256(content).hexdigest()[:_FINGERPRINT]
        for document, content in files_of(journal)
    }


# Handing out -------------------------------------------------------------------------------------


def bundle_of(prepared: Prepared, *, mark_new: bool = False) -> bytes:
    """Return the bundle, locked where its audience has a key.

    With `mark_new` it marks what the bundle before did not have, or has otherwise. Raises Private
    where a private name stands in it, and where nothing is shared.
    """
    audience = prepared.shared.audience
    if prepared.is_empty:
        raise Private(
            f"Nothing is shared with {audience}, so there is nothing to hand out.",
            f"Share a page: stillpd share set REF {audience}",
        )
    expect_no_names(prepared.named)
    shared = _marked(prepared) if mark_new else prepared.shared
    content = write_bundle(shared, prepared.evidence)
    return locked(content, shared.party.age_key) if shared.party.age_key else content


def _marked(prepared: Prepared) -> Shared:
    """Return what goes with the pages named that are new since the bundle before, or changed."""
    shared, news = prepared.shared, prepared.news
    header = shared.journal.header
    if not (news and header.bundle):
        return shared
    mark = replace(header.bundle, since=news.since, new=tuple(sorted(news.all)))
    made = replace(shared.journal, header=replace(header, bundle=mark))
    return replace(shared, journal=made)


def record_share(
    opened: Opened, journal: Journal, prepared: Prepared, file: str, now: datetime
) -> Saved:
    """Write down what went to whom. Nobody else ever sees it."""
    last = last_share(journal, now + timedelta(minutes=1))
    shared = prepared.shared
    made = ShareRecord(
        at=_after(last, now),
        audience=shared.audience,
        file=file,
        items=items_of(prepared.prints),
        withheld=shared.withheld,
    )
    changes = Changes(opened)
    entry = changes.add_entry(made)
    told = f"{len(made.items)} pages for {shared.audience}"
    words = f"the line in the log about {told} in {file}"  # undo takes this back, and no file
    saved = changes.save("share pack", words, now, ref=entry.ref, path=entry.path)
    return replace(saved, words=told)


def _after(last: ShareRecord | None, now: datetime) -> datetime:
    """Return the moment of a share: what went within one minute stands in the order it went."""
    within = last and now <= last.at < now + timedelta(minutes=1)
    return last.at + timedelta(seconds=1) if last and within else now


def take_back(opened: Opened, saved: Saved, now: datetime) -> None:
    """Take out again what was written down of a share that did not go."""
    changes = Changes(opened)
    changes.remove(saved.path)
    changes.save("share pack", f"{saved.words}, taken back: it did not go", now)
