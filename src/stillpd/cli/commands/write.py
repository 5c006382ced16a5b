"""`stillpd write`: a note; no text opens the editor; `-` reads standard input."""

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
) -> None:
    """Write something down.

    Without text your editor opens. Text on the command line can be seen by others on this
    machine while it runs, and stays in your shell's history: for private words use the editor
    or a pipe.
    """
    from stillpd.actions.write import NewNote, write_note

    session = Session.of(ctx)
    opened = session.opened
    body = " ".join(words or ())
    if body == "-":
        body = sys.stdin.read()
    with kept_as_draft(session, "write", lambda: body):
        new = NewNote(body=body, at=session.moment(at), tags=tuple(tag))
        saved = write_note(opened, new, session.writing_at)
    deliver_saved(session, "write", saved)
