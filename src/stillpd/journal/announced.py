"""What a reminder has said already, in the state folder: so that nothing is said twice.

A list that is missing or spoilt says nothing, and a reminder comes once too often: the better of
the two mistakes.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from stillpd.journal.places import state_folder
from stillpd.model.errors import Busy, NotSaved

_NAME = "announced.toml"
_PATIENCE = 5.0  # seconds: so long a notification may take
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


@contextmanager
def taking_turns(root: Path) -> Iterator[None]:
    """Hold off other reminders, from looking up what was said until it is remembered.

    Where the turn does not come in a few seconds, or nothing can be held, it goes on without: to
    say a thing twice is better than not at all.
    """
    from stillpd.journal.lock import file_held
    from stillpd.journal.swap import make_folder

    folder = state_folder(root)
    with ExitStack() as turn:
        with suppress(Busy, OSError):
            make_folder(folder)
            turn.enter_context(file_held(folder / "announcing", _PATIENCE))
        yield


def remember(root: Path, keys: Iterable[str], now: datetime) -> None:
    """Remember that something was said. Raises NotSaved where the state folder takes nothing."""
    from stillpd.journal.emit import emit
    from stillpd.journal.swap import write_over

    said = {key: when for key, when in announced(root).items() if now - when < _REMEMBERED}
    said |= {key: now.replace(microsecond=0) for key in keys}
    folder = state_folder(root)
    try:
        write_over(folder / _NAME, emit(said).encode())
    except OSError as err:
        raise NotSaved(
            f"That this was said could not be remembered: {err.strerror or 'unknown reason'}.",
            f"It may be said again. Make {folder} writable.",
        ) from err
