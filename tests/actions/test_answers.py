"""Answers on a sheet: what is written down comes back, whatever the person wrote."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.actions.answers import Given, prose, read_answer, read_sheet, sheet
from stillpd.model.errors import InvalidInput
from stillpd.model.protocol import Question

CHOICES = ("doing", "relating", "something we must learn", "some of each")
QUESTIONS = (
    Question(id="what", ask="What happened?"),
    Question(id="sure", ask="How sure, 0–10?", answer="scale"),
    Question(id="sleep", ask="Does this need a night?", answer="yes-no"),
    Question(id="hours", ask="How many hours?", answer="number"),
    Question(id="kind", ask="Which kind?", answer="choice", choices=CHOICES),
    Question(id="owner", ask="Who takes what?", answer="commitment"),
)
BY_ID = {question.id: question for question in QUESTIONS}

WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters="\n"), max_size=40
).map(lambda text: "\n".join(line.strip() for line in text.splitlines()).strip())
BESIDE = st.sampled_from(["", "and so on", "because\n\nof the weather"])
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "what": WORDS.map(lambda words: Given(words=words)),
        "sure": st.builds(Given, st.integers(0, 10), BESIDE),
        "sleep": st.builds(Given, st.booleans(), BESIDE),
        "hours": st.builds(Given, st.one_of(st.integers(-99, 99), st.just(Decimal("2.5"))), BESIDE),
        "kind": st.builds(Given, st.sampled_from(CHOICES), BESIDE),
        "owner": WORDS.map(lambda words: Given(words=words)),
    },
)


@given(ANSWERS, st.booleans())
def test_a_sheet_reads_back_as_what_was_answered(answers: dict[str, Given], whole: bool) -> None:  # noqa: FBT001
    told = {name: answer for name, answer in answers.items() if not answer.is_empty}
    assert read_sheet(QUESTIONS, sheet(QUESTIONS, answers, whole=whole)) == told


@given(st.text(max_size=80))
def test_no_word_of_any_text_is_lost_on_a_sheet(text: str) -> None:
    found = read_sheet(QUESTIONS, text)
    assert "".join(prose(QUESTIONS, found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("name", "typed", "value", "words"),
    [
        ("sure", "7", 7, ""),
        ("sure", "0, none of it", 0, "none of it"),
        ("sure", "10", 10, ""),
        ("sleep", "Yes", True, ""),
        ("sleep", "no – it is small", False, "it is small"),
        ("hours", "2.5", Decimal("2.5"), ""),
        ("hours", "3.0 or so", 3, "or so"),
        ("kind", "some of each", "some of each", ""),
        ("kind", "rel", "relating", ""),
        ("kind", "Something we must learn: to wait", "something we must learn", "to wait"),
        ("what", "7", None, "7"),
    ],
)
def test_a_typed_answer_comes_first_and_words_may_follow(
    name: str, typed: str, value: object, words: str
) -> None:
    found = read_answer(BY_ID[name], typed)
    assert (found.value, found.words) == (value, words)
    assert isinstance(found.value, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("sure", "11"),
        ("sure", "-1"),
        ("sure", "7.5"),
        ("sure", "seven"),
        ("sleep", "perhaps"),
        ("sleep", "nothing"),
        ("hours", "a few"),
        ("kind", "so"),
        ("kind", "doingly"),
    ],
)
def test_what_is_no_such_answer_is_refused_without_repeating_it(name: str, typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_answer(BY_ID[name], typed)
    assert f"“{typed}”" not in refused.value.message
    assert name in refused.value.message
