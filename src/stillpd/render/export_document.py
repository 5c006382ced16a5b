"""A document for a reader as a sequence of sections: plain data, for paper and for Markdown.

A period (export_page.py) and the page before a talk (export_brief.py) are made of these pieces, and
export_pdf.py, export_markdown.py and templates/brief.html write them.
"""

from stillpd.model.record import record


@record
class Words:
    """A paragraph of ours; `quiet` may be overlooked."""

    text: str
    quiet: bool = False


@record
class Facts:
    """Labels, each with what it says."""

    rows: tuple[tuple[str, str], ...]


@record
class Lines:
    """Some lines that belong together: a list."""

    lines: tuple[str, ...]


@record
class Table:
    """Cells under the names of their columns; the columns that `grow` take the room there is.

    Of a `narrow` one there is room for some abreast.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    grow: tuple[int, ...] = (1,)
    narrow: bool = False


@record(kw_only=True)
class Measured:
    """A measure: its name, what it aims at, its figures in words, and a picture of its weeks."""

    name: str
    aim: str
    figures: str
    picture: str


@record
class Measures:
    """The measures of a goal."""

    rows: tuple[Measured, ...]


@record
class Prose:
    """What a person wrote, as Markdown."""

    markdown: str


Piece = Words | Facts | Lines | Table | Measures | Prose


@record(kw_only=True)
class Section:
    """A heading of level 2, 3 or 4, what stands beside it, and what stands under it."""

    level: int
    title: str
    aside: str = ""
    circle: str = ""
    pieces: tuple[Piece, ...] = ()


@record(kw_only=True)
class Document:
    """The whole: whose it is, the cover's facts, and the sections in the order of the page.

    A `compact` one is to have room on one sheet.
    """

    title: str
    owner: str
    cover: Facts
    compact: bool = False
    sections: tuple[Section, ...]
