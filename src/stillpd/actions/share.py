"""Share a page with an audience, or no longer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.actions.profile import ProfileSaid, edit_profile
from stillpd.insight.gate_goals import NAMEABLE
from stillpd.insight.profile import newest
from stillpd.insight.sharing import spoken
from stillpd.journal.first_page import Opened
from stillpd.journal.standing import standing_path
from stillpd.model.block import Block
from stillpd.model.entry import Entry, ShareRecord
from stillpd.model.errors import InvalidInput, NotFound
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
    if new == document:
        return Saved(words=_as_it_was(ref, document, asked), ref=ref)
    words = f"{ref} {_what_happened(document, asked)}{_with_what(new, asked)}"
    changes = Changes(opened)
    if isinstance(document, Entry) and isinstance(new, Entry):
        changes.change_entry(document, new)
    else:
        changes.change(document, new)
    saved = changes.save("share set", words, now, ref=ref, path=path)
    return replace(saved, notes=(*saved.notes, *_others_see(document, new, asked)))


def _as_it_was(ref: str, document: Shareable, asked: Sharing) -> str:
    """Return in words that there was nothing to change, and how it stands."""
    who = asked.audience
    if asked.takes_back and asked.also:
        return f"{ref} goes without {spoken(asked.also)} already; nothing changed"
    if asked.takes_back:
        return f"{ref} was not shared with {who}; nothing changed"
    if asked.rate_only:
        return f"the rate of {ref} alone is already shared with {who}; nothing changed"
    also = document.share_also if isinstance(document, Goal) else ()
    beside = f", with {spoken(also)}" if also else ""
    return f"{ref} is already shared with {who}{beside}; nothing changed"


def _what_happened(document: Shareable, asked: Sharing) -> str:
    """Return what becomes of a page; of a goal that went otherwise before also that."""
    who = asked.audience
    if asked.takes_back and asked.also:
        return f"goes without {spoken(asked.also)}"
    if asked.takes_back:
        return f"is not shared with {who} any more"
    was_whole = who in document.share
    was_rate = isinstance(document, Goal) and who in document.share_rate
    if asked.rate_only:
        before = ", and the goal no longer" if was_whole else ""
        return f"goes to {who} by its rate alone, without its title{before}"
    if was_whole:
        return f"is shared with {who} as before"
    return f"is shared with {who}{' whole, not by its rate alone any more' if was_rate else ''}"


def _with_what(new: Shareable, asked: Sharing) -> str:
    """Return which fields of a goal go with it."""
    if not isinstance(new, Goal) or asked.takes_back or asked.rate_only or not new.share_also:
        return ""
    return f", with {spoken(new.share_also)}"


def _others_see(old: Shareable, new: Shareable, asked: Sharing) -> tuple[str, ...]:
    """Return a line about fields that others see from now on too: they belong to the goal."""
    if not (isinstance(old, Goal) and isinstance(new, Goal)):
        return ()
    come = [name for name in new.share_also if name not in old.share_also]
    others = [name for name in new.share if name != asked.audience]
    if not come or not others:
        return ()
    see = "sees" if len(others) == 1 else "see"
    return (
        f"{_named_all(others)} {see} {spoken(come)} now too: such a field goes to everybody who "
        f"sees the goal.\nKeep it back: stillpd share set {new.id} {asked.audience} --not "
        + " ".join(f"--also {spoken([name])}" for name in come),
    )


def _named_all(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _page(document: Block | Entry, asked: Sharing) -> Block | Entry:
    return replace(document, share=_named(document.share, asked.audience, asked.takes_back))


def _goal(goal: Goal, asked: Sharing) -> Goal:
    """Return a goal as it is shared then: whole or by its rate alone, never both."""
    unknown = [name for name in asked.also if name not in NAMEABLE]
    if unknown:
        raise InvalidInput(
            f"A goal has no field “{spoken(unknown[:1])}” to share.", f"Known: {spoken(NAMEABLE)}"
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

    Raises InvalidInput for a section that there is not, NotFound without a profile, Private for a
    lasting part of who somebody is without a second yes.
    """
    if section not in SHAREABLE:
        raise InvalidInput(
            f"The profile has no section “{spoken([section])}”.", f"Known: {spoken(SHAREABLE)}"
        )
    name, who = f"profile.{spoken([section])}", asked.audience
    profile = newest(journal, now.date())
    is_shared = profile is not None and who in profile.share.get(section, ())
    if is_shared is not asked.takes_back:
        told = f"was not shared with {who}" if asked.takes_back else f"is already shared with {who}"
        return Saved(words=f"{name} {told}; nothing changed")
    if profile is None:
        raise NotFound("There is no profile yet to share.", "Begin one: stillpd profile edit")
    pair = [(section, who)]
    said = ProfileSaid(
        share=[] if asked.takes_back else pair, unshare=pair if asked.takes_back else [], sure=sure
    )
    happened = f"is not shared with {who} any more" if asked.takes_back else f"is shared with {who}"
    return edit_profile(opened, journal, said, now, command="share set", words=f"{name} {happened}")
