"""A journal's first page: whose it is, and the zone in which its days begin."""

import errno
from datetime import datetime, tzinfo
from pathlib import Path

from stillpd.journal import names, pages
from stillpd.model.errors import NewerFormat, NoJournal
from stillpd.model.header import FORMAT, Header
from stillpd.model.problem import Problem
from stillpd.model.record import record


@record
class Opened:
    """A journal's folder, its first page, and the zone in which its days begin."""

    root: Path
    header: Header
    zone: tzinfo
    problems: tuple[Problem, ...] = ()

    @property
    def is_bundle(self) -> bool:
        """Tell whether it is one file, and so somebody's bundle; a folder never is one."""
        return self.root.is_file()


def open_journal(root: Path) -> Opened:
    """Read the first page of the journal at `root`.

    Raises NoJournal where there is none, NewerFormat where this stillpd is too old for it.
    A broken first page is a problem: the rest of the journal is still there.
    """
    try:
        raw = _bytes_of(root / names.HEADER)
    except (FileNotFoundError, NotADirectoryError):
        raise NoJournal(f"There is no journal in {root}.", "Start one with: stillpd init") from None
    except OSError as err:
        raise NoJournal(f"The journal in {root} cannot be opened: {err.strerror}.") from None
    return open_page(root, raw)


def open_page(root: Path, raw: bytes) -> Opened:
    """Read a first page from its bytes. Raises NewerFormat."""
    header, problems = pages.read_standing(Header, raw, names.HEADER)
    header = header or Header(timezone="")
    if header.format > FORMAT:
        raise NewerFormat(
            f"This journal has format {header.format}; this stillpd knows format {FORMAT}.",
            "Get the newest stillpd: pipx upgrade stillpd",
        )
    zone, more = _zone(header.timezone)
    return Opened(root, header, zone, (*problems, *more))


def _bytes_of(page: Path) -> bytes:
    """Return the first page's bytes; of a pipe or a device none would come, or no end."""
    if page.exists() and not page.is_file():
        raise OSError(errno.EINVAL, "its stillpd.toml is no plain file")
    return page.read_bytes()


def goal_names(root: Path) -> tuple[str, ...]:
    """Return the ids of the goals, from the names of their files alone."""
    try:
        found = sorted(path.name for path in (root / "goals").iterdir())
    except OSError:
        return ()
    plain = (n.removesuffix(".toml") for n in found if names.what_is(f"goals/{n}") == "goal")
    return tuple(name for name in plain if names.is_name(name))


def _zone(name: str) -> tuple[tzinfo, tuple[Problem, ...]]:
    """Return the zone of that name; the system's own, and a problem, where there is none."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name), ()
    except (ValueError, OSError, KeyError):
        system = datetime.now().astimezone().tzinfo
        if system is None or not name:
            return system or ZoneInfo("UTC"), ()
        told = f"“{name[:40]}” is no time zone that this system knows: the system's own is used"
        return system, (Problem(names.HEADER, 1, "bad-zone", told),)
