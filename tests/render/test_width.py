"""How many columns text takes: the short ways say the same as the long one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.render.width import cells, clip


def columns(char: str) -> int:
    """Return a character's columns by Unicode Standard Annex 11, marks and joiners none."""
    if char in "\u200c\u200d\ufe0f" or unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def test_every_character_has_its_columns() -> None:
    chars = map(chr, (*range(0xD800), *range(0xE000, 0x20000)))
    assert [hex(ord(char)) for char in chars if cells(char) != columns(char)] == []


@pytest.mark.parametrize(
    ("words", "most", "said"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab cd", 4, "ab…"),
        ("水水水", 5, "水水…"),
        ("水水水", 4, "水…"),
        ("“ab”", 3, "“a…"),
    ],
)
def test_what_is_too_long_ends_in_an_ellipsis(words: str, most: int, said: str) -> None:
    assert clip(words, most) == said


@given(st.text("ab 水é“", max_size=12), st.integers(1, 12))
def test_nothing_is_wider_than_its_room(words: str, most: int) -> None:
    shown = clip(words, most)
    assert cells(shown) <= most
    assert shown == words or shown.endswith("…")
