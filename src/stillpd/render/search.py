"""What a search found, on a page: each hit in its line, with the words marked."""

import re
from typing import Any

from stillpd.insight.found import Found, FoundPage
from stillpd.model.days import short_day
from stillpd.model.query import Piece, Pieces
from stillpd.render.data import data_of
from stillpd.render.lines import MOST_PROSE
from stillpd.render.page import Block, Gap, Page, Para, Span, Spans, command, dim
from stillpd.render.page import text as spans
from stillpd.render.safe import safe
from stillpd.render.when import plural
from stillpd.render.width import cells, clip

_INDENT = 4
_KIND, _REF = 10, 8
_BETWEEN = 2
_LEAST_TITLE = 8
_SPACE = re.compile(r"\s+")
_BEFORE = 3  # a third of the line may stand before the first hit
_MARKS = 2  # the brackets around a hit where there is no other way to mark it


def page(report: Found, width: int) -> Page:
    """Return the hits on a page."""
    blocks: list[Block] = []
    for found in report.pages:
        star = "* " if found.starred else ""
        room = min(width, MOST_PROSE) - _INDENT - len(star)
        blocks.append(Para(_heading(found, min(width, MOST_PROSE))))
        if line := found.line or found.title:
            blocks.append(Para(spans(star, *_line(line, room)), indent=_INDENT))
    blocks += [Gap()] if blocks else []
    blocks.append(Para(spans(dim(_told(report)))))
    if report.with_endings:
        told = f"With any ending: {plural(report.with_endings, 'page')}.  "
        blocks.append(Para(spans(told, command(f"stillpd search {report.looser}"))))
    return tuple(blocks)


def count(report: Found, _width: int) -> Page:
    """Return how many there are, and nothing else."""
    return (Para(spans(str(report.found))),)


def _told(report: Found) -> str:
    among = " among the entries that you share" if report.only_shared else ""
    count = len(report.pages)
    if not report.found:
        return f"Nothing found{among}."
    if count < report.found:
        first = f"first {count}" if count > 1 else "first"
        return f"The {first} of {plural(report.found, 'page')}{among}."
    return f"{plural(report.found, 'page')}{among}."


def _heading(found: FoundPage, width: int) -> Spans:
    """Return what a hit is: its day, kind and ref, and its title where its line is another."""
    day = short_day(found.day) if found.day else ""
    lead = f"{day:>11}  {found.kind:{_KIND}}  "
    ref = command(safe(found.ref))
    room = width - cells(lead) - max(cells(ref.text), _REF) - _BETWEEN
    title = _line(found.title, room) if found.line and room >= _LEAST_TITLE else ()
    pad = " " * (_REF - cells(ref.text) + _BETWEEN) if title else " "
    return spans(dim(lead), ref, pad, *title)


def _line(pieces: Pieces, room: int) -> Spans:
    """Return a line in the room that there is, its first hit in sight."""
    shown = [Piece(_SPACE.sub(" ", safe(piece.text)), piece.found) for piece in pieces]
    if sum(map(_cells, shown)) > room:
        first = next((n for n, piece in enumerate(shown) if piece.found), 0)
        lead = "".join(piece.text for piece in shown[:first])
        most = max(room // _BEFORE, room - sum(map(_cells, shown[first:])))
        shown = [Piece(_end_of(lead, most), found=False), *shown[first:]]
    made: list[Span] = []
    for piece in shown:
        if _cells(piece) > room:
            text = clip(piece.text, max(room - _cells(piece) + cells(piece.text), 1))
            made.append(_span(Piece(text, piece.found)))
            break
        made.append(_span(piece))
        room -= _cells(piece)
    return spans(*made)


def _end_of(text: str, most: int) -> str:
    """Return the last words of a text, an ellipsis where something is left out."""
    text = text.lstrip()
    if cells(text) <= most:
        return text
    kept = text[-most:]
    while cells(kept) >= most:
        kept = kept[1:]
    _, space, words = kept.partition(" ")
    return f"…{words if space and words.strip() else kept}"


def _cells(piece: Piece) -> int:
    return cells(piece.text) + (_MARKS if piece.found else 0)


def _span(piece: Piece) -> Span:
    return Span(piece.text, "found" if piece.found else "")


def data(report: Found) -> dict[str, Any]:
    """Return the hits as JSON data (docs/reference/json.md)."""
    return {
        "found": report.found,
        "only_shared": report.only_shared,
        "with_endings": report.with_endings,
        "pages": [
            {
                **data_of(found),
                "title": _plain(found.title),
                "line": _plain(found.line),
                "matches": _matches(found.line or found.title),
            }
            for found in report.pages
        ],
    }


def _plain(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _matches(pieces: Pieces) -> list[list[int]]:
    """Return where in a line the words stand: the characters from and to."""
    found, at = [], 0
    for piece in pieces:
        if piece.found:
            found.append([at, at + len(piece.text)])
        at += len(piece.text)
    return found
