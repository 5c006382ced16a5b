"""What a command wants of the journal's files."""

import os

from stillpd.journal.record import CREATED, REMOVED, REPLACED, Change
from stillpd.journal.swap import fingerprint
from stillpd.model.record import record

_LONG = 200  # bytes; names end at 255, and ours grow by a number and an ending


@record
class Create:
    """A file that is to be; there must be none yet. `path` is relative, with forward slashes."""

    path: str
    new: bytes
    mode: int = 0o600


@record
class Replace:
    """A file that holds `old` and is to hold `new`."""

    path: str
    old: bytes
    new: bytes


@record
class Remove:
    """A file that holds `old` and is to go; it is kept, like every old version."""

    path: str
    old: bytes


Wanted = Create | Replace | Remove


def planned(number: int, one: Wanted) -> Change:
    """Return the record of a wish, the `number`th of its operation."""
    name = one.path.rpartition("/")[2]
    slot = f"{number}-{name}" if len(os.fsencode(name)) <= _LONG else str(number)
    match one:
        case Create():
            return Change(one.path, CREATED, after=fingerprint(one.new), staged=slot)
        case Replace():
            marks = fingerprint(one.old), fingerprint(one.new)
            return Change(one.path, REPLACED, *marks, kept=slot, staged=slot)
        case Remove():
            return Change(one.path, REMOVED, before=fingerprint(one.old), kept=slot)
