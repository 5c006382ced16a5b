"""STILLPD_SHARED_SCREEN=1: others can see this screen, so lists leave out what is private."""

import os
from dataclasses import replace

from stillpd.model.entry import CheckIn
from stillpd.model.journal import Journal

_NO = frozenset({"", "0", "no", "false"})


def is_shared() -> bool:
    """Tell whether others may be looking."""
    return os.environ.get("STILLPD_SHARED_SCREEN", "").strip().lower() not in _NO


def without_private(journal: Journal) -> Journal:
    """Return a journal as if nothing in it were private; a reading follows its goal."""
    return replace(
        journal,
        goals={name: goal for name, goal in journal.goals.items() if goal.share},
        blocks={name: block for name, block in journal.blocks.items() if block.share},
        entries=tuple(e for e in journal.entries if e.share or isinstance(e, CheckIn)),
    )
