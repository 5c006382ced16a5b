"""A person's prose as a small tree: what Markdown means, and nothing that acts.

Whatever is not named here is plain text: HTML as it was typed, a picture as its words, an address
as words in which it can be read. So a writer (export_markdown.py, export_pdf.py) has few things to
write, and words never become markup again.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from stillpd.render.export_parser import Levels, leads_away, plain_parts, tokens_of
from stillpd.render.safe import safe

if TYPE_CHECKING:
    from markdown_it.token import Token

Node = dict[str, Any]
"""`is` says what it is. `of` holds its nodes, `text` its words, `level` and `start` numbers, `mark`
what stood around it."""

_PLAIN_BLOCKS = {
    "bullet_list_open": "bullets",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "paragraph_open": "para",
}


def nodes(text: str) -> list[Node]:
    """Return Markdown as nodes; headings count from 1 and leave out no level."""
    written = safe(text).strip("\n")
    parts = plain_parts(written)
    if parts is not None:
        levels = Levels()
        return [_plain(depth, words, levels) for depth, words in parts]
    return _blocks(iter(tokens_of(written, "commonmark")), Levels())


def _plain(depth: int, words: str, levels: Levels) -> Node:
    if depth:
        return {"is": "heading", "level": levels.depth(depth), "of": [_text(words)]}
    return {"is": "para", "of": [_text(words)]}


def _blocks(tokens: "Iterator[Token]", levels: Levels) -> list[Node]:
    """Return the blocks up to the end of the one around them."""
    found: list[Node] = []
    for token in tokens:
        if token.nesting < 0:
            return found
        if token.type == "inline":
            found += _inline(iter(token.children or ()))
        elif token.type in {"fence", "code_block"}:
            found.append({"is": "code", "text": safe(token.content.rstrip("\n"))})
        elif token.type == "hr":
            found.append({"is": "rule"})
        elif token.type == "heading_open":
            level = levels.depth(int(token.tag[1]))
            found.append({"is": "heading", "level": level, "of": _blocks(tokens, levels)})
        elif token.type == "ordered_list_open":
            start = int(token.attrGet("start") or 1) if token.attrGet("start") != 0 else 0
            found.append({"is": "numbers", "start": start, "of": _blocks(tokens, levels)})
        elif token.type in _PLAIN_BLOCKS:
            found.append({"is": _PLAIN_BLOCKS[token.type], "of": _blocks(tokens, levels)})
        elif token.content:
            found.append({"is": "para", "of": [_text(token.content)]})
    return found


def _inline(tokens: "Iterator[Token]") -> list[Node]:
    found: list[Node] = []
    for token in tokens:
        if token.nesting < 0:
            return found
        match token.type:
            case "softbreak":
                found.append(_text("\n"))
            case "hardbreak":
                found.append({"is": "break"})
            case "code_inline":
                found.append({"is": "typed", "text": safe(token.content)})
            case "strong_open" | "em_open":
                kind = token.type.removesuffix("_open")
                found.append({"is": kind, "mark": token.markup, "of": _inline(tokens)})
            case "link_open":
                found += _link(_inline(tokens), str(token.attrGet("href") or ""))
            case _:
                found.append(_text(token.content))
    return found


def _link(inside: list[Node], href: str) -> list[Node]:
    """Return a link's words, and where it leads if that is the web and the words do not say so."""
    if not leads_away(href) or href.removeprefix("mailto:") in words(inside):
        return inside
    return [*inside, _text(f" ({href})")]


def words(of: Sequence[Node]) -> str:
    """Return the words of nodes and nothing else."""
    return "".join(node.get("text", "") or words(node.get("of", ())) for node in of)


def _text(written: str) -> Node:
    return {"is": "text", "text": safe(written)}
