"""A long answer a page at a time, in the reader's own pager.

Nothing is written to disk: the pager is given the text on its standard input, and `less` is asked
to keep no history of what was searched for in a journal, and to write no file: its key for that is
the first letter of our name. No shell is used, and only the environment names the pager, never a
journal.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USUAL = "FRXPs?eThat is all, q leaves:space goes on, b back, / finds, q leaves.$"
"""What less does unless it was told: end at once what fits on a page, show colours, leave the
text on the screen, and say how it is left."""


def fits_on_the_screen(lines: int) -> bool:
    """Tell whether so many lines need no pager."""
    return lines <= shutil.get_terminal_size().lines


def show(text: bytes, *, from_end: bool = False) -> bool:
    """Show a text in the pager until the reader leaves it.

    Tells whether it was shown: it is not where no pager is wished for or none can be started, and
    then whoever asked prints it. `from_end` begins where the newest stands.
    """
    words = pager_command()
    if not words:
        return False
    sys.stdout.flush()
    with _left_alone_by_ctrl_c() as interrupted:
        try:
            pager = subprocess.Popen(  # noqa: S603 - no shell, and the words are the user's own
                words, stdin=subprocess.PIPE, env=_environment(from_end=from_end)
            )
        except (OSError, ValueError):
            return False
        pager.communicate(text)  # a reader who leaves early is no trouble
    # One that stops with a code of its own, and not because of Ctrl-C, has shown nothing.
    return pager.returncode <= 0 or bool(interrupted)


def pager_command() -> list[str]:
    """Return the words that start the pager; none where everything should be printed."""
    for name in ("STILLPD_PAGER", "PAGER"):
        chosen = os.environ.get(name)
        if chosen is not None:
            break
    else:
        chosen = "less"
    try:
        words = shlex.split(chosen)
    except ValueError:
        return []
    name = Path(words[0]).name if words else ""
    if name == "less":
        return [*words, "-R"]  # whatever LESS says, colours are no text
    return [] if name == "cat" else words


def _environment(*, from_end: bool) -> dict[str, str]:
    usual = os.environ.get("LESS", _USUAL)
    return {
        **os.environ,
        "LESS": f"+G${usual}" if from_end else usual,
        "LESSHISTFILE": "-",
        "LESSSECURE": os.environ.get("LESSSECURE", "1"),
        "LESSCHARSET": os.environ.get("LESSCHARSET", "utf-8"),
    }


@contextmanager
def _left_alone_by_ctrl_c() -> Iterator[list[int]]:
    """Leave Ctrl-C to the pager: it stops a search there. Yields the signals that came."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, before)
