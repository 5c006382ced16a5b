"""Words of Dana's year that nobody but her may see, as they stand in her files, in small letters.

That they are there is shown by what her own export holds (cli/test_export.py).
"""

from collections.abc import Iterable

PRIVATE = (
    *("dinner", "phones away", "movement", "walk or yoga", "stillness", "friday, quiet"),
    *("first in my family", "eldest", "knee"),
)


def private_in(text: str, words: Iterable[str] = PRIVATE) -> list[str]:
    """Return the private words that stand in a text, whatever lines they are parted by."""
    flat = " ".join(text.lower().split())
    return [word for word in words if word in flat]
