"""STILLPD_SHARED_SCREEN=1: others can see this screen, so lists leave out what is private."""

import os
from dataclasses import replace

from stillpd.model.entry import CheckIn
from stillpd.model.journal import Journal
from stillpd.model.profile import Identity, Profile

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
        profiles=tuple(_shared_sections(profile) for profile in journal.profiles),
    )


def _shared_sections(profile: Profile) -> Profile:
    """Return a profile with the sections that are shared with somebody, and no others.

    Static identity is a section of its own: sharing `identity` does not share it.
    """
    empty = Profile(day=profile.day)
    shown = {name for name, audiences in profile.share.items() if audiences}
    identity = Identity(
        static=profile.identity.static if "identity_static" in shown else (),
        dynamic=profile.identity.dynamic if "identity" in shown else (),
    )
    plain = {"purpose", "prior_expertise", "motivation", "growth", "strengths"}
    kept = {name: getattr(profile, name) for name in plain & shown}
    return replace(empty, identity=identity, share=profile.share, **kept)
