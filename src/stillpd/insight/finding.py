"""One thing that does not hold together, named by its file and key."""

from collections.abc import Iterable, Iterator

from stillpd.model.header import Header
from stillpd.model.record import record

Key = tuple[str | int, ...]


@record
class Finding:
    """A problem whose line is not known yet.

    `path` is relative to the journal, `key` the way to the value in its TOML (empty: the file as
    a whole); the rest is as in model/problem.py.
    """

    path: str
    key: Key
    code: str
    message: str
    hint: str = ""


def unknown_audiences(
    header: Header, path: str, key: Key, audiences: Iterable[str]
) -> Iterator[Finding]:
    """Find audiences that the journal does not know. Nobody sees anything through them."""
    for name in audiences:
        if name not in header.audiences:
            told = f"there is no audience “{name}”: nobody is meant by it"
            hint = f"Mend the name, or add [audiences.{name}] to stillpd.toml."
            yield Finding(path, key, "unknown-audience", told, hint)
