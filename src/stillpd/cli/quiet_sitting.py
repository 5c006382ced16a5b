"""What a reflection is for a quiet time: told at its beginning, and where nothing was written."""

from datetime import datetime

from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared
from stillpd.insight.settling import kept_by_reflecting
from stillpd.insight.stillness import Occurrence
from stillpd.model.block import Block
from stillpd.model.privacy import is_private


def beginning(session: Session, protocol: str, at: datetime) -> str:
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


def left_open(session: Session, protocol: str, at: datetime) -> str:
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
