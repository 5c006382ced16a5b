"""What a person looks for: words, "phrases", beginnings*, and -without."""

import re
import unicodedata
from shlex import quote
from typing import NamedTuple

from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

MOST_TERMS = 40
MOST_LENGTH = 1000
_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'(-?)"([^"]*)"?(\*?)|(-?)([^\s"]+)')
_NO_TEXT = {"Cc", "Cs"}  # control characters, and bytes that are no text
_WORD = {"L", "M", "N"}


class Piece(NamedTuple):
    """A piece of a line, and whether it is what was looked for."""

    text: str
    found: bool


Pieces = tuple[Piece, ...]


@record
class Term:
    """One word, or several that stand beside each other; `begins`: the last may go on."""

    words: str
    begins: bool = False


@record
class Query:
    """Every term of `wanted` has to be there, and none of `unwanted`. One of them is not empty."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()

    def with_endings(self) -> "Query":
        """Return it with words that may go on: dinner* for dinner."""
        return Query(tuple(Term(t.words, begins=True) for t in self.wanted), self.unwanted)

    def typed(self) -> str:
        """Return it as one types it into a shell."""
        terms = [(t, "") for t in self.wanted] + [(t, "-") for t in self.unwanted]
        return " ".join(quote(f"{minus}{_typed(term)}") for term, minus in terms)


def _typed(term: Term) -> str:
    words = f'"{term.words}"' if " " in term.words else term.words
    return f"{words}*" if term.begins else words


def read_query(text: str) -> Query:
    """Return what `text` looks for. Raises InvalidInput where there is no word in it.

    No text is malformed: a quote without its other half ends with the text, and signs that are
    no words are passed over.
    """
    if len(text) > MOST_LENGTH:
        raise InvalidInput(f"That is longer than {MOST_LENGTH} characters.", "Look for less.")
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for match in _TERM.finditer(text.translate(_QUOTES)):
        quoted_minus, quoted, star, minus, word = match.groups()
        term = _term(word) if quoted is None else _term(quoted + star)
        if term:
            (unwanted if minus or quoted_minus else wanted).append(term)
    if not wanted and not unwanted:
        raise InvalidInput(
            "There is no word to look for.", 'Such as: stillpd search talk, or: "pair talk" -lab'
        )
    if len(wanted) + len(unwanted) > MOST_TERMS:
        raise InvalidInput(f"That is more than {MOST_TERMS} words.", "Look for fewer at a time.")
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _term(said: str) -> Term | None:
    words = "".join(" " if unicodedata.category(char) in _NO_TEXT else char for char in said)
    begins = words.endswith("*")
    words = words.rstrip("*").strip()
    return Term(words, begins) if any(map(_is_of_a_word, words)) else None


def _is_of_a_word(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in _WORD or kind in {"So", "Co"}
