"""The file of an export: where it goes, what it is called where nobody said, and how to open it."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stillpd.cli.handing_out import hand_out
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput
from stillpd.model.shared import OWNER, Shared
from stillpd.render.when import plural

if TYPE_CHECKING:
    from stillpd.insight.period import Period

_ENDINGS = {"markdown": "md", "form": "md"}
_MOST_OF_A_NAME = 40


def ask_for_file(
    session: Session, file_format: str, shared: Shared, period: "Period | None", *, about: str = ""
) -> None:
    """Ask in a terminal which file it shall be, with a name that Enter takes.

    Nobody wants a page of HTML all over the screen; who does says `-o -`. A pipe gets it as it is.
    What is not cut to a period has none here.
    """
    if "output" in session.chosen or not session.is_interactive:
        return
    ask_into_file(session, _name(file_format, shared, period, about))


def ask_into_file(session: Session, name: str) -> None:
    """Ask into which file something goes; Enter takes that name, or the next that is free."""
    from stillpd.cli.asking import ask_line

    ready = _free(name)
    session.remember("output", ask_line("Into which file?", default=ready).strip() or ready)


def expect_file(session: Session, file_format: str) -> None:
    """Raise InvalidInput where no file is named for what is no text."""
    if session.chosen.get("output", "-") == "-":
        raise InvalidInput(
            "That is no text for a screen.", f"Name a file: -o journal.{file_format}"
        )


def _name(file_format: str, shared: Shared, period: "Period | None", about: str) -> str:
    """Return a name that says whose it is, for whom, of when: dana-okafor-coach-2025-2026.html."""
    whom = "private" if shared.audience == OWNER else shared.audience
    when = (period.name or f"{period.first} {period.end}") if period else ""
    words = (shared.journal.header.owner, whom, Path(about).stem, when)
    said = "-".join(filter(None, map(_plain, words)))
    return f"{said or 'journal'}.{_ENDINGS.get(file_format, file_format)}"


def _plain(words: str) -> str:
    """Return words as any disk takes them: small letters, digits and hyphens."""
    ascii_ = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_)[:_MOST_OF_A_NAME].strip("-")


def _free(name: str) -> str:
    stem, _, ending = name.partition(".")
    number = 1
    while Path(name).exists():
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name


def hand_out_export(
    session: Session,
    file_format: str,
    shared: Shared,
    period: "Period | None",
    content: bytes,
    *,
    force: bool,
    raw: bool = False,
) -> None:
    """Hand an export out, say how to open it, and name what could not be read (exit code 4)."""
    hand_out(
        session,
        "export",
        content,
        data=lambda: {
            "format": file_format,
            "audience": shared.audience,
            "from": str(period.first) if period else None,
            "to": str(period.end) if period else None,
            "bytes": len(content),
        },
        force=force,
        told=lambda path: "\n".join(_beside(file_format, path, shared, raw=raw)),
        problems=session.journal.problems,
    )


def _beside(file_format: str, path: Path, shared: Shared, *, raw: bool) -> Iterator[str]:
    """Iterate over what to do with a file that was made, and how much is not in it."""
    match file_format:
        case "html":
            yield f"Open it in a browser: {path.as_uri()}"
        case "pdf":
            yield f"Open it: {path.as_uri()}"
        case "csv" if not raw:
            yield "Open it in a spreadsheet."
        case "ics":
            yield "Open it with your calendar."
        case "json" if shared.audience == OWNER:
            yield f"A journal comes back from it: stillpd init PATH --from {path.name}"
    if shared.withheld:
        yield f"{plural(shared.withheld, 'page stays', 'pages stay')} with you."
