"""Take pages out of the journal. Each is kept, and comes back by undo or restore."""

from collections.abc import Sequence
from datetime import datetime

from stillpd.actions.change import bytes_of
from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.journal.operation import carry_out
from stillpd.journal.wanted import Remove
from stillpd.model.errors import InvalidInput
from stillpd.model.page_words import page_words
from stillpd.model.record import record


@record
class Page:
    """One page that is to go: what it is called, where it lies, and what it says."""

    ref: str
    path: str
    document: object


@record
class Deleted:
    """What was taken out; `refs` bring each of it back."""

    words: str
    refs: tuple[str, ...]
    paths: tuple[str, ...]
    notes: tuple[str, ...] = ()


def delete(
    opened: Opened, wanted: Sequence[Page], now: datetime, *, allow_many: bool = False
) -> Deleted:
    """Take pages out, all in one operation. Raises TooMany for more than ten unless allowed."""
    pages = list({page.path: page for page in wanted}.values())
    if any(page.path == names.HEADER for page in pages):
        raise InvalidInput(
            "The first page holds the journal together, and stays.",
            "To be rid of a whole journal, remove its folder.",
        )
    words = page_words(pages[0].document, pages[0].path)
    if len(pages) > 1:
        words = f"{len(pages)} pages"
    going = [Remove(page.path, bytes_of(opened, page.path)) for page in pages]
    history = f"the removal of {words}"
    done = carry_out(opened.root, "delete", history, going, now, allow_many=allow_many)
    left = tuple(f"{path} was changed meanwhile, and stays." for path in done.conflicts)
    return Deleted(words, tuple(p.ref for p in pages), tuple(p.path for p in pages), left)
