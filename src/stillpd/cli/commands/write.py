"""`stillpd write`: a note; no text opens the editor; `-` reads standard input.

With text on the command line only the journal's first page is read, and little is imported.
"""

import sys
from typing import Annotated

import typer

from stillpd.cli.options import At, Editor, InCircle, OfGoal, Share, Tags
from stillpd.cli.saving import deliver_saved, kept_as_draft
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

app = typer.Typer()


@app.command()
def write(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="What to write; - reads standard input."),
    ] = None,
    *,
    at: At = "",
    goal: OfGoal = [],
    circle: InCircle = "",
    tag: Tags = [],
    share: Share = [],
    editor: Editor = False,
    draft: Annotated[bool, typer.Option("--draft", help="Go on with what was not saved.")] = False,
    star: Annotated[bool, typer.Option("--star", help="Mark it, to find it again.")] = False,
) -> None:
    """Write something down.

    Without text your editor opens. Text on the command line can be seen by others on this
    machine while it runs, and stays in your shell's history: for private words use the editor
    or a pipe.
    """
    from stillpd.actions.write import NewNote, write_note
    from stillpd.cli.labels import read_labels

    session = Session.of(ctx)
    labels = read_labels(session, goals=goal, circle=circle, tags=tag, share=share)
    moment = session.moment(at)
    body = _body(session, " ".join(words or ()), editor=editor, draft=draft)
    if body is None:
        return
    with kept_as_draft(session, "write", lambda: body):
        new = NewNote(
            body=body,
            at=moment,
            goals=labels.goals,
            circle=labels.circle,
            tags=labels.tags,
            share=labels.share,
            starred=star,
        )
        saved = write_note(session.opened, new, session.writing_at)
    deliver_saved(session, "write", saved)


def _body(session: Session, words: str, *, editor: bool, draft: bool) -> str | None:
    """Return what is to be written, from wherever it comes; None where it was left unchanged."""
    if draft:
        if words:
            raise InvalidInput(
                "--draft goes on with words that are there already.", "Leave the text away."
            )
        from stillpd.cli.draft_again import go_on

        return go_on(session, "write")
    if words == "-" or (not words and not editor and _has_input()):
        words = _standard_input()
    elif not (words or editor or session.is_interactive):
        raise InvalidInput("There is nothing to write down yet.", 'Try: stillpd write "a sentence"')
    elif not words or editor:
        from stillpd.cli.draft_again import tell_waiting
        from stillpd.cli.editor import edit_text

        if not words:
            tell_waiting(session, "write")
        return edit_text(session, "write", words, instead='Try: stillpd write "a sentence"')
    return words


def _has_input() -> bool:
    return sys.stdin is not None and not sys.stdin.closed and not sys.stdin.isatty()


def _standard_input() -> str:
    if sys.stdin is None:
        return ""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InvalidInput("What came on standard input is not UTF-8 text.") from None
