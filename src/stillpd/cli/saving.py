"""Words that must not be lost: kept as a draft until they are on disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from stillpd.cli.output import deliver, note
from stillpd.cli.session import Session
from stillpd.model.errors import StillpdError
from stillpd.render.page import Page, Para, command, dim, text


@contextmanager
def kept_as_draft(session: Session, name: str, words: Callable[[], str]) -> Iterator[None]:
    """Run a saving; if it does not succeed, keep `words()` as a draft and say where it is."""
    try:
        yield
    except (StillpdError, KeyboardInterrupt, EOFError) as error:
        kept = words()
        if kept.strip():
            from stillpd.journal.drafts import save

            place = save(session.root, name, kept, session.writing_at)
            told = f"Your words are in a draft and will be offered again: stillpd {name} --draft\n{place}"
            if isinstance(error, StillpdError):
                error.hint = f"{error.hint}\n{told}".strip()
            else:
                note(told)
        raise


def deliver_saved(session: Session, name: str, saved: Any) -> None:
    """Say that something is saved: only now, when it is on disk."""

    def page(_width: int) -> Page:
        said = text("Saved: ", saved.words)
        if saved.ref:
            said += text("   ", dim("show it: "), command(f"stillpd show {saved.ref}"))
        return (Para(said),)

    deliver(session, name, saved, page=page)
    for line in saved.notes:
        note(line)
