"""Put a file of the user's where they said, unless something of theirs would suffer there."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from stillpd.journal import names
from stillpd.journal.place_file import place, ready_beside
from stillpd.journal.places import Kind, typed_path, user_folder
from stillpd.journal.settings import read_settings
from stillpd.journal.swap import sync_folder
from stillpd.model.errors import AlreadyExists, InvalidInput, NotSaved


def put(
    target: str,
    content: bytes,
    *,
    force: bool | None = None,
    during: AbstractContextManager[None] | None = None,
) -> Path:
    """Write a file under the name that somebody typed, and return its path.

    `force` writes over one that is there; it is None where nobody can say so. What is done `during`
    the placing begins when all of it lies on the disk, and sees it fail.

    Raises InvalidInput for a place inside a journal or a folder of stillpd's own, for a file of
    keys, and for a name that a link, a folder or a device has, AlreadyExists for a file that is
    there, NotSaved where it cannot be written.
    """
    path = typed_path(target, "Choose another place.")
    try:
        _expect_plain(path)
        _expect_not_ours(path)
        instead = "move it away." if force is None else "write over it: --force"
        taken = AlreadyExists(f"{path} is there already.", f"Choose another name, or {instead}")
        if path.exists() and not force:
            raise taken
        with ready_beside(path, content) as ready, during or nullcontext():
            try:
                place(ready, path, force=bool(force))
            except FileExistsError:
                raise taken from None
    except OSError as err:
        raise NotSaved(f"{target} could not be written: {err.strerror or err}.") from None
    _expect_to_last(path)
    return path


def _expect_plain(path: Path) -> None:
    """Raise InvalidInput where a file may not be put."""
    if is_inside_a_journal(path):
        raise InvalidInput("It would land inside the journal.", "Choose another place.")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise InvalidInput(f"{path} is no plain file.", "Choose another name.")


def _expect_not_ours(path: Path) -> None:
    """Raise InvalidInput for what stillpd keeps for its user, and for the keys to it."""
    kinds: tuple[Kind, ...] = ("config", "state", "data", "cache")
    own = [user_folder(kind) for kind in kinds]
    if any(_is_same(folder, one) for folder in _folders_above(path) for one in own):
        raise InvalidInput(
            "It would land among what stillpd keeps for you.", "Choose another place."
        )
    if path.exists() and any(_is_same(path, key) for key in _key_files()):
        raise InvalidInput(f"{path} holds your key.", "Choose another name.")


def _key_files() -> Iterator[Path]:
    """Iterate over the files of keys that this user has named, for once or in the settings."""
    named = [os.environ.get("STILLPD_IDENTITY", "")]
    with suppress(InvalidInput):
        named += read_settings().identities
    for said in filter(None, named):
        with suppress(InvalidInput):
            yield typed_path(said)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False


def _expect_to_last(path: Path) -> None:
    try:
        sync_folder(path.parent)
    except OSError as err:
        raise NotSaved(
            f"{path} is written, but the disk does not say that it will last: {err.strerror}.",
            "Look whether it is whole before you hand it on.",
        ) from None


def is_inside_a_journal(path: Path) -> bool:
    """Tell whether a file of that name would lie in a journal, whatever links lead there."""
    return any((folder / names.HEADER).exists() for folder in _folders_above(path))


def _folders_above(path: Path) -> Sequence[Path]:
    return Path(os.path.realpath(path)).parents
