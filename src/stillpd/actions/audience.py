"""Audiences: the parties that pages may go to. Adding one shares nothing."""

import re
from dataclasses import replace
from datetime import datetime

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.model.errors import AlreadyExists, InvalidInput, NotFound
from stillpd.model.header import Audience
from stillpd.model.journal import Journal
from stillpd.model.privacy import shared_with

_AGE_KEY = r"age1[02-9ac-hj-np-z]{58}\Z"


def add_audience(opened: Opened, made_id: str, audience: Audience, now: datetime) -> Saved:
    """Save a new audience. Raises AlreadyExists, InvalidInput for a key that is none."""
    names.check_name(made_id, "audience")
    known = opened.header.audiences
    if made_id in known:
        raise AlreadyExists(
            f"There is an audience “{made_id}” already.", "See them with: stillpd audience list"
        )
    if audience.age_key and not re.match(_AGE_KEY, audience.age_key):
        raise InvalidInput(
            "That is no key of age: one begins with age1 and has 62 signs.",
            "The other side makes it with: age-keygen",
        )
    saved = _save(opened, {**known, made_id: audience}, f"audience {made_id}", "audience add", now)
    told = f"They see nothing yet. Share a page: stillpd share set REF {made_id}"
    return replace(saved, notes=(*saved.notes, told))


def remove_audience(opened: Opened, journal: Journal, name: str, now: datetime) -> Saved:
    """Take an audience out. What named it goes nowhere from then on. Raises NotFound."""
    known = opened.header.audiences
    if name not in known:
        listed = ", ".join(known) or "none yet"
        raise NotFound(f"There is no audience “{name}”.", f"Known: {listed}")
    left = {other: party for other, party in known.items() if other != name}
    words = f"audience {name} taken out"
    saved = _save(opened, left, words, "audience remove", now)
    count = sum(1 for _ in shared_with(journal, name))
    if not count:
        return saved
    told = f"{count} page{' names it still and goes' if count == 1 else 's name it still and go'}"
    return replace(saved, notes=(*saved.notes, f"{told} nowhere now."))


def _save(
    opened: Opened, audiences: dict[str, Audience], words: str, command: str, now: datetime
) -> Saved:
    changes = Changes(opened)
    changes.change(opened.header, replace(opened.header, audiences=audiences))
    return changes.save(command, words, now, path=names.HEADER)
