"""Private names in shared words: found however they are joined or set, and nothing else is."""

import re
from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.insight.gate_words import REDACTED, PrivateNames

parts = st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=2, max_size=4)
joints = st.sampled_from(["-", "_", " ", "", ".", "/", "\n", " \n ", " - ", "--", "\u2011",
                          "\u00a0", "\u00ad", "\u200b", " \u2013 ", "*", "\u2019"])  # fmt: skip
cases = st.sampled_from([str.lower, str.upper, str.title])


@given(parts=parts, written=st.sampled_from("-_ "), data=st.data(), case=cases)
def test_a_name_is_found_whatever_joins_its_parts(
    parts: list[str], written: str, data: st.DataObject, case: Callable[[str], str]
) -> None:
    names = PrivateNames(words=[written.join(parts)])
    said = parts[0] + "".join(data.draw(joints) + part for part in parts[1:])
    assert names.redacted(f"Of {case(said)}, briefly.") == f"Of {REDACTED}, briefly."
    assert names.redacted("".join(part.title() for part in parts)) == REDACTED
    assert [line for line, _ in names.lines(f"One.\n{case(said)}")] == [2]


@given(parts=parts)
def test_a_name_in_camel_case_is_found_among_other_words(parts: list[str]) -> None:
    names = PrivateNames(words=["-".join(parts)])
    inside = "".join(part.title() for part in parts)
    assert names.redacted(f"see ÜberÖl{inside}Été") == f"see ÜberÖl{REDACTED}Été"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("maria.gonzalez@school.org", "Maria Gonzalez"),
        ("Maria  Gonzalez", "MariaGonzalez"),
        ("O\u2019Brien and OBrien", "O'Brien"),
        ("J Smith, J. Smith, JSmith", "J. Smith"),
        ("mcdonald and McDonald", "McDonald"),
        ("am-i-heard", "Am I heard?"),
        ("family, dinners", "Family, dinners"),
    ],
)
def test_a_name_is_found_as_people_and_machines_write_it(words: str, name: str) -> None:
    made = PrivateNames(words=[name]).redacted(words)
    for left in ("gonzalez", "brien", "smith", "donald", "heard", "dinners"):
        assert left not in made.lower()


@pytest.mark.parametrize(
    "words", ["familydinnersx", "at family. Dinners come", "family and dinners", "xfamily-dinners"]
)
def test_other_words_are_left_alone(words: str) -> None:
    assert [*PrivateNames(words=["family-dinners"]).lines(words)] == []


@pytest.mark.parametrize(
    ("letters", "words", "made"),
    [
        ("J", "J. argued, and J's claim; the unit of joules is not j.", 2),
        ("J", "Then\nJ spoke (J).", 2),
        ("I", "I said what I saw; I. saw more.", 1),
        ("A", "A lab is a lab. A. wrote it.", 1),
        ("J", "JP, J2, pJ and jay", 0),
        ("\u674e", "\u674e is one, \u674e\u674e two", 1),
    ],
)
def test_a_student_of_one_letter_is_a_capital_that_stands_alone(
    letters: str, words: str, made: int
) -> None:
    names = PrivateNames(letters=letters)
    assert names.redacted(words).count(REDACTED) == made


@pytest.mark.parametrize(
    "words",
    [
        "secret&#113;uit", "secret&#x71;uit", "secret\ufe0equit", "secret\u034fquit",
        "secret\u3164quit", "secret\u20ddquit", "secret\x07quit", "secret~~quit~~",
        "secret[quit](x)", "se[cret](x)quit", "secret![](x)quit", "secret<!-- -->quit",
        "secret-\nquit", "<https://x.org/secret%71uit>", "[x](https://x.org/secret%71uit)",
        "> Leave Lincoln\n> High quietly", "Leave Lincoln\\\nHigh quietly",
        "Leave&nbsp;Lincoln High<br>quietly", "Leave | Lincoln High quietly",
        "Leave [Lincoln][1] High quietly",
    ],
)  # fmt: skip
def test_a_name_is_found_that_stands_together_only_on_the_page(words: str) -> None:
    names = PrivateNames(words=["secretquit", "Leave Lincoln High quietly"])
    assert [line for line, _ in names.lines(f"One.\n\n{words} then")] == [3]
    left = names.redacted(f"One.\n\n{words} then")
    assert REDACTED in left
    assert [*names.lines(left)] == []
    assert not {"quit", "Lincoln", "Leave", "quietly", "High"} & {*re.findall(r"\w+", left)}


def test_a_long_title_that_almost_stands_there_takes_no_time() -> None:
    title = " ".join(f"word{number}" for number in range(200))
    names = PrivateNames(words=[f"{title} this year"])
    began = perf_counter()
    assert [*names.lines(f"{title} next year\n" * 20)] == []
    assert perf_counter() - began < 5  # two ways for each space would take longer than there is


@pytest.mark.parametrize(
    "mark", ["<!--", "&", "%41", "[", "](", "> ", "<a ", "\\", "|", "-\n", "<"]
)
def test_marks_without_end_are_read_in_time(mark: str) -> None:
    names = PrivateNames(words=["secretquit"])
    times = []
    for signs in (20_000, 160_000):
        began = perf_counter()
        assert [*names.lines(mark * (signs // len(mark)))] == []
        times.append(perf_counter() - began)
    assert times[1] < 40 * times[0] + 0.5  # eight times as much; the square would be 64 times
