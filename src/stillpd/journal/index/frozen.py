"""A document of the model as one line of JSON and back, exactly.

This is the index's own form: quick to read again, known to nobody else, thrown away with the
index. What JSON has no word for stands in a table of its own, marked by `~`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from stillpd.model import block, entry, goal, header, profile, protocol
from stillpd.model.journal import Document
from stillpd.model.week import Week

_MARK = "~"
_RECORDS: Mapping[str, type] = {
    cls.__name__: cls
    for module in (entry, header, profile, goal, block, protocol)
    for cls in vars(module).values()
    if isinstance(cls, type) and is_dataclass(cls)
}


def freeze(document: Document) -> str:
    """Return a document as JSON; an entry without its body, which is stored beside it.

    Raises ValueError for what cannot be said so (a number of five thousand digits).
    """
    return _encode(_record(document))


def thaw(rows: Iterable[tuple[str, str | None]]) -> list[Document]:
    """Return the documents that were frozen, each with its body.

    Raises ValueError for what never was one. They are read as one text: the parser takes twice as
    long for each alone.
    """
    bodies = []
    texts = []
    for text, body in rows:
        texts.append(text)
        bodies.append(body)
    made: list[Document] = _decode(f"[{','.join(texts)}]")
    for document, body in zip(made, bodies, strict=True):
        if body:
            document.__dict__["body"] = body
    return made


def _record(value: object) -> dict[str, Any]:
    """Return the fields of a record that say something."""
    cls = type(value)
    usual = _usual(cls)
    said: dict[str, Any] = {_MARK: cls.__name__}
    for name, held in value.__dict__.items():
        default = usual[name]
        # 0 and Decimal("0.0") are equal, and not written alike.
        if held is default or (type(held) is type(default) and held == default):
            continue
        said[name] = held if type(held) is str else _frozen(held)
    said.pop("body", None)
    return said


def _frozen(value: object) -> Any:
    way = _WAYS.get(type(value))
    return way(value) if way else _record(value)


def _moment(moment: datetime) -> dict[str, object]:
    """Return a moment; one that a hand wrote without an offset keeps its zone instead.

    In the hours around a change of the clock a zone and an offset compare otherwise.
    """
    if isinstance(moment.tzinfo, ZoneInfo):
        local = moment.replace(tzinfo=None).isoformat()
        return {_MARK: "local", "is": [local, moment.tzinfo.key]}
    return {_MARK: "moment", "is": moment.isoformat()}


_WAYS: Mapping[type, Callable[[Any], object]] = {
    str: lambda value: value,
    int: lambda value: value,
    bool: lambda value: value,
    type(None): lambda value: value,
    Week: lambda week: {_MARK: "week", "is": str(week)},
    datetime: _moment,
    date: lambda day: {_MARK: "day", "is": day.isoformat()},
    Decimal: lambda number: {_MARK: "number", "is": str(number)},
    tuple: lambda row: [_frozen(item) for item in row],
    dict: lambda table: {_MARK: "table", "is": [[k, _frozen(v)] for k, v in table.items()]},
}


_usuals: dict[type, dict[str, object]] = {}


def _usual(cls: Any) -> dict[str, object]:
    """Return what each field of a record holds unless it is told."""
    if cls not in _usuals:
        _usuals[cls] = {
            item.name: item.default if item.default_factory is MISSING else item.default_factory()
            for item in fields(cls)
        }
    return _usuals[cls]


_SIMPLE: Mapping[str, Callable[[Any], object]] = {
    "week": Week.parse,
    "moment": datetime.fromisoformat,
    "local": lambda said: datetime.fromisoformat(said[0]).replace(tzinfo=ZoneInfo(said[1])),
    "day": date.fromisoformat,
    "number": Decimal,
    "table": lambda rows: {key: _tupled(value) for key, value in rows},
}


def _thawed(table: dict[str, Any]) -> object:
    name = table.pop(_MARK)
    simple = _SIMPLE.get(name)
    if simple:
        return simple(table["is"])
    for key, value in table.items():
        if type(value) is list:
            table[key] = tuple(value)
    cls: Any = _RECORDS[name]
    made = cls.__new__(cls)  # its fields were checked when it was made the first time
    made.__dict__.update(_usual(cls) | table)
    return made


def _tupled(value: object) -> object:
    return tuple(value) if type(value) is list else value


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_decode = json.JSONDecoder(object_hook=_thawed).decode
