"""What a reflection is for a quiet time: told at its beginning, and where nothing was written."""

from collections.abc import Sequence
from datetime import datetime

from stillpd.cli.guided_reflection import Sitting
from stillpd.cli.output import note
from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared
from stillpd.cli.sitting import fill_in
from stillpd.insight.settling import kept_by_reflecting
from stillpd.insight.stillness import Occurrence
from stillpd.model.block import Block
from stillpd.model.privacy import is_private


def sit_through(sitting: Sitting, at: datetime, typed: Sequence[str], *, editor: bool) -> bool:
    """Get the answers as `fill_in` does, and say which quiet time they are for."""
    session, protocol = sitting.session, sitting.protocol.id
    guided = session.is_interactive and not typed and not editor
    if guided and (line := _beginning(session, protocol, at)):
        note(line)
    if fill_in(sitting, typed, editor=editor):
        return True
    if line := _left_open(session, protocol, at):
        note(line)
    return False


def _beginning(session: Session, protocol: str, at: datetime) -> str:
    """Return a line on the quiet time that a reflection at `at` will keep; nothing for none."""
    found = kept_by_reflecting(session.journal, protocol, at, session.now)
    if found is None:
        return ""
    block, time = found
    title = block.title if _may_be_named(block) else ""
    hour = f", {time.at:%H:%M}" if _is_of(time, at) else ""
    minutes = f", {block.minutes} minutes" if block.minutes else ""
    early = " It counts from the morning on." if _is_of(time, at) and at < time.at else ""
    return f"{title + ': your' if title else 'Your'} quiet time{hour}{minutes}.{early}"


def _left_open(session: Session, protocol: str, at: datetime) -> str:
    """Return a line on the quiet time that stays open where nothing was written."""
    found = kept_by_reflecting(session.journal, protocol, at, session.now)
    if found is None:
        return ""
    block, time = found
    hour = f" of {time.at:%H:%M}" if _is_of(time, at) else ""
    said = f"Your quiet time{hour} stays open."
    if not _may_be_named(block):
        return said
    return f"{said} Kept without a word? stillpd block keep {block.id} --on {at.date()}"


def _may_be_named(block: Block) -> bool:
    return not (is_shared() and is_private(block))


def _is_of(time: Occurrence, at: datetime) -> bool:
    return time.at.date() == at.date()
