"""A plan or a table of hours as somebody's form asks for it: a template filled from the journal.

A template is Markdown with `{{ placeholders }}` (docs/reference/forms.md). One that comes from
somewhere is trusted with nothing: it gets words and numbers and no object, and of jinja2 only
placeholders, `for`, `if` and a few filters. It cannot call, count, include or grow without end.
Whatever it fills in is held down, so that words of the journal make no Markdown of their own.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stillpd.insight.portfolio import Portfolio
from stillpd.model.errors import InvalidInput
from stillpd.render import marks
from stillpd.render.form_words import words_of
from stillpd.render.safe import safe

if TYPE_CHECKING:
    from jinja2 import Environment, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_TEMPLATE, MOST_MADE = 64_000, 4_000_000  # characters
_MOST_LOOPS = 2  # one within the other
_FILTERS = ("default", "first", "join", "last", "length", "lower", "upper")
_TESTS = ("defined", "none")
_MAY = frozenset(
    {
        *("Template", "Output", "TemplateData", "Name", "Const", "Getattr", "Filter", "Test"),
        *("For", "If", "Not", "And", "Or", "Compare", "Operand"),
    }
)
"""What may stand in a template, by jinja2's own words. What is not named here may not."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&{}])")
_AT_THE_START = re.compile(r"^(\d*)([.)]|[-+=](?!\d))(?=\s|[-+=]|$)")
_SEE = "What a template may say: docs/reference/forms.md"


def as_bytes(report: Portfolio, template: str) -> bytes:
    """Return a template filled in, as Markdown. Raises InvalidInput for one that does not fit."""
    from jinja2 import TemplateError

    if len(template) > MOST_TEMPLATE:
        raise InvalidInput("The template is too long for a form.", _SEE)
    environment = _environment()
    try:
        _expect_plain(environment, template)
        made = _whole(environment.from_string(template).generate(words_of(report)))
    except TemplateError as err:
        raise InvalidInput(f"The template cannot be filled in: {_told(err)}.", _SEE) from None
    except (RecursionError, TypeError, ValueError, OverflowError):
        raise InvalidInput("The template cannot be filled in.", _SEE) from None
    return re.sub(r"\n{3,}", "\n\n", made).strip("\n").encode() + b"\n"


def _told(err: Exception) -> str:
    """Return what is the matter, and in which line where that is known."""
    line = getattr(err, "lineno", None)
    traced = err.__traceback__
    while traced and not line:
        is_ours = traced.tb_frame.f_code.co_filename == "<template>"
        line, traced = (traced.tb_lineno if is_ours else None), traced.tb_next
    said = safe(str(err)).rstrip(".")
    said = re.sub(r"'(?:dict|list|str) object' has no attribute", "there is no", said)
    return f"line {line}: {said}" if line else said


def _whole(pieces: Iterator[str]) -> str:
    found, size = list[str](), 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > MOST_MADE:
            raise InvalidInput("The form would be too long to be one.", _SEE)
    return "".join(found)


def _environment() -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        autoescape=False,  # it is for HTML; this is Markdown, and `finalize` holds words down
        undefined=StrictUndefined,
        finalize=_held_down,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    made.tests = {name: made.tests[name] for name in _TESTS}
    return made


def _held_down(value: Any) -> str:
    """Return what a placeholder puts into the form: a line of words that is no Markdown."""
    from jinja2 import TemplateRuntimeError, Undefined

    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return marks.number(value)
        case Undefined():
            return str(value)  # which tells that there is none of that name
        case str():
            flat = " ".join(safe(value).split())
            return _AT_THE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat), count=1)
    raise TemplateRuntimeError("that is more than a word: go through it with “for”")


def _expect_plain(environment: "Environment", template: str) -> None:
    """Raise TemplateSyntaxError for what a template may not say."""
    _look_through(environment.parse(template), 0)


def _look_through(node: "nodes.Node", loops: int) -> None:
    from jinja2 import TemplateSyntaxError, nodes

    kind = type(node).__name__
    loops += isinstance(node, nodes.For)
    if kind not in _MAY or (isinstance(node, nodes.For) and node.recursive):
        raise TemplateSyntaxError(f"“{kind.lower()}” is not for forms", node.lineno)
    if loops > _MOST_LOOPS:
        raise TemplateSyntaxError(f"more than {_MOST_LOOPS} loops in each other", node.lineno)
    for child in node.iter_child_nodes():
        _look_through(child, loops)
