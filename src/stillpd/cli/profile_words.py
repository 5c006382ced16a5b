"""The options that say something about the profile, and how a line of it is typed.

`label: how it shows` · `label @2025-08..2026-03: how it shows` · `driver:9: an example` ·
`strength: in my words`. What is typed can be read back: `typed` and `read_line` are inverse.
"""

import re
from dataclasses import fields
from datetime import date
from typing import Annotated, Any

import typer

from stillpd.cli.session import Session
from stillpd.cli.words_as_options import options_of
from stillpd.insight.profile import Line
from stillpd.model.errors import InvalidInput
from stillpd.model.profile import Day, Driver, DynamicPart, StaticPart, Strength
from stillpd.model.record import record

_SCALE = 10
_STRENGTH = re.compile(r"(.*?)\s*:\s*(\d+)\s*(?::\s*(.*))?\Z", re.DOTALL)
_SINCE = re.compile(r"(.*?)\s*@\s*([\d-]+)(?:\s*\.\.\s*([\d-]+)?)?\s*(?::\s*(.*))?\Z", re.DOTALL)
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")


def _many(name: str, metavar: str, told: str) -> Any:
    return typer.Option(name, metavar=metavar, help=f"{told} (repeatable).", show_default=False)


def _one(name: str, told: str) -> Any:
    return typer.Option(name, metavar="TEXT", help=told, show_default=False)


Text = str | None
Many = list[str] | None


@record(kw_only=True)
class ProfileWords:
    """What was typed about the profile; None was not said, "" takes away what is there."""

    purpose: Annotated[Text, _one("--purpose", "What you are here for, in your words.")] = None
    prior_expertise: Annotated[
        Many, _many("--expertise", "TEXT", "What you knew before you taught")
    ] = None
    static: Annotated[
        Many, _many("--static", '"LABEL: SHOWS"', "A lasting part of who you are, and how it shows")
    ] = None
    dynamic: Annotated[
        Many, _many("--dynamic", '"LABEL @2025-08"', "A part that moves with time")
    ] = None
    driver: Annotated[
        Many, _many("--driver", '"WHAT:9: EXAMPLE"', "What moves you, and how strongly, 0-10")
    ] = None
    drain: Annotated[
        Many, _many("--drain", '"WHAT:7: EXAMPLE"', "What takes your energy, 0-10")
    ] = None
    formats: Annotated[Many, _many("--growth-format", "TEXT", "How you learn well")] = None
    feedback: Annotated[Text, _one("--growth-feedback", "The feedback that helps you.")] = None
    when: Annotated[Text, _one("--growth-when", "When you learn best.")] = None
    with_: Annotated[Text, _one("--growth-with", "With whom.")] = None
    strength: Annotated[
        Many, _many("--strength", '"NAME: IN YOUR WORDS"', "A strength, in your words")
    ] = None
    overused: Annotated[
        Many, _many("--overused", '"NAME: WHAT THEN"', "A strength when it is too much")
    ] = None
    drop: Annotated[
        list[int] | None,
        typer.Option("--drop", metavar="LINE", help="Take out a line, by number (repeatable)."),
    ] = None
    share: Annotated[
        Many, _many("--share", "SECTION=AUDIENCE", "Who may see a section; else nobody")
    ] = None
    unshare: Annotated[Many, _many("--unshare", "SECTION=AUDIENCE", "Who may not any more")] = None
    yes: Annotated[
        bool, typer.Option("--yes", help="The second yes for sharing identity_static.")
    ] = False


with_profile_words = options_of(ProfileWords)
"""Gives a command the options of ProfileWords in place of its parameter `words`."""


def read_profile_words(session: Session, words: ProfileWords) -> Any:
    """Return what was typed as what it means, for the action."""
    from stillpd.actions.profile import ProfileSaid

    said: dict[str, Any] = {}
    for name in ("purpose", "feedback", "when", "with_"):
        if getattr(words, name) is not None:
            said[name] = getattr(words, name).strip()
    for name in ("prior_expertise", "formats"):
        if getattr(words, name):
            said[name] = tuple(line.strip() for line in getattr(words, name) if line.strip())
    rows: dict[str, list[Any]] = {
        "static": [read_static(line) for line in words.static or ()],
        "dynamic": [read_dynamic(line) for line in words.dynamic or ()],
        "motivation": [
            *(read_driver(line, drains=False) for line in words.driver or ()),
            *(read_driver(line, drains=True) for line in words.drain or ()),
        ],
        "strengths": [
            *(read_strength(line) for line in words.strength or ()),
            *(_overused(line) for line in words.overused or ()),
        ],
    }
    said |= {name: tuple(row) for name, row in rows.items() if row}
    return ProfileSaid(
        said=said,
        drop=tuple(words.drop or ()),
        share=tuple(_section(session, line) for line in words.share or ()),
        unshare=tuple(_section(session, line) for line in words.unshare or ()),
        sure=words.yes,
    )


def is_silent(words: ProfileWords) -> bool:
    """Tell whether no option was given."""
    return not any(getattr(words, f.name) not in (None, [], False) for f in fields(words))


def spoken(words: ProfileWords) -> str:
    """Return what was said, a line each, for a draft."""
    said = (getattr(words, item.name) for item in fields(words))
    return "\n".join(
        str(line) for held in said if held for line in (held if isinstance(held, list) else [held])
    )


def _section(session: Session, text: str) -> tuple[str, str]:
    from stillpd.cli.refs import check_audiences, check_word
    from stillpd.model.profile import SHAREABLE

    section, _, audience = text.partition("=")
    if not audience:
        raise InvalidInput(
            f"“{text}” does not say with whom.", "Write it so: --share strengths=team"
        )
    check_word(section.replace("-", "_"), SHAREABLE, "section")
    return section.replace("-", "_"), check_audiences(session.journal, [audience.strip()])[0]


# One line ----------------------------------------------------------------------------------------


def _parted(text: str) -> tuple[str, str]:
    name, _, rest = text.partition(":")
    if not name.strip():
        raise InvalidInput(
            "A line of the profile begins with what it is about.", 'Such as: "PLC lead @2025-08"'
        )
    return name.strip(), rest.strip()


def read_static(text: str) -> StaticPart:
    """Read `label: how it shows`."""
    label, shows = _parted(text)
    return StaticPart(label=label, shows=shows)


def read_dynamic(text: str) -> DynamicPart:
    """Read `label @since..until: how it shows`; a year, a month or a day."""
    match = _SINCE.match(text.strip())
    if not match or not match[1]:
        label, shows = _parted(text)
        return DynamicPart(label=label, shows=shows)
    return DynamicPart(
        label=match[1],
        since=_read_day(match[2]),
        until=_read_day(match[3]) if match[3] else None,
        shows=(match[4] or "").strip(),
    )


def _read_day(text: str) -> Day:
    match = _DAY.match(text)
    try:
        if match and not match[2]:
            return int(match[1])
        if match:
            return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        pass
    raise InvalidInput(f"“{text}” is no year, month or day.", "Such as: 2025, 2025-08, 2025-08-13")


def read_driver(text: str, *, drains: bool) -> Driver:
    """Read `what:9: an example`; the number may be left out."""
    match = _STRENGTH.match(text.strip())
    if not match or not match[1]:
        name, example = _parted(text)
        return Driver(driver=name, example=example, drains=drains)
    if int(match[2]) > _SCALE:
        raise InvalidInput(f"{match[2]} is not on the ruler.", "How strongly is 0 to 10.")
    example = (match[3] or "").strip()
    return Driver(driver=match[1], strength=int(match[2]), example=example, drains=drains)


def read_strength(text: str) -> Strength:
    """Read `name: in my words`."""
    name, words = _parted(text)
    return Strength(name=name, words=words)


def _overused(text: str) -> Strength:
    name, then = _parted(text)
    return Strength(name=name, overused=then)


def typed(line: Line) -> str:
    """Return a line as a person would type it."""
    value = line.value
    match value:
        case StaticPart():
            return _with(value.label, value.shows)
        case DynamicPart():
            since = f" @{value.since}" if value.since else ""
            until = f"..{value.until}" if value.since and value.until else ""
            return _with(f"{value.label}{since}{until}", value.shows)
        case Driver():
            strength = "" if value.strength is None else f":{value.strength}"
            return _with(f"{value.driver}{strength}", value.example)
        case Strength():
            return _with(value.name, value.words)
    return str(value)


def _with(name: str, rest: str) -> str:
    return f"{name}: {rest}" if rest else name


def read_line(line: Line, text: str) -> Any:
    """Return what a line becomes when it is typed anew; what its typing leaves out stays."""
    from dataclasses import replace

    match line.value:
        case StaticPart():
            return read_static(text)
        case DynamicPart():
            return read_dynamic(text)
        case Driver():
            return read_driver(text, drains=line.value.drains)
        case Strength():
            new = read_strength(text)
            return replace(line.value, name=new.name, words=new.words)
    return text.strip()
