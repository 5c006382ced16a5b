"""Where on a command line somebody stands who presses TAB.

The words are followed as the commands read them, but nothing is run and nothing refused: a line
that is not finished yet is rarely right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Place:
    """The command that is reached, and the option or argument whose value is being typed.

    `typed` is that value as far as it goes; `before` stands in front of it in the same word, as
    in `--format=`. `given` are the arguments that stand already, `said` the options by their name.
    """

    path: list[str] = field(default_factory=list)
    command: Any = None
    option: Any = None
    typed: str = ""
    before: str = ""
    given: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    only_arguments: bool = False
    """After `--` nothing is an option."""

    @property
    def param(self) -> Any:
        """The option or argument whose value is being typed; None for a name."""
        return self.option or (None if self.wants_option else self._argument())

    @property
    def wants_option(self) -> bool:
        """Tell whether the name of an option is being typed."""
        is_name = self.typed.startswith("-") and not self.only_arguments
        return self.option is None and is_name

    @property
    def wants_command(self) -> bool:
        """Tell whether the name of a command is being typed."""
        is_group = bool(getattr(self.command, "commands", None))
        return self.option is None and is_group and not (self.wants_option or self.given)

    def _argument(self) -> Any:
        number = 0
        for param in self.command.params:
            if param.param_type_name == "argument":
                if number == len(self.given) or param.nargs == -1:
                    return param
                number += 1
        return None


def find_place(program: Any, words: Sequence[str], typed: str) -> Place:
    """Return where `typed` stands, after `words`."""
    place = Place(command=program, typed=typed)
    rest = iter(words)
    for word in rest:
        if place.only_arguments or not word.startswith("-") or word == "-":
            _take_word(place, word)
        elif word == "--":
            place.only_arguments = True
        else:
            place.option = _take_option(place, word, rest)
    if place.wants_option and typed.startswith("--") and "=" in typed:
        name, _, value = typed.partition("=")
        found = option_named(place.command, name)
        if found and not found.is_flag:
            place.option, place.typed, place.before = found, value, f"{name}="
    return place


def _take_word(place: Place, word: str) -> None:
    child = getattr(place.command, "commands", {}).get(word)
    if child is None or place.given:
        place.given.append(word)
        return
    place.path.append(word)
    place.command = child.real() if hasattr(child, "real") else child


def _take_option(place: Place, word: str, rest: Iterator[str]) -> Any:
    """Take in an option with its value; return the option where its value is still to come."""
    name, equals, value = word.partition("=")
    option = option_named(place.command, name)
    if option is None and not word.startswith("--"):
        option, equals, value = _short(place.command, word)
    if option is None or option.is_flag:
        if option is not None:
            place.said.setdefault(option.name, [])
        return None
    if not equals:
        following = next(rest, None)
        if following is None:
            return option
        value = following
    place.said.setdefault(option.name, []).append(value)
    return None


def _short(command: Any, word: str) -> tuple[Any, str, str]:
    """Return the last option of a bundle such as `-ej` or `-jNAME`, and the value in the word."""
    option = None
    for number, letter in enumerate(word[1:], 2):
        option = option_named(command, f"-{letter}")
        if option is None or not option.is_flag:
            return option, word[number:], word[number:]
    return option, "", ""


def option_named(command: Any, name: str) -> Any:
    """Return the option of a command that has this name; None where there is none."""
    for param in command.params:
        if param.param_type_name == "option" and name in (*param.opts, *param.secondary_opts):
            return param
    return None
