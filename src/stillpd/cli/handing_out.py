"""Hand out what goes to somebody else: into a file of the user's, whole or not at all."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from stillpd.cli.output import as_seen, heard, note, tell_and_leave
from stillpd.cli.placing import put
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput, StillpdError
from stillpd.model.problem import Problem


class Noted(NamedTuple):
    """How it is written down that something goes out, and how that is taken back."""

    write_down: Callable[[], Any]
    take_back: Callable[[], Any]


def hand_out(
    session: Session,
    command: str,
    content: bytes,
    *,
    data: Callable[[], Any],
    force: bool = False,
    noted: Noted | None = None,
    told: Callable[[Path], str] | None = None,
    problems: Sequence[Problem] = (),
) -> None:
    """Write `content` where `-o` says, else to standard output; JSON then tells of the file.

    With `noted` it is written down before the file takes its place, since a line too many is less
    harm than a file that nobody knows of; where the file cannot be placed, that is taken back. On
    standard output nothing is written down. `told` is what is said beside a file. Leaves with exit
    code 4 where files could not be read.

    Raises AlreadyExists for a file that is there, unless `force` writes over it, InvalidInput for a
    place inside the journal, for a name that no plain file has, and for JSON without a file,
    NotSaved where it cannot be written.
    """
    problems = as_seen(problems)
    target = session.chosen.get("output", "-")
    if target == "-":
        if session.format == "json":
            raise InvalidInput("JSON tells of a file, and there is none.", "Name one: -o FILE")
        with heard():
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        tell_and_leave(session, problems)
        return
    path = put(
        target,
        content,
        force=force,
        during=_written_down(noted) if noted else None,
    )
    if session.format == "json":
        from stillpd.render.data import envelope

        said = {**data(), "file": str(path)}
        sys.stdout.write(envelope(command, "partial" if problems else "done", said, problems))
        sys.stdout.flush()
    else:
        note(f"Written to {path}")
        if said_beside := told and told(path.absolute()):
            note(said_beside)
    tell_and_leave(session, problems)


@contextmanager
def _written_down(noted: Noted) -> Iterator[None]:
    """Have it written down that something goes; it is taken back where that comes to nothing."""
    noted.write_down()
    try:
        yield
    except BaseException:
        try:
            noted.take_back()
        except StillpdError:
            note("That it goes is written down all the same. Take it back with: stillpd undo")
        raise
