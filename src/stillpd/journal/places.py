"""Where stillpd keeps what is not the journal itself.

Nothing here makes a folder: each is made by whoever first writes to it.
platformdirs is imported inside, since most of a command's life needs no place at all.
"""

import os
from pathlib import Path

from stillpd.journal.swap import fingerprint

_APP = "stillpd"
_MARK = 16  # hex digits


def config_file() -> Path:
    """Return the user's config file: default journal, named journals, editor, theme."""
    from platformdirs import user_config_path

    return user_config_path(_APP) / "config.toml"


def state_folder(root: Path) -> Path:
    """Return the folder for one journal's lock and drafts; it never travels with the journal."""
    from platformdirs import user_state_path

    return user_state_path(_APP) / _mark(root)


def cache_folder(root: Path) -> Path:
    """Return the folder for what can be made again from the journal: the index."""
    from platformdirs import user_cache_path

    return user_cache_path(_APP) / _mark(root)


def drafts_folder(root: Path | None) -> Path:
    """Return the folder for a journal's drafts; without a journal, the one for all others."""
    from platformdirs import user_state_path

    return (user_state_path(_APP) if root is None else state_folder(root)) / "drafts"


def _mark(root: Path) -> str:
    # The real path, so that two ways to one journal meet at one lock.
    real = os.fsencode(os.path.realpath(root))
    return fingerprint(real)[:_MARK]
