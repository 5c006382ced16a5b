"""Time zones by name: which there are, and which one this system lives in."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from stillpd.model.errors import InvalidInput


def is_zone(name: str) -> bool:
    """Tell whether `name` is a time zone that this system knows."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def check_zone(name: str) -> str:
    """Return `name` if it is a time zone. Raises InvalidInput with the likely ones."""
    if is_zone(name):
        return name
    close = _close(name)
    hint = f"Did you mean: {', '.join(close)}?" if close else "A time zone: America/New_York"
    raise InvalidInput(f"“{name}” is no time zone that this system knows.", hint)


def system_zone() -> str:
    """Return the name of the zone that this system lives in; nothing where it does not say."""
    said = [os.environ.get("TZ", "").removeprefix(":"), _linked(), _written()]
    return next((name for name in said if name and is_zone(name)), "")


def _linked() -> str:
    return os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]


def _written() -> str:
    try:
        return Path("/etc/timezone").read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def _close(name: str) -> list[str]:
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    asked = name.strip().replace(" ", "_").lower()
    known = {zone.lower(): zone for zone in sorted(available_timezones())}
    cities = [zone for low, zone in known.items() if low.rpartition("/")[2] == asked]
    found = [known[low] for low in get_close_matches(asked, known, n=3, cutoff=0.6)]
    return (cities or found)[:3]
