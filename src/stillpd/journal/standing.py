"""Standing documents by their names: where one lies, and what its file name says of it."""

from typing import Any

from stillpd.journal import names
from stillpd.model.block import Block
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol


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


def known_names(document: Any) -> dict[str, Any]:
    """Return what a standing document's file name says of it."""
    if isinstance(document, Profile):
        return {"day": document.day}
    return {} if isinstance(document, Header) else {"id": document.id}
