"""Answers to a protocol's questions: from what was typed, onto a sheet of text, and back.

A sheet is what a draft and an editor hold: each question as a heading, what answers it below.
A typed answer (a scale, yes or no, a choice, a number) stands first and may have words beside it.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from stillpd.model.entry import Answer
from stillpd.model.errors import Ambiguous, InvalidInput, NotFound
from stillpd.model.protocol import Question
from stillpd.model.record import record

_NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?)(?=$|[\s,;:.!–—])")
_WORD = re.compile(r"([a-z]+)(?=$|[\s,;:.!–—])", re.IGNORECASE)
_BETWEEN = " \t\n,;:.!–—"
_MOST = 10
_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})


@record
class Given:
    """What answers one question: a typed value, words, or both."""

    value: Answer | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether it answers nothing."""
        return self.value is None and not self.words.strip()


Answers = Mapping[str, Given]


def wants(question: Question) -> str:
    """Return what kind of answer a question takes, in words; nothing for prose."""
    match question.answer:
        case "scale":
            return "0 to 10"
        case "yes-no":
            return "yes or no"
        case "number":
            return "a number"
        case "choice":
            return "one of: " + " · ".join(question.choices)
    return ""


def read_answer(question: Question, typed: str) -> Given:
    """Return what `typed` answers. Raises InvalidInput where a typed answer does not come first."""
    typed = typed.strip()
    if not typed or not wants(question):
        return Given(words=typed)
    found = _value(question, typed)
    if found is None:
        raise InvalidInput(
            f"“{question.id}” asks for {wants(question)}.",
            f"Words may follow it: --answer '{question.id}={_example(question)}, and why'",
        )
    value, end = found
    return Given(value, typed[end:].lstrip(_BETWEEN).strip())


def read_typed(questions: Sequence[Question], given: Sequence[str]) -> dict[str, Given]:
    """Return the answers of `--answer id=TEXT` options, by question id.

    Raises NotFound or Ambiguous for an id, InvalidInput for an answer of the wrong kind.
    """
    found: dict[str, Given] = {}
    for option in given:
        name, sign, typed = option.partition("=")
        if not sign:
            raise InvalidInput(
                "An answer is written as ID=TEXT.",
                f"The questions' ids: {_ids(questions)}",
            )
        question = find_question(questions, name.strip())
        if question.id in found:
            raise InvalidInput(f"“{question.id}” is answered twice.", "Put both into one answer.")
        answer = read_answer(question, typed)
        if not answer.is_empty:
            found[question.id] = answer
    return found


def find_question(questions: Sequence[Question], name: str) -> Question:
    """Return the question of that id, or the only one that begins so."""
    hits = [q for q in questions if q.id == name] or [
        q for q in questions if name and q.id.startswith(name)
    ]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise Ambiguous(f"More than one question begins with “{name}”.", f"Known: {_ids(hits)}")
    raise NotFound(f"No question here begins with “{name}”.", f"Known: {_ids(questions)}")


def sheet(questions: Sequence[Question], answers: Answers, *, whole: bool) -> str:
    """Return a sheet: all questions to be filled in (`whole`), or only what is answered."""
    parts = [words] if (words := answers.get("", Given()).words) else []
    for question in questions:
        given = answers.get(question.id, Given())
        if given.is_empty and not whole:
            continue
        lines = [f"## {question.ask}", ""]
        if whole and wants(question):
            lines.append(_hint(question))
        if given.value is not None:
            lines += [say_answer(given.value), ""]
        lines += [given.words, ""] if given.words else []
        parts.append("\n".join(lines).rstrip("\n") + "\n")
    return "\n".join(parts)


def read_sheet(questions: Sequence[Question], text: str) -> dict[str, Given]:
    """Return the answers on a sheet, by question id; under "" what stands before the first.

    Words below a heading of the person's own belong to the question above it. A typed question
    whose answer does not come first keeps the words alone.
    """
    by_heading = {_flat(question.ask): question for question in questions}
    at: Question | None = None
    gathered: dict[str, list[str]] = {"": []}
    for line in text.splitlines():
        question = by_heading.get(_flat(line[3:])) if line.startswith("## ") else None
        if question is not None:
            at = question
        elif at is None or line.strip() != _hint(at):
            gathered.setdefault(at.id if at else "", []).append(line)
    asked = {question.id: question for question in questions}
    found = {}
    for name, lines in gathered.items():
        words = "\n".join(lines).strip()
        if words:
            found[name] = _leniently(asked.get(name), words)
    return found


def prose(questions: Sequence[Question], answers: Answers) -> str:
    """Return an entry's body: the words of the answers under the questions' own."""
    parts = [words] if (words := answers.get("", Given()).words.strip()) else []
    for question in questions:
        words = answers.get(question.id, Given()).words.strip()
        if words:
            parts.append(f"## {question.ask}\n\n{words}")
    return "\n\n".join(parts)


def say_answer(value: Answer) -> str:
    """Return a typed answer as a person writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _leniently(question: Question | None, words: str) -> Given:
    if question is None:
        return Given(words=words)
    try:
        return read_answer(question, words)
    except InvalidInput:
        return Given(words=words)


def _value(question: Question, typed: str) -> tuple[Answer, int] | None:
    """Return the typed answer that `typed` begins with, and where it ends."""
    if question.answer == "choice":
        return _choice(question, typed)
    if question.answer == "yes-no":
        match = _WORD.match(typed)
        word = match[1].lower() if match else ""
        if match and word in _YES | _NO:
            return word in _YES, match.end()
        return None
    match = _NUMBER.match(typed)
    if not match:
        return None
    if question.answer == "scale":
        on_scale = match[1].isdigit() and int(match[1]) <= _MOST
        return (int(match[1]), match.end()) if on_scale else None
    number = Decimal(match[1])
    whole = number == number.to_integral_value()
    return (int(number) if whole else number), match.end()


def _choice(question: Question, typed: str) -> tuple[Answer, int] | None:
    low = typed.lower()
    whole = [
        choice
        for choice in question.choices
        if low.startswith(choice.lower())
        and (len(low) == len(choice) or low[len(choice)] in _BETWEEN)
    ]
    if whole:
        longest = max(whole, key=len)
        return longest, len(longest)
    begun = [choice for choice in question.choices if choice.lower().startswith(low)]
    return (begun[0], len(typed)) if len(begun) == 1 else None


def _example(question: Question) -> str:
    match question.answer:
        case "yes-no":
            return "yes"
        case "choice":
            return question.choices[0] if question.choices else "…"
    return "7"


def _hint(question: Question) -> str:
    return f"<!-- {wants(question)} -->"


def _flat(words: str) -> str:
    return " ".join(words.split()).casefold()


def _ids(questions: Sequence[Question]) -> str:
    return ", ".join(question.id for question in questions)
