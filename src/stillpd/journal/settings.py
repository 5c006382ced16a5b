"""The user's own settings, and where their journals are.

They live in the user's config folder and never in a journal: a journal that comes from elsewhere
must not be able to name an editor or a command.
"""

import os
from dataclasses import field
from pathlib import Path

from stillpd.journal.places import config_file, typed_path, user_folder
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record


@record(kw_only=True)
class Settings:
    """What config.toml says: the default journal, journals by name, the editor, files of keys."""

    default: str = ""
    journals: dict[str, str] = field(default_factory=dict)
    editor: str = ""
    identities: tuple[str, ...] = ()
    """Files with the keys that open what was locked for this person."""


def read_settings() -> Settings:
    """Return the user's settings; without a file, none. Raises InvalidInput for a broken file."""
    from stillpd.journal.parsing import parse
    from stillpd.journal.text import Unreadable

    path = config_file()
    try:
        table, _ = parse(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, Unreadable):
        raise InvalidInput(
            f"The settings in {path} cannot be read.", "Mend or remove that file."
        ) from None
    journals, identities = table.get("journals", {}), table.get("identities", [])
    return Settings(
        default=str(table.get("default", "")),
        journals={str(k): str(v) for k, v in journals.items()}
        if isinstance(journals, dict)
        else {},
        editor=str(table.get("editor", "")),
        identities=tuple(map(str, identities)) if isinstance(identities, list) else (),
    )


def find_root(asked: str = "") -> Path:
    """Return the folder of the journal that is meant.

    In this order: `asked` (a name from the settings, or a path; `-j` and STILLPD_JOURNAL), the
    settings' default, `journal/` in the user's data folder. Raises InvalidInput for what can be
    no path.
    """
    if asked and ("/" in asked or os.sep in asked or os.path.isdir(asked)):  # noqa: PTH112 - never raises
        return typed_path(asked).absolute()
    settings = read_settings()
    name = asked or settings.default
    if name in settings.journals:
        return typed_path(settings.journals[name], _mend_it()).absolute()
    if name:
        return typed_path(name, "" if asked else _mend_it()).absolute()
    return usual_root()


def _mend_it() -> str:
    return f"Mend it in {config_file()}"


def usual_root() -> Path:
    """Return where a journal lies unless something else was said."""
    return user_folder("data") / "journal"


def set_default(root: Path) -> bool:
    """Make `root` the default journal unless one is set, and tell whether it was done."""
    if read_settings().default:
        return False
    _write_down({}, {"default": str(root)})
    return True


def remember_identity(file: Path) -> bool:
    """Add a file of keys to the settings, and tell whether it was not there. Raises OSError."""
    known = read_settings().identities
    if str(file) in known:
        return False
    before: dict[str, object] = {"identities": list(known)} if known else {}
    _write_down(before, {"identities": [*known, str(file)]})
    return True


def _write_down(before: dict[str, object], after: dict[str, object]) -> None:
    from stillpd.journal.document import rewrite
    from stillpd.journal.swap import sync_folder, write_over

    path = config_file()
    old = path.read_text("utf-8") if path.exists() else ""
    write_over(path, rewrite(old, before, after).encode("utf-8"))
    sync_folder(path.parent)
