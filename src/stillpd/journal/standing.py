"""Standing documents by their names: where one lies, and what its file name says of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from stillpd.journal import names
from stillpd.model.block import Block
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol

STANDING: Mapping[names.What, type] = {
    "header": Header,
    "profile": Profile,
    "goal": Goal,
    "block": Block,
    "protocol": Protocol,
}
"""What each kind of standing document is read as."""


def standing_path(document: object) -> str:
    """Return where a standing document lies."""
    match document:
        case Header():
            return names.HEADER
        case Profile():
            return f"profile/{document.day}.toml"
        case Goal():
            return f"goals/{document.id}.toml"
        case Block():
            return f"blocks/{document.id}.toml"
        case Protocol():
            return f"protocols/{document.id}.toml"
    raise TypeError(f"{type(document).__name__} is no standing document")


def said_by_name(path: str) -> dict[str, Any]:
    """Return what the file name of a standing document says of it.

    Raises ValueError for a profile that is not named for a day.
    """
    name = path.rpartition("/")[2].removesuffix(".toml")
    match names.what_is(path):
        case "header":
            return {}
        case "profile":
            return {"day": date.fromisoformat(name)}
    return {"id": name}
