"""Put a `[[row]]` into the text of a TOML document, or take one out, and touch no other line.

A comment that stands right above a row's header belongs to that row and goes where it goes; a
comment after a row's last key stays where it is. Whether the text then says what was meant is
proved by the caller, who reads it back.
"""

import re

_HEADER = re.compile(r"\s*\[")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'', re.DOTALL)


def has_rows(toml: str, key: str, count: int) -> bool:
    """Tell whether `key` stands in the text as `count` rows with a `[[key]]` header each."""
    return count > 0 and len(_starts(_masked(toml), key)) == count


def insert_row(toml: str, key: str, index: int, row: str) -> str:
    """Return the text with `row` (its header included) as the `index`th row of `key`."""
    lines = toml.split("\n")
    seen = _masked(toml)
    starts = _starts(seen, key)
    spaced = any(n and not lines[_above(seen, n) - 1].strip() for n in starts)
    new = row.rstrip("\n").split("\n")
    if index < len(starts):
        place = _above(seen, starts[index])
        return "\n".join([*lines[:place], *new, *([""] if spaced else []), *lines[place:]])
    place = _last_key(seen, starts[-1]) + 1
    return "\n".join([*lines[:place], *([""] if spaced else []), *new, *lines[place:]])


def remove_row(toml: str, key: str, index: int) -> str:
    """Return the text without the `index`th row of `key`, its comments gone with it."""
    lines = toml.split("\n")
    seen = _masked(toml)
    start = _starts(seen, key)[index]
    first, after = _above(seen, start), _last_key(seen, start) + 1
    if first and not lines[first - 1].strip() and after < len(lines) and not lines[after].strip():
        after += 1
    return "\n".join(lines[:first] + lines[after:])


def _masked(toml: str) -> list[str]:
    """Return the lines with the insides of strings over several lines made unremarkable."""
    return _STRING.sub(lambda found: re.sub(r"[^\n]+", "x", found[0]), toml).split("\n")


def _starts(lines: list[str], key: str) -> list[int]:
    header = re.compile(rf"\s*\[\[\s*[\"']?{re.escape(key)}[\"']?\s*\]\]")
    return [number for number, line in enumerate(lines) if header.match(line)]


def _above(lines: list[str], start: int) -> int:
    """Return the line on which the comment right above a header begins, else the header's."""
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


def _last_key(lines: list[str], start: int) -> int:
    """Return the last line that says something in the row that begins at `start`."""
    last = start
    for number in range(start + 1, len(lines)):
        line = lines[number].strip()
        if _HEADER.match(lines[number]) and not _in_list(lines, start, number):
            break
        if line and not line.startswith("#"):
            last = number
    return last


def _in_list(lines: list[str], start: int, number: int) -> bool:
    """Tell whether a line is inside a list that began in the row: its brackets are still open."""
    said = [re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*', "", line) for line in lines[start:number]]
    return sum(line.count("[") - line.count("]") for line in said) > 0
