"""The one place that prints: an answer on stdout, everything else on stderr."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from stillpd.cli.boundary import PARTIAL, Unheard, lead_nowhere
from stillpd.cli.session import Session
from stillpd.model.problem import Problem
from stillpd.render.page import Page

_MOST_TOLD = 5
USUAL_WIDTH = 80
_LEAST, _MOST = 40, 200

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
    force: bool | None = None,
) -> None:
    """Print one report in the format that was asked for, then what could not be read.

    `page` puts the report on a page of a given width; `data` says it for JSON where the report's
    own fields would not. `paged` gives what is longer than the terminal to the reader's pager,
    `from_end` opens it at its last lines. `force` writes over the file that `-o` names, where
    the command can be told so. Leaves with exit code 4 where files could not be read.
    """
    seen = as_seen(problems)
    with heard():
        _answer(
            session,
            command,
            report,
            page,
            data,
            seen,
            paged=paged,
            from_end=from_end,
            force=force,
        )
    tell_and_leave(session, seen)


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
        _answer(session, command, report, page, data, as_seen(problems))


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
    force: bool | None = None,
) -> None:
    if session.format == "json":
        from stillpd.render.data import data_of

        _put_json(session, command, data() if data else data_of(report), problems, force=force)
    elif session.format == "markdown":
        from stillpd.render.markdown import as_markdown

        _put(session, as_markdown(page(USUAL_WIDTH)), force=force)
    else:
        from stillpd.render.lines import lay_out

        width = page_width()
        lines = lay_out(page(width), width)
        if not wants_colour(session):
            from stillpd.render.lines import as_text

            _put(session, as_text(lines), force=force)
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
    """Print text for another program, byte for byte as it is; JSON says its `data` instead.

    `notes` are said beside it, once it is out.
    """
    problems = as_seen(problems)
    target = session.chosen.get("output", "-")
    with heard():
        if session.format == "json":
            _put_json(session, command, data(), problems)
        elif target != "-":
            _put_into_file(target, content)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        sys.stdout.flush()
    for line in notes if session.format != "json" else ():
        note(line)
    tell_and_leave(session, problems)


def tell_and_leave(session: Session, problems: Sequence[Problem]) -> None:
    """Name what could not be read beside an answer (JSON has it inside), and leave with 4."""
    if problems and session.format != "json":
        tell_problems(problems)
    if problems:
        raise typer.Exit(PARTIAL)


def as_seen(problems: Sequence[Problem]) -> tuple[Problem, ...]:
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
    return min(max(shutil.get_terminal_size((USUAL_WIDTH, 24)).columns, _LEAST), _MOST)


def wants_colour(session: Session) -> bool:
    """Tell whether Rich prints: to a terminal, in the automatic format, not into a file."""
    if session.format != "auto" or "output" in session.chosen:
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def note(words: str) -> None:
    """Say something beside the answer, on stderr."""
    from stillpd.cli.fitting import fitting
    from stillpd.render.safe import safe

    try:
        sys.stderr.write(_shaped(fitting(safe(words)), sys.stderr.encoding) + "\n")
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


def _put_json(
    session: Session,
    command: str,
    said: Any,
    problems: tuple[Problem, ...],
    *,
    force: bool | None = None,
) -> None:
    from stillpd.render.data import envelope

    status = "partial" if problems else "done"
    _put(session, envelope(command, status, said, problems), force=force)


def _put(session: Session, words: str, *, force: bool | None = None) -> None:
    target = session.chosen.get("output")
    if target and target != "-":
        _put_into_file(target, words.encode("utf-8"), force=force)
        return
    sys.stdout.write(_shaped(words, sys.stdout.encoding))


def _put_into_file(target: str, content: bytes, *, force: bool | None = None) -> None:
    """Write an answer to a file of the user's, whole or not, readable by them alone."""
    from stillpd.cli.placing import put

    note(f"Written to {put(target, content, force=force)}")


def _knows_unicode(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "").startswith("utf")


def _shaped(words: str, encoding: str | None) -> str:
    return words if _knows_unicode(encoding) else words.translate(_ASCII)
