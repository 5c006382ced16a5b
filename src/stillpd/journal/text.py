"""From bytes to text and back, without losing how a person's editor wrote it.

A byte order mark and line endings are remembered and given back; limits are checked before any
parser runs (TOML parsers take quadratic time on hostile input, and a whole minute on 100 kB).
"""

import re
from typing import NamedTuple

_BOM = b"\xef\xbb\xbf"
MOST_BYTES = 1024 * 1024
MOST_LINE = 100_000
MOST_DOTS = 64
MOST_DEPTH = 16
MOST_KEYS = 2_000

_STRINGS = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#.*'


class Unreadable(Exception):
    """A file's bytes cannot be taken as text or TOML: code, words and line, for a Problem."""

    def __init__(self, code: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line


class Text(NamedTuple):
    r"""A file's text with plain line ends, and what it takes to give its bytes back."""

    text: str
    bom: bool = False
    endings: tuple[str, ...] = ()

    def encode(self) -> bytes:
        """Return the bytes as they were."""
        return self.with_text(self.text)

    def with_text(self, new: str) -> bytes:
        """Return the bytes of `new`, each line that stayed keeping its own ending."""
        body = new if not self.endings else self._restore_endings(new)
        return (_BOM if self.bom else b"") + body.encode("utf-8")

    def _restore_endings(self, new: str) -> str:
        usual = max(set(self.endings), key=self.endings.count)
        if set(self.endings) == {usual}:
            return new.replace("\n", usual)
        old_lines, new_lines = self.text.split("\n"), new.split("\n")
        ends = [usual] * (len(new_lines) - 1)
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
        for a, b, size in matcher.get_matching_blocks():
            for n in range(size):
                if a + n < len(self.endings) and b + n < len(ends):
                    ends[b + n] = self.endings[a + n]
        return "".join(line + end for line, end in zip(new_lines, [*ends, ""], strict=True))


def read_text(raw: bytes) -> Text:
    """Return the text of `raw`. Raises Unreadable for what is too large or no UTF-8."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("too-large", "the file is larger than 1 MiB")
    bom = raw.startswith(_BOM)
    raw = raw.removeprefix(_BOM)
    if raw and not raw.strip(b"\0"):
        raise Unreadable("all-nul", "the file holds nothing but NUL bytes, as after a power cut")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as err:
        line = raw.count(b"\n", 0, err.start) + 1
        raise Unreadable("not-utf8", "this is not UTF-8 text", line) from None
    if "\r" not in text:
        return Text(text, bom)
    endings = tuple(re.findall(r"\r\n|\n", text))
    if "\r\n" not in endings:
        return Text(text, bom)
    return Text(text.replace("\r\n", "\n"), bom, endings)


def check_limits(toml: str, first_line: int = 1) -> None:
    """Raise Unreadable for TOML that could keep a parser busy for ever."""
    keys = 0
    for number, line in enumerate(toml.split("\n"), first_line):
        if len(line) > MOST_LINE:
            raise Unreadable("too-long", "this line is longer than 100,000 characters", number)
        keys += "=" in line
        if line.count(".") < MOST_DEPTH:
            continue
        bare = re.sub(_STRINGS, "", line)
        most = MOST_DEPTH if bare.lstrip().startswith("[") else MOST_DOTS
        if bare.count(".") > most:
            raise Unreadable("too-deep", "too many dots in one key", number)
    if keys > MOST_KEYS:
        raise Unreadable("too-many-keys", "more than 2,000 keys in one file", first_line)
