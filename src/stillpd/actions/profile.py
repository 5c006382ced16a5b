"""The profile: its newest snapshot changed, or a new one begun from it."""

from collections.abc import Mapping, Sequence
from dataclasses import field, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from stillpd.actions.change import Changes, bytes_of, refuse_new_problems
from stillpd.actions.outcome import Saved
from stillpd.insight.profile import SECTIONS, lines, name_of, newest, with_changed
from stillpd.journal import pages
from stillpd.journal.first_page import Opened
from stillpd.journal.standing import standing_path
from stillpd.journal.text import read_text
from stillpd.journal.wanted import Create
from stillpd.model.days import full_day
from stillpd.model.errors import ChangedOnDisk, InvalidInput, NotFound, Private
from stillpd.model.journal import Journal
from stillpd.model.profile import Profile
from stillpd.model.record import record


@record(kw_only=True)
class ProfileSaid:
    """What is said about a profile.

    `said` is by the names of the fields: lists hold what is new, or said otherwise, by its name.
    `drop` are numbers of lines; `changed` are lines said otherwise, by number. `share` and
    `unshare` are pairs of a section and an audience; `sure` is the second yes that a lasting part
    of who one is asks for.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    drop: Sequence[int] = ()
    changed: Mapping[int, Any] = field(default_factory=dict)
    share: Sequence[tuple[str, str]] = ()
    unshare: Sequence[tuple[str, str]] = ()
    sure: bool = False


def edit_profile(
    opened: Opened,
    journal: Journal,
    asked: ProfileSaid,
    now: datetime,
    *,
    command: str = "profile edit",
    words: str = "",
) -> Saved:
    """Change the newest snapshot; without any, make the first one, of today.

    `words` say what it is in the history, where that is more than a change of the profile.
    """
    old = newest(journal, now.date())
    new = with_said(old or Profile(day=now.date()), asked)
    if old is None:
        changes = Changes(opened)
        changes.add(new)
        return changes.save(command, words or "a first profile", now, path=standing_path(new))
    return _change(opened, old, new, command, now, words)


def revisit_profile(
    opened: Opened,
    journal: Journal,
    asked: ProfileSaid,
    now: datetime,
    looked_at: Sequence[str] = SECTIONS,
) -> Saved:
    """Begin a new snapshot from the newest, with what is no longer true changed.

    The sections that were looked at get today's date. A second revisit of a day goes on with the
    snapshot of that day. Raises NotFound where there is no profile yet.
    """
    today = now.date()
    old = newest(journal, today)
    if old is None:
        raise NotFound("There is no profile yet to revisit.", "Begin one: stillpd profile edit")
    new = replace(with_said(old, asked), day=today)
    said = {line.section for line in lines(new)}
    stamps: dict[str, date] = {
        section: today for section in SECTIONS if section in said & {*looked_at}
    }
    new = replace(new, revisited={**new.revisited, **stamps})
    if old.day == today:
        return _change(opened, old, new, "profile revisit", now)
    path = standing_path(new)
    changes = Changes(opened)
    changes.wanted.append(Create(path, _copied(opened, old, new)))
    return changes.save("profile revisit", f"the profile of {full_day(today)}", now, path=path)


def _copied(opened: Opened, old: Profile, new: Profile) -> bytes:
    """Return the newest snapshot's file changed into the new one: what a hand wrote comes along."""
    path = standing_path(old)
    raw = bytes_of(opened, path)
    present, _ = pages.read_standing(Profile, raw, path, day=old.day)
    if present != old:
        raise ChangedOnDisk(f"{path} was changed meanwhile.", "Look at it, then try again.")
    return pages.change_standing(raw, old, new)


def _change(
    opened: Opened, old: Profile, new: Profile, command: str, now: datetime, words: str = ""
) -> Saved:
    path = standing_path(old)
    if old == new:
        return Saved(words=f"the profile of {full_day(old.day)}, as it was", path=path)
    changes = Changes(opened)
    changes.change(old, new)
    said = words or f"the profile of {full_day(old.day)}"
    return changes.save(command, said, now, path=path)


def with_said(profile: Profile, asked: ProfileSaid) -> Profile:
    """Return the profile with what was said about it. Lines go first, by the numbers they have."""
    known = {line.number: line for line in lines(profile)}
    for number in (*asked.drop, *asked.changed):
        if number not in known:
            raise InvalidInput(
                f"The profile has no line {number}.", "See the numbers: stillpd profile show"
            )
    new = with_changed(profile, {**asked.changed, **dict.fromkeys(asked.drop)})
    said = asked.said
    new = replace(
        new,
        purpose=said.get("purpose", new.purpose),
        prior_expertise=_joined(new.prior_expertise, said.get("prior_expertise", ())),
        identity=replace(
            new.identity,
            static=_joined(new.identity.static, said.get("static", ())),
            dynamic=_joined(new.identity.dynamic, said.get("dynamic", ())),
        ),
        motivation=_joined(new.motivation, said.get("motivation", ())),
        growth=replace(
            new.growth,
            formats=_joined(new.growth.formats, said.get("formats", ())),
            **{key: said[key] for key in ("feedback", "when", "with_") if key in said},
        ),
        strengths=_joined(new.strengths, said.get("strengths", ())),
    )
    return replace(new, share=_shared(new, asked))


def _joined(old: tuple[Any, ...], come: Sequence[Any]) -> tuple[Any, ...]:
    """Return a list with new things at its end; one of a known name is that one, said anew."""
    made = list(old)
    for item in come:
        names = [name_of(one).casefold() for one in made]
        name = name_of(item).casefold()
        if name in names:
            place = names.index(name)
            made[place] = _said_anew(made[place], item)
        else:
            made.append(item)
    return tuple(made)


def _said_anew(old: Any, new: Any) -> Any:
    """Return `new` with what it leaves out as it was."""
    if not is_dataclass(new) or isinstance(new, type):
        return new
    left = {
        item.name: getattr(old, item.name)
        for item in fields(new)
        if getattr(new, item.name) in ("", None)
    }
    return replace(new, **left)


def _shared(profile: Profile, asked: ProfileSaid) -> dict[str, tuple[str, ...]]:
    share = {key: list(names) for key, names in profile.share.items()}
    for section, audience in asked.share:
        if section == "identity_static" and not asked.sure:
            raise Private(
                "The lasting parts of who you are stay private unless you say so twice.",
                "If it is meant, say it again with: --yes",
            )
        if audience not in share.setdefault(section, []):
            share[section].append(audience)
    for section, audience in asked.unshare:
        share[section] = [name for name in share.get(section, []) if name != audience]
    return {key: tuple(names) for key, names in share.items() if names}


def put_profile_file(
    opened: Opened, journal: Journal, raw: bytes | None, text: str, now: datetime
) -> Saved:
    """Save the newest snapshot's file as an editor left it, exactly (raw: what it held).

    Without any snapshot (raw is None) it is the first, of today. Raises InvalidInput, naming the
    line, for what could not be read as meant and was not so before.
    """
    profile = newest(journal, now.date()) or Profile(day=now.date())
    path = standing_path(profile)
    new = text.encode() if raw is None else read_text(raw).with_text(text)
    made, problems = pages.read_standing(Profile, new, path, day=profile.day)
    _, before = pages.read_standing(Profile, raw or b"", path, day=profile.day)
    refuse_new_problems(before if made else (), problems)
    changes = Changes(opened)
    if raw is None:
        changes.wanted.append(Create(path, new))
    else:
        changes.put_bytes(path, raw, new)
    return changes.save("profile edit", f"the profile of {full_day(profile.day)}", now, path=path)
