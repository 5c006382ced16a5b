"""Where stillpd keeps what is not the journal itself.

Nothing here makes a folder: each is made by whoever first writes to it.
"""

import os
import sys
from pathlib import Path
from typing import Literal

from stillpd.journal.swap import fingerprint
from stillpd.model.errors import InvalidInput

_APP = "stillpd"
_MARK = 16  # hex digits
_MOST_TOLD = 80  # letters
_XDG = {
    "config": ".config",
    "state": ".local/state",
    "data": ".local/share",
    "cache": ".cache",
}
Kind = Literal["config", "state", "data", "cache"]


def typed_path(said: str, hint: str = "") -> Path:
    """Return the place that somebody wrote, `~` for a home folder among it.

    Raises InvalidInput, with the `hint`, for what is no place on this computer: a home that nobody
    has, a character or a length that no name may have, a folder that may not be looked into.
    """
    try:
        path = Path(said).expanduser()
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return path
    except OSError as err:
        why = (err.strerror or "nobody knows why").lower()
    except RuntimeError:
        why = "nobody here has that home folder"
    except ValueError:
        why = "there is a character in it that no name may have"
    else:
        return path
    told = said if len(said) <= _MOST_TOLD else f"{said[:_MOST_TOLD]}…"
    raise InvalidInput(f"“{told}” is no place on this computer: {why}.", hint)


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
