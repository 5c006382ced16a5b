"""A person's prose for a page that leaves: Markdown becomes HTML in which nothing acts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stillpd.render.export_parser import Levels, leads_away, parser, plain_parts, tokens_of
from stillpd.render.safe import safe

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markupsafe import Markup

_TAGS = frozenset(
    {"p", "br", "hr", "em", "strong", "s", "blockquote", "ul", "ol", "li", "a", "code", "pre"}
    | {"table", "thead", "tbody", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6"}
)
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}
_SCHEMES = frozenset({"https", "http", "mailto"})
_DEEPEST = 6
_PRESET = "js-default"


def prose(text: str, level: int) -> "Markup":
    """Return Markdown as HTML whose headings begin at `level`, in order.

    HTML in it is shown as it was typed, pictures are not fetched, and links lead to the web or to
    an address for mail, or nowhere.
    """
    from markupsafe import Markup

    written = safe(text).strip()
    made = _plain(written, level) if written else ""
    if made is None:
        made = _rendered(written, level)
    return Markup(made)  # noqa: S704 - this is the one place where HTML is made of words


def _rendered(written: str, level: int) -> str:
    import nh3

    tokens = tokens_of(written, _PRESET)
    _shift(tokens, level)
    by = parser(_PRESET)
    cleaned: str = nh3.clean(
        by.renderer.render(tokens, by.options, {}),
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_kept,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer",
    )
    return safe(cleaned).strip()  # once more: an entity may have stood for something that acts


def link(url: str) -> str:
    """Return an address if it leads to the web, and nothing for any other."""
    return url if leads_away(url) and not url.lower().startswith("mailto:") else ""


def _plain(written: str, level: int) -> str | None:
    """Return plain paragraphs and headings as HTML; None where there is more to read in them."""
    from html import escape

    parts, made, levels = plain_parts(written), [], Levels()
    for depth, words in parts or ():
        tag = _tag(level, levels.depth(depth)) if depth else "p"
        made.append(f"<{tag}>{escape(words, quote=False)}</{tag}>")
    return "\n".join(made) if parts is not None else None


def _tag(first: int, depth: int) -> str:
    """Return the tag of a heading that stands below those of the page."""
    return f"h{min(first + depth - 1, _DEEPEST)}"


def _shift(tokens: "Sequence[Token]", level: int) -> None:
    levels, tag = Levels(), ""
    for token in tokens:
        if token.type == "heading_open":
            tag = _tag(level, levels.depth(int(token.tag[1])))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = tag
        elif token.type == "th_open":
            token.attrSet("scope", "col")


def _kept(_tag: str, name: str, value: str) -> str | None:
    """Return an attribute as it may stay; a link to files of the reader's own machine may not."""
    if name != "href":
        return value
    return value if leads_away(value) else None
