"""When each scheduler last called, in the state folder: what `schedule status` tells.

Whoever cannot write here is not told: a prompt that is due matters more than the note of its run.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from stillpd.journal.places import state_folder

SCHEDULERS = ("cron", "systemd", "launchd", "windows")
"""Who can call: the words that STILLPD_SCHEDULED knows."""


def note_run(root: Path, scheduler: str, now: datetime) -> None:
    """Note that a scheduler called. An unknown one, or a folder that takes nothing, is let be."""
    from stillpd.journal.swap import make_folder, write_new

    if scheduler not in SCHEDULERS:
        return
    path = _path(root, scheduler)
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    said = now.astimezone(UTC).isoformat(timespec="seconds")
    try:
        make_folder(path.parent)
        write_new(fresh, f"{said}\n".encode())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def last_run(root: Path, scheduler: str) -> datetime | None:
    """Return when a scheduler last called, in UTC; None where that is not known."""
    try:
        said = datetime.fromisoformat(_path(root, scheduler).read_text("ascii").strip())
    except (OSError, ValueError):
        return None
    return said.astimezone(UTC) if said.tzinfo else None


def _path(root: Path, scheduler: str) -> Path:
    return state_folder(root) / f"ran-{scheduler}"
