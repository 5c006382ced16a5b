"""A period as CommonMark, with tables as GitHub's Markdown has them.

Whatever a person wrote is written so that it says itself and does nothing: no HTML, no link that is
none, no cell that ends early. Their prose stays Markdown, with its headings below ours.
"""

import re
from collections.abc import Iterator, Sequence

from stillpd.insight.portfolio import Portfolio
from stillpd.render.export_document import (
    Document,
    Facts,
    Lines,
    Measures,
    Piece,
    Prose,
    Section,
    Table,
    Words,
)
from stillpd.render.export_nodes import Node, nodes
from stillpd.render.export_page import document
from stillpd.render.safe import one_line, safe

_DEEPEST = 6
_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_ENTITY = re.compile(r"&(?=#|\w+;)")
_LEADING = re.compile(r"^(\s*)(?:([-+=>#])|(\d{1,9})([.)]))", re.MULTILINE)


def as_bytes(report: Portfolio) -> bytes:
    """Return the page as Markdown text."""
    blocks = _page(document(report))
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()


def _page(made: Document) -> Iterator[list[str]]:
    yield [_heading(1, _words(made.title))]
    yield _facts(made.cover)
    for section in made.sections:
        aside = f" — {_words(section.aside)}" if section.aside else ""
        yield [_heading(section.level, f"{_words(section.title)}{aside}")]
        for piece in section.pieces:
            yield from _piece(piece, section)


def _piece(piece: Piece, section: Section) -> Iterator[list[str]]:
    match piece:
        case Words():
            yield [_at_start(_words(piece.text))]
        case Facts():
            yield _facts(piece)
        case Lines():
            yield [f"- {_at_start(_words(line))}" for line in piece.lines]
        case Table():
            yield list(_table(piece.header, piece.rows))
        case Measures():
            rows = [
                (_words(one.name), _words(one.aim), _words(one.figures), _typed(one.picture))
                for one in piece.rows
            ]
            yield list(_rows(("Measure", "Aim", "So far", "Week by week"), rows))
        case Prose():
            yield from _blocks(nodes(piece.markdown), section.level)


def _facts(facts: Facts) -> list[str]:
    return [f"- **{_words(label)}:** {_words(words)}" for label, words in facts.rows]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    return _rows(header, [[_words(cell) for cell in row] for row in rows])


def _rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Iterate over a table's lines; its cells are Markdown already."""
    yield f"| {' | '.join(map(_words, header))} |"
    yield f"|{' --- |' * len(header)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _heading(level: int, words: str) -> str:
    return f"{'#' * level} " + re.sub(r"#+$", lambda end: end[0].replace("#", "\\#"), words)


# Words -------------------------------------------------------------------------------------------


def _words(text: str) -> str:
    """Return words on one line that say themselves."""
    return _plain(one_line(text))


def _plain(text: str) -> str:
    escaped = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", safe(text)))
    return escaped.replace("<", "&lt;")


def _at_start(text: str) -> str:
    """Return a paragraph no line of which begins like a heading, a list or a quotation."""
    return _LEADING.sub(
        lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}",
        text,
    )


def _typed(text: str) -> str:
    """Return words as code, whatever backticks they hold."""
    if not text:
        return ""
    fence = "`" * (_longest(text) + 1)
    room = " " if text[0] in "` " or text[-1] in "` " else ""
    flat = text.replace("\n", " ")
    return f"{fence}{room}{flat}{room}{fence}"


def _longest(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


# Prose -------------------------------------------------------------------------------------------


def _blocks(found: Sequence[Node], level: int) -> Iterator[list[str]]:
    """Iterate over blocks as lines; headings stand below `level`."""
    for node in found:
        match node["is"]:
            case "para":
                yield _at_start(_inline(node["of"])).split("\n")
            case "heading":
                depth = min(level + node["level"], _DEEPEST)
                yield [_heading(depth, _inline(node["of"]).replace("\\\n", " ").replace("\n", " "))]
            case "bullets" | "numbers":
                yield list(_list(node, level))
            case "quote":
                yield _behind("> ", "> ", _blocks(node["of"], level))
            case "code":
                fence = "`" * max(3, _longest(node["text"]) + 1)
                yield [fence, *node["text"].split("\n"), fence]
            case "rule":
                yield ["---"]


def _list(node: Node, level: int) -> Iterator[str]:
    for number, item in enumerate(node["of"]):
        mark = "- " if node["is"] == "bullets" else f"{node['start'] + number}. "
        blocks = list(_blocks(item["of"], level))
        yield from ([""] if number else [])
        yield from _behind(mark, " " * len(mark), iter(blocks or [[""]]))


def _behind(first: str, later: str, blocks: Iterator[list[str]]) -> list[str]:
    lines = [line for block in blocks for line in ("", *block)][1:] or [""]
    return [f"{later if n else first}{line}".rstrip() for n, line in enumerate(lines)]


def _inline(found: Sequence[Node]) -> str:
    return "".join(_inline_node(node) for node in found)


def _inline_node(node: Node) -> str:
    match node["is"]:
        case "strong" | "em":
            return f"{node['mark']}{_inline(node['of'])}{node['mark']}"
        case "typed":
            return _typed(node["text"])
        case "break":
            return "\\\n"
    return _plain(node["text"])
