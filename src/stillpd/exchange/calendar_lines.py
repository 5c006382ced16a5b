"""The lines of a calendar file that whole days are read from; the others are dropped unread.

A file that is made to keep us busy shall not: what is read of one is counted first. Time zones that
a file brings along are dropped too (their rules may go on for ever): a time in such a zone counts
as what its clock shows.
"""

import re
from collections.abc import Iterator

_MOST_PARTS = 30_000
"""So many lines, and values in them: a few seconds of reading, whatever they are."""
_FOLD = rb"\r?\n[ \t]"
_NAME = rb"[A-Za-z-]+"
_EVENT = [b"VCALENDAR", b"VEVENT"]
_KEPT = frozenset(
    (
        *(b"UID", b"SUMMARY", b"STATUS", b"DTSTART", b"DTEND", b"DURATION"),
        *(b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID"),
    )
)


def needed_lines(content: bytes) -> list[bytes] | None:
    """Return the lines of events that whole days are read from; None for far too many."""
    unfolded = re.sub(_FOLD, b"", content.removeprefix(b"\xef\xbb\xbf"))
    parts, kept = 0, []
    for line in _in_events(unfolded.splitlines()):
        parts += 1 + line.count(b",") + line.count(b";")
        if parts > _MOST_PARTS:
            return None
        kept.append(line)
    return kept


def _in_events(lines: list[bytes]) -> Iterator[bytes]:
    """Iterate over the lines of events, without what is inside of them (alarms) or beside them."""
    inside: list[bytes] = []
    for line in lines:
        found = re.match(_NAME, line)
        name = found[0].upper() if found else b""
        if name == b"BEGIN":
            inside.append(line[len(b"BEGIN:") :].strip().upper())
        if inside == _EVENT[: len(inside)] and (name in _KEPT or name in {b"BEGIN", b"END"}):
            yield line
        if name == b"END" and inside:
            inside.pop()
