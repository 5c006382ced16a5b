"""Which file is what, and what new files are called.

ASCII lower case only: no trouble with Unicode forms, case or Windows. Files that match no rule
are left alone; the copies that sync tools make of a conflict are known, and listed by `doctor`.
"""

import os
import re
from collections.abc import Container
from datetime import datetime
from typing import Literal

from stillpd.model.errors import InvalidInput

HEADER = "stillpd.toml"
OURS = ".stillpd"
FOLDERS = ("profile", "goals", "blocks", "protocols", "entries")

_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
ID_LENGTH = 6
_JOURNAL_ID_LENGTH = 10
_NAME = r"[a-z0-9][a-z0-9-]{0,39}\Z"
DEVICES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10)]
)
"""Names that Windows takes for something else than a file."""
_RESERVED = DEVICES | {"me"}
# Patterns are compiled by whoever first needs them: an ordinary name needs none of these two.
_CONFLICT = r"\.sync-conflict-|\.conflict-|conflicted copy|\(.*conflict.*\)|_conf\(\d+\)|\.orig\Z"
_LITTER = (
    r"\A[.~#]|~\Z|\.(tmp|swp|swo|swx|bak|rej|part|icloud)\Z|\A(4913|Thumbs\.db|desktop\.ini)\Z"
)
_HIDDEN = frozenset({".", "~", "#"})
_PAGES = (".md", ".toml")

What = Literal["header", "profile", "goal", "block", "protocol", "entry", "conflict", "other"]
NO_PAGES: frozenset[What] = frozenset({"header", "conflict", "other"})
"""Files that no page of the journal stands in (the first page is read by itself)."""
_STANDING: dict[str, What] = {
    "profile": "profile",
    "goals": "goal",
    "blocks": "block",
    "protocols": "protocol",
}


def what_is(path: str) -> What:
    """Tell what a journal-relative path is by its folder and name."""
    folder, _, name = path.rpartition("/")
    if ("conf" in name.lower() or name.endswith(".orig")) and _is_like(_CONFLICT, name):
        return "conflict"
    if not name.endswith(_PAGES) and _is_like(_LITTER, name):
        return "other"
    if path[:1] in _HIDDEN or "/." in path or "/~" in path or "/#" in path:
        return "other"
    if path == HEADER:
        return "header"
    if folder in _STANDING and name.endswith(".toml"):
        return _STANDING[folder]
    if folder.split("/", 1)[0] == "entries" and name.endswith(".md"):
        return "entry"
    return "other"


def is_standing(path: str) -> bool:
    """Tell whether a goal, a block, a profile or a question set is what stands at a path."""
    return what_is(path) in _STANDING.values()


def _is_like(pattern: str, name: str) -> bool:
    return re.search(pattern, name, re.IGNORECASE) is not None


def is_name(text: str) -> bool:
    """Tell whether `text` may be the id of a goal, measure, block, protocol or audience."""
    return re.match(_NAME, text) is not None and text not in _RESERVED


def check_name(text: str, what: str) -> str:
    """Return `text` if it may name a `what`. Raises InvalidInput with the rule."""
    if is_name(text):
        return text
    if text in _RESERVED:
        raise InvalidInput(
            f"“{text}” is reserved and cannot name a {what}.", "Choose another word."
        )
    raise InvalidInput(
        f"“{text}” cannot name a {what}.",
        "A name has small letters, digits and hyphens, 40 at most: exit-ticket",
    )


def new_id(taken: Container[str] = ()) -> str:
    """Return a fresh id of six characters that is not in `taken`."""
    while True:
        made = _random_letters(ID_LENGTH)
        if made not in taken:
            return made


def new_journal_id() -> str:
    """Return a fresh id for a whole journal."""
    return _random_letters(_JOURNAL_ID_LENGTH)


def _random_letters(count: int) -> str:
    # `secrets` would load OpenSSL: 10 ms for six letters. Bytes beyond a whole multiple of the
    # alphabet are left out, so that every letter is equally likely.
    size = len(_ID_ALPHABET)
    fair = 256 - 256 % size
    letters = ""
    while len(letters) < count:
        letters += "".join(_ID_ALPHABET[b % size] for b in os.urandom(count) if b < fair)
    return letters[:count]


def entry_path(at: datetime, slug: str, made_id: str) -> str:
    """Return where a new entry lies. The slug is its kind or protocol, never its text."""
    return f"entries/{at:%Y/%m}/{at:%Y-%m-%d-%H%M}-{slug}-{made_id}.md"
