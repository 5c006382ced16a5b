"""Take up words that were not saved: --draft of write and reflect."""

from stillpd.cli.session import Session
from stillpd.journal.drafts import Draft, drafts
from stillpd.model.errors import Ambiguous, NotFound


def take_up(session: Session, name: str) -> tuple[Draft, str]:
    """Return the draft to go on with, and its words; from now on it is the draft of this run.

    Of several the person chooses in a terminal. Raises NotFound where none is waiting, Ambiguous
    where nobody can be asked.
    """
    waiting = _waiting(session, name)
    if not waiting:
        raise NotFound("No words are waiting to be saved.", f"Begin with: stillpd {name}")
    chosen = waiting[0]
    if len(waiting) > 1:
        chosen = _choose(session, name, waiting)
    session.draft = chosen[0].path
    return chosen


def tell_waiting(session: Session, name: str) -> None:
    """Say that words of another time wait in a draft, before somebody begins anew."""
    from stillpd.cli.output import note

    count = len(_waiting(session, name))
    if count:
        told = "A draft is" if count == 1 else f"{count} drafts are"
        note(f"{told} waiting from another time: stillpd {name} --draft")


def go_on(session: Session, name: str) -> str | None:
    """Return a draft's words, gone over in the editor in a terminal; None where they stay put."""
    draft, words = take_up(session, name)
    if not session.is_interactive:
        return words
    from stillpd.cli.asking import ask_yes
    from stillpd.cli.editor import edit_text

    edited = edit_text(session, name, words)
    if edited is None and ask_yes("Save it as it stands?", default=True):
        return words
    if edited is None:
        from stillpd.cli.output import note

        note(f"It stays in {draft.path}")
    return edited


def _choose(session: Session, name: str, waiting: list[tuple[Draft, str]]) -> tuple[Draft, str]:
    if not session.is_interactive:
        paths = "\n".join(str(draft.path) for draft, _ in waiting)
        raise Ambiguous(
            f"{len(waiting)} drafts are waiting.",
            f"Run stillpd {name} --draft in a terminal to choose, or read one:\n{paths}",
        )
    from stillpd.cli.asking import ask_choice
    from stillpd.render.lines import clipped

    zone = session.opened.zone
    told = [
        f"{draft.moment.astimezone(zone):%d %b %H:%M}  {clipped(words, 50)}"
        for draft, words in waiting
    ]
    rows = [f"{number}. {line}" for number, line in enumerate(told, 1)]
    picked = ask_choice("Which one?", rows, default=rows[0])
    if not picked:
        from stillpd.cli.asking import Stopped

        raise Stopped
    return waiting[rows.index(picked)]


def _waiting(session: Session, name: str) -> list[tuple[Draft, str]]:
    found = [draft for draft in drafts(session.root) if draft.name.startswith(f"{name}-")]
    return [(draft, words) for draft in found if (words := _words(draft)).strip()]


def _words(draft: Draft) -> str:
    try:
        return draft.path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
