"""A document as a PDF: its sections are set by Typst from templates/journal.typ.

What a person wrote goes to Typst as data and never as its markup. Nothing is fetched, and no file
is read: the fonts come with Typst. Only for a script that they lack is the computer asked for its
own. The same journal makes the same bytes: the only date in it is the day as of which it stands.
"""

import json
from datetime import date
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from stillpd.insight.portfolio import Portfolio
from stillpd.model.errors import InvalidInput
from stillpd.render.export_document import Document, Piece, Prose, Section
from stillpd.render.export_nodes import nodes
from stillpd.render.export_page import document
from stillpd.render.safe import one_line

# Of these the fonts at hand have no letters: scripts between Cyrillic and Latin's additions, and
# all beyond the symbols (Chinese, Japanese, Korean, emoji).
_FAR = (0x0530, 0x1D00)
_FARTHER = 0x2E80
_MOST = 4 * 2**20
"""Signs of data for Typst, which takes much memory for each; a full year has some 240,000."""


def as_bytes(report: Portfolio) -> bytes:
    """Return a period. Raises InvalidInput where the part that sets it is not here."""
    timezone = report.shared.journal.header.timezone
    return pages(document(report), report.period.now.date(), timezone)


def pages(made: Document, day: date, timezone: str) -> bytes:
    """Return a document as it stands at a day, on the paper of a time zone's printers.

    Raises InvalidInput where the part that sets it is not here, and for more than memory holds.
    """
    try:
        import typst
    except ImportError:
        raise InvalidInput(
            "A PDF needs a part that is not here.", "It comes with: pipx inject stillpd typst"
        ) from None
    said = _page(made, day, timezone)
    far = _is_far(json.dumps(said, ensure_ascii=False))
    page = json.dumps({**said, "far": far}, ensure_ascii=False)
    if len(page) > _MOST:
        raise InvalidInput(
            "That is too much for one PDF.",
            "Make one a year (--year), or a page for a browser: stillpd export html",
        )
    with TemporaryDirectory() as empty:
        compiled: Any = typst.compile  # its types ask that a root be bytes where a page is
        pdf: bytes = compiled(
            _template(),
            root=empty,
            ignore_system_fonts=not far,
            sys_inputs={"page": page},
        )
    return pdf


@cache
def _template() -> bytes:
    from importlib.resources import files

    return (files("stillpd.render") / "templates" / "journal.typ").read_bytes()


def _is_far(text: str) -> bool:
    """Tell whether there are letters for which the fonts at hand have no shape."""
    if text.isascii():
        return False
    return any(ord(char) >= _FARTHER or _FAR[0] <= ord(char) < _FAR[1] for char in set(text))


def _page(made: Document, day: date, timezone: str) -> dict[str, Any]:
    return {
        "title": one_line(made.title),
        "owner": one_line(made.owner),
        "day": [day.year, day.month, day.day],
        "paper": _paper(timezone),
        "compact": made.compact,
        "cover": _flat(made.cover.rows),
        "sections": [_section(section) for section in made.sections],
    }


def _paper(timezone: str) -> str:
    """Return the paper that lies in most printers there."""
    return "us-letter" if timezone.startswith("America/") else "a4"


def _section(section: Section) -> dict[str, Any]:
    return {
        "level": section.level,
        "title": one_line(section.title),
        "aside": one_line(section.aside),
        "circle": section.circle,
        "pieces": [_piece(piece) for piece in section.pieces],
    }


def _piece(piece: Piece) -> dict[str, Any]:
    """Return a piece as data: what it is, and its fields."""
    if isinstance(piece, Prose):
        return {"is": "prose", "nodes": nodes(piece.markdown)}
    said = {name: _flat(getattr(piece, name)) for name in piece.__dataclass_fields__}
    return {"is": type(piece).__name__.lower(), **said}


def _flat(value: Any) -> Any:
    """Return words made safe, in lists and by name."""
    match value:
        case str():
            return one_line(value)
        case tuple():
            return [_flat(item) for item in value]
        case bool() | int():
            return value
    return {name: _flat(getattr(value, name)) for name in value.__dataclass_fields__}
