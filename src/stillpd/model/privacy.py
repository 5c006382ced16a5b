"""Who may see a page: nobody but its owner, unless it says otherwise."""

from collections.abc import Iterator

from stillpd.model.block import Block
from stillpd.model.entry import Entry
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.journal import Document, Journal
from stillpd.model.profile import Profile


def is_private(document: object) -> bool:
    """Tell whether nobody but its owner may see a page.

    What cannot be read, or has no way to be shared, is private too; the first page is not.
    """
    match document:
        case Entry() | Goal() | Block():
            return not document.share
        case Profile():
            return not any(document.share.values())
        case Header():
            return False
    return True


def shared_with(journal: Journal, audience: str) -> Iterator[Document]:
    """Iterate over the pages that name an audience, in whole or in part."""
    for goal in journal.goals.values():
        if audience in (*goal.share, *goal.share_rate):
            yield goal
    yield from (block for block in journal.blocks.values() if audience in block.share)
    for profile in journal.profiles:
        if any(audience in named for named in profile.share.values()):
            yield profile
    yield from (entry for entry in journal.entries if audience in entry.share)
