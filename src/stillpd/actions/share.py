"""Share a page with an audience, or no longer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.actions.profile import ProfileSaid, edit_profile
from stillpd.insight.gate_goals import NAMEABLE
from stillpd.journal.first_page import Opened
from stillpd.journal.standing import standing_path
from stillpd.model.block import Block
from stillpd.model.entry import Entry, ShareRecord
from stillpd.model.errors import InvalidInput
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.profile import SHAREABLE
from stillpd.model.record import record

Shareable = Goal | Block | Entry


@record(kw_only=True)
class Sharing:
    """What is wanted: with whom, or no longer; of a goal its rate alone, or more of its fields."""

    audience: str
    takes_back: bool = False
    rate_only: bool = False
    also: Sequence[str] = ()


def set_share(opened: Opened, document: object, asked: Sharing, now: datetime) -> Saved:
    """Share a goal, block or entry, or take it back. Raises InvalidInput for what cannot be."""
    if not isinstance(document, Goal | Block | Entry) or isinstance(document, ShareRecord):
        raise InvalidInput(
            "That page cannot be shared.",
            "Goals, blocks and entries can, and the profile by section: profile.growth",
        )
    if (asked.rate_only or asked.also) and not isinstance(document, Goal):
        raise InvalidInput("Only a goal has a rate and fields of its own to share.")
    new: Shareable = (
        _goal(document, asked) if isinstance(document, Goal) else _page(document, asked)
    )
    ref = document.ref if isinstance(document, Entry) else document.id
    path = document.path if isinstance(document, Entry) else standing_path(document)
    words = f"{ref} {_what_happened(asked)}{_with_what(new, asked)}"
    if new == document:
        return Saved(words=f"{ref}, as it was", ref=ref, path=path)
    changes = Changes(opened)
    if isinstance(document, Entry) and isinstance(new, Entry):
        changes.change_entry(document, new)
    else:
        changes.change(document, new)
    return changes.save("share set", words, now, ref=ref, path=path)


def _what_happened(asked: Sharing) -> str:
    if asked.takes_back and asked.also:
        return f"goes without {', '.join(asked.also)}"
    if asked.takes_back:
        return f"is not shared with {asked.audience} any more"
    what = "its rate alone is shared" if asked.rate_only else "is shared"
    return f"{what} with {asked.audience}"


def _with_what(new: Shareable, asked: Sharing) -> str:
    """Return which fields of a goal go with it: they go to everybody who sees the goal."""
    if not isinstance(new, Goal) or asked.takes_back or asked.rate_only or not new.share_also:
        return ""
    return f", with {', '.join(name.replace('_', '-') for name in new.share_also)}"


def _page(document: Block | Entry, asked: Sharing) -> Block | Entry:
    return replace(document, share=_named(document.share, asked.audience, asked.takes_back))


def _goal(goal: Goal, asked: Sharing) -> Goal:
    """Return a goal as it is shared then: whole or by its rate alone, never both."""
    unknown = [name for name in asked.also if name not in NAMEABLE]
    if unknown:
        raise InvalidInput(
            f"A goal has no field “{unknown[0]}” to share.", f"Known: {', '.join(NAMEABLE)}"
        )
    if asked.takes_back and asked.also:
        return replace(goal, share_also=tuple(n for n in goal.share_also if n not in asked.also))
    by_rate = asked.rate_only and not asked.takes_back
    share = _named(goal.share, asked.audience, asked.takes_back or by_rate)
    also = goal.share_also if asked.takes_back else (*goal.share_also, *asked.also)
    return replace(
        goal,
        share=share,
        share_rate=_named(goal.share_rate, asked.audience, not by_rate),
        share_also=tuple(dict.fromkeys(also)) if share else (),
    )


def _named(names: Sequence[str], name: str, takes_back: bool) -> tuple[str, ...]:  # noqa: FBT001
    left = tuple(other for other in names if other != name)
    return left if takes_back else (*left, name) if name not in names else tuple(names)


def set_section(
    opened: Opened, journal: Journal, section: str, asked: Sharing, now: datetime, *, sure: bool
) -> Saved:
    """Share a section of the profile, or take it back.

    Raises InvalidInput for a section that there is not, Private for a lasting part of who
    somebody is without a second yes.
    """
    if section not in SHAREABLE:
        raise InvalidInput(
            f"The profile has no section “{section}”.", f"Known: {', '.join(SHAREABLE)}"
        )
    pair = [(section, asked.audience)]
    said = ProfileSaid(
        share=[] if asked.takes_back else pair, unshare=pair if asked.takes_back else [], sure=sure
    )
    saved = edit_profile(opened, journal, said, now)
    return replace(saved, words=f"profile.{section} {_what_happened(asked)}")
