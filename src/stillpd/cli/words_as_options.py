"""Options by the dozen: a record of them, given to several commands alike."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from functools import wraps
from typing import Any, get_type_hints

Command = Callable[..., None]


def options_of(words: Any) -> Callable[[Command], Command]:
    """Give a command the options of the record `words`, in place of its parameter of that name."""
    hints = get_type_hints(words, include_extras=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(item.name, keyword, default=_usual(item), annotation=hints[item.name])
        for item in fields(words)
    ]

    def dress(function: Command) -> Command:
        @wraps(function)
        def command(ctx: Any, **given: Any) -> None:
            typed = {option.name: given.pop(option.name) for option in options}
            function(ctx, words(**typed), **given)

        own = inspect.signature(function, eval_str=True).parameters
        others = [p for name, p in own.items() if name != "words"]
        plain = [p for p in others if p.kind is not keyword]
        last = [p for p in others if p.kind is keyword]
        parameters = [*plain, *options, *last]
        command.__dict__["__signature__"] = inspect.Signature(parameters)
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        del command.__dict__["__wrapped__"]
        return command

    return dress


def _usual(item: Field[Any]) -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()
