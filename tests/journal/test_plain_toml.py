"""The quick reader says what tomllib says, or nothing."""

import tomllib
from datetime import UTC
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.journal import pages
from stillpd.journal.plain_toml import read_plain
from stillpd.model.entry import KINDS
from tests.conftest import DEMO
from tests.strategies import any_of

pieces = st.sampled_from(
    [
        'kind = "note"',
        'a = "x"',
        "a = 1",
        "a = 01",
        "a = -0",
        "a = 2025-02-30",
        "a = 2025-10-24",
        "\n",
        "[a]",
        "[b]",
        "[[a]]",
        "[a.b]",
        "a.b = 1",
        '"a.b" = 1',
        '"" = 1',
        "a = true",
        "a = True",
        'a = ["x", "y"]',
        "a = []",
        'a = ["x",]',
        'a = "\\u0041"',
        'a = "é"',
        "a = 'x'",
        "# note",
        "a=1",
        " a = 1",
        "a = 1 # c",
        "a = 2025-10-24T15:05:00-04:00",
        "a = 2025-10-24T24:05:00-04:00",
        "a = 2025-10-24T15:05:00Z",
        "a = 2025-10-24T15:05:00+25:00",
        "a = 1.5",
        "\n\n",
        "\t",
        "+",
        "-1 = 2",
        "a = 123456789012345678901234567890",
        'a = "\x7f"',
        'a = "\u2028"',
        "b = 1",
        "c = 2",
        "# é \t x",
        "#\x00",
        "a = { b = 1 }",
        "a = { b = 1, b = 2 }",
        "a = {}",
        "a = [ { b = 1 }, { c = 2025-01-01 } ]",
        'a = [\n  { b = "x, }" },\n]',
        'b = [\n  "x",\n  "y"\n]',
        'b = [\n  "x" # c\n]',
        "a = [,]",
        "[[a]]",
        "[[b]]",
        "[[b]]",
        "[b.c]",
        "[b.d]",
        "[a.c]",
        "[[a.c]]",
        'a = "{ b = 1 }"',
    ]
)


def holds(text: str) -> bool:
    """Hold the quick reader against tomllib; returns whether it answered."""
    quick = read_plain(text)
    if quick is None:
        return False
    slow = tomllib.loads(text, parse_float=Decimal)
    assert quick == slow
    assert repr(quick).replace("UTC", "Z") == repr(slow).replace("UTC", "Z")
    return True


@settings(max_examples=2_000, deadline=None)
@given(st.lists(pieces, max_size=6).map(lambda lines: "\n".join(lines) + "\n"))
def test_it_never_says_anything_else_than_tomllib(text):
    holds(text)


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), pieces)
def test_nor_on_any_text(text, piece):
    holds(f"{piece}\n{text}\n")
    holds(f'a = "{text}"\n')
    holds(f"{text} = 1\n")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_nor_on_any_entry(kind, data):
    entry = data.draw(any_of(KINDS[kind]))

    holds(pages.split(pages.new_entry(entry).decode()).front)


def test_it_reads_nearly_all_of_a_real_year():
    fronts = [pages.split(Path(p).read_text("utf-8")).front for p in DEMO.glob("entries/**/*.md")]

    assert sum(holds(front) for front in fronts) > 0.95 * len(fronts)


def test_a_moment_in_utc_is_the_same_moment():
    table = read_plain("at = 2025-10-24T15:05:00Z\n")

    assert table is not None
    assert table["at"].tzinfo == UTC
