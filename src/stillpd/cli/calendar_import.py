"""`stillpd calendar import`: a district's holidays become breaks of the school year."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.output import deliver, note
from stillpd.cli.session import Session
from stillpd.model.errors import NotFound

if TYPE_CHECKING:
    from stillpd.exchange.holidays import FoundBreaks

imports = typer.Typer()

Words = list[str] | None


@imports.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="It ends in .ics; - reads stdin.")],
    *,
    only: Annotated[
        Words, typer.Option("--only", metavar="WORD", help="Only names with this word.")
    ] = None,
    without: Annotated[
        Words, typer.Option("--except", metavar="WORD", help="No names with this word.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it holds.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Take all that is shown.")] = False,
) -> None:
    """Take the holidays of a calendar file into your school years, as breaks.

    stillpd calendar import holidays.ics

    It shows what it found, and you choose. What is there already stays.
    """
    from stillpd.actions.calendar_import import take
    from stillpd.exchange.holidays import WantedNames, find_breaks

    session = Session.of(ctx)
    wanted = WantedNames(only=tuple(only or ()), without=tuple(without or ()))
    zone = session.opened.zone
    years, today = session.opened.header.school_years, session.now.date()
    found = find_breaks(years, _content(file), zone, wanted, today)
    asks = session.is_interactive and not yes and not dry_run
    if found.new and asks:
        found = _chosen(found)
    elif not (yes and found.new) or dry_run:
        _tell(session, found)
        if session.format != "json":
            note(_next_step(found, file))
        return
    if not found.new:
        note("Nothing was changed.")
        return
    saved = take(session.opened, found, session.writing_at)
    found = replace(found, saved=True)
    if asks:
        from stillpd.cli.saving import deliver_saved

        deliver_saved(session, "calendar import", saved)
        return
    _tell(session, found)
    if session.format != "json":
        note(f"Saved: {saved.words}. Take them back: stillpd undo")


def _content(file: str) -> bytes:
    """Return what a file holds, or enough of it to tell that it is too large."""
    from stillpd.exchange.calendar_file import MOST_BYTES
    from stillpd.journal.places import typed_path

    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin else b""
    path = typed_path(file)
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as err:
        raise NotFound(
            f"{file} cannot be read: {err.strerror}.",
            "Download the calendar first; its name ends in .ics.",
        ) from None


def _chosen(found: "FoundBreaks") -> "FoundBreaks":
    """Have somebody choose among the new ones; what is not ticked is left out."""
    from stillpd.cli.asking import ask_many, say
    from stillpd.render import calendar_import as screen

    left = list(screen.left_out(found))
    if left:
        say(f"Left out: {', '.join(left)}.")
    offered = screen.choices(found)
    ticked = ask_many("Which of these are breaks?", list(offered))
    return replace(found, breaks=tuple(offered[words] for words in ticked))


def _tell(session: Session, found: "FoundBreaks") -> None:
    from stillpd.render import calendar_import as screen

    deliver(
        session,
        "calendar import",
        found,
        page=lambda _: screen.page(found),
        data=lambda: screen.data(found),
    )


def _next_step(found: "FoundBreaks", file: str) -> str:
    if not found.new:
        return "Nothing new in it."
    from shlex import quote

    count = len(found.new)
    told = "Take it" if count == 1 else f"Take these {count}"
    return f"Nothing is changed yet. {told}: stillpd calendar import {quote(file)} --yes"
