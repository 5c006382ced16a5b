"""Hand out what goes to somebody else: into a file of the user's, whole or not at all."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from stillpd.cli.output import heard, note
from stillpd.cli.placing import is_inside_a_journal, place, ready_beside
from stillpd.cli.session import Session
from stillpd.model.errors import AlreadyExists, InvalidInput, NotSaved, StillpdError


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
) -> None:
    """Write `content` where `-o` says, else to standard output; JSON then tells of the file.

    With `noted` it is written down before the file takes its place, since a line too many is less
    harm than a file that nobody knows of; where the file cannot be placed, that is taken back.

    Raises AlreadyExists for a file that is there, unless `force` writes over it, InvalidInput for a
    place inside the journal, NotSaved where it cannot be written.
    """
    target = session.chosen.get("output", "-")
    if target == "-":
        if session.format == "json":
            raise InvalidInput("JSON tells of a file, and there is none.", "Name one: -o FILE")
        with heard():
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        return
    try:
        path = Path(target).expanduser()
        _put(path, content, noted, force=force)
    except (RuntimeError, OSError) as err:
        raise NotSaved(
            f"{target} could not be written: {getattr(err, 'strerror', None) or err}."
        ) from None
    if session.format == "json":
        from stillpd.render.data import envelope

        said = {**data(), "file": str(path)}
        sys.stdout.write(envelope(command, "done", said, ()))
        sys.stdout.flush()
    else:
        note(f"Written to {path}")


def _put(path: Path, content: bytes, noted: Noted | None, *, force: bool) -> None:
    """Put a file in its place in one step, readable by its owner alone."""
    from stillpd.journal.swap import sync_folder

    _expect_place(path, force=force)
    with ready_beside(path, content) as ready:
        if noted:
            noted.write_down()
        try:
            place(ready, path, force=force)
        except BaseException as err:
            if noted:
                _take_back(noted)
            if isinstance(err, FileExistsError):
                raise AlreadyExists(f"{path} is there already.", "Choose another name.") from None
            raise
    try:
        sync_folder(path.parent)
    except OSError as err:
        raise NotSaved(
            f"{path} is written, but the disk does not say that it will last: {err.strerror}.",
            "Look whether it is whole before you hand it on.",
        ) from None


def _expect_place(path: Path, *, force: bool) -> None:
    """Raise InvalidInput or AlreadyExists where a file may not be put."""
    if is_inside_a_journal(path):
        raise InvalidInput("It would land inside the journal.", "Choose another place.")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise InvalidInput(f"{path} is no plain file.", "Choose another name.")
    if path.exists() and not force:
        raise AlreadyExists(
            f"{path} is there already.", "Choose another name, or write over it: --force"
        )


def _take_back(noted: Noted) -> None:
    try:
        noted.take_back()
    except StillpdError:
        note("That it goes is written down all the same. Take it back with: stillpd undo")
