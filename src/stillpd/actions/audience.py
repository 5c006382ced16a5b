"""Audiences: the parties that pages may go to. Adding one shares nothing."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.insight.sharing import expect_audience
from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.model.errors import AlreadyExists, InvalidInput
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
            f"There is an audience “{made_id}” already.",
            f"To correct it: stillpd audience edit {made_id} --name …",
        )
    _check_key(audience)
    saved = _save(opened, {**known, made_id: audience}, f"audience {made_id}", "audience add", now)
    told = f"They see nothing yet. Share a page: stillpd share set REF {made_id}"
    return replace(saved, notes=(*saved.notes, told))


def edit_audience(opened: Opened, name: str, said: Mapping[str, Any], now: datetime) -> Saved:
    """Save what is `said` of an audience. Raises NotFound, InvalidInput for a key that is none."""
    old = expect_audience(opened.header, name)
    if not said:
        raise InvalidInput(
            "What is to change?", f"Such as: stillpd audience edit {name} --age-key age1…"
        )
    new = replace(old, **said)
    _check_key(new)
    audiences = {**opened.header.audiences, name: new}
    return _save(opened, audiences, f"audience {name}", "audience edit", now)


def _check_key(audience: Audience) -> None:
    if audience.age_key and not re.match(_AGE_KEY, audience.age_key):
        raise InvalidInput(
            "That is no key of age: one begins with age1 and has 62 signs.",
            "The other side makes it with: age-keygen",
        )


def remove_audience(opened: Opened, journal: Journal, name: str, now: datetime) -> Saved:
    """Take an audience out. What named it goes nowhere from then on. Raises NotFound."""
    expect_audience(opened.header, name)
    left = {other: party for other, party in opened.header.audiences.items() if other != name}
    words = f"audience {name} taken out"
    saved = _save(opened, left, words, "audience remove", now)
    count = sum(1 for _ in shared_with(journal, name))
    if not count:
        return saved
    told = "page still names it, and goes" if count == 1 else "pages still name it, and go"
    return replace(saved, notes=(*saved.notes, f"{count} {told} nowhere."))


def _save(
    opened: Opened, audiences: dict[str, Audience], words: str, command: str, now: datetime
) -> Saved:
    changes = Changes(opened)
    changes.change(opened.header, replace(opened.header, audiences=audiences))
    return changes.save(command, words, now, path=names.HEADER)
