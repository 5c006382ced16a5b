"""Nothing that a file says is obeyed by a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.render.safe import safe

ATTACKS = [
    "\x1b[2J",
    "\x1b]52;c;Y3VybCBldmlsfHNo\x07",
    "\x1b]8;;https://evil\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]0;PWN\x07",
    "\x9b2J",
    "\x9d0;PWN\x9c",
    "a\u202egpj.exe",
    "\u2066x\u2069",
    "a\u2028b",
    "a\x85b",
    "\x7f",
    "\U000e0041",
    "\ufeffx",
]


def is_harmful(char: str) -> bool:
    """Tell by Unicode's own categories: controls, formats but the joiners, lone surrogates."""
    kept = {"\n", "\t", "\u200c", "\u200d"}
    return char not in kept and unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_an_attack_is_shown_and_not_obeyed(attack: str) -> None:
    shown = safe(f"before {attack} after")

    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert not any(is_harmful(char) or unicodedata.category(char) == "Cf" for char in shown)


@given(st.text())
def test_no_text_leaves_a_control_character(text: str) -> None:
    assert not any(is_harmful(char) for char in safe(text))


@pytest.mark.parametrize(
    "text", ["[x] done", "Igbó, naïve, 漢字", "👩‍🏫 and 👍", "a\tb\nc", "●○┊▴"]
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_marks_are_not_stacked_without_end() -> None:
    assert len(safe("a" + "\u0301" * 500)) == 9
