"""Write the JSON Schema of `stillpd export json` from the model's own annotations: `make screens`.

A test compares the file with what this makes, so that it cannot fall behind.
"""

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from stillpd.exchange.journal_json import KIND, SCHEMA
from stillpd.journal.codec import keys_of
from stillpd.model.block import Block
from stillpd.model.entry import KINDS
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.week import Week

FILE = Path(__file__).parents[1] / "src/stillpd/render/schemas/journal.schema.json"
TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?"
OFFSET = r"(Z|[+-]\d{2}:\d{2}(:\d{2})?)"
MOMENT = {"type": "string", "pattern": f"{TIME}{OFFSET}$"}
"""A moment with its offset, as every entry has one."""
SCALARS: dict[Any, dict[str, Any]] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    date: DAY,
    datetime: {"type": "string", "pattern": f"{TIME}{OFFSET}?$"},
    Week: {"type": "string", "pattern": r"^\d{4}-W\d{2}$"},
}
NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"


def make() -> str:
    """Return the schema's text."""
    known: dict[str, Any] = {}
    parts = {
        "schema": {"const": SCHEMA},
        "kind": {"const": KIND},
        "audience": {**TEXT, "description": "For whom it is; me is the owner."},
        "as_of": {**MOMENT, "description": "The moment as of which it stands."},
        "header": _table(Header, known),
        "profiles": {"type": "array", "items": _table(Profile, known, day=DAY)},
        "goals": _by_name(_table(Goal, known)),
        "blocks": _by_name(_table(Block, known)),
        "protocols": _by_name(_table(Protocol, known)),
        "entries": {"type": "array", "items": {"oneOf": list(_entries(known))}},
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:stillpd:1:journal",
        "title": "A journal as stillpd export json writes it",
        "type": "object",
        "required": list(parts),
        "properties": parts,
        "$defs": dict(sorted(known.items())),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _entries(known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Iterate over the kinds; beside its keys an entry has its text and where its file lies."""
    for kind, cls in KINDS.items():
        yield _table(cls, known, kind={"const": kind}, at=MOMENT, path=TEXT, body=TEXT)


def _by_name(table: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "propertyNames": {"pattern": NAME},
        "additionalProperties": table,
    }


def _table(cls: Any, known: dict[str, Any], **beside: Any) -> dict[str, Any]:
    """Return a reference to what a class says, and note it among the known ones.

    Required is what is always written; what is empty or usual is left out.
    """
    name = cls.__name__
    if name not in known:
        known[name] = {}
        keys = keys_of(cls)
        always = [
            key
            for key, item in keys.items()
            if item.metadata.get("required")
            and (item.default is MISSING or item.default is not None)
        ]
        known[name] = {
            "description": (cls.__doc__ or "").partition("\n")[0],
            "type": "object",
            "required": [*(key for key in beside if key in {"kind", "day"}), *always],
            "properties": {key: _value(f.type, f.metadata, known) for key, f in keys.items()}
            | beside,
        }
    return {"$ref": f"#/$defs/{name}"}


def _value(kind: Any, rules: Mapping[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        kinds = [choice for choice in get_args(kind) if choice is not type(None)]
        if Decimal in kinds:
            kinds.remove(int)  # a whole number is a number
        made = [_value(choice, rules, known) for choice in kinds]
        return made[0] if len(made) == 1 else {"anyOf": made}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin is tuple:
        return {"type": "array", "items": _value(get_args(kind)[0], {}, known)}
    if origin is not None and issubclass(origin, Mapping):
        item = _value(get_args(kind)[1], {}, known)
        return {"type": "object", "additionalProperties": item}
    if is_dataclass(kind) and kind is not Week:
        return _table(kind, known)
    return SCALARS[kind] | dict(_limits(kind, rules))


def _limits(kind: Any, rules: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if kind in {int, Decimal}:
        yield from ((key, rules[name]) for key, name in LIMITS.items() if name in rules)
    if rules.get("name"):
        yield "pattern", NAME
    if rules.get("local"):
        yield "pattern", f"{TIME}$"


LIMITS = {"minimum": "least", "maximum": "most"}

if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(make(), encoding="utf-8")
    print(f"Written: {FILE}")
