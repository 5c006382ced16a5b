"""A word that is put back into a line means in bash what it meant before, to the letter."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.cli.completion.bash_line import put_back, read_line

BREAKS = " \t\n\"'@><=;|&(:"
WORDS = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], codec="utf-8"), min_size=1, max_size=20
)

pytestmark = pytest.mark.skipif(
    shutil.which("bash") is None, reason="bash is not installed here: apt install bash"
)


def words_in_bash(lines: list[str]) -> list[str]:
    script = "\n".join(f"printf '%s\\0' {line}" for line in lines)
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=20, max_size=40), st.sampled_from(["", "'", '"']))
def test_any_word_is_taken_to_the_letter(values: list[str], quote: str) -> None:
    read = read_line(f"stillpd log --tag {quote}", BREAKS)
    sent = [(value, put) for value in values if (put := put_back(value, read)) is not None]
    lines = [f"{quote}{put}{closing(quote, put)}" for _, put in sent]
    assert words_in_bash(lines) == [value for value, _ in sent]


def closing(quote: str, put: str) -> str:
    """Return what bash adds by itself: the quote, unless it stands there already."""
    return "" if quote and put.endswith(quote) else quote


@settings(max_examples=200, deadline=None)
@given(WORDS, st.integers(0, 20))
def test_a_word_that_was_put_back_is_read_again_as_it_was(value: str, cut: int) -> None:
    begun = put_back(value[:cut], read_line("", BREAKS))
    read = read_line(f"stillpd log --tag {begun}", BREAKS)
    assert (read.words, read.typed) == (["stillpd", "log", "--tag"], value[:cut])
    assert value[: read.before] == value[:cut][: read.before]
    assert put_back(value, read) == put_back(value[read.before :], read_line("", BREAKS))
