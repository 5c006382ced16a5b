"""What a reminder has said already, in the state folder: so that nothing is said twice.

A list that is missing or spoilt says nothing, and a reminder comes once too often: the better of
the two mistakes.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from stillpd.journal.places import state_folder
from stillpd.model.errors import NotSaved

_NAME = "announced.toml"
_REMEMBERED = timedelta(days=400)


def announced(root: Path) -> Mapping[str, datetime]:
    """Return what was said, and when last."""
    from stillpd.journal.parsing import parse
    from stillpd.journal.text import Unreadable

    try:
        table, _ = parse((state_folder(root) / _NAME).read_text("utf-8"))
    except (OSError, ValueError, Unreadable):
        return {}
    return {
        key: moment
        for key, moment in table.items()
        if isinstance(moment, datetime) and moment.tzinfo is not None
    }


def remember(root: Path, keys: Iterable[str], now: datetime) -> None:
    """Remember that something was said. Raises NotSaved where the state folder takes nothing."""
    from stillpd.journal.emit import emit
    from stillpd.journal.swap import make_folder, write_new

    said = {key: when for key, when in announced(root).items() if now - when < _REMEMBERED}
    said |= {key: now.replace(microsecond=0) for key in keys}
    folder = state_folder(root)
    fresh = folder / f".{_NAME}.{os.urandom(4).hex()}.tmp"
    try:
        make_folder(folder)
        write_new(fresh, emit(said).encode())
        fresh.replace(folder / _NAME)
    except OSError as err:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise NotSaved(
            f"That this was said could not be remembered: {err.strerror or 'unknown reason'}.",
            f"It may be said again. Make {folder} writable.",
        ) from err
