"""Carry new, changed and removed pages of a journal to disk, as one operation.

Every action ends here. A page is changed from what it says on disk at this moment, and only in
the keys that differ; what a person's editor did to the rest of the file stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from stillpd.actions.outcome import Saved
from stillpd.journal import names, pages
from stillpd.journal.first_page import Opened
from stillpd.journal.operation import carry_out
from stillpd.journal.swap import read_steady
from stillpd.journal.wanted import Create, Remove, Replace, Wanted
from stillpd.model.block import Block
from stillpd.model.entry import Entry, Reflection
from stillpd.model.errors import ChangedOnDisk, InvalidInput, NotFound
from stillpd.model.goal import Goal
from stillpd.model.problem import Problem

_PLAIN = "Take out what is no plain text, then try again."


@dataclass(slots=True)
class Changes:
    """What one command wants changed in one journal, collected and then saved at once."""

    opened: Opened
    wanted: list[Wanted] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    """Who may see what is new of it: worth a word, since all else is private."""

    @property
    def root(self) -> Path:
        """The journal's folder."""
        return self.opened.root

    def add_entry(self, entry: Entry) -> Entry:
        """Want a new entry; returns it with the id and path that it got."""
        made_id = entry.id or names.new_id()
        slug = entry.protocol if isinstance(entry, Reflection) and entry.protocol else entry.kind
        path = names.entry_path(entry.at, slug, made_id)
        made = replace(entry, id=made_id, path=path)
        self.wanted.append(Create(path, self._readable(made)))
        self.shared += made.share
        return made

    def change_entry(self, old: Entry, new: Entry) -> None:
        """Want an entry changed from `old` to `new`. Raises ChangedOnDisk if it says otherwise."""
        raw = bytes_of(self.opened, old.path)
        present, _ = pages.read_entry(raw, old.path, self.opened.zone)
        if present != old:
            raise _changed(old.path)
        self.wanted.append(Replace(old.path, raw, pages.change_entry(raw, old, new)))

    def add(self, document: object) -> None:
        """Want a new standing document."""
        from stillpd.journal.standing import standing_path

        self.wanted.append(Create(standing_path(document), pages.new_standing(document)))
        if isinstance(document, Goal | Block):
            self.shared += document.share

    def change(self, old: object, new: object) -> None:
        """Want a standing document changed from `old` to `new`."""
        from stillpd.journal.standing import said_by_name, standing_path

        path = standing_path(old)
        raw = bytes_of(self.opened, path)
        present, _ = pages.read_standing(type(old), raw, path, **said_by_name(path))
        if present != old:
            raise _changed(path)
        self.wanted.append(Replace(path, raw, pages.change_standing(raw, old, new)))

    def put_bytes(self, path: str, old: bytes, new: bytes) -> None:
        """Want a file to hold exactly what a person's editor left (old: what it held)."""
        self.wanted.append(Replace(path, old, new))

    def remove(self, path: str) -> None:
        """Want a file gone; its last version is kept."""
        self.wanted.append(Remove(path, bytes_of(self.opened, path)))

    def save(self, command: str, words: str, now: datetime, **named: str) -> Saved:
        """Carry it all out, and return when it is on disk. Raises InvalidInput for a bundle."""
        if self.opened.is_bundle:
            raise InvalidInput(
                "A bundle is only read: what is in it is somebody else's.",
                "Your own journal: leave out -j, or name it.",
            )
        done = carry_out(self.root, command, words, self.wanted, now)
        copies = tuple(
            f"Somebody else saved this file at the same moment. Their version is in {path}"
            for path in done.conflicts
        )
        whom = ", ".join(dict.fromkeys(self.shared))
        told = (f"Shared with {whom}.",) if whom else ()
        return Saved(words=words, notes=(*told, *copies), **named)

    def _readable(self, entry: Entry) -> bytes:
        """Return a new entry's bytes, having read them back. Raises InvalidInput if that fails."""
        try:
            raw = pages.new_entry(entry)
        except UnicodeEncodeError:
            raise InvalidInput("There are signs in it that are no text.", _PLAIN) from None
        back, problems = pages.read_entry(raw, entry.path, self.opened.zone)
        if back != entry or problems:
            why = problems[0].message if problems else "it would read differently"
            raise InvalidInput(f"It could not be read back from its file: {why}.", _PLAIN)
        return raw


def bytes_of(opened: Opened, path: str) -> bytes:
    """Return what a page's file holds. Raises NotFound where it cannot be opened."""
    try:
        return read_steady(opened.root / path)
    except OSError as err:
        raise NotFound(f"{path} cannot be opened: {err.strerror}.") from None


def refuse_new_problems(before: Sequence[Problem], after: Sequence[Problem]) -> None:
    """Raise InvalidInput, naming the line, for a problem that an edit brought into a file."""
    known = {(problem.code, problem.message) for problem in before}
    for problem in after:
        if (problem.code, problem.message) not in known:
            raise InvalidInput(f"{problem.place}: {problem.message}.")


def _changed(path: str) -> ChangedOnDisk:
    return ChangedOnDisk(
        f"{path} was changed meanwhile, and was left as it is.", "Look at it, then try again."
    )
