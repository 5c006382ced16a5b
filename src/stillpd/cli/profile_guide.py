"""The profile in a terminal: its questions, and line by line what is still true."""

from typing import Any

from stillpd.cli.asking import Stopped, ask_choice, ask_line, say
from stillpd.cli.profile_words import ProfileWords, read_driver, read_line, typed
from stillpd.insight.profile import Line, lines
from stillpd.model.errors import InvalidInput
from stillpd.model.profile import Profile

_KEEP, _CHANGE, _DROP = "keep", "change", "drop"


def ask_words(profile: Profile | None) -> ProfileWords:
    """Ask a few questions of the profile; what was said before a stop still counts.

    Each can be left with Enter. Nothing is asked of lasting identity: that is said unasked or not.
    """
    said: dict[str, Any] = {}
    say("Five questions, each in your own words. Enter skips one; all of it is private.\n")
    try:
        purpose = profile.purpose if profile else ""
        if (new := ask_line("What are you here for?", default=purpose)) not in {"", purpose}:
            said["purpose"] = new
        if driver := _driver("When did the work give you energy, and what was it?"):
            said["driver"] = [driver]
        if drain := _driver("And what takes it?"):
            said["drain"] = [drain]
        if feedback := ask_line("Which feedback helps you?", hint="next day, one thing"):
            said["feedback"] = feedback
        if strength := ask_line("A strength of yours?", hint="connector: I know who should meet"):
            said["strength"] = [strength]
    except Stopped:
        pass
    return ProfileWords(**said)


def _driver(question: str) -> str:
    """Ask what moves or drains; a colon that means nothing to us stays in the words."""
    said = ask_line(question)
    try:
        read_driver(said, drains=False)
    except InvalidInput:
        return said.replace(":", " -")
    return said


def go_through(profile: Profile, changed: dict[int, Any], seen: list[str]) -> bool:
    """Ask of each line whether it is still true, and tell whether the end was reached.

    What is said otherwise goes into `changed` by number (None: gone), the sections that were
    gone through into `seen`.
    """
    known = lines(profile)
    say("Which line is no longer true? Enter keeps a line; Ctrl-C stops, what you said stays.\n")
    try:
        for place, line in enumerate(known):
            _ask(line, changed)
            if place + 1 == len(known) or known[place + 1].section != line.section:
                seen.append(line.section)
    except Stopped:
        return False
    return True


def _ask(line: Line, changed: dict[int, Any]) -> None:
    shown = typed(line)
    picked = ask_choice(f"{line.number} · {shown}", (_KEEP, _CHANGE, _DROP), default=_KEEP)
    if picked == _DROP:
        changed[line.number] = None
    elif picked == _CHANGE:
        new = _said_otherwise(line, shown)
        if new != line.value:
            changed[line.number] = new


def _said_otherwise(line: Line, shown: str) -> Any:
    while True:
        text = ask_line("How would you say it now?", default=shown)
        if not text.strip():
            return line.value
        try:
            return read_line(line, text)
        except InvalidInput as error:
            say(f"{error.message} {error.hint}")
