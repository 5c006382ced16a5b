"""Lay out a page as lines of a given width. What comes out is safe to print."""

import re
from collections.abc import Iterator

from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Span, Spans
from stillpd.render.safe import safe
from stillpd.render.width import cells, clip

Line = list[Span]
LEAST_WIDTH = 40
MOST_PROSE = 88
_BETWEEN = 2
_LEAST_LAST = 18


def lay_out(page: Page, width: int) -> list[Line]:
    """Return the page's lines, each at most `width` columns (40 at least)."""
    width = max(width, LEAST_WIDTH)
    lines: list[Line] = []
    for block in page:
        lines.extend(_block(block, width))
    return lines


def as_text(lines: list[Line]) -> str:
    """Return lines as plain text."""
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Gap():
            yield []
        case Heading():
            yield from _heading(block, width)
        case Para(verbatim=True):
            for piece in _split_lines(_safe(block.spans)):
                yield from _wrapped(piece, min(width, MOST_PROSE), block.indent)
        case Para():
            yield from _wrapped(_flat(block.spans), min(width, MOST_PROSE), block.indent)
        case Rows():
            yield from _rows(block, width)


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
    current: Line = []
    used = 0
    lead = Span(" " * indent)
    for word in _words(line):
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


def _words(line: Line) -> Iterator[Span]:
    """Iterate over words with the space behind them; a word may run over several spans."""
    for span in line:
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
    rows = [[_flat(cell) for cell in row] for row in block.rows]
    if block.header:
        rows.insert(0, [[Span(name, "dim")] for name in block.header])
    if not rows:
        return
    sizes = [
        max((_size(r[n]) for r in rows if n < len(r)), default=0)
        for n in range(max(map(len, rows)))
    ]
    lead = sum(size + _BETWEEN for size in sizes[:-1]) + block.indent
    if lead + sizes[-1] <= width:
        for row in rows:
            yield _padded(row, sizes, block)
    elif lead + min(_LEAST_LAST, sizes[-1]) <= width:
        for row in rows:
            yield from _with_wrapped_end(row, sizes, block, width)
    else:
        for row in rows:
            yield from _stacked(row, block, width)


def _padded(row: list[Line], sizes: list[int], block: Rows) -> Line:
    line: Line = [Span(" " * block.indent)]
    for number, cell in enumerate(row):
        pad = Span(" " * (sizes[number] - _size(cell)))
        line += [pad, *cell] if number in block.right else [*cell, pad]
        if number < len(row) - 1:
            line.append(Span(" " * _BETWEEN))
    return line


def _with_wrapped_end(row: list[Line], sizes: list[int], block: Rows, width: int) -> Iterator[Line]:
    *start, end = row
    if len(row) < len(sizes):
        yield _padded(row, sizes, block)
        return
    lead = sum(size + _BETWEEN for size in sizes[:-1]) + block.indent
    pieces = list(_wrapped(end, width - lead, 0))
    head = _padded(start, sizes, block) if start else [Span(" " * block.indent)]
    fill = Span(" " * max(lead - _size(head), 0))
    yield [*head, fill, *(pieces[0] if pieces else [])]
    for piece in pieces[1:]:
        yield [Span(" " * lead), *piece]


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
