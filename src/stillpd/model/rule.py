"""Recurrence rules (RFC 5545) taken apart: their parts, their weekdays, and where they end."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, tzinfo

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNTIL = r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?\Z"
_LAST_SECOND = time(23, 59, 59)


def read_parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by their names; none for a rule that says one of them twice."""
    pairs = [part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";")]
    parts = {name: value for name, _, value in pairs}
    return parts if len(parts) == len(pairs) else {}


def write_parts(parts: Mapping[str, str]) -> str:
    """Return a rule as it is written."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def read_until(value: str, zone: tzinfo) -> datetime | None:
    """Return the last moment of a rule as the clock of `zone` shows it; a day counts whole.

    None for what is no such moment.
    """
    match = re.match(_UNTIL, value)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        said = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a wall time
    except ValueError:
        return None
    if match[4] is None:
        return datetime.combine(said, _LAST_SECOND)
    try:
        return said.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if match[7] else said
    except OverflowError:  # at one end of the years there are
        return said
