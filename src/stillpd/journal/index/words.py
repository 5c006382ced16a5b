"""What `search` finds of a document: its own words, without the names that only link it.

SQLite's tokenizer knows words where a script has spaces between them. Where it has none (Chinese,
Japanese, Thai …) every character is set off as a word of its own, and so is every emoji; asking
for two characters is then asking for one beside the other.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from stillpd.model.entry import Entry
from stillpd.model.journal import Document

APART = "\u200b"
"""Zero width space: stands between characters that are words of their own."""

_OWN_APART = "\ufdd2"
"""Stands for such a space that was written by hand."""
_NO_WORDS = frozenset(
    {"path", "id", "goals", "share", "share_also", "share_rate", "tags", "body", "block"}
    | {"protocol", "goal", "measure", "supports", "after", "again", "rule", "after_done", "uid"}
    | {"readings", "hours", "revisited", "parts", "items", "audience"}
)
_OWN = ("title", "text", "what", "practice")
# Patterns are compiled by whoever first needs them: plain English needs none.
_ALONE = (
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17b3\u2190-\u2bff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff]"
    "[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a\ufe0f\U0001f3fb-\U0001f3ff]*"
)
_BEYOND_CYRILLIC = "\u0530"
_NO_TEXT = "[\ufdd0-\ufdef]"
"""Code points that are no text in any script; a search uses two of them for its marks."""
_Finder = Callable[[Any], Iterator[str]]


def words_of(document: Document) -> tuple[str, str]:
    """Return a document's title (or own words) and the rest of its prose, a line each."""
    title, lines = "", []
    for name, text in _named(document):
        if not title and name in _OWN:
            title = text
        else:
            lines.append(text)
    if isinstance(document, Entry):
        if document.tags:
            lines.append(" ".join(f"#{tag}" for tag in document.tags))
        lines.append(document.body)
    return title, "\n".join(lines)


def as_found(text: str) -> str:
    """Return text as it is looked up: no accents, and what is a word of its own set off."""
    text = folded(apart(text)).replace("\0", " ")
    return text if text.isascii() else re.sub(_NO_TEXT, " ", text)


def apart(text: str) -> str:
    """Return text with all that is a word of its own set off, in Unicode's composed form."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text).replace(APART, _OWN_APART)
    return re.sub(_ALONE, rf"{APART}\g<0>{APART}", text)


def together(text: str) -> str:
    """Return text as it reads again."""
    return text.replace(APART, "").replace(_OWN_APART, APART)


def folded(text: str) -> str:
    """Return text without accents, each character in its place: SQLite folds Latin ones only."""
    return text if text.isascii() else "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    if base >= _BEYOND_CYRILLIC:  # there, marks make another letter or syllable of it
        return char
    plain = base.casefold()
    return plain if len(plain) == 1 else base


def _named(document: object) -> Iterator[tuple[str, str]]:
    """Iterate over the words of a record, by field."""
    held = document.__dict__
    for name, find in _finders(type(document)):
        value = held[name]
        if not value:
            continue
        if find is None:
            if isinstance(value, str):
                yield name, value
        else:
            for text in find(value):
                yield name, text


_known: dict[type, list[tuple[str, _Finder | None]]] = {}


def _finders(cls: Any) -> list[tuple[str, _Finder | None]]:
    """Return which fields of a record hold words, and how to find them: None where they are it."""
    if cls not in _known:
        pairs = ((f.name, f.type) for f in fields(cls) if f.name not in _NO_WORDS)
        _known[cls] = [(name, _finder(kind)) for name, kind in pairs if _holds_words(kind)]
    return _known[cls]


def _holds_words(kind: Any) -> bool:
    """Tell whether a field of that type may hold somebody's words."""
    if kind is str or is_dataclass(kind):
        return True
    return get_origin(kind) is not Literal and any(map(_holds_words, get_args(kind)))


def _finder(kind: Any) -> _Finder | None:
    if kind is str or is_dataclass(kind):
        return _record_words if is_dataclass(kind) else None
    inner = next(arg for arg in get_args(kind) if _holds_words(arg))
    if get_origin(kind) is tuple:
        return _row_words if is_dataclass(inner) else iter
    if isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        return _table_words
    return _finder(inner)


def _record_words(value: object) -> Iterator[str]:
    return (text for _, text in _named(value))


def _row_words(values: Iterable[object]) -> Iterator[str]:
    return (text for value in values for text in _record_words(value))


def _table_words(table: Mapping[str, object]) -> Iterator[str]:
    return (value for value in table.values() if isinstance(value, str))
