"""Who may see a page: nobody but its owner, unless it says otherwise."""

from stillpd.model.block import Block
from stillpd.model.entry import Entry
from stillpd.model.goal import Goal
from stillpd.model.header import Header
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
