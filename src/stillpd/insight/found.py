"""What a search found: pages of the journal, and where in them the words stand."""

from datetime import date, datetime

from stillpd.insight.timeline import Wanted, fits
from stillpd.model.block import Block
from stillpd.model.entry import KINDS, Entry
from stillpd.model.goal import Goal
from stillpd.model.journal import Document, Journal
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.query import Pieces
from stillpd.model.record import record

FOUND_KINDS = (*KINDS, "goal", "profile", "block", "protocol")
"""What `--kind` knows: the entries of the timeline, and what stands beside them."""


@record(kw_only=True)
class FoundPage:
    """One page. `title` is its title or own words, `line` the first line that has the words.

    A standing document has no moment; `day` is that of a profile, or the start of a goal.
    """

    kind: str
    ref: str
    path: str
    at: datetime | None
    day: date | None
    title: Pieces
    line: Pieces
    starred: bool
    share: tuple[str, ...]


@record
class Found:
    """The pages that were found, the best or the newest first. `found` counts them all.

    `only_shared`: others can see the screen, so nothing private was looked at. Where nothing was
    found, `with_endings` tells how many there are once words may go on, and `looser` the words
    that find those.
    """

    pages: tuple[FoundPage, ...]
    found: int
    only_shared: bool
    with_endings: int = 0
    looser: str = ""


def is_wanted(journal: Journal, document: Document, wanted: Wanted, now: datetime) -> bool:
    """Tell whether a page meets every filter and was there by `now`."""
    if isinstance(document, Entry):
        return document.at <= now and fits(journal, document, wanted)
    if wanted.tags or wanted.starred:
        return False
    if wanted.kinds and kind_of(document) not in wanted.kinds:
        return False
    if isinstance(document, Profile) and document.day > now.date():
        return False
    day = day_of(document)
    has_days = (wanted.first, wanted.last) != (date.min, date.max)
    if has_days and (day is None or not wanted.first <= day <= wanted.last):
        return False
    return _is_about(document, wanted)


def _is_about(document: Goal | Block | Protocol | Profile, wanted: Wanted) -> bool:
    if wanted.circle or wanted.goals:
        if not isinstance(document, Goal):
            return False
        if wanted.circle and document.circle != wanted.circle:
            return False
        if wanted.goals and document.id not in wanted.goals:
            return False
    return not wanted.audience or wanted.audience in shared_with(document)


def kind_of(document: Document) -> str:
    """Return what a page is: an entry's kind, or goal, profile, block, protocol."""
    return document.kind if isinstance(document, Entry) else type(document).__name__.lower()


def day_of(document: Document) -> date | None:
    """Return the day that a page belongs to, if it belongs to one."""
    match document:
        case Entry():
            return document.at.date()
        case Profile(day=day):
            return day
        case Goal(started=day):
            return day
        case _:
            return None


def shared_with(document: Document) -> tuple[str, ...]:
    """Return whom a page as a whole is shared with. A profile is shared by sections only."""
    return document.share if isinstance(document, Entry | Goal | Block) else ()


def may_be_seen(document: Document) -> bool:
    """Tell whether others may see that a page has, or has not, some words.

    Of what stands beside the entries some parts go to an audience and some do not; a search looks
    at all of them, so none is shown.
    """
    return isinstance(document, Entry) and bool(document.share)
