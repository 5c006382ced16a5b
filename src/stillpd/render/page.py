"""A page: what a report says, in blocks that carry meaning and no colour.

Every report is put on a page once. The page is then laid out as lines (plain or in a terminal's
colours, see lines.py) or written as Markdown (markdown.py), so that all of them agree.
"""

from typing import Literal, NamedTuple

from stillpd.model.record import record

Look = Literal[
    "", "title", "strong", "dim", "doing", "relating", "being", "good", "ask", "command", "found"
]
"""What a piece of text is, for a theme to decide how it looks."""


class Span(NamedTuple):
    """A piece of text and what it is. There are a thousand on a page: a tuple is made at once."""

    text: str
    look: Look = ""


Spans = tuple[Span, ...]


@record
class Heading:
    """A heading of level 1 (the page), 2 or 3, with something beside it on the right."""

    level: int
    left: Spans
    right: Spans = ()


@record
class Para:
    """A paragraph, wrapped at the page's width.

    `verbatim` keeps its own line ends. `prose` keeps them too, as long as its lines fit.
    """

    spans: Spans
    indent: int = 0
    verbatim: bool = False
    prose: bool = False


@record
class Rows:
    """Rows of cells in columns; on a narrow page the last columns move below.

    `header` names the columns where a reader needs it. In `right` are the columns of numbers.
    """

    rows: tuple[tuple[Spans, ...], ...]
    header: tuple[str, ...] = ()
    indent: int = 2
    right: frozenset[int] = frozenset()


@record
class Picture:
    """Lines in which every column counts: never wrapped, so drawn for the page's width."""

    lines: tuple[Spans, ...]


@record
class Gap:
    """An empty line."""


Block = Heading | Para | Rows | Picture | Gap
Page = tuple[Block, ...]


def text(*parts: str | Span) -> Spans:
    """Return spans of plain strings and spans, what is empty left out."""
    spans = (part if isinstance(part, Span) else Span(part) for part in parts)
    return tuple(span for span in spans if span.text)


def dim(words: str) -> Span:
    """Return words that may be overlooked."""
    return Span(words, "dim")


def strong(words: str) -> Span:
    """Return words that the eye should find."""
    return Span(words, "strong")


def command(words: str) -> Span:
    """Return something that can be typed."""
    return Span(words, "command")


def plain_text(spans: Spans) -> str:
    """Return the words of spans."""
    return "".join(span.text for span in spans)
