"""The goal set-up questions, asked in a terminal; each can be skipped, and it can be stopped.

Sources of the steps: wish, outcome, obstacle and plan (Oettingen); if-then plans (Gollwitzer);
the two rulers with "why not lower?" (Miller and Rollnick). The words are ours.
"""

from collections.abc import Callable
from typing import Any, cast

from stillpd.cli.asking import Stopped, ask_choice, ask_line, ask_scale, ask_text, say
from stillpd.cli.dates import Facing, read_day
from stillpd.cli.numbers import read_number
from stillpd.cli.session import Session
from stillpd.model.days import long_day
from stillpd.model.errors import InvalidInput
from stillpd.model.goal import Measure, Ruler
from stillpd.model.words import CIRCLES, Circle, Role

_WEEKLY, _RESULT = "done week by week, in my hands", "a result that it should move"
_CIRCLE_WORDS: dict[Circle, str] = {
    "doing": "the work",
    "relating": "the people",
    "being": "yourself",
}
_ASKED = ("title", "due", "outcome", "obstacle", "if_then", "measures", "support_who")
_ASKED_TOO = ("importance", "confidence")

Said = dict[str, Any]


def has_words(said: Said) -> bool:
    """Tell whether anything was typed that is worth keeping."""
    return any(said.get(name) for name in (*_ASKED, *_ASKED_TOO))


def ask_goal(session: Session, said: Said) -> None:
    """Ask what was not said yet and put it into `said`, step by step: Stopped leaves the rest."""
    say("A goal, step by step. Enter skips a step; Ctrl-C stops, and what you typed is kept.\n")
    if "circle" not in said:
        told = {f"{circle}: {_CIRCLE_WORDS[circle]}": circle for circle in CIRCLES}
        usual = next(row for row, circle in told.items() if circle == _emptiest(session))
        picked = ask_choice("Which circle is it for?", tuple(told), default=usual)
        if picked:
            said["circle"] = told[picked]
    _ask(said, "title", "What do you want to be different?", ask_line)
    _ask_due(session, said)
    _ask(said, "outcome", "Best result, in one sentence, for whom?", ask_text)
    _ask(said, "obstacle", "What in you, not in others, is likely to stop it?", ask_text)
    _ask_plan(said)
    _ask_measure(said)
    _ask(said, "support_who", "Who is booked to help you with it (not merely available)?", ask_line)
    if said.get("support_who"):
        _ask(said, "support_every", "How often do you meet? Such as: 2 weeks", ask_line)
    _ask_ruler(session, said, "importance", "How much does it matter to you?")
    _ask_ruler(session, said, "confidence", "How sure are you that you can do it?")
    _ask_enough(said)


def _emptiest(session: Session) -> str:
    """Return the circle that has nothing going on, where there is one: only where to begin."""
    from stillpd.insight.goals import empty_circles

    empty = empty_circles(session.journal.goals.values(), session.writing_at.date())
    return empty[0] if empty else CIRCLES[0]


def _ask(said: Said, name: str, question: str, ask: Callable[[str], str]) -> None:
    if name in said:
        return
    try:
        typed = ask(question)
    except Stopped as stopped:
        if stopped.typed.strip():
            said[name] = stopped.typed.strip()
        raise
    if typed.strip():
        said[name] = typed.strip()


def _ask_due(session: Session, said: Said) -> None:
    while "due" not in said:
        typed = ask_line("By when?", hint="in 8 weeks, end of month, 2025-12-19")
        if not typed:
            return
        try:
            due = read_day(typed, session.now.date(), Facing.FORWARD)
        except InvalidInput as error:
            say(f"{error.message} {error.hint}")
            continue
        if due < said.get("started", session.writing_at.date()):
            say(f"{long_day(due)} is behind you.")
            continue
        say(long_day(due))
        said["due"] = due


def _ask_plan(said: Said) -> None:
    if "if_then" in said:
        return
    typed: Said = {}
    try:
        _ask(typed, "plan", "If [that moment], then I will [act].", ask_text)
    finally:
        if "plan" in typed:
            said["if_then"] = (typed["plan"],)


def _ask_measure(said: Said) -> None:
    typed: Said = {}
    try:
        _ask(
            typed,
            "name",
            "What number will you write down each week, in under a minute?",
            ask_line,
        )
        if "name" not in typed:
            return
        picked = ask_choice(f"“{typed['name']}” is", (_WEEKLY, _RESULT), default=_WEEKLY)
        typed["role"] = "lag" if picked == _RESULT else "lead"
        said.setdefault("kind", "achievement" if typed["role"] == "lag" else "habit")
        asked = "How many a week would be good?" if typed["role"] == "lead" else "What is the aim?"
        _ask_target(typed, asked)
        _ask(typed, "unit", "Of what? Such as: lessons, calls, %", ask_line)
    finally:
        if "name" in typed:
            said["measures"] = (_measure(typed),)


def _ask_target(typed: Said, question: str) -> None:
    while True:
        said = ask_line(question, hint="a number")
        if not said:
            return
        try:
            typed["target"] = read_number(said, "the target")
        except InvalidInput as error:
            say(f"{error.message} {error.hint}")
            continue
        return


def _measure(typed: Said) -> Measure:
    from stillpd.actions.goal import id_for

    return Measure(
        id=id_for(typed["name"], ()),
        name=typed["name"],
        role=cast("Role", typed.get("role", "lead")),
        target=typed.get("target"),
        unit=typed.get("unit", ""),
    )


def _ask_ruler(session: Session, said: Said, name: str, question: str) -> None:
    if name in said:
        return
    value = ask_scale(question)
    if value is None:
        return
    on = session.writing_at.date()
    said[name] = Ruler(on=on, value=value)
    typed: Said = {}
    asked = f"Why {value} and not lower?" if value else "What would make it 1?"
    try:
        _ask(typed, "lower", asked, ask_text)
    finally:
        said[name] = Ruler(on=on, value=value, lower=typed.get("lower", ""))


def _ask_enough(said: Said) -> None:
    """Ask what counts as enough; it stands with the outcome, as its last line."""
    typed: Said = {}
    try:
        _ask(typed, "enough", "What counts as enough?", ask_text)
    finally:
        if "enough" in typed:
            outcome = said.get("outcome", "")
            said["outcome"] = f"{outcome}\nEnough: {typed['enough']}".strip()


def is_ready(said: Said) -> bool:
    """Tell whether it is a goal already: named, in a circle, its weekly number with a target."""
    measures: tuple[Measure, ...] = said.get("measures", ())
    aimed = all(m.target is not None for m in measures if m.role == "lead")
    return bool(said.get("title")) and bool(said.get("circle")) and aimed
