"""Words that must not be lost: kept as a draft until they are on disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stillpd.cli.output import deliver, note
from stillpd.cli.session import Session
from stillpd.model.errors import StillpdError
from stillpd.render.page import Page, Para, command, dim, plain_text, text

_GOES_ON = ("write", "reflect")
"""The commands that take a draft up again with --draft."""


@contextmanager
def kept_as_draft(session: Session, name: str, words: Callable[[], str]) -> Iterator[None]:
    """Run a saving; if it does not succeed, keep `words()` as a draft and say where it is."""
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:  # a mistake of ours must not take them either
        kept = words()
        if kept.strip():
            place = keep_draft(session, name, kept)
            told = f"Your words are in a draft: {place}"
            command = name.partition("-")[0]
            if command in _GOES_ON:
                told = f"{told}\nGo on with them: stillpd {command} --draft"
            if isinstance(error, StillpdError):
                error.hint = f"{error.hint}\n{told}".strip()
            else:
                note(told)
        raise


def keep_draft(session: Session, name: str, words: str, *, suffix: str = ".md") -> Path:
    """Keep words as the draft of this run and return where; one run has one draft, and it grows.

    Another run's draft is never written over.
    """
    from stillpd.journal.drafts import save

    if session.draft is None:
        import secrets

        moment = session.clock.strftime("%Y-%m-%d-%H%M")
        name = f"{name}-{moment}-{secrets.token_hex(2)}"
    else:
        name, suffix = session.draft.stem, session.draft.suffix
    before, session.draft = (
        session.draft,
        save(session.root, name, words, session.clock, suffix=suffix),
    )
    if before is not None and before != session.draft:
        before.unlink(missing_ok=True)
    return session.draft


def let_draft_go(session: Session) -> None:
    """Put this run's draft away: its words are in the journal, or there were none."""
    if session.draft is not None:
        from stillpd.journal.drafts import discard

        discard(session.draft)
        session.draft = None


def deliver_saved(session: Session, name: str, saved: Any) -> None:
    """Say that something is saved: only now, when it is on disk."""
    let_draft_go(session)

    def page(width: int) -> Page:
        said = text("Saved: ", saved.words)
        if not saved.ref:
            return (Para(said),)
        shown = text(dim("show it: "), command(f"stillpd show {saved.ref}"))
        in_one = said + text("   ") + shown
        if len(plain_text(in_one)) <= width:
            return (Para(in_one),)
        return Para(said), Para(shown, indent=2)  # a command is never broken over two lines

    deliver(session, name, saved, page=page)
    for line in saved.notes:
        note(line)
