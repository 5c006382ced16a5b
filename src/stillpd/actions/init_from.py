"""Start a journal from one that was written as JSON: what `export json --audience me` made."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from stillpd.actions.init import beside, first_page
from stillpd.exchange.journal_json import MOST_BYTES, read_journal_json
from stillpd.journal import names, pages
from stillpd.journal.folder import read_page
from stillpd.journal.fresh_folder import fill_folder
from stillpd.journal.standing import standing_path
from stillpd.model.entry import Entry, Reflection
from stillpd.model.errors import InvalidInput, NotFound
from stillpd.model.journal import Document, Journal

USAGE = "stillpd init PATH --from FILE"


def read_file(file: Path) -> Journal:
    """Return the journal that a JSON file holds, with what did not fit as problems.

    Raises NotFound where there is no such file, InvalidInput for what is no whole journal,
    NewerFormat for one of a newer stillpd.
    """
    try:
        if not file.is_file():
            raise NotFound(f"There is no file {file}.", USAGE)
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as err:
        raise NotFound(f"{file} cannot be opened: {err.strerror}.", USAGE) from None
    journal = read_journal_json(raw)
    if journal.header.bundle is not None:
        raise InvalidInput(
            "It is not a whole journal: it holds what one audience may see.",
            "A whole one comes from: stillpd export json --audience me",
        )
    header = replace(journal.header, id=journal.header.id or names.new_journal_id())
    return replace(journal, header=header)


def start_from(root: Path, journal: Journal) -> int:
    """Write a journal into a new folder, whole or not at all; return how many pages it has.

    Raises AlreadyExists where something is there, InvalidInput for a page that no file can hold,
    NotSaved where it cannot be written.
    """
    files = {names.HEADER: first_page(journal.header)}
    for document in _documents(journal):
        path, content = _file(document, files)
        files[path] = content
    fill_folder(root, (*files.items(), *beside()), USAGE)
    return len(files) - 1


def _documents(journal: Journal) -> Iterator[Document]:
    yield from journal.profiles
    for shelf in (journal.goals, journal.blocks, journal.protocols):
        yield from shelf.values()
    yield from journal.entries


def _file(document: Document, taken: dict[str, bytes]) -> tuple[str, bytes]:
    """Return where a page lies and what stands there, which says just that page."""
    if isinstance(document, Entry):
        if not document.path or document.path in taken:
            document = replace(document, path=_new_path(document))
        path, content = document.path, pages.new_entry(document)
    else:
        path, content = standing_path(document), pages.new_standing(document)
    says = read_page(names.what_is(path), path, content, UTC).document
    if says != document or path in taken:
        raise InvalidInput(f"{path} cannot be written as it is said there.", "Nothing was written.")
    return path, content


def _new_path(entry: Entry) -> str:
    slug = (entry.protocol if isinstance(entry, Reflection) else "") or entry.kind
    return names.entry_path(entry.at, slug if names.is_name(slug) else entry.kind, names.new_id())
