"""Line by line through the profile: still true, said otherwise, or gone."""

from typing import Any

from stillpd.cli.asking import Stopped, ask_choice, ask_line, say
from stillpd.cli.profile_words import read_line, typed
from stillpd.insight.profile import Line, lines
from stillpd.model.errors import InvalidInput
from stillpd.model.profile import Profile

_KEEP, _CHANGE, _DROP = "keep", "change", "drop"


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
