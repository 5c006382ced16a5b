"""What an entry says in a few words: for a line of a list, or as a reminder of it."""

import re
from collections.abc import Iterator

from stillpd.model.entry import (
    Ask,
    Commitment,
    Contact,
    Entry,
    Evidence,
    Reflection,
    Release,
    ShareRecord,
    Stillness,
)

_MOST_WORDS = 200
_QUIET_LINE = re.compile(r"\s*(#|```|---|\*\*\*|$)")
_MARKUP = re.compile(r"^(\s*([-*+>]|\d[.)])\s+)+|(?<!\w)[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)")
_SENTENCE = re.compile(r".{12,}?[.!?…]+[\"'”’)]*(?=\s|\Z)")  # "69." alone would say little


def first_words(entry: Entry) -> str:
    """Return an entry's title, else its own words, else how its prose begins."""
    said = own_words(entry)
    if said:
        return said
    lead = _lead(entry)
    words = opening(entry)
    return f"{lead}: {words}" if lead and words else lead or words


def headline(entry: Entry) -> str:
    """Return what stands above an entry's prose: nothing for a note without a title."""
    return own_words(entry) or _lead(entry)


def own_words(entry: Entry) -> str:
    """Return an entry's title, or the words that a promise, an ask or a release is made of."""
    match entry:
        case Entry(title=said) if said:
            return said
        case Commitment(text=said) | Ask(what=said) | Release(practice=said):
            return said
    return ""


def opening(entry: Entry) -> str:
    """Return how an entry's prose begins: its first paragraph, as much as there is room for."""
    return _cut(_first_paragraph(entry))


def prose(entry: Entry, most: int) -> str:
    """Return at most `most` characters of an entry's prose, on one line, without its headings."""
    return " ".join(_paragraphs(entry.body, most))[:most]


def first_sentence(entry: Entry) -> str:
    """Return the first sentence of an entry's prose; where it has no end, its paragraph."""
    paragraph = _first_paragraph(entry)
    sentence = _SENTENCE.match(paragraph)
    return _cut(sentence[0] if sentence else paragraph)


def lead_lines(body: str) -> str:
    """Return the lines of prose from which an entry's first words are taken, where they stand."""
    found = list[str]()
    for line in body.split("\n"):
        is_quiet = _QUIET_LINE.match(line) is not None
        if is_quiet and any(found):
            break
        found.append("" if is_quiet else line)
    return "\n".join(found)


def _first_paragraph(entry: Entry) -> str:
    return next(_paragraphs(entry.body, _MOST_WORDS), "")


def _cut(words: str) -> str:
    """Return words, or as many as there is room for and a sign that there are more."""
    if len(words) <= _MOST_WORDS:
        return words
    room = words[: _MOST_WORDS - 1]
    whole = room.rpartition(" ")[0]  # nothing where words are not parted
    return f"{(whole or room).rstrip()}…"


def _lead(entry: Entry) -> str:
    """Return what an entry without a title begins with: a protocol, a person, a block."""
    match entry:
        case Stillness():
            return " ".join(part for part in (entry.block, entry.outcome or "") if part)
        case Contact(who=lead) | ShareRecord(audience=lead) | Reflection(protocol=lead):
            return lead
        case Evidence(form=form):
            return form or ""
    return ""


def _paragraphs(body: str, most: int) -> Iterator[str]:
    """Iterate over the paragraphs that are no headings, each on one line without its markup.

    Ends after about `most` characters: whoever asks has room for no more.
    """
    found, left = list[str](), most
    for line in body.split("\n"):
        if not _QUIET_LINE.match(line):
            found.append(_MARKUP.sub("", line).strip())
            left -= len(found[-1])
        elif found:
            yield " ".join(found)
            found = []
        if left < 0:
            break
    if found:
        yield " ".join(found)
