"""When each scheduler last called, in the state folder: what `schedule status` tells.

Whoever cannot write here is not told: a prompt that is due matters more than the note of its run.
"""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from stillpd.journal.places import state_folder

SCHEDULERS = ("cron", "systemd", "launchd", "windows")
"""Who can call: the words that STILLPD_SCHEDULED knows."""


def note_run(root: Path, scheduler: str, now: datetime) -> None:
    """Note that a scheduler called. An unknown one, or a folder that takes nothing, is let be."""
    from stillpd.journal.swap import write_over

    if scheduler not in SCHEDULERS:
        return
    said = now.astimezone(UTC).isoformat(timespec="seconds")
    with suppress(OSError):
        write_over(_path(root, scheduler), f"{said}\n".encode())


def last_run(root: Path, scheduler: str) -> datetime | None:
    """Return when a scheduler last called, in UTC; None where that is not known."""
    try:
        said = datetime.fromisoformat(_path(root, scheduler).read_text("ascii").strip())
        return said.astimezone(UTC) if said.tzinfo else None
    except (OSError, ValueError, OverflowError):
        return None


def _path(root: Path, scheduler: str) -> Path:
    return state_folder(root) / f"ran-{scheduler}"
