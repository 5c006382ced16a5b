"""What comes with stillpd as data: question sets, beside a journal's own, and forms to fill."""

from collections.abc import Mapping
from pathlib import Path

from stillpd.journal import pages
from stillpd.model.errors import NotFound
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol

_SHELF = Path(__file__).parent.parent / "protocols"
_FORMS = Path(__file__).parent.parent / "forms"


def shipped_protocols() -> Mapping[str, Protocol]:
    """Return the question sets that come with stillpd, by id."""
    found = {}
    for path in sorted(_SHELF.glob("*.toml")):
        made, problems = pages.read_standing(Protocol, path.read_bytes(), path.name, id=path.stem)
        if made is None or problems:
            raise ValueError(f"our own {path.name} does not read: {problems}")
        found[path.stem] = made
    return found


def protocols_of(journal: Journal) -> Mapping[str, Protocol]:
    """Return all question sets by id; one of the journal's own replaces a shipped one."""
    return dict(sorted({**shipped_protocols(), **journal.protocols}.items()))


def shipped_text(name: str) -> bytes:
    """Return a shipped question set's file as it is, with its comments. Raises NotFound."""
    if name not in shipped_protocols():
        raise NotFound(f"No protocol “{name}” comes with stillpd.", "See: stillpd protocol list")
    return (_SHELF / f"{name}.toml").read_bytes()


def shipped_forms() -> Mapping[str, Path]:
    """Return the templates of forms that come with stillpd, by name (export_form.py fills them)."""
    return {path.stem: path for path in sorted(_FORMS.glob("*.md"))}
