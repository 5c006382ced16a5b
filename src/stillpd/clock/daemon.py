"""Whether cron is there to call anybody."""

import os
from contextlib import suppress
from pathlib import Path

_PID_FILES = ("/run/crond.pid", "/run/cron.pid", "/var/run/cron.pid")
_NAMES = {"cron", "crond", "cronie", "fcron", "dcron", "bcron-sched"}


def cron_runs(processes: Path = Path("/proc")) -> bool | None:
    """Tell whether cron is running; None where nobody can say."""
    if any(map(_is_alive, _PID_FILES)):
        return True
    seen = False
    for process in _numbered(processes):
        with suppress(OSError):
            name = (process / "comm").read_text("utf-8", "replace").strip()
            seen = True
            if name in _NAMES:
                return True
    return False if seen else None


def _numbered(processes: Path) -> list[Path]:
    try:
        return [each for each in processes.iterdir() if each.name.isdigit()]
    except OSError:
        return []


def _is_alive(pid_file: str) -> bool:
    try:
        os.kill(int(Path(pid_file).read_text("ascii").strip()), 0)
    except PermissionError:
        return True  # another's process, as cron's is
    except (OSError, ValueError, OverflowError):
        return False
    return True
