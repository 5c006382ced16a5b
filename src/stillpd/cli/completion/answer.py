"""Answer a shell that asks what fits: the words so far come in variables, offers go out as lines.

The scripts beside this file speak so with it. A line is a kind (`word`; `part`, after which no
space is to follow; `files`, where the shell may name its own), a tab, what to insert, and for
shells that show it another tab and what it means. A script stays as it was set up, whatever becomes
of stillpd: another way to speak needs another name for the shell. Whatever goes wrong while
somebody presses TAB, nothing is said and nothing is offered.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from stillpd.cli.completion.bash_line import BashLine, put_back, read_line
from stillpd.cli.completion.offers import FILES, Offer, offers
from stillpd.cli.completion.place import Place, find_place
from stillpd.render.lines import clipped
from stillpd.render.safe import safe

_APART = "\x1f"
_MOST_TOLD = 50
_ASSIGNMENT = re.compile(r"\w+=")
_OURS = ("STILLPD_JOURNAL", "STILLPD_SHARED_SCREEN")
Spell = Callable[[str, str], str | None]
"""From a word and its meaning to what the shell's script is sent; None where it cannot be said."""


def answer(program: Any, shell: str) -> None:
    """Print what fits at the place that the shell's variables tell."""
    # Anything said would land in the line that somebody is typing.
    with suppress(Exception, KeyboardInterrupt, SystemExit):
        read = _read(shell, os.environ)
        if read is None:
            return
        place = find_place(program, _after_program(read.words), read.typed)
        told = "".join(f"{line}\n" for line in _lines(place, _spelling(shell, read)))
        sys.stdout.write(told)
        sys.stdout.flush()


def _read(shell: str, said: Mapping[str, str]) -> BashLine | None:
    """Return the words as the shell said them; None for a shell that we do not know."""
    if shell == "bash":
        return read_line(said.get("_STILLPD_LINE", ""), said.get("_STILLPD_BREAKS", ""))
    if shell in {"zsh", "fish"}:
        words = said.get("_STILLPD_WORDS", "").split(_APART)
        return BashLine(words, said.get("_STILLPD_TYPED", ""))
    return None


def _after_program(words: list[str]) -> list[str]:
    """Return the words after the program's name, doing what was assigned to our variables."""
    words = words.copy()
    while words and _ASSIGNMENT.match(words[0]):
        name, _, value = words.pop(0).partition("=")
        if name in _OURS:
            os.environ[name] = value
    return words[1:]


def _spelling(shell: str, read: BashLine) -> Spell:
    if shell == "bash":
        return lambda word, _told: put_back(word, read)
    return lambda word, told: f"{word}\t{told}" if told else word


def _lines(place: Place, spell: Spell) -> Iterator[str]:
    seen = set(place.given)
    for offer in offers(place):
        if offer is FILES:
            yield "files"
        elif offer.value not in seen and _fits(offer, place):
            seen.add(offer.value)
            spelled = spell(place.before + offer.value, clipped(offer.told, _MOST_TOLD))
            if spelled is not None:
                yield f"{'part' if offer.begun else 'word'}\t{spelled}"


def _fits(offer: Offer, place: Place) -> bool:
    """Tell whether a word goes on from what is typed, and is harmless to the letter."""
    value = offer.value
    goes_on = value.startswith(place.typed) and not (offer.begun and value == place.typed)
    is_option = value.startswith("-") and not place.wants_option
    is_plain = bool(value) and value.isprintable() and safe(value) == value
    return goes_on and not is_option and is_plain
