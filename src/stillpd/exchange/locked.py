"""Bundles locked with age (the extra `age`): made and opened in memory, never plain on a disk.

A key lies in a file as `age-keygen` writes it. Which file is the user's to say, each time or once
in their settings; no journal and no bundle can.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from stillpd.journal.places import typed_path
from stillpd.journal.settings import read_settings
from stillpd.model.errors import InvalidInput

_MARK, _ARMOR = b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----"
_BY_PASSPHRASE = b"-> scrypt "
_BEGINNING = 1024
_MOST_KEYS = 1 << 20
_NO_PART = "It comes with: pipx inject stillpd pyrage"
_NAME_IT = (
    "Name the file that holds your key, before the command: STILLPD_IDENTITY=key.txt\n"
    "Or once, when you keep it: stillpd coach add FILE --identity key.txt"
)


class Unopened(InvalidInput):
    """It is locked, and none of the keys that were named opens it."""


def locked(content: bytes, key: str) -> bytes:
    """Return bytes that only the owner of an age key can read. Raises InvalidInput."""
    pyrage = _pyrage("Locking a bundle")
    try:
        made: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key)])
    except pyrage.RecipientError:
        raise InvalidInput(
            "Their key is no key of age.", "See it in stillpd.toml, under their name."
        ) from None
    return made


def is_locked(raw: bytes) -> bool:
    """Tell whether bytes are a file of age, be it as letters for a mail."""
    return raw[:_BEGINNING].lstrip().startswith((_MARK, _ARMOR))


class Keys:
    """The keys with which a person opens what was locked for them; read when one is needed.

    `named` is the file that they name for this time; beside it those in their settings are tried.
    """

    def __init__(self, named: str = "") -> None:
        self.named = named
        self.is_named_used = False
        """Whether a key of that file has opened something."""

    def opened(self, raw: bytes) -> bytes:
        """Return what is inside a locked file. Nothing of it is given before all of it is proved.

        Raises Unopened where no key is named or none opens it, InvalidInput for a file of keys that
        cannot be read and for one locked with a passphrase.
        """
        pyrage = _pyrage("Opening a locked bundle")
        if _BY_PASSPHRASE in _beginning(raw):
            raise Unopened(
                "It is locked with a passphrase, and only age itself asks for one.",
                "Open it with: age -d FILE.zip.age > FILE.zip\n"
                "Or ask them to lock it with your key: the line of age-keygen that has age1…",
            )
        if not self._files:
            raise Unopened("It is locked with a key of age, and no key is named.", _NAME_IT)
        for path, identities in self._identities.items():
            with suppress(pyrage.DecryptError):
                content: bytes = pyrage.decrypt(raw, identities)
                self.is_named_used |= bool(self.named) and path == self._files[0]
                return content
        tried = ", ".join(map(str, self._files))
        raise Unopened(
            "Your key does not open it: it is locked for another one, cut off, or damaged.",
            f"Tried was {tried}. Else ask for it once more.",
        )

    @cached_property
    def _files(self) -> tuple[Path, ...]:
        named = [typed_path(self.named, _NAME_IT)] if self.named else []
        for each in read_settings().identities:
            with suppress(InvalidInput):  # one in the settings may be gone
                named.append(typed_path(each))
        return tuple(dict.fromkeys(named))

    @cached_property
    def _identities(self) -> dict[Path, list[Any]]:
        """The keys of each file. One in the settings may be gone, as long as there is another."""
        first, *others = self._files
        if not (self.named or others):
            return {first: _keys_in(first)}
        found = {first: _keys_in(first)} if self.named else {}
        for path in others if self.named else self._files:
            with suppress(InvalidInput):
                found[path] = _keys_in(path)
        return found


def _keys_in(path: Path) -> list[Any]:
    """Return the keys in a file, which may be a pipe. Raises InvalidInput where there is none."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_KEYS)
    except OSError as err:
        raise InvalidInput(
            f"The file with your key, {path}, cannot be opened: {err.strerror}.", _NAME_IT
        ) from None
    if is_locked(raw):
        raise InvalidInput(
            f"The file with your key, {path}, is locked with a passphrase itself.",
            f"In bash or zsh age can open it on the way, and nothing of it is written:\n"
            f"STILLPD_IDENTITY=<(age -d {path.name}) stillpd …",
        )
    found = list(_keys(raw.decode("ascii", "replace")))
    if not found:
        raise InvalidInput(
            f"{path} holds no key to open with.",
            "Such a key begins AGE-SECRET-KEY-1; age-keygen -o key.txt makes one.",
        )
    return found


def _keys(words: str) -> Iterator[Any]:
    pyrage = _pyrage("Opening a locked bundle")
    for line in re.findall(r"(?m)^\s*(AGE-SECRET-KEY-1\w+)\s*$", words):
        with suppress(pyrage.IdentityError):
            yield pyrage.x25519.Identity.from_str(line)


def _beginning(raw: bytes) -> bytes:
    """Return the first bytes of a locked file, which name how it was locked."""
    begun = raw[:_BEGINNING].lstrip()
    if not begun.startswith(_ARMOR):
        return begun
    letters = b"".join(begun.splitlines()[1:3])
    with suppress(ValueError):
        return b64decode(letters[: len(letters) // 4 * 4])
    return b""


def _pyrage(what: str) -> Any:
    try:
        import pyrage
    except ImportError:
        raise InvalidInput(f"{what} needs a part that is not here.", _NO_PART) from None
    return pyrage
