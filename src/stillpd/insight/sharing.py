"""What is shared with whom, as the owner sees it; and what went to whom."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from stillpd.insight.said import first_words
from stillpd.model.block import Block
from stillpd.model.entry import Entry, ShareRecord
from stillpd.model.errors import NotFound
from stillpd.model.goal import Goal
from stillpd.model.header import Audience, Header
from stillpd.model.journal import Document, Journal
from stillpd.model.privacy import shared_with
from stillpd.model.profile import SHAREABLE, Profile
from stillpd.model.record import record

_MARK = "#"
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


def expect_audience(header: Header, name: str) -> Audience:
    """Return the audience of that name. Raises NotFound for one that there is not."""
    if name not in header.audiences:
        raise NotFound(f"There is no audience “{name}”.", audiences_hint(header))
    return header.audiences[name]


def audiences_hint(header: Header) -> str:
    """Return which audiences there are, or how one is added."""
    known = ", ".join(header.audiences)
    return f"Known: {known}" if known else "Add one: stillpd audience add coach"


def audience_lines(journal: Journal, now: datetime) -> tuple[AudienceLine, ...]:
    """Return the audiences, and when a bundle went to each last."""
    last = {one.audience: one.day for one in shares(journal, now)}
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
                part = f"with {spoken(page.share_also)}"
            return SharedLine(ref=page.id, kind="goal", day=None, said=page.title, part=part)
        case Block():
            return SharedLine(ref=page.id, kind="block", day=None, said=page.title)
        case Profile():
            part = spoken(_sections(page, audience))
            return SharedLine(ref=str(page.day), kind="profile", day=page.day, said="", part=part)
        case Entry():
            said = first_words(page)
            return SharedLine(ref=page.ref, kind=page.kind, day=page.day, said=said)
    raise TypeError(type(page).__name__)


def _sections(profile: Profile, audience: str) -> Iterator[str]:
    return (name for name in SHAREABLE if audience in profile.share.get(name, ()))


def spoken(names: Iterable[str]) -> str:
    """Return fields of a goal or sections of the profile as they are told and typed: if-then."""
    return ", ".join(name.replace("_", "-") for name in names)


# What went ---------------------------------------------------------------------------------------


@record(kw_only=True)
class News:
    """What the last bundle, of the day `since`, did not have (`new`), or has otherwise.

    Pages are named as they are written down: an entry by its id, any other by its path.
    """

    since: date
    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """All that somebody who knows the last one has not read."""
        return self.new | self.changed


@record(kw_only=True)
class Handed:
    """One share as it is written down, and how many of its pages were new to its audience.

    Both counts are None for the first one.
    """

    record: ShareRecord
    new: int | None = None
    changed: int | None = None


def shares(journal: Journal, now: datetime, audience: str = "") -> Iterator[ShareRecord]:
    """Iterate over what went to whom, oldest first."""
    for entry in journal.entries:
        if isinstance(entry, ShareRecord) and entry.at <= now and audience in {"", entry.audience}:
            yield entry


def last_share(journal: Journal, now: datetime, audience: str = "") -> ShareRecord | None:
    """Return what is written of the last bundle for an audience, or for anybody."""
    return next(iter([*shares(journal, now, audience)][::-1]), None)


def handed_out(records: Iterable[ShareRecord]) -> tuple[Handed, ...]:
    """Return shares, oldest first, each held against the one before it to the same audience."""
    before: dict[str, ShareRecord] = {}
    found: list[Handed] = []
    for one in records:
        last = before.get(one.audience)
        if last is None:
            found.append(Handed(record=one))
        else:
            news = news_since(last, prints_of(one))
            found.append(Handed(record=one, new=len(news.new), changed=len(news.changed)))
        before[one.audience] = one
    return tuple(found)


def news_since(last: ShareRecord, now: Mapping[str, str]) -> News:
    """Return the pages that the bundle before did not have, or has otherwise.

    `now` are the pages that go, each with its fingerprint.
    """
    before = prints_of(last)
    return News(
        since=last.day,
        new=frozenset(now.keys() - before.keys()),
        changed=frozenset(ref for ref in now.keys() & before.keys() if now[ref] != before[ref]),
    )


def page_count(journal: Journal) -> int:
    """Return how many pages a bundle has, its first one aside."""
    shelves = (journal.profiles, journal.goals, journal.blocks, journal.entries)
    return sum(map(len, shelves))


def items_of(prints: Mapping[str, str]) -> tuple[str, ...]:
    """Return pages that go as they are written down: each by its name and its fingerprint."""
    return tuple(f"{ref}{_MARK}{print_}" for ref, print_ in prints.items())


def prints_of(record: ShareRecord) -> dict[str, str]:
    """Return the pages that went in a share, each with the fingerprint of what it said."""
    return dict(map(_parted, record.items))


def page_of(item: str) -> str:
    """Return the name of a page that went, of what is written down of it."""
    return _parted(item)[0]


def _parted(item: str) -> tuple[str, str]:
    ref, mark, print_ = item.rpartition(_MARK)
    return (ref, print_) if mark else (item, "")
