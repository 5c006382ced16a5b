"""`stillpd schedule ics`: the blocks as a file that a calendar program takes."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stillpd.cli.output import deliver_file
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from stillpd.insight.appointments import Appointments
    from stillpd.model.journal import Journal

calendars = typer.Typer()
_A_WEEK = 7 * 24 * 60


@calendars.command()
def ics(
    ctx: typer.Context,
    block: Annotated[
        list[str] | None, typer.Argument(metavar="[BLOCK]...", help="Which blocks; else all.")
    ] = None,
    *,
    titles: Annotated[
        bool, typer.Option("--titles", help="Name things; else all are appointments.")
    ] = False,
    commitments: Annotated[
        bool, typer.Option("--commitments", help="Open promises with a date too.")
    ] = False,
    alarm: Annotated[
        int,
        typer.Option("--alarm", metavar="MINUTES", min=0, max=_A_WEEK, help="0 for none."),
    ] = 5,
    floating: Annotated[
        bool, typer.Option("--floating", help="Without a time zone: wherever you are.")
    ] = False,
) -> None:
    """Your blocks as a calendar file (iCalendar), to be imported where you plan your days.

    stillpd schedule ics -o quiet.ics

    Nobody learns from it what it is for: every block is an "Appointment", marked private, unless
    you ask for --titles. Breaks and pauses are left out. After a change make it again: a calendar
    knows its appointments by their ids.
    """
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.appointments import WantedAppointments, appointments, reads
    from stillpd.model.errors import NotFound
    from stillpd.render.ics import as_ics

    session = Session.of(ctx)
    journal = session.read(reads(session.now, commitments=commitments))
    wanted = WantedAppointments(
        blocks=_named(journal, block or []),
        titles=titles,
        commitments=commitments,
        seen=is_shared(),
    )
    found = appointments(journal, wanted, session.now)
    if not found.blocks and not found.deadlines:
        raise NotFound(
            "There is nothing yet to put into a calendar.",
            'Add a block: stillpd block add friday --every "fri 14:45"',
        )
    content = as_ics(found, alarm=alarm, floating=floating)
    deliver_file(
        session,
        "schedule ics",
        content,
        data=lambda: _data(journal, found, content),
        notes=_notes(session, found, alarm),
        problems=journal.problems,
    )


def _named(journal: "Journal", refs: list[str]) -> tuple[str, ...]:
    """Return the ids of the blocks that are meant."""
    from stillpd.cli.refs import pick

    where = "See them with: stillpd block list"
    return tuple(pick(journal.blocks, ref, "block", where, _told(journal)).id for ref in refs)


def _told(journal: "Journal") -> list[str]:
    """Return the ids of the blocks that may be named: where others look on, the shared ones."""
    from stillpd.cli.shared_screen import is_shared

    return [name for name, one in journal.blocks.items() if one.share or not is_shared()]


def _notes(session: Session, found: "Appointments", alarm: int) -> Iterator[str]:
    """Say what is in the file, where somebody looks on or a file is written, and what is not."""
    from stillpd.cli.shared_screen import is_shared
    from stillpd.render.when import plural

    if "output" in session.chosen or sys.stdout.isatty():
        counts = [plural(len(found.blocks), "block")] if found.blocks else []
        if found.deadlines:
            counts.append(plural(len(found.deadlines), "promise"))
        yield f"{' and '.join(counts)} for your calendar."
        if alarm and found.blocks:
            yield "Google Calendar leaves alarms out when it imports: set one there."
    if found.without_time:
        which = "" if is_shared() else f": {', '.join(found.without_time)}"
        yield f"Left out, for want of a time{which}. See: stillpd doctor"


def _data(journal: "Journal", found: "Appointments", content: bytes) -> dict[str, Any]:
    told = _told(journal)
    return {
        "blocks": [one.block for one in found.blocks if one.block in told],
        "commitments": len(found.deadlines),
        "ics": content.decode("utf-8"),
    }
