"""Lay out a page as lines of a given width. What comes out is safe to print."""

import re
from collections.abc import Iterator

from stillpd.render.page import Block, Gap, Heading, Page, Para, Picture, Rows, Span, Spans
from stillpd.render.safe import safe
from stillpd.render.width import cells, clip

Line = list[Span]
LEAST_WIDTH = 40
MOST_PROSE = 88
_FENCE = re.compile(r"^\s*(```|~~~)", re.MULTILINE)
_BLANK = re.compile(r"(\n[ \t]*\n)")
_SET_IN_LINES = re.compile(r"^\s|^[#>|]|^[-*+]\s|^\d+[.)]\s|^[-*_=]{3}|(\\|  )$")
_BETWEEN = 2
_LEAST_COLUMN = 16


def lay_out(page: Page, width: int) -> list[Line]:
    """Return the page's lines, each at most `width` columns (40 at least)."""
    width = max(width, LEAST_WIDTH)
    lines: list[Line] = []
    for block in page:
        lines.extend(_ended(line) for line in _block(block, width))
    return lines


def _ended(line: Line) -> Line:
    """Return a line without spaces at its end: on a full line a terminal would break at them."""
    while line and not line[-1].text.strip():
        line = line[:-1]
    return [*line[:-1], Span(line[-1].text.rstrip(), line[-1].look)] if line else []


def as_text(lines: list[Line]) -> str:
    """Return lines as plain text; what was looked for stands in [brackets]."""
    return "".join("".join(map(_bare, line)).rstrip() + "\n" for line in lines)


def _bare(span: Span) -> str:
    return f"[{span.text}]" if span.look == "found" else span.text


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Gap():
            yield []
        case Heading():
            yield from _heading(block, width)
        case Para(verbatim=True):
            yield from _as_written(_safe(block.spans), width, block.indent)
        case Para(prose=True):
            said = [
                Span(_fitting(s.text, min(width, MOST_PROSE)), s.look) for s in _safe(block.spans)
            ]
            yield from _as_written(said, width, block.indent)
        case Para():
            yield from _wrapped(_flat(block.spans), min(width, MOST_PROSE), block.indent)
        case Rows():
            yield from _rows(block, width)
        case Picture():
            yield from map(_flat, block.lines)


def _as_written(line: Line, width: int, indent: int) -> Iterator[Line]:
    for piece in _split_lines(line):
        yield from _wrapped(piece, min(width, MOST_PROSE), indent)


def _fitting(prose: str, width: int) -> str:
    """Return prose with each paragraph that is wider than the page on one line, to be wrapped anew.

    What its writer set in lines (a list, a quotation, a poem that fits, code) stays in lines.
    """
    if _FENCE.search(prose):
        return prose
    parts = _BLANK.split(prose)
    return "".join(
        " ".join(part.split("\n")) if _overflows(part, width) else part for part in parts
    )


def _overflows(paragraph: str, width: int) -> bool:
    lines = paragraph.split("\n")
    return not any(map(_SET_IN_LINES.search, lines)) and any(cells(line) > width for line in lines)


def _safe(spans: Spans) -> Line:
    return [Span(safe(span.text), span.look) for span in spans]


def _flat(spans: Spans) -> Line:
    """Return spans on one line, whatever line ends a file put into them."""
    return [Span(re.sub(r"\s*\n\s*", " ", safe(span.text)), span.look) for span in spans]


def _split_lines(line: Line) -> Iterator[Line]:
    current: Line = []
    for span in line:
        first, *rest = span.text.split("\n")
        current.append(Span(first, span.look))
        for piece in rest:
            yield current
            current = [Span(piece, span.look)]
    yield current


def _heading(block: Heading, width: int) -> Iterator[Line]:
    left, right = _flat(block.left), _flat(block.right)
    if block.level == 1:
        left = [Span(span.text, span.look or "title") for span in left]
    free = width - _size(left) - _size(right)
    if right and free < _BETWEEN:
        yield from _wrapped(left, width, 0, hang=2)
        yield from _wrapped(right, width, 2)
    elif right:
        yield [*left, Span(" " * free), *right]
    else:
        yield from _wrapped(left, width, 0, hang=2)


def _size(line: Line) -> int:
    return sum(cells(span.text) for span in line)


def _wrapped(line: Line, width: int, indent: int, hang: int = 0) -> Iterator[Line]:
    """Break a line between words; a word wider than the page is broken where it must be."""
    room = width - indent
    if line and _size(line) <= room and not any("\t" in span.text for span in line):
        yield [Span(" " * indent), *line]
        return
    current: Line = []
    used = 0
    lead = Span(" " * indent)
    for word in _words(line, room):
        size = cells(word.text)
        if used and used + cells(word.text.rstrip()) > room:
            yield [lead, *current]
            current, used = [], 0
            lead, room = Span(" " * (indent + hang)), width - indent - hang
            if not word.text.strip():
                continue
        for piece in _pieces(word, room):
            if used and used + cells(piece.text) > room and piece is not word:
                yield [lead, *current]
                current, used = [], 0
            current.append(piece)
            used += cells(piece.text) if piece is not word else size
    yield [lead, *current] if current else []


def _words(line: Line, room: int) -> Iterator[Span]:
    """Iterate over words with the space behind them; a word may run over several spans.

    What can be typed stays on one line, to be copied, where a line has room for it.
    """
    for span in line:
        if span.look == "command" and cells(span.text) <= room and "\t" not in span.text:
            yield span
            continue
        for word in re.findall(r"\s+|\S+\s*", span.text.expandtabs(4)):
            yield Span(word, span.look)


def _pieces(word: Span, room: int) -> Iterator[Span]:
    if cells(word.text.rstrip()) <= room:
        yield word
        return
    rest = word.text
    while cells(rest) > room:
        cut = len(rest)
        while cells(rest[:cut]) > room:
            cut = (
                max(cut * room // cells(rest[:cut]), 1) if cells(rest[:cut]) > 2 * room else cut - 1
            )
        yield Span(rest[:cut], word.look)
        rest = rest[cut:]
    if rest:
        yield Span(rest, word.look)


def _rows(block: Rows, width: int) -> Iterator[Line]:
    rows = [_trimmed([_flat(cell) for cell in row]) for row in block.rows]
    if block.header:
        rows.insert(0, [[Span(name, "dim")] for name in block.header])
    sizes = _column_sizes(rows, width - block.indent)
    for row in rows:
        if sizes:
            yield from _columns(row, sizes, block)
        else:
            yield from _stacked(row, block, width)


def _trimmed(row: list[Line]) -> list[Line]:
    """Return a row without the empty cells at its end: its last cell may take their room."""
    while row and not row[-1]:
        row = row[:-1]
    return row


def _column_sizes(rows: list[list[Line]], room: int) -> list[int]:
    """Return the columns' widths, the widest one narrowed to fit; none if that reads ill."""
    count = max(map(len, rows), default=0)
    sizes = [_column_size(rows, n, count) for n in range(count)]
    excess = sum(sizes) + _BETWEEN * max(count - 1, 0) - room
    if excess > 0:
        widest = max(range(count), key=lambda n: sizes[n])
        if sizes[widest] - excess < min(_LEAST_COLUMN, sizes[widest]):
            return []
        sizes[widest] -= excess
    else:
        sizes[-1:] = [sizes[-1] - excess] if sizes else []
    return sizes


def _column_size(rows: list[list[Line]], number: int, count: int) -> int:
    """Return the widest cell of a column; a row's last cell counts only in the last column."""
    sizes = (
        _size(row[number])
        for row in rows
        if number < len(row) - 1 or (number == len(row) - 1 == count - 1)
    )
    return max(sizes, default=0)


def _columns(row: list[Line], sizes: list[int], block: Rows) -> Iterator[Line]:
    """Put the cells side by side, those that are too long wrapped within their room."""
    rooms = sizes[: len(row)]
    if rooms:
        rooms[-1] = sum(sizes[len(row) - 1 :]) + _BETWEEN * (len(sizes) - len(row))
    pieces = [list(_wrapped(cell, max(rooms[n], 1), 0)) or [[]] for n, cell in enumerate(row)]
    for number in range(max(map(len, pieces), default=0)):
        line: Line = [Span(" " * block.indent)]
        for n, cell in enumerate(pieces):
            piece = cell[number] if number < len(cell) else []
            pad = Span(" " * max(rooms[n] - _size(piece), 0))
            line += [pad, *piece] if n in block.right else [*piece, pad]
            line.append(Span(" " * _BETWEEN))
        yield line[:-1]


def _stacked(row: list[Line], block: Rows, width: int) -> Iterator[Line]:
    """Put as many cells side by side as fit, the others below, indented."""
    line: Line = [Span(" " * block.indent)]
    for cell in row:
        if not cell:
            continue
        if _size(line) + _size(cell) > width and _size(line) > block.indent + _BETWEEN:
            yield line
            line = [Span(" " * (block.indent + _BETWEEN))]
        if _size(line) + _size(cell) > width:
            yield from _wrapped(cell, width, block.indent + _BETWEEN)
            continue
        line += [*cell, Span(" " * _BETWEEN)]
    if any(span.text.strip() for span in line):
        yield line


def clipped(words: str, most: int) -> str:
    """Return words on one line in at most `most` columns."""
    return clip(" ".join(safe(words).split()), most)
