"""What became of commands that were cut off."""

from collections.abc import Iterator, Sequence

from stillpd.journal.recover import Recovered
from stillpd.render.page import Block, Page, Para, dim, text

_SAID = {
    "finished": "Finished: {}",
    "taken-back": "Taken back: {}",
    "never-begun": "Never begun, so nothing was changed: {}",
    "unreadable": "Set aside: {}",
}


def page(ended: Sequence[Recovered]) -> Page:
    """Return what became of everything that was cut off."""
    if not ended:
        return (Para(text("Nothing was cut off. All is as it should be.")),)
    return tuple(block for one in ended for block in _one(one))


def _one(one: Recovered) -> Iterator[Block]:
    yield Para(text(_SAID[one.how].format(one.words), dim(f"  (stillpd {one.command})")))
    if one.how in {"never-begun", "unreadable"}:
        for path in one.paths:
            yield Para(text(dim("its text is kept in "), path), indent=2)
    for path in one.conflicts:
        yield Para(text("Somebody else changed this meanwhile; look at ", path), indent=2)
