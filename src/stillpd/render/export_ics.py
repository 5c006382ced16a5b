"""What a reader may see of the blocks and the open promises, as a calendar file.

A calendar goes on: it holds the rules of the blocks as of the report's moment, and no period.
"""

from dataclasses import replace
from datetime import time

from stillpd.insight.appointments import WantedAppointments, appointments
from stillpd.insight.portfolio import Portfolio
from stillpd.model.block import Block
from stillpd.model.errors import NotFound
from stillpd.render.ics import as_ics

_WANTED = WantedAppointments(titles=True, commitments=True)
"""With titles: whoever gets it may see whatever is shared."""


def as_bytes(report: Portfolio) -> bytes:
    """Return an iCalendar file (RFC 5545). Raises NotFound where there is nothing for one."""
    shared = report.shared
    found = appointments(shared.journal, _WANTED, shared.at)
    told = tuple(one for one in found.blocks if _has_hour(shared.journal.blocks[one.block]))
    if not told and not found.deadlines:
        share = f"Share a block: stillpd share set BLOCK {shared.audience}"
        raise NotFound(
            "There is nothing in it for a calendar.",
            "Keep a time: stillpd block add" if report.is_whole else share,
        )
    return as_ics(replace(found, blocks=told), alarm=0, floating=False)


def _has_hour(block: Block) -> bool:
    """Tell whether it is shared when a block is: of some only the days are, and nothing else."""
    is_bare = not block.title and not block.minutes
    return not (is_bare and block.starts and block.starts.time() == time())
