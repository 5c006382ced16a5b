"""A whole journal that came as one JSON document (docs/reference/json.md), read back.

It may be a stranger's: its size, depth, numbers and names are not trusted. What is no such document
is refused; a value that does not fit, and a key that is none, are left out and told as problems.
"""

import json
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin

from stillpd.journal import codec, names
from stillpd.journal.first_page import Opened
from stillpd.journal.folder import gather
from stillpd.model.block import Block
from stillpd.model.entry import KINDS, Entry, Note
from stillpd.model.errors import InvalidInput, NewerFormat
from stillpd.model.goal import Goal
from stillpd.model.header import FORMAT, Header
from stillpd.model.journal import Document, Journal
from stillpd.model.problem import Problem
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.week import Week, is_within_reach

SCHEMA, KIND = "stillpd/1", "journal"
"""What the document says it is."""

MOST_BYTES = 64 * 2**20
_MOST_PARTS = 4_000_000
_MOST_DEPTH = 16
_MOST_DIGITS = 400
_DAY = r"\d{4}-\d\d-\d\d\Z"
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d(:\d\d)?)?\Z"
_TABLES = {"goals": Goal, "blocks": Block, "protocols": Protocol}
_BESIDE = {"schema", "kind", "audience", "as_of"}
_MOST_SHOWN = 40
_PARTS: Mapping[str, type] = dict.fromkeys(("header", *_TABLES), dict) | {
    "profiles": list,
    "entries": list,
}

_MOST_NAME = 200  # bytes

T = TypeVar("T")


def read_journal_json(raw: bytes) -> Journal:
    """Return the journal that `raw` says, with what did not fit as problems.

    Raises InvalidInput for what is no such document, NewerFormat for one of a newer stillpd.
    """
    told = _document(raw)
    problems: list[Problem] = []
    header = _read(Header, told["header"], "header", problems)
    if header.format > FORMAT:
        raise NewerFormat(
            f"This journal has format {header.format}; this stillpd knows format {FORMAT}.",
            "Get the newest stillpd: pipx upgrade stillpd",
        )
    others = sorted(told.keys() - _BESIDE - _PARTS.keys())
    problems += [
        Problem(name[:_MOST_SHOWN], 0, "unknown-key", "no part of a journal: left out")
        for name in others
    ]
    documents = [*_standing(told, problems), *_entries(told["entries"], problems)]
    return gather(Opened(Path(), header, UTC), documents, problems)


def _standing(told: Mapping[str, Any], problems: list[Problem]) -> Iterator[Document]:
    for place, cls in _TABLES.items():
        for name, table in told[place].items():
            if names.is_name(name):
                yield _read(cls, table, f"{place}/{name}", problems, id=name)
            else:
                problems.append(Problem(place, 0, "bad-name", "an id here is none: left out"))
    for number, table in enumerate(told["profiles"]):
        day = _fitted(date, table.get("day"))
        if type(day) is date and is_within_reach(day):
            said = {name: value for name, value in table.items() if name != "day"}
            yield _read(Profile, said, f"profiles/{number}", problems, day=day)
        else:
            told_day = "“day” is not a day such as 2025-08-13: left out"
            problems.append(Problem(f"profiles/{number}", 0, "bad-date", told_day))


def _entries(tables: list[dict[str, Any]], problems: list[Problem]) -> Iterator[Entry]:
    for number, table in enumerate(tables):
        where = f"entries/{number}"
        at = _fitted(datetime, table.get("at"))
        if not isinstance(at, datetime) or at.tzinfo is None or not is_within_reach(at.date()):
            words = "“at” is not a moment such as 2025-10-24T15:05:00-04:00: left out"
            problems.append(Problem(where, 0, "bad-moment", words))
            continue
        kind, path, body = (table.pop(key, "") for key in ("kind", "path", "body"))
        cls = KINDS.get(kind) if isinstance(kind, str) else None
        if cls is None:
            problems.append(Problem(where, 0, "unknown-kind", "no kind of entry: read as a note"))
        yield _read(
            cls or Note,
            table,
            where,
            problems,
            path=path if isinstance(path, str) and _is_safe(path) else "",
            body=body.replace("\r\n", "\n") if isinstance(body, str) else "",
        )


def _is_safe(path: str) -> bool:
    """Tell whether an entry may lie there: inside the journal, among the entries."""
    parts = path.split("/")
    return (
        names.what_is(path) == "entry"
        and path.isprintable()
        and "\\" not in path
        and not {"", ".", ".."} & set(parts)
        and len(parts) <= _MOST_DEPTH
        and all(len(part.encode()) <= _MOST_NAME for part in parts)
    )


def _read(cls: type[T], table: dict[str, Any], where: str, told: list[Problem], **known: Any) -> T:
    faults = codec.Faults(is_lost=True)
    made = codec.read(cls, _of_class(cls, table), faults, **known)
    told += [Problem(where, 0, code, words) for _, code, words in faults.found]
    return made


# From JSON to what TOML would bring --------------------------------------------------------------


def _of_class(cls: Any, table: Mapping[str, Any]) -> dict[str, Any]:
    keys = codec.keys_of(cls)
    return {
        name: _fitted(keys[name].type, value) if name in keys else value
        for name, value in table.items()
    }


def _fitted(kind: Any, value: Any) -> Any:
    """Return a value with the days and moments that the model has where JSON has words."""
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        tried = (_fitted(choice, value) for choice in get_args(kind))
        return next((made for made in tried if made is not value), value)
    if origin is tuple:
        item = get_args(kind)[0]
        return [_fitted(item, each) for each in value] if isinstance(value, list) else value
    if isinstance(value, dict):
        if is_dataclass(kind) and kind is not Week:
            return _of_class(kind, value)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {name: _fitted(get_args(kind)[1], each) for name, each in value.items()}
    if isinstance(value, str) and kind in {date, datetime}:
        return _when(kind, value)
    return value


def _when(kind: type[date], text: str) -> date | str:
    """Return a day or a moment; what is none stays what it is, to be told."""
    if not re.match(_MOMENT if kind is datetime else _DAY, text, re.ASCII):
        return text
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return text


# A stranger's JSON -------------------------------------------------------------------------------


def _document(raw: bytes) -> dict[str, Any]:
    """Return the document with its parts, each of them a table or a list of tables."""
    if len(raw) > MOST_BYTES or sum(map(raw.count, (b"{", b"[", b","))) > _MOST_PARTS:
        raise _refusal("it is too large")
    try:
        told = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=_number,
            parse_constant=_no_number,
            object_pairs_hook=_table,
        )
    except (ValueError, ArithmeticError, RecursionError):
        raise _refusal("it cannot be read as JSON") from None
    _check_depth_and_words(told)
    if not isinstance(told, dict) or (told.get("schema"), told.get("kind")) != (SCHEMA, KIND):
        raise _refusal(f"it does not say so (schema {SCHEMA}, kind {KIND})")
    for name, kind in _PARTS.items():
        part = told.get(name)
        inside = part.values() if isinstance(part, dict) else part
        if not isinstance(part, kind) or (
            name != "header" and not all(isinstance(each, dict) for each in inside or ())
        ):
            raise _refusal(f"“{name}” is missing, or no table")
    return told


def _number(text: str) -> Decimal:
    """Return a number as exact as it is written; one beyond all measure is refused."""
    number = Decimal(text)
    if len(text) > _MOST_DIGITS or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError("a number beyond all measure")
    return number


def _no_number(_text: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("one key stands twice in a table")
    return made


def _check_depth_and_words(told: object) -> None:
    """Refuse what is nested without end, and words that no file could hold."""
    level: list[object] = [told]
    for _ in range(_MOST_DEPTH):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below += (*value.keys(), *value.values())
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str) and re.search("[\ud800-\udfff]", value):
                raise _refusal("it holds half a character")
        level = below
        if not level:
            return
    raise _refusal("it is nested too deeply")


def _refusal(why: str) -> InvalidInput:
    return InvalidInput(
        f"This is no journal in JSON: {why}.", "It comes from: stillpd export json --audience me"
    )
