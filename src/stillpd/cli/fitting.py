"""Words beside the answer, broken between words where a terminal would break in the middle of one.

A command stays whole, on a line of its own: somebody may copy it.
"""

import re
import shutil
import sys

_BEFORE_A_COMMAND = re.compile(r"(?<=[:?.]) (?=stillpd [a-z-])")


def fitting(words: str) -> str:
    """Return words for stderr; as they are where it is no terminal."""
    if not sys.stderr.isatty():
        return words
    width = shutil.get_terminal_size().columns
    return "\n".join(
        line if len(line) <= width else _broken(line, width) for line in words.split("\n")
    )


def _broken(line: str, width: int) -> str:
    from textwrap import fill

    indent = " " * (len(line) - len(line.lstrip()))
    said, *typed = _BEFORE_A_COMMAND.split(line.strip(), maxsplit=1)
    told = fill(
        said,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join([told, *(f"{indent}  {command}" for command in typed)])
