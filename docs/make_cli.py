"""Write docs/reference/cli.md from the program itself: `make screens`, or run this file.

A test compares the page with what this makes, so that it cannot fall behind.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stillpd.cli.main import load
from stillpd.cli.options import common_options
from stillpd.cli.registry import COMMANDS

PAGE = Path(__file__).parent / "reference" / "cli.md"
HEAD = """\
# Commands

<!-- Made by docs/make_cli.py from the program itself: change the program, then run it again. -->

What you type every week are verbs; what stands for long are nouns with verbs under them. Whatever
a command would ask has an option, so that nothing waits for an answer where nobody sits.

A day may be written as people say it: `2025-10-24`, `today`, `friday`, `last friday`, `next
friday`, `in 2 weeks`, `3d ago`, `end of month`, `24 oct`, `2025-W43`. A due date looks forward, a
past date back, and what was understood is said again. A goal, a promise or an entry is named by its
id or by any beginning of it that only one has; the Tab key
[finishes it](../how-to/complete-with-tab.md).

## Options of every command
"""
SHARED = """
An answer goes to standard output and everything else to standard error. In a pipe there is no
colour. `NO_COLOR`, `COLUMNS`, `TERM=dumb`, `VISUAL` and `EDITOR` are honoured. With
`STILLPD_SHARED_SCREEN=1` what is private stays out of everything that lists or finds; a page that
you name yourself is shown.

In a terminal a long list opens in your pager: the command that `STILLPD_PAGER` names, else `PAGER`,
else `less`. An empty one, `cat` or `--no-pager` prints everything at once.
"""


def make() -> str:
    """Return the whole page."""
    lines = [HEAD, *_options(common_options()), SHARED]
    shared = {option.name for option in common_options()}
    for section in dict.fromkeys(row.section for row in COMMANDS):
        names = ", ".join(
            f"[{row.name}](#stillpd-{row.name})" for row in COMMANDS if row.section == section
        )
        lines.append(f"- {section}: {names}")
    lines.append("")
    for row in COMMANDS:
        lines += _command(load(row), f"stillpd {row.name}", 2, shared)
    return "\n".join(lines).rstrip() + "\n"


def _command(command: Any, name: str, level: int, shared: set[str]) -> Iterator[str]:
    yield f"{'#' * level} {name}\n"
    yield f"{_told(command.help)}\n"
    own = [option for option in command.params if option.name not in shared]
    children = getattr(command, "commands", {})
    if not children or own:
        yield f"```\n{_usage(name, own)}\n```\n"
    options = list(_options(own))
    if options:
        yield from (*options, "")
    for child in children.values():
        yield from _command(child, f"{name} {child.name}", level + 1, shared)


def _told(words: str) -> str:
    return "\n".join(line.strip() for line in (words or "").strip().splitlines())


def _usage(name: str, own: list[Any]) -> str:
    arguments = [_metavar(one) for one in own if one.param_type_name == "argument"]
    options = ["[OPTION]..."] if any(one.param_type_name == "option" for one in own) else []
    return " ".join([name, *arguments, *options])


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _options(params: list[Any]) -> Iterator[str]:
    for one in params:
        if one.name == "help" or getattr(one, "hidden", False):
            continue
        told = (one.help or "").strip()
        if one.param_type_name == "argument":
            if told:
                yield f"- `{_metavar(one)}`: {told}"
            continue
        names = ", ".join(f"`{_spelled(one, name)}`" for name in one.opts)
        variable = f" Also `{one.envvar}`." if isinstance(one.envvar, str) else ""
        yield f"- {names}: {told}{variable}"


def _spelled(option: Any, name: str) -> str:
    if option.is_flag:
        return name
    return f"{name} {option.metavar or option.type.name.upper()}"


if __name__ == "__main__":
    PAGE.write_text(make(), encoding="utf-8")
    print(f"Written: {PAGE}")
