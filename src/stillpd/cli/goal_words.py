"""The options that say something about a goal: the same for `goal add` and `goal edit`."""

from dataclasses import fields
from datetime import date
from typing import Annotated, Any, get_args

import typer

from stillpd.cli.dates import Facing, read_day
from stillpd.cli.output import note
from stillpd.cli.session import Session
from stillpd.cli.words_as_options import options_of
from stillpd.model.days import long_day
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record
from stillpd.model.words import CIRCLES, GoalKind, Origin, Scope

_SCALE = 10

GoalRef = Annotated[str, typer.Argument(metavar="GOAL", help="Its id, or the beginning of it.")]
OnDay = Annotated[str, typer.Option("--on", metavar="DATE", help="The day of it (today).")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, in your words.")]


def _option(name: str, metavar: str, told: str) -> Any:
    return typer.Option(name, metavar=metavar, help=told, show_default=False)


Text = str | None
Many = list[str] | None


@record(kw_only=True)
class GoalWords:
    """What was typed about a goal; None was not said, "" takes away what is there."""

    title: Annotated[Text, _option("--title", "TEXT", "What it is called.")] = None
    circle: Annotated[Text, _option("--circle", "CIRCLE", "doing, relating or being.")] = None
    kind: Annotated[
        Text,
        _option("--kind", "KIND", "achievement (by a due date), habit (per week), milestones."),
    ] = None
    started: Annotated[Text, _option("--started", "DATE", "When it began (today).")] = None
    due: Annotated[Text, _option("--due", "DATE", "When it is due.")] = None
    area: Annotated[Text, _option("--area", "TEXT", "Where: period 3, home, the team.")] = None
    why: Annotated[Text, _option("--why", "TEXT", "Why it matters to you.")] = None
    outcome: Annotated[Text, _option("--outcome", "TEXT", "The best result, for whom.")] = None
    obstacle: Annotated[Text, _option("--obstacle", "TEXT", "What in you may stop it.")] = None
    if_then: Annotated[
        Many, _option("--if-then", "TEXT", "If [that moment], then I will [act] (repeatable).")
    ] = None
    support_who: Annotated[Text, _option("--support", "WHO", "Who is booked.")] = None
    support_every: Annotated[Text, _option("--every", "HOW OFTEN", 'Such as "2 weeks".')] = None
    slot_when: Annotated[Text, _option("--slot", "WHEN", 'Such as "tue 13:10".')] = None
    slot_place: Annotated[Text, _option("--place", "TEXT", "Where that is.")] = None
    slot_minutes: Annotated[Text, _option("--minutes", "N", "How long that takes.")] = None
    school_goal: Annotated[Text, _option("--school-goal", "TEXT", "The school's own goal.")] = None
    origin: Annotated[Text, _option("--origin", "WORD", "mine, co-constructed, assigned.")] = None
    with_: Annotated[Text, _option("--with", "WHO", "With whom it was worded.")] = None
    inquiry: Annotated[Text, _option("--inquiry", "TEXT", "The question behind it.")] = None
    scope: Annotated[Text, _option("--scope", "WORD", "self or team.")] = None
    protected: Annotated[
        bool | None,
        typer.Option("--protected/--not-protected", help="Tell me when it was displaced."),
    ] = None
    block: Annotated[Text, _option("--block", "BLOCK", "A block that its weeks come from.")] = None
    purpose: Annotated[Text, _option("--purpose", "TEXT", "The line of the profile it serves.")] = (
        None
    )
    supports: Annotated[Text, _option("--supports", "GOAL", "The team goal that it serves.")] = None
    importance: Annotated[Text, _option("--importance", "0-10", "How much it matters now.")] = None
    confidence: Annotated[Text, _option("--confidence", "0-10", "How sure you are now.")] = None
    share: Annotated[
        Many, _option("--share", "AUDIENCE", "Who may see it (repeatable); else nobody.")
    ] = None


with_goal_words = options_of(GoalWords)
"""Gives a command the options of GoalWords in place of its parameter `words`."""


def read_goal_words(session: Session, words: GoalWords) -> dict[str, Any]:
    """Return what was typed as what it means, by the names of the goal's fields."""
    from stillpd.cli.refs import check_audiences, find_goal

    typed = {f.name: getattr(words, f.name) for f in fields(words)}
    said = {name: value for name, value in typed.items() if value not in (None, [])}
    for name, known in _WORDS.items():
        if name in said:
            said[name] = _word(said[name], known, name)
    for name, facing in (("started", Facing.BACK), ("due", Facing.FORWARD)):
        if name in said:
            said[name] = day_said(session, said[name], facing, name.capitalize())
    if "slot_minutes" in said:
        said["slot_minutes"] = _minutes(said["slot_minutes"])
    for name in {"importance", "confidence"} & said.keys():
        said[name] = _ruler(session, said[name], name)
    if said.get("supports"):
        said["supports"] = find_goal(session.journal, said["supports"]).id
    for name in {"if_then", "share"} & said.keys():
        said[name] = tuple(line for line in said[name] if line.strip())
    check_audiences(session.journal, said.get("share", ()))
    return said


_WORDS: dict[str, tuple[str, ...]] = {
    "circle": CIRCLES,
    "kind": get_args(GoalKind),
    "origin": get_args(Origin),
    "scope": get_args(Scope),
}


def _word(text: str, known: tuple[str, ...], name: str) -> str | None:
    from stillpd.cli.refs import check_word

    if not text and name == "origin":
        return None
    return check_word(text, known, name)


def day_said(session: Session, text: str, facing: Facing, label: str) -> date | None:
    """Return the day that was typed, saying it again where it was words; "" means none."""
    if not text.strip():
        return None
    day = read_day(text, session.now.date(), facing)
    if text.strip() != day.isoformat():
        note(f"{label}: {long_day(day)}")
    return day


def day_on(session: Session, text: str) -> date:
    """Return the day that `--on` means: today where nothing was said."""
    return day_said(session, text, Facing.BACK, "On") or session.writing_at.date()


def _minutes(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdigit():
        raise InvalidInput(f"“{text}” is not a number of minutes.", "Such as: --minutes 25")
    return int(text)


def _ruler(session: Session, text: str, name: str) -> Any:
    from stillpd.model.goal import Ruler

    if not (text.strip().isdigit() and int(text) <= _SCALE):
        raise InvalidInput(f"“{text}” is not on the ruler.", f"0 to 10, such as: --{name} 7")
    return Ruler(on=session.writing_at.date(), value=int(text))
