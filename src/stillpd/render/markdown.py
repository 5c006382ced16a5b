"""Write a page as CommonMark: headings, paragraphs, tables."""

import re
from collections.abc import Iterator

from stillpd.render.page import Block, Gap, Heading, Page, Para, Picture, Rows, Span, Spans
from stillpd.render.safe import safe

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def as_markdown(page: Page) -> str:
    """Return the page as Markdown text."""
    lines: list[str] = []
    for block in page:
        made = list(_block(block))
        if made and lines and lines[-1]:
            lines.append("")
        lines += made
    return "\n".join(lines).strip("\n") + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            words = _inline(block.left)
            aside = _inline(block.right)
            yield f"{'#' * block.level} {words}" + (f" — {aside}" if aside else "")
        case Para(verbatim=True) | Para(prose=True):
            yield safe("".join(span.text for span in block.spans))
        case Para():
            yield _inline(block.spans)
        case Rows():
            yield from _table(block)
        case Picture():
            # As code, by its indent: every column keeps its place, and no words can end it.
            yield from (f"    {_words(line)}".rstrip() for line in block.lines)
        case Gap():
            return


def _words(spans: Spans) -> str:
    return re.sub(r"\s*\n\s*", " ", safe("".join(span.text for span in spans)))


def _inline(spans: Spans) -> str:
    return "".join(_span(span) for span in spans).strip()


def _span(span: Span) -> str:
    flat = re.sub(r"\s*\n\s*", " ", safe(span.text))
    if span.look == "command" and "`" not in flat:
        return f"`{flat}`"
    words = _SPECIAL.sub(r"\\\1", flat)
    if span.look in {"strong", "found"} and words.strip():
        lead, trail = len(words) - len(words.lstrip()), len(words.rstrip())
        return f"{words[:lead]}**{words.strip()}**{words[trail:]}"
    return words


def _table(block: Rows) -> Iterator[str]:
    columns = max((len(row) for row in block.rows), default=0)
    if not columns:
        return
    header = block.header or ("",) * columns
    yield "| " + " | ".join(header) + " |"
    yield "|" + "|".join("---:" if n in block.right else "---" for n in range(columns)) + "|"
    for row in block.rows:
        cells = [_inline(cell) for cell in row] + [""] * (columns - len(row))
        yield "| " + " | ".join(cells) + " |"
