"""Ask a protocol's questions one by one; the draft grows with every answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from stillpd.actions.answers import Given, read_answer, say_answer, sheet, wants
from stillpd.actions.reflect import Promised
from stillpd.cli.asking import (
    Stopped,
    ask_choice,
    ask_line,
    ask_scale,
    ask_text,
    ask_yes,
    say,
)
from stillpd.cli.dates import Facing, read_day
from stillpd.cli.saving import keep_draft
from stillpd.cli.session import Session
from stillpd.model.days import long_day
from stillpd.model.entry import Answer
from stillpd.model.errors import InvalidInput
from stillpd.model.protocol import Protocol, Question
from stillpd.render.lines import clipped

_MOST_SHOWN = 60


@dataclass(slots=True)
class Sitting:
    """One sitting with a protocol. What is in `answers` is also in the draft."""

    session: Session
    protocol: Protocol
    questions: Sequence[Question]
    today: date
    answers: dict[str, Given] = field(default_factory=dict)
    promised: list[Promised] = field(default_factory=list)

    def text(self) -> str:
        """Return the answers so far as a sheet."""
        return sheet(self.questions, self.answers, whole=False)

    def ask_all(self) -> None:
        """Ask each question, those with an answer again with that answer to go on from.

        Raises Stopped; what was typed until then is among the answers.
        """
        minutes = f" · about {self.protocol.minutes} minutes" if self.protocol.minutes else ""
        say(f"{self.protocol.title}{minutes}\nEvery question can be skipped.\n")
        for question in self.questions:
            try:
                self._ask(question)
            except Stopped as stopped:
                self._take_half(question, stopped.typed)
                raise
            say("")

    def _ask(self, question: Question) -> None:
        before = self.answers.get(question.id, Given())
        if not wants(question):
            words = ask_text(question.ask, default=before.words)
            self._keep(question, Given(words=words))
            if question.answer == "commitment":
                self._offer_promises(words)
            return
        value = before.value
        if value is None:
            value = self._ask_value(question)
        else:
            say(f"{question.ask}\n  {say_answer(value)}")
        if value is None:
            return
        self._keep(question, Given(value, before.words))
        words = ask_line("A sentence about it?", default=before.words)
        self._keep(question, Given(value, words))

    def _ask_value(self, question: Question) -> Answer | None:
        match question.answer:
            case "scale":
                return ask_scale(question.ask)
            case "yes-no":
                picked = ask_choice(question.ask, ("yes", "no"))
                return picked == "yes" if picked else None
            case "choice":
                return ask_choice(question.ask, question.choices) or None
        while typed := ask_line(question.ask, hint=wants(question)):
            try:
                return read_answer(question, typed).value
            except InvalidInput:
                say(f"Please type {wants(question)}, or Enter alone.")
        return None

    def _keep(self, question: Question, given: Given) -> None:
        self.answers[question.id] = given
        if self.text().strip():
            keep_draft(self.session, f"reflect-{self.protocol.id}", self.text())

    def _take_half(self, question: Question, typed: str) -> None:
        before = self.answers.get(question.id, Given())
        if typed.strip() and (not wants(question) or before.value is not None):
            self.answers[question.id] = Given(before.value, typed.strip())

    def _offer_promises(self, words: str) -> None:
        for line in (line.strip(" -*\t") for line in words.splitlines()):
            if not line or not ask_yes(f"A commitment? {clipped(line, _MOST_SHOWN)}"):
                continue
            to = ask_line("To whom?", hint="Enter: to yourself") or "me"
            self.promised.append(Promised(text=line, to=to, due=self._ask_due()))

    def _ask_due(self) -> date | None:
        while typed := ask_line("By when?", hint="friday, in 2 weeks, 2025-11-07"):
            try:
                due = read_day(typed, self.today, Facing.FORWARD)
            except InvalidInput as error:
                say(f"{error.message} {error.hint}")
                continue
            if due >= self.today:
                say(long_day(due))
                return due
            say(f"{long_day(due)} is past.")
        return None
