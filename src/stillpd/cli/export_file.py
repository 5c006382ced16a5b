"""The file of an export: where it goes, what it is called where nobody said, and how to open it."""

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from stillpd.cli.handing_out import hand_out
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput
from stillpd.model.shared import OWNER, Shared

if TYPE_CHECKING:
    from stillpd.insight.period import Period

_ENDINGS = {"markdown": "md", "form": "md"}
_WITHOUT_PERIOD = {"json", "ics"}
_MOST_OF_A_NAME = 40


def ask_for_file(
    session: Session, form: str, shared: Shared, period: "Period", *, about: str = ""
) -> None:
    """Ask in a terminal which file it shall be, with a name that Enter takes.

    Nobody wants a page of HTML all over the screen; who does says `-o -`. A pipe gets it as it is.
    """
    if "output" in session.chosen or not session.is_interactive:
        return
    from stillpd.cli.asking import ask_line

    ready = _free(_name(form, shared, period, about))
    session.remember("output", ask_line("Into which file?", default=ready).strip() or ready)


def expect_file(session: Session, form: str) -> None:
    """Raise InvalidInput where no file is named for what is no text."""
    if session.chosen.get("output", "-") == "-":
        raise InvalidInput("That is no text for a screen.", f"Name a file: -o journal.{form}")


def _name(form: str, shared: Shared, period: "Period", about: str) -> str:
    """Return a name that says whose it is, for whom, of when: dana-okafor-coach-2025-2026.html."""
    whom = "private" if shared.audience == OWNER else shared.audience
    when = "" if form in _WITHOUT_PERIOD else period.name or f"{period.first} {period.end}"
    words = (shared.journal.header.owner, whom, Path(about).stem, when)
    said = "-".join(filter(None, map(_plain, words)))
    return f"{said or 'journal'}.{_ENDINGS.get(form, form)}"


def _plain(words: str) -> str:
    """Return words as any disk takes them: small letters, digits and hyphens."""
    ascii_ = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_)[:_MOST_OF_A_NAME].strip("-")


def _free(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    number = 1
    while Path(name).exists():
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name


def hand_out_export(
    session: Session, form: str, shared: Shared, period: "Period", content: bytes, *, force: bool
) -> None:
    """Hand an export out, say how to open it, and name what could not be read (exit code 4)."""
    hand_out(
        session,
        "export",
        content,
        data=lambda: {
            "format": form,
            "audience": shared.audience,
            "from": str(period.first),
            "to": str(period.end),
            "bytes": len(content),
        },
        force=force,
        told=lambda path: _how_to_open(form, path, shared),
        problems=session.journal.problems,
    )


def _how_to_open(form: str, path: Path, shared: Shared) -> str:
    """Return what to do with a file that was made."""
    match form:
        case "html":
            return f"Open it in a browser: {path.as_uri()}"
        case "pdf":
            return f"Open it: {path.as_uri()}"
        case "csv":
            return "Open it in a spreadsheet: UTF-8, cells parted by commas."
        case "ics":
            return "Open it with your calendar."
        case "json" if shared.audience == OWNER:
            return f"A journal comes back from it: stillpd init PATH --from {path.name}"
    return ""
