"""Markdown as a person means it, read within bounds: for each page that leaves, of every format.

Two bounds, since words may be hostile. Brackets: the parser looks for the end of a link at each one
and at each level anew, so where there are hundreds no links are read. Depth: what lies deeper than
the parser goes it drops, so such a text is shown as the plain paragraphs that it is.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_MOST_BRACKETS, _DEEPEST = 500, 20
_NO_LINKS = ["link", "image", "reference"]
_LEFT_OUT = {"js-default": ["image"], "commonmark": [], "zero": []}
"""Beside HTML, by preset: a page for a browser fetches no picture, and shows where it is."""
# Plain words below plain headings need no parser, and most prose is that.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#+|~&!=]|^ {0,3}(?:[-:]|\d+[.)])|\t|^ {4}|  $", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6}) ([^\n]*[^\s\n])\Z")
_AWAY = re.compile(r"(https?://|mailto:)\S+\Z", re.IGNORECASE)
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")


class Levels:
    """Counts how deep the headings of a text stand among each other, and leaves no level out."""

    def __init__(self) -> None:
        self.above: list[int] = []

    def depth(self, written: int) -> int:
        """Return how deep the next heading stands, which was written at a level: 1 is on top."""
        while self.above and self.above[-1] >= written:
            self.above.pop()
        self.above.append(written)
        return len(self.above)


def leads_away(url: str) -> bool:
    """Tell whether an address leads to the web or to somebody's mail, and nowhere else."""
    return _AWAY.match(url) is not None


def plain_parts(written: str) -> list[tuple[int, str]] | None:
    """Return plain paragraphs and headings, each with its level, 0 for a paragraph.

    None where there is more to read in them, or they begin with empty space.
    """
    found = []
    for part in _BLANK.split(written) if written else ():
        heading = _HEADING.match(part)
        words = heading[2].strip(" ") if heading else part
        if _MARKUP.search(words) or not words.strip():
            return None
        lines = "\n".join(line.strip(" ") for line in words.split("\n")).strip()
        found.append((len(heading[1]) if heading else 0, lines))
    return found


def tokens_of(written: str, preset: str) -> "list[Token]":
    """Return what Markdown says, by one of the parser's presets; HTML in it is plain words."""
    found = parser(preset, links=written.count("[") <= _MOST_BRACKETS).parse(written)
    if any(token.level >= _DEEPEST - 1 for token in found):
        return parser("zero").parse(written)
    return found


@cache
def parser(preset: str, *, links: bool = True) -> "MarkdownIt":
    """Return a parser that knows no HTML, and links only where they are wanted."""
    from markdown_it import MarkdownIt

    made = MarkdownIt(preset, {"html": False, "linkify": False, "maxNesting": _DEEPEST})
    made.disable(["html_block", "html_inline", *_LEFT_OUT[preset], *([] if links else _NO_LINKS)])
    if preset != "zero":
        made.core.ruler.after("block", "sentences", _sentences)
    return made


def _sentences(state: "StateCore") -> None:
    """Make a list of one that does not begin at 1 a sentence: “76.” is a number that somebody saw.

    CommonMark takes a number and a full stop for a list wherever a paragraph begins so.
    """
    found: list[Token] = []
    tokens, place = state.tokens, 0
    while place < len(tokens):
        token, end = tokens[place], place + 1
        if token.type == "ordered_list_open" and token.level == 0:
            end = next(n for n in range(place, len(tokens)) if _closes(tokens[n]))
            if token.attrGet("start") is not None and _items(tokens[place:end]) == 1:
                found += _sentence(tokens[place + 1 : end])
                place = end + 1
                continue
            end += 1
        found += tokens[place:end]
        place = end
    state.tokens = found


def _closes(token: "Token") -> bool:
    return token.type == "ordered_list_close" and token.level == 0


def _items(tokens: "Sequence[Token]") -> int:
    return sum(token.type == "list_item_open" and token.level == 1 for token in tokens)


def _sentence(tokens: "Sequence[Token]") -> "list[Token]":
    """Return an item of a list as the paragraphs that it holds, its number before the first."""
    from markdown_it.token import Token

    item, inside = tokens[0], list(tokens[1:-1])
    number = f"{item.info}{item.markup}"
    for token in inside:
        token.hidden = token.hidden and token.level > item.level + 1
    if inside and inside[0].type == "paragraph_open":
        inside[1].content = f"{number} {inside[1].content}"
        return inside
    words = Token("inline", "", 0, content=number, children=[], block=True)
    ends = (
        Token("paragraph_open", "p", 1, block=True),
        Token("paragraph_close", "p", -1, block=True),
    )
    return [ends[0], words, ends[1], *inside]
