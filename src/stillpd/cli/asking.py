"""Ask somebody at a terminal, one question after the other; Enter skips, Ctrl-C stops.

prompt_toolkit and questionary are loaded when the first question is asked. There are no colours,
only bold and dim, so that it reads the same on light and dark and under NO_COLOR.
"""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stillpd.render.lines import as_text, lay_out
from stillpd.render.page import Para, text
from stillpd.render.safe import one_line, safe
from stillpd.render.width import cells, clip

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

_MARK = "› "
_SKIP = "(skip)"
_HOW_TO_TICK = "(Space in or out, a all or none, Enter goes on)"
_TICK = 6
"""The columns before a row that is ticked, and one at its end."""
_STYLE = {
    "question": "bold",
    "hint": "dim",
    "placeholder": "dim",
    "qmark": "bold",
    "answer": "noinherit",
    "instruction": "dim",
    "pointer": "bold",
    "highlighted": "bold",
    "selected": "noinherit",
    "validation-toolbar": "noinherit bold",
}


class Stopped(KeyboardInterrupt):
    """Somebody pressed Ctrl-C or Ctrl-D; `typed` is what stood on the line at that moment."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


def say(words: str) -> None:
    """Say something between two questions."""
    from stillpd.cli.output import page_width

    sys.stdout.write(as_text(lay_out((Para(text(words), verbatim=True),), page_width())))
    sys.stdout.flush()


def ask_line(question: str, *, default: str = "", hint: str = "") -> str:
    """Return one line that somebody typed; Enter alone skips (and keeps a `default`)."""
    return _prompt(question, default=default, hint=hint, lines=False, placeholder="Enter skips")


def ask_text(question: str, *, default: str = "", hint: str = "") -> str:
    """Return what somebody typed in place: Enter goes on, Ctrl-J makes a new line, paste works."""
    told = "Enter goes on · Ctrl-J makes a new line"
    return _prompt(question, default=default, hint=hint, lines=True, placeholder=told)


def ask_scale(question: str) -> int | None:
    """Return a number from 0 to 10, or None where the question was skipped."""
    typed = _prompt(
        question, hint="0 to 10", placeholder="Enter skips", allowed=_is_on_scale, lines=False
    )
    return int(typed) if typed else None


def ask_choice(question: str, choices: Sequence[str], *, default: str = "") -> str:
    """Return one of `choices`, picked with the arrow keys; "" where it was skipped."""
    import questionary

    rows = [questionary.Choice(one_line(choice), value=choice) for choice in choices]
    rows.append(questionary.Choice(_SKIP, value=""))
    asked = questionary.select(
        one_line(question),
        choices=rows,
        default=default if default in choices else "",
        qmark="",
        pointer=_MARK.strip(),
        instruction="(arrow keys, then Enter)",
        style=_style(),
    )
    _stop_on(asked.application)
    picked = asked.unsafe_ask()
    return str(picked or "")


def ask_many(question: str, choices: Sequence[str]) -> list[str]:
    """Return those of `choices` that are left ticked; all are to begin with."""
    import questionary

    width = _window_width()
    rows = [
        questionary.Choice(clip(one_line(choice), width - _TICK), value=choice, checked=True)
        for choice in choices
    ]
    asked = questionary.checkbox(
        one_line(question),
        choices=rows,
        qmark="",
        pointer=_MARK.strip(),
        instruction=_beside(one_line(question), _HOW_TO_TICK, width),
        style=_style(),
    )
    _stop_on(asked.application)
    return list(asked.unsafe_ask() or [])


def _window_width() -> int:
    """Return the columns of the window itself; COLUMNS, which pages go by, may say others."""
    from stillpd.cli.output import page_width

    try:
        return os.get_terminal_size().columns or page_width()
    except OSError:
        return page_width()


def _beside(question: str, words: str, width: int) -> str:
    """Return words to stand after a question; below it where the line is too short for both."""
    return words if cells(f" {question} {words}") < width else f"\n {words}"


def ask_yes(question: str, *, default: bool = False) -> bool:
    """Return whether somebody said yes; Enter means `default`."""
    usual = "yes" if default else "no"
    typed = _prompt(
        question,
        hint="yes or no",
        placeholder=f"Enter means {usual}",
        allowed=_is_yes_or_no,
        lines=False,
    )
    return typed.lower().startswith("y") if typed else default


def _prompt(
    question: str,
    *,
    default: str = "",
    hint: str = "",
    lines: bool,
    placeholder: str,
    allowed: Any = None,
) -> str:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import FormattedText
    from prompt_toolkit.validation import Validator

    asked = FormattedText([("class:question", safe(question))])
    if hint:
        asked.append(("class:hint", f"  ({one_line(hint)})"))
    asked.append(("", f"\n{_MARK}"))
    check = Validator.from_callable(
        lambda typed: not typed.strip() or allowed(typed.strip()),
        error_message=f"{hint}, or Enter alone",
        move_cursor_to_end=True,
    )
    session: PromptSession[str] = PromptSession(
        style=_style(),
        key_bindings=_keys(lines=lines),
        multiline=lines,
        prompt_continuation="  ",
        placeholder=lambda: _while_open(placeholder),
        validator=check if allowed else None,
        validate_while_typing=False,
    )
    return session.prompt(asked, default=default).strip()


def _while_open(words: str) -> Any:
    """Return a placeholder that goes when the question is answered."""
    from prompt_toolkit.application import get_app

    return [] if get_app().is_done else [("class:placeholder", words)]


def _keys(*, lines: bool) -> "KeyBindings":
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("c-c", eager=True)
    @keys.add("c-d", eager=True)
    @keys.add("<sigint>", eager=True)
    def stop(event: "KeyPressEvent") -> None:
        event.app.exit(exception=Stopped(event.app.current_buffer.text))

    if lines:

        @keys.add("enter")
        def go_on(event: "KeyPressEvent") -> None:
            event.current_buffer.validate_and_handle()

        @keys.add("c-j")
        @keys.add("escape", "enter")
        def new_line(event: "KeyPressEvent") -> None:
            # Between two questions a terminal turns Enter into Ctrl-J: on an empty line it is one.
            if event.current_buffer.text.strip():
                event.current_buffer.insert_text("\n")
            else:
                event.current_buffer.validate_and_handle()

    return keys


def _stop_on(application: Any) -> None:
    from prompt_toolkit.key_binding import merge_key_bindings

    application.key_bindings = merge_key_bindings([application.key_bindings, _keys(lines=False)])


def _style() -> Any:
    from prompt_toolkit.styles import Style

    return Style.from_dict(_STYLE)


def _is_on_scale(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and 0 <= int(typed) <= 10  # noqa: PLR2004


def _is_yes_or_no(typed: str) -> bool:
    return typed.lower() in {"y", "n", "yes", "no"}
