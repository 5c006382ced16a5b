"""Change a page: its exact text as an editor left it, or some keys of an entry."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from stillpd.actions.change import Changes, bytes_of
from stillpd.actions.outcome import Saved
from stillpd.journal import names, pages
from stillpd.journal.first_page import Opened
from stillpd.journal.standing import STANDING, said_by_name
from stillpd.journal.swap import read_steady
from stillpd.journal.text import Text, Unreadable, read_text
from stillpd.journal.wanted import Create, Remove
from stillpd.model.entry import Entry, Reflection
from stillpd.model.errors import InvalidInput
from stillpd.model.page_words import the_page
from stillpd.model.problem import Problem
from stillpd.model.record import record

_LOST = frozenset({"no-front-matter", "unknown-kind"})


@record
class Editing:
    """A page as it was when its editor opened."""

    path: str
    raw: bytes
    text: Text
    words: str
    ref: str


@record(kw_only=True)
class EntryChange:
    """Which keys of an entry change; None leaves a key as it is."""

    body: str | None = None
    at: datetime | None = None
    title: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    starred: bool | None = None


# With an editor ----------------------------------------------------------------------------------


def begin(opened: Opened, path: str, document: object, ref: str) -> Editing:
    """Read a page for an editor. Raises InvalidInput for what is no text."""
    raw = bytes_of(opened, path)
    try:
        text = read_text(raw)
    except Unreadable as err:
        raise InvalidInput(
            f"{path} cannot be opened here: {err.message}.", "Open it with a program that can."
        ) from None
    return Editing(path, raw, text, the_page(document, path), ref)


def trouble_in(opened: Opened, editing: Editing, new: str) -> Problem | None:
    """Return what keeps a text from being read back as the page that it was; None if nothing."""
    read, problems = _read(opened, editing.path, editing.text.with_text(new))
    if read is None:
        return problems[0] if problems else Problem(editing.path, 0, "unread", "it cannot be read")
    before = {problem.code for problem in _read(opened, editing.path, editing.raw)[1]}
    lost = (p for p in problems if p.code in _LOST and p.code not in before)
    return next(lost, None)


def save_text(opened: Opened, editing: Editing, new: str, now: datetime) -> Saved:
    """Save the text that an editor left, if the file is still as it was when the editor opened.

    Raises ChangedOnDisk otherwise, with the new text set beside it.
    """
    raw = editing.text.with_text(new)
    changes = Changes(opened)
    changes.put_bytes(editing.path, editing.raw, raw)
    words = f"a change to {editing.words}"
    saved = changes.save("edit", words, now, ref=editing.ref, path=editing.path)
    _, problems = _read(opened, editing.path, raw)
    told = tuple(f"{p.place}: {p.message}" for p in problems)
    return replace(saved, notes=(*saved.notes, *told))


def _read(opened: Opened, path: str, raw: bytes) -> tuple[Any, tuple[Problem, ...]]:
    what = names.what_is(path)
    if what == "entry":
        return pages.read_entry(raw, path, opened.zone)
    try:
        known = said_by_name(path)
    except ValueError:
        known = {"day": date.min}  # a profile by another name: to be mended all the same
    return pages.read_standing(STANDING[what], raw, path, **known)


# With options ------------------------------------------------------------------------------------


def change_entry(opened: Opened, entry: Entry, wanted: EntryChange, now: datetime) -> Saved | None:
    """Change some keys of an entry; None where all of it was so already.

    An entry that moves to another day gets the file name of that day, if its name was ours.
    """
    new = _changed(entry, wanted)
    if new == entry:
        return None
    changes = Changes(opened)
    changes.change_entry(entry, new)
    path = _moved(entry, new)
    if path != entry.path:
        made = changes.wanted.pop()
        raw = read_steady(opened.root / entry.path)
        text = getattr(made, "new", raw)
        mode = (opened.root / entry.path).stat().st_mode & 0o777
        changes.wanted += [Create(path, text, mode), Remove(entry.path, raw)]
    words = f"a change to {the_page(entry, entry.path)}"
    ref = entry.id or path
    return changes.save("edit", words, now, ref=ref, path=path)


def _changed(entry: Entry, wanted: EntryChange) -> Entry:
    tags = [tag for tag in entry.tags if tag not in wanted.remove_tags]
    tags += [tag for tag in dict.fromkeys(wanted.add_tags) if tag not in tags]
    return replace(
        entry,
        body=entry.body if wanted.body is None else wanted.body.strip("\n"),
        at=wanted.at or entry.at,
        title=entry.title if wanted.title is None else wanted.title,
        tags=tuple(tags),
        starred=entry.starred if wanted.starred is None else wanted.starred,
    )


def _moved(old: Entry, new: Entry) -> str:
    """Return where an entry lies after a change: a name that a person chose stays."""
    slug = old.protocol if isinstance(old, Reflection) and old.protocol else old.kind
    if not old.id or names.entry_path(old.at, slug, old.id) != old.path:
        return old.path
    return names.entry_path(new.at, slug, old.id)
