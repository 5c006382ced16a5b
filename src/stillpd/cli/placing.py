"""Put a file of the user's in its place in one step: whole, closed to others, or not at all."""

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from stillpd.journal.places import Kind, typed_path, user_folder
from stillpd.journal.settings import read_settings
from stillpd.model.errors import AlreadyExists, InvalidInput, NotSaved

_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EACCES}
_NO_LINKS |= {errno.EINVAL, errno.EMLINK, errno.EXDEV}
_READY = re.compile(r"\.stillpd-[0-9a-f]{8}\.tmp")
_AN_HOUR = 3600  # seconds


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
    from stillpd.journal.swap import sync_folder

    try:
        sync_folder(path.parent)
    except OSError as err:
        raise NotSaved(
            f"{path} is written, but the disk does not say that it will last: {err.strerror}.",
            "Look whether it is whole before you hand it on.",
        ) from None


@contextmanager
def ready_beside(path: Path, content: bytes) -> Iterator[Path]:
    """Have the whole file on the disk beside its place, closed to others; gone at the end.

    Raises OSError as the system gives it.
    """
    from stillpd.journal.swap import write_new

    ready = path.with_name(f".stillpd-{os.urandom(4).hex()}.tmp")
    try:
        write_new(ready, content)
        _take_away_left(ready)
        yield ready
    finally:
        with suppress(OSError):
            ready.unlink(missing_ok=True)


def _take_away_left(ready: Path) -> None:
    """Take away what runs left beside `ready` that were killed an hour ago or longer."""
    now = ready.stat().st_mtime  # what this disk takes for the present
    with suppress(OSError):
        for row in list(os.scandir(ready.parent)):
            if not _READY.fullmatch(row.name):
                continue
            seen = row.stat(follow_symlinks=False)
            is_ours = stat.S_ISREG(seen.st_mode) and seen.st_uid == os.geteuid()
            if is_ours and seen.st_mtime < now - _AN_HOUR:
                Path(row.path).unlink(missing_ok=True)


def place(ready: Path, path: Path, *, force: bool = False) -> None:
    """Give a file its name in one step. Without `force` it raises FileExistsError for one there."""
    from stillpd.journal.rename import rename_to_free

    if force:
        ready.replace(path)
    elif not rename_to_free(ready, path):
        _link(ready, path)


def _link(ready: Path, path: Path) -> None:
    """Give a file its name where the disk cannot rename to a free one, be it without links too."""
    try:
        os.link(ready, path)
    except OSError as err:
        if err.errno not in _NO_LINKS:
            raise
        # The name is taken first, empty, and filled at once: so no other file is ever written over.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        ready.replace(path)


def is_inside_a_journal(path: Path) -> bool:
    """Tell whether a file of that name would lie in a journal, whatever links lead there."""
    return any((folder / "stillpd.toml").exists() for folder in _folders_above(path))


def _folders_above(path: Path) -> Sequence[Path]:
    return Path(os.path.realpath(path)).parents
