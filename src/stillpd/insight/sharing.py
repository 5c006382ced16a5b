"""What is shared with whom, as the owner sees it."""

from collections.abc import Iterable, Iterator
from datetime import date

from stillpd.insight.said import first_words
from stillpd.model.block import Block
from stillpd.model.entry import Entry, ShareRecord
from stillpd.model.goal import Goal
from stillpd.model.header import Audience
from stillpd.model.journal import Document, Journal
from stillpd.model.privacy import shared_with
from stillpd.model.profile import SHAREABLE, Profile
from stillpd.model.record import record

PRINT_MARK = "#"
"""Stands between the name of a page that went and its fingerprint."""


@record(kw_only=True)
class AudienceLine:
    """One audience, how many pages name it, and when something went to it last."""

    id: str
    party: Audience
    pages: int
    last: date | None


@record(kw_only=True)
class SharedLine:
    """One page that an audience may see: what it is, its day or its title, and how much of it."""

    ref: str
    kind: str
    day: date | None
    said: str
    part: str = ""


@record(kw_only=True)
class SharedList:
    """What an audience may see, as lines."""

    audience: str
    party: Audience
    lines: tuple[SharedLine, ...]


@record(kw_only=True)
class Handed:
    """One share as it is written down, and how many of its pages were new to its audience.

    Both counts are None for the first one.
    """

    record: ShareRecord
    new: int | None = None
    changed: int | None = None


def handed_out(records: Iterable[ShareRecord]) -> tuple[Handed, ...]:
    """Return shares, oldest first, each held against the one before it to the same audience."""
    before: dict[str, dict[str, str]] = {}
    found: list[Handed] = []
    for one in records:
        now = prints_of(one)
        known = before.get(one.audience)
        if known is None:
            found.append(Handed(record=one))
        else:
            changed = sum(known[ref] != now[ref] for ref in now.keys() & known.keys())
            new = len(now.keys() - known.keys())
            found.append(Handed(record=one, new=new, changed=changed))
        before[one.audience] = now
    return tuple(found)


def prints_of(record: ShareRecord) -> dict[str, str]:
    """Return the pages that went in a share, each with the fingerprint of what it said."""
    return dict(item.rpartition(PRINT_MARK)[::2] for item in record.items)


def audience_lines(journal: Journal, last: dict[str, date]) -> tuple[AudienceLine, ...]:
    """Return the audiences; `last` says when a bundle went to each."""
    return tuple(
        AudienceLine(
            id=name,
            party=party,
            pages=sum(1 for _ in shared_with(journal, name)),
            last=last.get(name),
        )
        for name, party in journal.header.audiences.items()
    )


def shared_list(journal: Journal, audience: str) -> SharedList:
    """Return the pages that name an audience: what stands first, then the timeline."""
    lines = tuple(_line(page, audience) for page in shared_with(journal, audience))
    return SharedList(audience=audience, party=journal.header.audiences[audience], lines=lines)


def _line(page: Document, audience: str) -> SharedLine:
    match page:
        case Goal():
            part = "" if audience in page.share else "its rate"
            if audience in page.share and page.share_also:
                part = f"with {', '.join(page.share_also)}"
            return SharedLine(ref=page.id, kind="goal", day=None, said=page.title, part=part)
        case Block():
            return SharedLine(ref=page.id, kind="block", day=None, said=page.title)
        case Profile():
            part = ", ".join(_sections(page, audience))
            return SharedLine(ref=str(page.day), kind="profile", day=page.day, said="", part=part)
        case Entry():
            said = first_words(page)
            return SharedLine(ref=page.ref, kind=page.kind, day=page.day, said=said)
    raise TypeError(type(page).__name__)


def _sections(profile: Profile, audience: str) -> Iterator[str]:
    return (name for name in SHAREABLE if audience in profile.share.get(name, ()))
