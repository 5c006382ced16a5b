"""Words as whoever reads them sees them: without the marks of Markdown and HTML, with their places.

A name may be set so that its letters stand apart in the file and together on the page.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

_ENCODED = re.compile(r"&#?\w{1,31};|(?:%[0-9A-Fa-f]{2})+")
"""Signs written as others: &#113; in HTML, %71 in an address."""
_MARKS = re.compile(
    r"""
      &\#?\w{1,31};                              # a sign by its number or name
    | (?:%[0-9A-Fa-f]{2})+
    | (?:\A|(?<=\n))[ \t]*>[> \t]*               # a quotation goes on
    | <!--.{0,500}?-->
    | </?[A-Za-z][A-Za-z0-9]*(?:[ \t/][^<>\n]{0,300})?>
    | !?\[ | \]\([^()\n]{0,2000}\) | \]\[[^\[\]\n]{0,200}\] | \]    # a link, or a picture
    | -\n[ \t]*                                  # a word goes on
    | \|                                         # a cell ends
    | \\(?=[\W_])                                # the next sign is no mark
    """,
    re.VERBOSE | re.DOTALL,
)
_SPACES = ("|", ">", "<br", "<BR")

Places = list[tuple[int, int]]
"""For each sign that is read where it begins and ends in what is written."""


def as_read(text: str) -> Iterator[tuple[str, Places]]:
    """Iterate over the ways in which words read otherwise than they are written, with the places.

    One way is without marks; in the other an address stays, with its signs decoded.
    """
    for pattern in (_MARKS, _ENCODED):
        if pattern.search(text):
            yield _read(text, pattern)


def _read(text: str, pattern: re.Pattern[str]) -> tuple[str, Places]:
    signs: list[str] = []
    places: Places = []
    end = 0
    for mark in pattern.finditer(text):
        signs += text[end : mark.start()]
        places += ((at, at + 1) for at in range(end, mark.start()))
        shown = _shown(mark[0])
        signs += shown
        places += [mark.span()] * len(shown)
        end = mark.end()
    signs += text[end:]
    places += ((at, at + 1) for at in range(end, len(text)))
    return "".join(signs), places


def _shown(mark: str) -> str:
    if mark[0] == "&":
        return unescape(mark)
    if mark[0] == "%":
        return unquote(mark)
    return " " if mark.lstrip().startswith(_SPACES) else ""
