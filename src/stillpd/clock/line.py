"""What a scheduler is told to run: fixed words, absolute paths, and nothing of the journal's.

What is due, and what may be said of it, is found out by `stillpd remind` at every run; the line
itself says only where the program and the journal are.
"""

import os
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from stillpd.journal.places import state_folder
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

EVERY = (15, 30, 60)
USUAL_EVERY = 15
FIRST_HOUR, LAST_HOUR = 6, 22  # never from 0 to 4 o'clock, when clocks are put forward and back
_MARK = 8  # hex digits
_BEGIN = 'exec "$0" "$@"'
_XDG = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


@record(kw_only=True)
class Call:
    """How a scheduler calls stillpd: the program, for which journal, every how many minutes.

    `mark` is the journal's own, so that two journals have a prompt each.
    """

    program: tuple[str, ...]
    journal: str
    mark: str
    places: tuple[tuple[str, str], ...] = ()
    every: int = USUAL_EVERY

    @property
    def option(self) -> str:
        """What is typed after a command to have it so often."""
        return "" if self.every == USUAL_EVERY else f" --every {self.every}"

    def words(self, scheduler: str) -> tuple[str, ...]:
        """Return the command as words. Raises InvalidInput for a path that no line can hold."""
        shown = () if scheduler in {"cron", "login"} else ("--notify",)
        words = (*self.program, "--journal", self.journal, "remind", *shown)
        _refuse_unwritable(words, scheduler)
        return words

    def environment(self, scheduler: str) -> dict[str, str]:
        """Return what the program is to find in its environment."""
        fixed = {
            "STILLPD_SCHEDULED": scheduler,
            "PYTHONUTF8": "1",
            "NO_COLOR": "1",
            "COLUMNS": "72",
            **dict(self.places),
        }
        _refuse_unwritable(tuple(fixed.values()), scheduler)
        return fixed


def call_for(root: Path, every: int = USUAL_EVERY) -> Call:
    """Return the call for a journal, of the program that runs now."""
    return Call(
        program=program(sys.argv[0], sys.executable),
        journal=os.path.abspath(root),  # noqa: PTH100 - and not resolve(): a link may be meant
        mark=mark_of(root),
        places=places(os.environ),
        every=every,
    )


def mark_of(root: Path) -> str:
    """Return the eight hex digits by which a journal's lines and files are known."""
    return state_folder(root).name[:_MARK]


def program(started: str, python: str) -> tuple[str, ...]:
    """Return the words that start stillpd from anywhere: its own file, else Python with -m."""
    for path in (started, shutil.which("stillpd") or ""):
        if (
            path
            and Path(path).stem == "stillpd"
            and Path(path).is_file()
            and os.access(path, os.X_OK)
        ):
            return (os.path.abspath(path),)  # noqa: PTH100 - a link from the PATH outlives updates
    return (python, "-m", "stillpd")


def places(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return where settings and state lie, if not at the usual place: a scheduler is not told."""
    said = ((name, environment.get(name, "")) for name in _XDG)
    return tuple(
        (name, os.path.abspath(path))  # noqa: PTH100 - absolute, and no link followed
        for name, path in said
        if path.strip()
    )


def through_sh(words: Sequence[str]) -> tuple[str, ...]:
    """Return a command that /bin/sh starts, for a program whose path would be misread."""
    return ("/bin/sh", "-c", _BEGIN, *words)


def said_in(words: Sequence[str]) -> tuple[str, str]:
    """Return the program and the journal in a command, be it written by an older stillpd."""
    words = list(words)
    if _BEGIN in words:
        words = words[words.index(_BEGIN) + 1 :]
    after = iter(words[1:])
    journal = next((next(after, "") for word in after if word == "--journal"), "")
    return (words[0] if words else ""), journal


def next_run(every: int, now: datetime) -> datetime:
    """Return the next moment, on this computer's clock, at which a scheduler calls.

    It is told in the zone of `now`.
    """
    wall = now.astimezone().replace(second=0, microsecond=0, tzinfo=None)
    wall += timedelta(minutes=every - wall.minute % every)
    if wall.hour < FIRST_HOUR:
        wall = datetime.combine(wall.date(), time(FIRST_HOUR))
    elif wall.hour > LAST_HOUR:
        wall = datetime.combine(wall.date() + timedelta(days=1), time(FIRST_HOUR))
    return wall.astimezone().astimezone(now.tzinfo)


def _refuse_unwritable(words: Sequence[str], scheduler: str) -> None:
    loose = all(not set(word) & set("\n\r\0") for word in words)
    if not loose or (scheduler != "cron" and not all(map(_is_text, words))):
        raise InvalidInput(
            "A folder's name on the way to the journal or to stillpd holds a character that no "
            "scheduler's line can hold, such as a line end.",
            "Give that folder another name, and try again.",
        )


def _is_text(word: str) -> bool:
    """Tell whether XML and systemd can say a word: no control characters, no loose bytes."""
    return not any(
        unicodedata.category(char) in {"Cc", "Cs"} or char in "\ufffe\uffff"
        for char in word
        if char != "\t"
    )
