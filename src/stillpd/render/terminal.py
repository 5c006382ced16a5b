"""Give a page's lines the colours of a terminal. Colour adds warmth and never meaning."""

from itertools import groupby

from rich.console import Console
from rich.style import Style
from rich.text import Text

from stillpd.render.lines import Line
from stillpd.render.page import Look

# One hue a circle; the terminal's own palette, so that light and dark themes both read well.
_STYLES: dict[Look, Style] = {
    "": Style.null(),
    "title": Style(bold=True),
    "strong": Style(bold=True),
    "dim": Style(dim=True),
    "doing": Style(color="cyan"),
    "relating": Style(color="magenta"),
    "being": Style(color="green"),
    "good": Style(color="green"),
    "ask": Style(italic=True),
    "command": Style(color="blue"),
    "found": Style(bold=True, underline=True),
}


def as_rich(lines: list[Line]) -> Text:
    """Return the lines as one Rich text, user text as text and never as markup."""
    made = Text(no_wrap=True, overflow="ignore", end="")
    for line in lines:
        for look, spans in groupby(line, key=lambda span: span.look):
            made.append("".join(span.text for span in spans), _STYLES[look])
        made.append("\n")
    return made


def as_coloured(lines: list[Line], console: Console) -> str:
    """Return the lines as the characters that give a terminal its colours.

    Rich says once how each look is written there: a thousand lines one by one would take it long.
    """
    looks = {span.look for line in lines for span in line}
    around = {look: _around(_STYLES[look], console) for look in looks}
    made: list[str] = []
    for line in lines:
        for look, spans in groupby(line, key=lambda span: span.look):
            before, after = around[look]
            made += (before, *(span.text for span in spans), after)
        made.append("\n")
    return "".join(made)


def _around(style: Style, console: Console) -> tuple[str, str]:
    """Return what a terminal is to be told before and after text in a style."""
    with console.capture() as captured:
        console.print(Text("x", style), end="")
    before, _, after = captured.get().partition("x")
    return before, after
