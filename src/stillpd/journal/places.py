"""Where stillpd keeps what is not the journal itself.

Nothing here makes a folder: each is made by whoever first writes to it.
"""

import os
import sys
from pathlib import Path
from typing import Literal

from stillpd.journal.swap import fingerprint

_APP = "stillpd"
_MARK = 16  # hex digits
_XDG = {
    "config": ".config",
    "state": ".local/state",
    "data": ".local/share",
    "cache": ".cache",
}
Kind = Literal["config", "state", "data", "cache"]


def user_folder(kind: Kind) -> Path:
    """Return the user's own folder for stillpd's settings, state, data or cache."""
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        # What platformdirs says on Linux (a test holds it to that), without its import: every
        # note would wait for it as long as for its own saving.
        said = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
        return Path(said if said.strip() else Path("~", _XDG[kind]).expanduser()) / _APP
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_path")(_APP))


def config_file() -> Path:
    """Return the user's config file: default journal, named journals, editor, theme."""
    return user_folder("config") / "config.toml"


def state_folder(root: Path) -> Path:
    """Return the folder for one journal's lock and drafts; it never travels with the journal."""
    return user_folder("state") / _mark(root)


def index_folder(root: Path) -> Path:
    """Return the folder for one journal's index; it may be thrown away at any moment."""
    return user_folder("cache") / _mark(root)


def coachees_folder() -> Path:
    """Return the folder for the bundles that others gave to this user (decision 8)."""
    return user_folder("data") / "coachees"


def drafts_folder(root: Path | None) -> Path:
    """Return the folder for a journal's drafts; without a journal, the one for all others."""
    return (user_folder("state") if root is None else state_folder(root)) / "drafts"


def _mark(root: Path) -> str:
    # The real path, so that two ways to one journal meet at one lock.
    real = os.fsencode(os.path.realpath(root))
    return fingerprint(real)[:_MARK]
