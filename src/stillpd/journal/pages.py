"""One file of the journal: its bytes as a document of the model, and back.

A page is an entry (Markdown with TOML front matter between `+++` lines) or a standing document
(TOML). What could not be read as meant comes back as Problems beside it.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, time, tzinfo
from typing import Any, NamedTuple, TypeVar

from stillpd.journal import codec, parsing
from stillpd.journal.text import Text, Unreadable, read_text
from stillpd.model.entry import KINDS, Entry, Note
from stillpd.model.problem import Problem
from stillpd.model.week import is_within_reach

FENCE = "+++"
_UNMERGED = r"^(<{7}|>{7}|={7})( |$)"
_NAME_DATE = r"(\d{4})-(\d\d)-(\d\d)(?:-(\d\d)(\d\d))?"

T = TypeVar("T")


class Split(NamedTuple):
    """An entry's file in its two parts; `fenced` tells whether front matter was there at all."""

    front: str
    body: str
    fenced: bool


def split(text: str) -> Split:
    """Return front matter and body; a file without a fence is all body."""
    first = text.find("\n")
    if first < 0 or text[:first].rstrip(" \t") != FENCE:
        return Split("", text, fenced=False)
    begin, place = first + 1, first
    while (place := text.find(f"\n{FENCE}", place)) >= 0:
        end = text.find("\n", place + 1)
        line = text[place + 1 :] if end < 0 else text[place + 1 : end]
        if line.rstrip(" \t") == FENCE:
            return Split(text[begin : place + 1], text[end + 1 :] if end >= 0 else "", fenced=True)
        place += 1
    return Split("", text, fenced=False)


def read_standing(
    cls: type[T], raw: bytes, path: str, **known: Any
) -> tuple[T | None, tuple[Problem, ...]]:
    """Return the document that `raw` says, or None where it cannot be read at all."""
    try:
        toml = read_text(raw).text
        _refuse_unmerged(toml)
        table, mended = parsing.parse(toml)
    except Unreadable as err:
        return None, (_problem(path, err),)
    faults = codec.Faults()
    made = codec.read(cls, table, faults, **known)
    return made, _problems(path, toml, faults, 0, mended)


def read_entry(raw: bytes, path: str, zone: tzinfo) -> tuple[Entry | None, tuple[Problem, ...]]:
    """Return the entry that `raw` says. Without front matter it is a note, dated by its name."""
    try:
        text = read_text(raw).text
        parts = split(text)
        _refuse_unmerged(text)
        table, mended = parsing.parse(parts.front, 2)
    except Unreadable as err:
        return None, (_problem(path, err),)
    faults = codec.Faults()
    if not parts.fenced:
        faults.add((), "no-front-matter", "no front matter between +++ lines: read as a note")
    cls = _kind(table, faults, fenced=parts.fenced)
    at = _moment(table, path, zone, faults)
    if at is None:
        faults.add((), "missing-key", "“at” is missing, and the file name tells no date")
        return None, _problems(path, parts.front, faults, int(parts.fenced), mended)
    table["at"] = at
    entry = codec.read(cls, table, faults, path=path, body=parts.body.removesuffix("\n"))
    return entry, _problems(path, parts.front, faults, int(parts.fenced), mended)


def _kind(table: Mapping[str, object], faults: codec.Faults, *, fenced: bool) -> type[Entry]:
    kind = table.get("kind")
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None and fenced:
        said = f"“{kind}” is" if isinstance(kind, str) else "“kind” says"
        told = f"{said} no kind of entry" if "kind" in table else "“kind” is missing"
        faults.add(("kind",), "unknown-kind", f"{told}: read as a note")
    return cls or Note


def _moment(
    table: Mapping[str, object], path: str, zone: tzinfo, faults: codec.Faults
) -> datetime | None:
    """Return when it happened: `at`, made whole where a hand left out the time or the offset."""
    at = table.get("at")
    if isinstance(at, date) and not is_within_reach(at.date() if isinstance(at, datetime) else at):
        at = None
    if isinstance(at, datetime):
        if at.tzinfo is not None:
            return at
        faults.add(("at",), "no-offset", "“at” has no offset: taken in the journal's time zone")
        return at.replace(tzinfo=zone)
    if isinstance(at, date):
        faults.add(("at",), "no-time", "“at” has no time: taken as noon")
        return datetime.combine(at, time(12), zone)
    if "at" in table:
        faults.add(("at",), "bad-moment", "“at” is not a moment such as 2025-10-24T15:05:00-04:00")
    match = re.match(_NAME_DATE, path.rpartition("/")[2])
    if not match:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    try:
        moment = datetime(year, month, day, hour if match[4] else 12, minute, tzinfo=zone)
    except ValueError:
        return None
    if not is_within_reach(moment.date()):
        return None
    if table and "at" not in table:
        faults.add((), "missing-key", "“at” is missing: taken from the file name")
    return moment


def _refuse_unmerged(text: str) -> None:
    """Refuse a file with the marks of an unfinished merge: it is read-only until solved."""
    if "<<<<<<<" not in text:
        return
    marks = [match[1][0] for match in re.finditer(_UNMERGED, text, re.MULTILINE)]
    if "<" in marks and ">" in marks:
        line = text.count("\n", 0, text.index("<<<<<<<")) + 1
        raise Unreadable("unmerged", "a merge was left unfinished here", line)


def _problem(path: str, err: Unreadable) -> Problem:
    return Problem(path, err.line, err.code, err.message, "The file was left alone.")


def _problems(
    path: str, toml: str, faults: codec.Faults, offset: int, mended: tuple[parsing.Mended, ...]
) -> tuple[Problem, ...]:
    if not faults.found and not mended:
        return ()
    lost = "The rest of the file was read."
    made = [
        Problem(path, parsing.find_line(toml, at) + offset, code, words, lost)
        for at, code, words in faults.found
    ]
    at_lines = {problem.line for problem in made}
    made += [
        Problem(path, line, code, words, lost)
        for line, code, words in mended
        if line not in at_lines
    ]
    return tuple(made)


# Writing -----------------------------------------------------------------------------------------


def new_standing(value: object) -> bytes:
    """Return the bytes of a document that did not exist before."""
    from stillpd.journal.emit import emit

    return emit(codec.write(value), inline=codec.INLINE, airy=True).encode("utf-8")


def new_entry(entry: Entry) -> bytes:
    """Return the bytes of an entry that did not exist before."""
    from stillpd.journal.emit import emit

    front = emit(_entry_table(entry), inline=codec.INLINE)
    return f"{FENCE}\n{front}{FENCE}\n{_body(entry.body)}".encode()


def change_standing(raw: bytes, old: object, new: object) -> bytes:
    """Return `raw` with the difference between `old` and `new` carried into it."""
    from stillpd.journal.document import rewrite

    text = read_text(raw)
    return text.with_text(rewrite(text.text, codec.write(old), codec.write(new)))


def change_entry(raw: bytes, old: Entry, new: Entry) -> bytes:
    """Return `raw` with the difference between `old` and `new` carried into it.

    A note that a hand wrote without front matter gets one.
    """
    from stillpd.journal.document import rewrite

    text = read_text(raw)
    parts = split(text.text)
    before = _entry_table(old) if parts.fenced else {}
    front = rewrite(parts.front, before, _entry_table(new))
    body = parts.body if old.body == new.body else _body(new.body)
    return _join(text, parts, front, body)


def _join(text: Text, parts: Split, front: str, body: str) -> bytes:
    if front == parts.front:
        head = text.text[: len(text.text) - len(parts.body)]
    else:
        head = f"{FENCE}\n{front}{FENCE}\n"
    return text.with_text(head + body)


def _body(body: str) -> str:
    """Return a body as it stands in a file: the model's has no last line end."""
    return f"{body}\n" if body else ""


def _entry_table(entry: Entry) -> dict[str, Any]:
    """Return an entry's keys in the order that a reader wants: what, when, its own, the shared."""
    table = codec.write(entry)
    shared = {item.name for item in fields(Entry)}
    ordered = {"kind": entry.kind, "id": table.get("id"), "at": table["at"]}
    ordered |= {key: value for key, value in table.items() if key not in shared}
    ordered |= table
    return {key: value for key, value in ordered.items() if value is not None}
