"""Hand out what goes to somebody else: into a file of the user's, whole or not at all."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from stillpd.cli.output import heard, note
from stillpd.cli.session import Session
from stillpd.model.errors import AlreadyExists, InvalidInput, NotSaved


def hand_out(
    session: Session,
    command: str,
    content: bytes,
    *,
    data: Callable[[], Any],
    force: bool = False,
    then: Callable[[], Any] | None = None,
) -> None:
    """Write `content` where `-o` says, else to standard output; JSON then tells of the file.

    `then` is what belongs to it (a note that it went out): where that does not succeed, a new file
    is taken away again.

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
        _write(path, content, force=force)
    except (RuntimeError, OSError) as err:
        raise NotSaved(
            f"{target} could not be written: {getattr(err, 'strerror', None) or err}."
        ) from None
    try:
        if then:
            then()
    except BaseException:
        if not force:
            path.unlink(missing_ok=True)
        raise
    if session.format == "json":
        from stillpd.render.data import envelope

        said = {**data(), "file": str(path)}
        sys.stdout.write(envelope(command, "done", said, ()))
        sys.stdout.flush()
    else:
        note(f"Written to {path}")


def _write(path: Path, content: bytes, *, force: bool) -> None:
    """Put a file in its place in one step, readable by its owner alone."""
    from stillpd.journal.swap import sync_folder, write_new

    folders = Path(os.path.realpath(path)).parents
    if any((folder / "stillpd.toml").exists() for folder in folders):
        raise InvalidInput("It would land inside the journal.", "Choose another place.")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise InvalidInput(f"{path} is no plain file.", "Choose another name.")
    if path.exists() and not force:
        raise AlreadyExists(
            f"{path} is there already.", "Choose another name, or write over it: --force"
        )
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        write_new(fresh, content)
        if force:
            fresh.replace(path)
        else:
            os.link(fresh, path)  # never over a file that came meanwhile
            fresh.unlink()
        sync_folder(path.parent)
    except FileExistsError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise AlreadyExists(f"{path} is there already.", "Choose another name.") from None
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
