"""The one place where trouble becomes words and an exit code.

Our own errors are told in one or two lines, a bug in one line without the user's text. In JSON
the envelope carries them, also those raised before the command ran.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NoReturn, TextIO

from typer import Exit
from typer.exceptions import TyperException

from stillpd.cli.registry import COMMANDS
from stillpd.model.errors import NotSaved, StillpdError

DONE, BUG, USAGE, NOT_FOUND, PARTIAL, CHANGED, NOT_SAVED, REFUSED = range(8)
INTERRUPTED = 130

EXIT_CODES: dict[str, int] = {
    "error": BUG,
    "invalid": USAGE,
    "exists": USAGE,
    "newer-format": USAGE,
    "usage": USAGE,
    "not-found": NOT_FOUND,
    "ambiguous": NOT_FOUND,
    "no-journal": NOT_FOUND,
    "changed": CHANGED,
    "busy": CHANGED,
    "unfinished": CHANGED,
    "mass-change": CHANGED,
    "not-saved": NOT_SAVED,
    "editor": NOT_SAVED,
    "private": REFUSED,
}
"""Which exit code tells which error (docs/reference/exit-codes.md)."""


_TAKE_A_VALUE = frozenset({"-j", "--journal", "--as-of", "--format", "-o", "--output"})


@contextmanager
def guarded(words: Sequence[str]) -> Iterator[None]:
    """Run a command so that whatever goes wrong ends in words and a code, never a traceback."""
    try:
        yield
    except StillpdError as error:
        _tell(words, error)
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\nStopped.\n")
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not our trouble, and nothing to say.
        lead_nowhere(sys.stdout)
        raise SystemExit(DONE) from None
    except Exit:
        raise
    except TyperException as misused:
        _tell(words, _usage(misused))
    except Exception as bug:  # noqa: BLE001 - the last net: a bug must not print the journal
        _tell(words, _bug(bug))


def _usage(misused: Any) -> StillpdError:
    """Return what Typer says of words that it does not understand, as an error of ours."""
    context = getattr(misused, "ctx", None)
    command = context.command_path if context else "stillpd"
    command = command.removeprefix("python -m ")
    said = misused.format_message()
    missing = re.match(r"Missing \w+ '(.+?)(?:\.\.\.)?'", said)
    if missing:
        said = f"{command} needs one thing more: {missing[1]}."
    return _Usage(said, f"See: {command} --help")


class _Usage(StillpdError):
    code = "usage"


class Unheard(NotSaved):
    """The answer could not be printed. What the command did before stays done."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The answer could not be written: {reason}.",
            "Only the answer is missing: whatever the command saved is saved.",
        )


def _bug(bug: Exception) -> StillpdError:
    place = bug.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place else "?"
    _keep_trace(bug)
    return StillpdError(
        f"Something went wrong inside stillpd ({type(bug).__name__} at {where}).",
        "This is our mistake. Nothing of yours was changed by it. STILLPD_DEBUG=1 shows more.",
    )


def _keep_trace(bug: Exception) -> None:
    import os

    if os.environ.get("STILLPD_DEBUG"):
        import traceback

        sys.stderr.write("".join(traceback.format_exception(bug)))


def _tell(words: Sequence[str], error: StillpdError) -> NoReturn:
    try:
        if wants_json(words) and not isinstance(error, Unheard):
            from stillpd.render.data import envelope

            sys.stdout.write(envelope(_command(words), "failed", {}, errors=[error]))
            sys.stdout.flush()
        else:
            from stillpd.cli.fitting import fitting
            from stillpd.render.safe import safe

            hint = "".join(f"  {line}\n" for line in safe(error.hint).splitlines())
            sys.stderr.write(fitting(f"{safe(error.message)}\n{hint}"))
            sys.stderr.flush()
    except OSError:
        # Nobody can be told; the exit code still says it.
        lead_nowhere(sys.stdout, sys.stderr)
    raise SystemExit(EXIT_CODES.get(error.code, BUG))


def _command(words: Sequence[str]) -> str:
    """Return the command among typed words, before any of them was understood."""
    before = ["", *words][:-1]
    plain = [
        word
        for word, option in zip(words, before, strict=True)
        if not word.startswith("-") and option not in _TAKE_A_VALUE
    ]
    groups = {row.name for row in COMMANDS if row.has_verbs}
    return " ".join(plain[: 2 if plain[:1] and plain[0] in groups else 1]) or "today"


def wants_json(words: Sequence[str]) -> bool:
    """Tell whether the typed words ask for JSON, before any of them was understood."""
    pairs = pairwise([*words, ""])
    return any(a == "--format=json" or (a == "--format" and b == "json") for a, b in pairs)


def lead_nowhere(*streams: TextIO) -> None:
    """Let go what still waits to be printed: its place is gone, and would complain at the end."""
    import os

    null = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(null, stream.fileno())
    os.close(null)
