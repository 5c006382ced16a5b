"""What only the folder can tell: lines, copies of sync tools, files that are missing, names.

Everything here reads and never writes.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from stillpd.journal import names, parsing
from stillpd.journal.folder import files
from stillpd.journal.pages import split
from stillpd.journal.places import typed_path
from stillpd.journal.text import MOST_BYTES, Unreadable, read_text
from stillpd.model.errors import InvalidInput

_NUMBER = re.compile(r"^\s*\d+[.)]?\s+")
_NO_NAME = re.compile(r"[\d@]|^\W*$")
_HEADINGS = frozenset(
    {
        *("name", "names", "full name", "first name", "last name", "firstname", "lastname"),
        *("surname", "student", "students", "student name", "class", "grade", "email", "period"),
    }
)


def line_of(root: Path, path: str, key: tuple[str | int, ...]) -> int:
    """Return the line on which the value at `key` stands in a file; 0 where nobody can say."""
    text = _text(root / path)
    if text is None:
        return 0
    if not path.endswith(".md"):
        return parsing.find_line(text, key)
    parts = split(text)
    return parsing.find_line(parts.front, key) + 1 if parts.fenced else 0


def conflict_copies(root: Path) -> Iterator[str]:
    """Iterate over the copies that sync tools (or we) made where two versions met."""
    try:
        first = sorted(row.name for row in os.scandir(root) if row.is_file())
    except OSError:
        first = []
    for path in (*first, *files(root)):
        if names.what_is(path) == "conflict":
            yield path


def is_file_of(root: Path, path: str) -> bool:
    """Tell whether `path` is a file inside the journal's folder."""
    home = os.path.realpath(root)
    try:
        target = os.path.realpath(Path(home, path))
    except ValueError:  # what no name may have
        return False
    return Path(target).is_relative_to(home) and os.path.isfile(target)  # noqa: PTH113 - never raises


def students_file(root: Path, name: str) -> Path:
    """Return the file of names that the first page tells of. Raises Unreadable for no path."""
    try:
        return root / typed_path(name)
    except InvalidInput as err:
        raise Unreadable("missing-file", err.message.rstrip(".")) from None


def read_names(path: Path) -> tuple[str, ...]:
    """Return the names in a file, a line or a cell each: a list, or a table from a school.

    Behind a # stands a remark. What has a digit or an @ in it is no name, nor is a table's heading.
    Raises Unreadable where it cannot be read to its end as text, or holds no name: some would be
    missed.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe might never end
            raise Unreadable("missing-file", "it is no plain file")
        with path.open("rb") as file:
            text = read_text(file.read(MOST_BYTES + 1)).text
    except OSError as err:
        raise Unreadable("missing-file", err.strerror or str(err)) from None
    if "\0" in text:
        raise Unreadable("not-utf8", "this is not UTF-8 text")
    found = tuple(name for line in text.splitlines() for name in _names_on(line))
    if not found:
        raise Unreadable("no-names", "no name stands in it")
    return found


def _names_on(line: str) -> Iterator[str]:
    for cell in re.split(r"[,;\t]", line.partition("#")[0]):
        name = " ".join(_NUMBER.sub("", cell.strip().strip('"')).split())
        if name and not _NO_NAME.search(name) and name.casefold() not in _HEADINGS:
            yield name


def lines_with(root: Path, wanted: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Iterate over the places (file and line) in which one of the names stands."""
    choices = "|".join(re.escape(_folded(name)).replace(r"\ ", r"\s+") for name in wanted)
    if not choices:
        return
    pattern = re.compile(rf"(?<!\w)(?:{choices})(?!\w)")
    for path in files(root):
        if names.what_is(path) == "other":
            continue
        text = _text(root / path)
        for number, line in enumerate((text or "").split("\n"), 1):
            if pattern.search(_folded(line)):
                yield path, number


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _text(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return read_text(file.read(MOST_BYTES + 1)).text
    except (OSError, Unreadable):
        return None
