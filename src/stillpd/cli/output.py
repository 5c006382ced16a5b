"""The one place that prints: an answer on stdout, everything else on stderr."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from stillpd.cli.boundary import PARTIAL, Unheard, lead_nowhere
from stillpd.cli.session import Session
from stillpd.model.errors import AlreadyExists, InvalidInput, NotSaved
from stillpd.model.problem import Problem
from stillpd.render.page import Page

_MOST_TOLD = 5
_LEAST, _USUAL, _MOST = 40, 80, 200

# For a terminal or file that knows no Unicode: every mark keeps a shape of its own.
_ASCII = str.maketrans(
    {
        "●": "*", "○": "o", "◐": "%", "×": "x", "–": "-", "—": "-", "·": ".", "┊": "|", "‖": "=",
        "◌": "?", "━": "#", "╸": "#", "─": "-", "▴": "^", "…": "~", "“": '"', "”": '"', "’": "'",
        "→": ">", "≥": ">", "≤": "<", "✓": "v", "•": "*",
        "░": ":", "▒": "+", "▓": "&",
        "▁": "1", "▂": "2", "▃": "3", "▄": "4", "▅": "5", "▆": "6", "▇": "7", "█": "8",
    }
)  # fmt: skip


def deliver(
    session: Session,
    command: str,
    report: Any,
    *,
    page: Callable[[int], Page],
    data: Callable[[], Any] | None = None,
    problems: Sequence[Problem] = (),
    paged: bool = False,
    from_end: bool = False,
) -> None:
    """Print one report in the format that was asked for, then what could not be read.

    `page` puts the report on a page of a given width; `data` says it for JSON where the report's
    own fields would not. `paged` gives what is longer than the terminal to the reader's pager,
    `from_end` opens it at its last lines. Leaves with exit code 4 where files could not be read.
    """
    seen = _as_seen(problems)
    with heard():
        _answer(session, command, report, page, data, seen, paged=paged, from_end=from_end)
    _tell(session, seen)


def deliver_first(
    session: Session,
    command: str,
    report: Any,
    *,
    page: Callable[[int], Page],
    data: Callable[[], Any],
    problems: Sequence[Problem] = (),
) -> None:
    """Print a report as `deliver` does, for a command that has more to do once it is out.

    What could not be read stands in the JSON, and is otherwise the command's to tell, as is the
    exit code.
    """
    with heard():
        _answer(session, command, report, page, data, _as_seen(problems))


def _answer(
    session: Session,
    command: str,
    report: Any,
    page: Callable[[int], Page],
    data: Callable[[], Any] | None,
    problems: tuple[Problem, ...],
    *,
    paged: bool = False,
    from_end: bool = False,
) -> None:
    if session.format == "json":
        from stillpd.render.data import data_of

        _put_json(session, command, data() if data else data_of(report), problems)
    elif session.format == "markdown":
        from stillpd.render.markdown import as_markdown

        _put(session, as_markdown(page(_USUAL)))
    else:
        from stillpd.render.lines import lay_out

        width = page_width()
        lines = lay_out(page(width), width)
        if not wants_colour(session):
            from stillpd.render.lines import as_text

            _put(session, as_text(lines))
        elif not (paged and _is_shown_in_pager(lines, from_end=from_end)):
            sys.stdout.write(_in_colours(lines))
    sys.stdout.flush()


def deliver_file(
    session: Session,
    command: str,
    content: bytes,
    *,
    data: Callable[[], Any],
    notes: Iterable[str] = (),
    problems: Sequence[Problem] = (),
) -> None:
    """Hand out a file for another program, byte for byte as it is; JSON tells of it instead.

    `notes` are said beside the file, once it is out.
    """
    problems = _as_seen(problems)
    target = session.chosen.get("output", "-")
    with heard():
        if session.format == "json":
            _put_json(session, command, data(), problems)
        elif target != "-":
            _put_into_file(Path(target).expanduser(), content)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        sys.stdout.flush()
    for line in notes if session.format != "json" else ():
        note(line)
    _tell(session, problems)


def _tell(session: Session, problems: Sequence[Problem]) -> None:
    """Name what could not be read beside an answer (JSON has it inside), and leave with 4."""
    if problems and session.format != "json":
        tell_problems(problems)
    if problems:
        raise typer.Exit(PARTIAL)


def _as_seen(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems as this screen may show them."""
    return tuple(map(_unnamed, problems)) if problems and _is_seen() else tuple(problems)


def _is_seen() -> bool:
    from stillpd.cli.shared_screen import is_shared

    return is_shared()


def _unnamed(problem: Problem) -> Problem:
    """Return a problem without the name of its file and what stands in it."""
    return Problem("", 0, problem.code, "not shown on a shared screen")


@contextmanager
def heard() -> Iterator[None]:
    """Turn trouble with standard output (a full disk behind `>`) into words of its own."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as err:
        lead_nowhere(sys.stdout)
        raise Unheard(err.strerror or "unknown reason") from err


def page_width() -> int:
    """Return the columns that there are: COLUMNS, the terminal's, else 80."""
    return min(max(shutil.get_terminal_size((_USUAL, 24)).columns, _LEAST), _MOST)


def wants_colour(session: Session) -> bool:
    """Tell whether Rich prints: to a terminal, in the automatic format, not into a file."""
    if session.format != "auto" or "output" in session.chosen:
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def note(words: str) -> None:
    """Say something beside the answer, on stderr."""
    from stillpd.render.safe import safe

    try:
        sys.stderr.write(_shaped(safe(words), sys.stderr.encoding) + "\n")
        sys.stderr.flush()
    except OSError:
        lead_nowhere(sys.stderr)


def tell_problems(problems: Sequence[Problem], *, in_files: bool = True) -> None:
    """Name what could not be read: file, line, and what is wrong. Others may not see that.

    Of more than a few a count is told; doctor names all that are `in_files`.
    """
    if problems and _is_seen():
        note("Some files could not be read whole. Which ones, this screen does not show.")
        return
    for problem in problems[:_MOST_TOLD]:
        note(f"{problem.place}: {problem.message}. {problem.hint}".rstrip())
    left = len(problems) - _MOST_TOLD
    if left > 0:
        note(f"And {left} more." + (" See them all with: stillpd doctor" if in_files else ""))


def _is_shown_in_pager(lines: Any, *, from_end: bool) -> bool:
    """Show lines in the pager if there are many; tell whether they were shown."""
    from stillpd.cli.pager import fits_on_the_screen, show

    if fits_on_the_screen(len(lines)):
        return False
    text = _in_colours(lines).encode(sys.stdout.encoding or "utf-8", "backslashreplace")
    return show(text, from_end=from_end)


def _in_colours(lines: Any) -> str:
    """Return lines with the colours that this terminal has, none where NO_COLOR asks for none."""
    from rich.console import Console

    from stillpd.render.terminal import as_coloured

    console = Console(markup=False, emoji=False, highlight=False)
    return _shaped(as_coloured(lines, console), sys.stdout.encoding)


def _put_json(session: Session, command: str, said: Any, problems: tuple[Problem, ...]) -> None:
    from stillpd.render.data import envelope

    _put(session, envelope(command, "partial" if problems else "done", said, problems))


def _put(session: Session, words: str) -> None:
    target = session.chosen.get("output")
    if target and target != "-":
        _put_into_file(Path(target).expanduser(), words.encode("utf-8"))
        return
    sys.stdout.write(_shaped(words, sys.stdout.encoding))


def _put_into_file(path: Path, content: bytes) -> None:
    """Write an answer to a new file of the user's, whole or not, readable by them alone."""
    from stillpd.cli.placing import is_inside_a_journal, put_new

    if is_inside_a_journal(path):
        raise InvalidInput("The answer would land inside the journal.", "Choose another place.")
    try:
        put_new(path, content)
    except FileExistsError:
        raise AlreadyExists(
            f"{path} is there already.", "Choose another name, or move it away."
        ) from None
    except OSError as err:
        raise NotSaved(f"{path} could not be written: {err.strerror}.") from None
    note(f"Written to {path}")


def _knows_unicode(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "").startswith("utf")


def _shaped(words: str, encoding: str | None) -> str:
    return words if _knows_unicode(encoding) else words.translate(_ASCII)
