"""The profile on a day: its lines, the age of its sections, and what changed between snapshots."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any, Literal

from stillpd.model.journal import Journal
from stillpd.model.profile import Growth, Identity, Profile
from stillpd.model.record import record

Section = Literal["purpose", "prior_expertise", "identity", "motivation", "growth", "strengths"]
SECTIONS: tuple[Section, ...] = ("identity", "motivation", "growth", "strengths")
"""The four sections that are revisited; identity may be blank and is never incomplete."""

_NAMES = ("label", "driver", "name")


@record
class Line:
    """One line of a profile: its number for a person, and where it stands.

    `place` is its place in a list (0 where the line is not one of many). `part` names the list or
    the key: purpose, prior_expertise, static, dynamic, motivation, formats, feedback, when, with_,
    strengths.
    """

    number: int
    section: Section
    part: str
    place: int
    value: Any


def newest(journal: Journal, day: date) -> Profile | None:
    """Return the profile as of `day`: the newest snapshot that is not later."""
    return max((p for p in journal.profiles if p.day <= day), key=lambda p: p.day, default=None)


def lines(profile: Profile) -> tuple[Line, ...]:
    """Return every line that the profile has, numbered from 1 in the order of its page."""
    return tuple(
        Line(number, section, part, place, value)
        for number, (section, part, place, value) in enumerate(_parts(profile), 1)
    )


def _parts(profile: Profile) -> Iterator[tuple[Section, str, int, Any]]:
    if profile.purpose:
        yield "purpose", "purpose", 0, profile.purpose
    for place, told in enumerate(profile.prior_expertise):
        yield "prior_expertise", "prior_expertise", place, told
    for place, static in enumerate(profile.identity.static):
        yield "identity", "static", place, static
    for place, dynamic in enumerate(profile.identity.dynamic):
        yield "identity", "dynamic", place, dynamic
    for place, driver in enumerate(profile.motivation):
        yield "motivation", "motivation", place, driver
    for place, told in enumerate(profile.growth.formats):
        yield "growth", "formats", place, told
    for part in ("feedback", "when", "with_"):
        if getattr(profile.growth, part):
            yield "growth", part, 0, getattr(profile.growth, part)
    for place, strength in enumerate(profile.strengths):
        yield "strengths", "strengths", place, strength


def with_changed(profile: Profile, changed: dict[int, Any]) -> Profile:
    """Return the profile with lines changed, by their numbers; None takes a line out."""
    kept: dict[str, list[Any]] = {}
    for line in lines(profile):
        value = changed.get(line.number, line.value)
        kept.setdefault(line.part, [])
        if value is not None:
            kept[line.part].append(value)

    def row(part: str) -> tuple[Any, ...]:
        return tuple(kept.get(part, ()))

    def one(part: str) -> str:
        return next(iter(kept.get(part, ())), "")

    return replace(
        profile,
        purpose=one("purpose"),
        prior_expertise=row("prior_expertise"),
        identity=Identity(static=row("static"), dynamic=row("dynamic")),
        motivation=row("motivation"),
        growth=Growth(
            formats=row("formats"),
            feedback=one("feedback"),
            when=one("when"),
            with_=one("with_"),
        ),
        strengths=row("strengths"),
    )


@record(kw_only=True)
class Age:
    """When a section was last revisited, and how many days ago that is."""

    section: Section
    on: date
    days: int


def ages(profile: Profile, day: date) -> tuple[Age, ...]:
    """Return the ages of the sections that say something; a blank one has none to show."""
    said = {line.section for line in lines(profile)}
    found = []
    for section in SECTIONS:
        if section in said:
            on = min(profile.revisited.get(section, profile.day), day)
            found.append(Age(section=section, on=on, days=(day - on).days))
    return tuple(found)


@record(kw_only=True)
class Difference:
    """One thing that is new, gone, or said otherwise. `was` and `now` are the parts' own values.

    `changed` names the fields that differ, where it is the same thing said otherwise.
    """

    section: Section
    part: str
    what: Literal["new", "gone", "changed"]
    was: Any = None
    now: Any = None
    changed: tuple[str, ...] = ()


def differences(older: Profile, newer: Profile) -> tuple[Difference, ...]:
    """Return what changed from one snapshot to a newer one, in the order of the page."""
    before, after = _by_name(older), _by_name(newer)
    found = []
    for (part, name), now in after.items():
        was = before.get((part, name))
        if was is None:
            found.append(Difference(section=now.section, part=part, what="new", now=now.value))
        elif was.value != now.value:
            found.append(
                Difference(
                    section=now.section,
                    part=part,
                    what="changed",
                    was=was.value,
                    now=now.value,
                    changed=_fields_changed(was.value, now.value),
                )
            )
    found += [
        Difference(section=was.section, part=key[0], what="gone", was=was.value)
        for key, was in before.items()
        if key not in after
    ]
    order = ["purpose", "prior_expertise", *SECTIONS]
    return tuple(sorted(found, key=lambda one: order.index(one.section)))


def _by_name(profile: Profile) -> dict[tuple[str, str], Line]:
    """Return the lines by what they are about: one of the same name is the same thing."""
    named: dict[tuple[str, str], Line] = {}
    for line in lines(profile):
        name = name_of(line.value) if line.part not in _SINGLE else ""
        named.setdefault((line.part, name.casefold()), line)
    return named


_SINGLE = frozenset({"purpose", "feedback", "when", "with_"})


def name_of(value: Any) -> str:
    """Return what a part of the profile is called."""
    if isinstance(value, str):
        return value
    return next(str(getattr(value, name)) for name in _NAMES if hasattr(value, name))


def _fields_changed(was: Any, now: Any) -> tuple[str, ...]:
    if isinstance(was, str):
        return ()
    return tuple(
        item.name for item in fields(was) if getattr(was, item.name) != getattr(now, item.name)
    )


@record(kw_only=True)
class Snapshot:
    """One snapshot in the history, and what it changed; the first has changed nothing."""

    day: date
    differences: tuple[Difference, ...]
    first: bool


def history(journal: Journal, day: date) -> tuple[Snapshot, ...]:
    """Return the snapshots up to `day`, oldest first, each with what it changed."""
    known = sorted((p for p in journal.profiles if p.day <= day), key=lambda p: p.day)
    found = []
    for number, profile in enumerate(known):
        made = differences(known[number - 1], profile) if number else ()
        found.append(Snapshot(day=profile.day, differences=made, first=number == 0))
    return tuple(found)


@record(kw_only=True)
class ProfilePage:
    """The profile on a day. `profile` is None where nothing was said yet."""

    day: date
    owner: str
    role: str
    profile: Profile | None
    ages: tuple[Age, ...]
    snapshots: int


def profile_page(journal: Journal, day: date) -> ProfilePage:
    """Return the profile as of `day`, whole, for its owner."""
    profile = newest(journal, day)
    return ProfilePage(
        day=day,
        owner=journal.header.owner,
        role=journal.header.role,
        profile=profile,
        ages=ages(profile, day) if profile else (),
        snapshots=sum(p.day <= day for p in journal.profiles),
    )


@record(kw_only=True)
class Card:
    """How I introduce myself: only what at least one audience may see."""

    name: str
    role: str
    purpose: str
    private_purpose: bool


def card(journal: Journal, day: date) -> Card:
    """Return the introduction; a private purpose is left out of it."""
    profile = newest(journal, day)
    purpose = profile.purpose if profile else ""
    shared = bool(profile and profile.share.get("purpose"))
    return Card(
        name=journal.header.owner,
        role=journal.header.role,
        purpose=purpose if shared else "",
        private_purpose=bool(purpose) and not shared,
    )
