"""What a page is called in the history: its kind and day or its name, never its text."""

from stillpd.model.block import Block
from stillpd.model.days import long_day
from stillpd.model.entry import Entry
from stillpd.model.goal import Goal
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol

_ENTRIES = {
    "ask": "an ask",
    "activity": "an activity",
    "evidence": "a piece of evidence",
    "stillness": "a stillness entry",
    "time": "a time entry",
    "share": "a share record",
}


def page_words(document: object, path: str) -> str:
    """Return words for one page, such as "a note of Friday 24 October 2025"; its path if unread."""
    match document:
        case Entry():
            called = _ENTRIES.get(document.kind, f"a {document.kind}")
            return f"{called} of {long_day(document.day)}"
        case Goal():
            return f"the goal {document.id}"
        case Block():
            return f"the block {document.id}"
        case Protocol():
            return f"the protocol {document.id}"
        case Profile():
            return f"the profile of {long_day(document.day)}"
    return path


def the_page(document: object, path: str) -> str:
    """Return words for a page that was spoken of: "the note of Friday 24 October 2025"."""
    words = page_words(document, path)
    for article in ("a ", "an "):
        if words.startswith(article):
            return f"the {words.removeprefix(article)}"
    return words
