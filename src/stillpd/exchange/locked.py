"""Bundles locked with age (the extra `age`): made in memory, so that plain text touches no disk."""

from stillpd.model.errors import InvalidInput

ENDING = ".age"
_HOW = "It comes with: pipx inject stillpd pyrage"


def locked(content: bytes, key: str) -> bytes:
    """Return bytes that only the owner of an age key can read. Raises InvalidInput."""
    try:
        import pyrage
    except ImportError:
        raise InvalidInput("Locking a bundle needs a part that is not here.", _HOW) from None
    try:
        made: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key)])
    except pyrage.RecipientError:
        raise InvalidInput(
            "Their key is no key of age.", "See it in stillpd.toml, under their name."
        ) from None
    return made
