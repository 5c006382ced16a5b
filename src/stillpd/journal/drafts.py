"""Words on their way into the journal: kept until they have arrived.

A draft outlives every error. Where the state folder cannot be written, it goes to a private
folder among the temporary files; only if that fails too is NotSaved raised.
"""

import errno
import os
import re
import stat
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from stillpd.journal.places import drafts_folder
from stillpd.journal.swap import make_folder, sync_folder, write_over
from stillpd.model.errors import NotSaved
from stillpd.model.record import record

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_-]+")


@record
class Draft:
    """A draft on disk and when it was last saved."""

    path: Path
    name: str
    moment: datetime


def save(root: Path | None, name: str, text: str, now: datetime, *, suffix: str = ".md") -> Path:
    """Save a draft and return where; an earlier draft of the same name gives way to it.

    `suffix` tells an editor what it is: ".md" or ".toml". Raises NotSaved only if no folder on
    this machine takes it.
    """
    plain = _NOT_PLAIN.sub("-", name).strip("-")[:80] or "draft"
    data = _bytes(text)
    trouble: OSError | None = None
    for find in (partial(drafts_folder, root), _fallback, _last_resort):
        try:
            return _save_in(find(), f"{plain}{suffix}", data, now)
        except OSError as err:
            trouble = err
    raise NotSaved(
        f"Not even a draft could be saved: {(trouble and trouble.strerror) or 'unknown reason'}.",
        hint="Copy your words from the screen before you close it.",
    ) from trouble


def drafts(root: Path | None) -> tuple[Draft, ...]:
    """Return the drafts of a journal, newest first."""
    found = []
    for folder in (drafts_folder(root), _fallback()):
        with suppress(OSError):
            if not _is_private(folder):
                continue
            for path in (*folder.glob("*.md"), *folder.glob("*.toml")):
                moment = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
                found.append(Draft(path, path.stem, moment))
    return tuple(sorted(found, key=lambda draft: draft.moment, reverse=True))


def discard(path: Path) -> None:
    """Remove a draft, once its words are in the journal. One that is gone already is fine."""
    with suppress(FileNotFoundError):
        path.unlink()


def _save_in(folder: Path, name: str, data: bytes, now: datetime) -> Path:
    make_folder(folder)
    if not _is_private(folder):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    path = folder / name
    # The moment of the draft is the caller's, as every moment here.
    write_over(path, data, moment=now.timestamp())
    sync_folder(folder)
    return path


def _fallback() -> Path:
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else "me"
    return Path(tempfile.gettempdir()) / f"stillpd-drafts-{user}"


def _last_resort() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="stillpd-drafts-"))


def _is_private(folder: Path) -> bool:
    # Among the temporary files anyone could have made a folder or a link of that name first.
    seen = folder.lstat()
    mine = not hasattr(os, "getuid") or seen.st_uid == os.getuid()
    return mine and stat.S_ISDIR(seen.st_mode) and not stat.S_IMODE(seen.st_mode) & 0o077


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        # A terminal of another encoding left loose surrogates: better odd bytes than no draft.
        return text.encode("utf-8", "surrogatepass")
