"""STILLPD_SHARED_SCREEN=1: others can see this screen, so lists leave out what is private."""

import os
from dataclasses import replace

from stillpd.model.block import Block
from stillpd.model.entry import CheckIn, Entry
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.profile import Profile

_NO = frozenset({"", "0", "no", "false"})


def is_shared() -> bool:
    """Tell whether others may be looking."""
    return os.environ.get("STILLPD_SHARED_SCREEN", "").strip().lower() not in _NO


def is_private(document: object) -> bool:
    """Tell whether nobody but its owner may see a page; what cannot be read is private too."""
    match document:
        case Entry() | Goal() | Block():
            return not document.share
        case Profile():
            return not any(document.share.values())
    return document is None


def without_private(journal: Journal) -> Journal:
    """Return a journal as if nothing in it were private; a reading follows its goal."""
    return replace(
        journal,
        goals={name: goal for name, goal in journal.goals.items() if goal.share},
        blocks={name: block for name, block in journal.blocks.items() if block.share},
        entries=tuple(e for e in journal.entries if e.share or isinstance(e, CheckIn)),
    )
