"""From what a person typed to one page of the journal: an entry, goal, block, protocol, profile.

Files that cannot be read are found as well, by path or name: they are the ones to mend.
"""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from stillpd.cli.refs import candidates
from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared
from stillpd.journal import names
from stillpd.journal.folder import files
from stillpd.journal.places import typed_path
from stillpd.journal.standing import standing_path
from stillpd.model.entry import Entry
from stillpd.model.errors import Ambiguous, NotFound
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.record import record


@record
class FoundPage:
    """One file of the journal. `document` is None where it cannot be read."""

    ref: str
    path: str
    document: object = None


def find_page(session: Session, ref: str) -> FoundPage:
    """Return the page that `ref` names: by its path, its id, or the beginning of an id.

    Where a goal and a block have one name, the goal is meant; the other one has a path.
    Raises NotFound, or Ambiguous with the candidates.
    """
    pages = list(_pages(session))
    path = _inner_path(session.root, ref)
    by_path = [page for page in pages if page.path == path]
    if by_path:
        return by_path[0]
    exact = [page for page in pages if page.ref == ref]
    if len({page.path for page in exact if isinstance(page.document, Entry)}) > 1:
        paths = ", ".join(page.path for page in exact)
        raise Ambiguous(f"Two entries have the id {ref}.", f"Name one by its path: {paths}")
    if exact:
        return exact[0]
    hits = {page.path: page for page in pages if ref and page.ref.startswith(ref)}
    if len(hits) == 1:
        found = next(iter(hits.values()))
        if not _is_hidden(found) or isinstance(found.document, Entry):  # an id tells nothing
            return found
    raise _unclear(ref, list(hits.values()), pages)


def _unclear(ref: str, hits: list[FoundPage], pages: list[FoundPage]) -> Ambiguous | NotFound:
    shown = [page.ref for page in hits if not _is_hidden(page)]
    if len(hits) == 1:
        return Ambiguous(f"“{ref}” is not the whole name of a page.", candidates(()))
    if hits:
        hidden = len(hits) - len(shown)
        more = f" ({hidden} private not shown)" if hidden else ""
        return Ambiguous(f"More than one page begins with “{ref}”{more}.", candidates(shown))
    named = [page for page in pages if not isinstance(page.document, Entry)]
    public = [page.ref for page in named if not _is_hidden(page)]
    close = get_close_matches(ref, public, n=3, cutoff=0.5)
    hint = f"Did you mean: {', '.join(close)}?" if close else "See them with: stillpd log"
    return NotFound(f"No entry, goal or other page begins with “{ref}”.", hint)


def _is_hidden(page: FoundPage) -> bool:
    return is_shared() and is_private(page.document)


def _pages(session: Session) -> Iterator[FoundPage]:
    journal = session.journal
    seen = set()
    for page in _read_pages(journal):
        seen.add(page.path)
        yield page
    for path in files(session.root):
        if path not in seen and names.what_is(path) not in {"conflict", "other"}:
            stem = path.rpartition("/")[2].rpartition(".")[0]
            yield FoundPage(path if path.startswith("entries/") else stem, path)


def _read_pages(journal: Journal) -> Iterator[FoundPage]:
    for shelf in (journal.goals, journal.blocks, journal.protocols):
        for name, document in shelf.items():
            yield FoundPage(name, standing_path(document), document)
    for profile in journal.profiles:
        yield FoundPage(str(profile.day), standing_path(profile), profile)
    for entry in journal.entries:
        yield FoundPage(entry.ref, entry.path, entry)
    if not any(problem.path == names.HEADER for problem in journal.problems):
        yield FoundPage(names.HEADER, names.HEADER, journal.header)


def _inner_path(root: Path, ref: str) -> str:
    """Return a typed path as the journal's own: from its folder, or from where one stands."""
    if "/" not in ref and os.sep not in ref and "." not in ref:
        return ref
    if os.path.exists(root / ref) and not Path(ref).is_absolute():  # noqa: PTH110 - never raises
        return Path(ref).as_posix()
    home = Path(os.path.realpath(root))
    full = typed_path(ref).absolute()
    full = Path(os.path.realpath(full.parent)) / full.name
    return full.relative_to(home).as_posix() if full.is_relative_to(home) else ref
