"""A page in a terminal: the colours are Rich's own."""

from typing import get_args

import pytest
from rich.console import Console

from stillpd.render.page import Look, Span
from stillpd.render.terminal import as_coloured, as_rich

LINES = [
    *(
        [Span("A word ", look), Span("and more", look), Span("[red]水", "")]
        for look in get_args(Look)
    ),
    [],
    [Span("the last")],
]


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm-256color"},
        {"TERM": "xterm", "COLORTERM": "truecolor"},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
        {"TERM": "dumb"},
    ],
    ids=str,
)
def test_lines_are_coloured_as_rich_would_colour_them(environment: dict[str, str]) -> None:
    console = Console(
        force_terminal=True, soft_wrap=True, markup=False, emoji=False, highlight=False,
        _environ=environment,
    )  # fmt: skip
    with console.capture() as captured:
        console.print(as_rich(LINES), end="")
    assert as_coloured(LINES, console) == captured.get()
