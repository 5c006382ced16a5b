"""`stillpd edit`: change an entry, in your editor or by options."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.options import At, Editor
from stillpd.cli.output import deliver, note
from stillpd.cli.saving import deliver_saved, keep_draft, let_draft_go
from stillpd.cli.session import Session
from stillpd.model.errors import ChangedOnDisk, InvalidInput, StillpdError

if TYPE_CHECKING:
    from stillpd.actions.edit import Editing
    from stillpd.actions.outcome import Saved
    from stillpd.cli.find_page import FoundPage

app = typer.Typer()
_HINT = "Without a terminal use --body TEXT, --at, --title, --add-tag, --remove-tag or --star"
AddTags = Annotated[list[str], typer.Option("--add-tag", metavar="TAG", help="Add a tag.")]
RemoveTags = Annotated[
    list[str], typer.Option("--remove-tag", metavar="TAG", help="Take a tag away.")
]


@app.command()
def edit(
    ctx: typer.Context,
    ref: Annotated[
        str, typer.Argument(metavar="REF", help="An entry's id, a goal or other page, or a path.")
    ],
    *,
    body: Annotated[
        str | None, typer.Option("--body", metavar="TEXT", help="The new text; - reads stdin.")
    ] = None,
    at: At = "",
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="A title.")] = None,
    add_tag: AddTags = [],
    remove_tag: RemoveTags = [],
    star: Annotated[bool | None, typer.Option("--star/--no-star", help="Mark it, or not.")] = None,
    editor: Editor = False,
) -> None:
    """Change an entry: alone in your editor, on the very text of its file; or by options.

    If somebody saves the file while your editor is open, both versions are there afterwards.
    """
    from stillpd.actions.edit import EntryChange
    from stillpd.cli.find_page import find_page

    session = Session.of(ctx)
    found = find_page(session, ref)
    wanted = EntryChange(
        body=sys.stdin.read() if body == "-" else body,
        at=session.moment(at) if at else None,
        title=title,
        add_tags=tuple(add_tag),
        remove_tags=tuple(remove_tag),
        starred=star,
    )
    if wanted == EntryChange():
        saved = _in_editor(session, found)
    elif editor:
        raise InvalidInput("Either the editor or the options.", _HINT)
    else:
        saved = _by_options(session, found, wanted)
    if saved is not None:
        deliver_saved(session, "edit", saved)


def _by_options(session: Session, found: "FoundPage", wanted: object) -> "Saved | None":
    from stillpd.actions.edit import EntryChange, change_entry
    from stillpd.model.entry import Entry

    if not isinstance(found.document, Entry) or not isinstance(wanted, EntryChange):
        raise InvalidInput(
            "Only an entry has a body, a title, a day and tags.",
            f"Open the page itself with: stillpd edit {found.ref}",
        )
    saved = change_entry(session.opened, found.document, wanted, session.writing_at)
    if saved is None:
        _nothing_changed(session, found)
    return saved


def _nothing_changed(session: Session, found: "FoundPage") -> None:
    from stillpd.actions.outcome import Saved
    from stillpd.render.page import Para, text

    report = Saved(words="nothing changed", ref=found.ref, path=found.path)
    deliver(session, "edit", report, page=lambda _width: (Para(text("Nothing changed.")),))


def _in_editor(session: Session, found: "FoundPage") -> "Saved | None":
    """Return what was saved; None where the text came back as it was."""
    from stillpd.actions.edit import begin, save_text

    editing = begin(session.opened, found.path, found.document, found.ref)
    new = _edited(session, editing)
    if new is None:
        return None
    try:
        return save_text(session.opened, editing, new, session.writing_at)
    except ChangedOnDisk:
        # Both versions are in the journal by now: the draft has done its work.
        let_draft_go(session)
        raise
    except StillpdError as error:
        error.hint = f"{error.hint}\nYour words are in {session.draft}".strip()
        raise


def _edited(session: Session, editing: "Editing") -> str | None:
    """Return the text as the editor left it, once it can be read back as what it was."""
    from stillpd.actions.edit import trouble_in
    from stillpd.cli.asking import ask_yes
    from stillpd.cli.editor import edit_text

    suffix = editing.path[editing.path.rfind(".") :]
    text = editing.text.text
    while True:
        new = edit_text(session, "edit", text, suffix=suffix, instead=_HINT)
        if new is None and text == editing.text.text:
            return None
        text = text if new is None else new
        if text == editing.text.text:
            note("Nothing changed.")
            let_draft_go(session)
            return None
        problem = trouble_in(session.opened, editing, text)
        if problem is None:
            return text
        told = f"Line {problem.line}: {problem.message}." if problem.line else problem.message
        note(told)
        if not ask_yes("Open it once more?", default=True):
            kept = session.draft or keep_draft(session, "edit", text, suffix=suffix)
            raise InvalidInput(
                f"Not saved: {editing.path} could not be read back. {told}",
                f"Your words are in {kept}",
            )
