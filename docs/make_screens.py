"""Make the pictures of the docs from the demo: `make screens`, or run this file.

Each is what the program prints in a terminal of 80 columns, as an SVG that loads nothing from
elsewhere.
"""

import re
from datetime import datetime, time
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.terminal_theme import MONOKAI

from stillpd.cli.commands.demo import AS_OF, DEMO
from stillpd.insight.agenda import agenda
from stillpd.insight.period import period_at
from stillpd.insight.progress import progress
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.render import progress as progress_screen
from stillpd.render import today as today_screen
from stillpd.render.lines import lay_out
from stillpd.render.page import Page
from stillpd.render.terminal import as_rich

PICTURES = Path(__file__).parent / "pictures"
WIDTH = 80
_FONTS = "Fira Code, Menlo, Consolas, DejaVu Sans Mono, monospace"
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\n\s*\}", re.DOTALL)
_CELL = 12.2  # the width that Rich gives a character
_INDENTED = re.compile(r' x="([\d.]+)" (y="[\d.]+") textLength="([\d.]+)"([^>]*)>((?:&#160;)+)')


def main(pictures: Path = PICTURES) -> None:
    """Write all pictures into a folder."""
    opened = open_journal(DEMO)
    journal = read_journal(opened)
    now = datetime.combine(AS_OF, time(23, 59), ZoneInfo(opened.header.timezone))
    moved = progress(journal, period_at(journal.calendar, now))
    picture(pictures / "today.svg", "stillpd", today_screen.page(agenda(journal, now), WIDTH))
    picture(pictures / "progress.svg", "stillpd progress", progress_screen.page(moved, WIDTH))


def picture(place: Path, typed: str, page: Page) -> None:
    """Write one picture: what was typed as its title, and the page below."""
    console = Console(
        record=True, width=WIDTH, force_terminal=True, color_system="truecolor", file=StringIO()
    )
    console.print(as_rich(lay_out(page, WIDTH)), end="")
    drawn = console.export_svg(title=typed, theme=MONOKAI, unique_id=place.stem)
    place.parent.mkdir(exist_ok=True)
    drawn = _INDENTED.sub(_in_its_place, drawn)
    drawn = _FONT_FACE.sub("", drawn).replace("Fira Code, monospace", _FONTS)
    place.write_text(drawn, encoding="utf-8")
    print(f"Written: {place}")


def _in_its_place(match: re.Match[str]) -> str:
    """Set words behind an indent at their own place: some viewers drop the spaces before them."""
    room = match[5].count(";") * _CELL
    x, length = float(match[1]) + room, float(match[3]) - room
    return f' x="{x:.1f}" {match[2]} textLength="{length:.1f}"{match[4]}>'


if __name__ == "__main__":
    main()
