"""A journal as one JSON document, all of it that its reader may see: the way there and back.

The tables are those of the files (docs/reference/file-format.md), numbers as exact as they were
written. `exchange/journal_json.py` reads it back into an equal journal.
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from stillpd.exchange.journal_json import KIND, SCHEMA
from stillpd.insight.portfolio import Portfolio
from stillpd.journal import codec
from stillpd.model.entry import Entry
from stillpd.model.shared import Shared
from stillpd.render.data import harmless


def as_bytes(report: Portfolio) -> bytes:
    """Return the journal as JSON (RFC 8259) in UTF-8. It is not cut to the report's period."""
    return f"{harmless(_written(_document(report.shared)))}\n".encode()


def _document(shared: Shared) -> dict[str, Any]:
    journal = shared.journal
    return {
        "schema": SCHEMA,
        "kind": KIND,
        "audience": shared.audience,
        "as_of": shared.at,
        "header": codec.write(journal.header),
        "profiles": [{"day": one.day, **codec.write(one)} for one in journal.profiles],
        "goals": {name: codec.write(goal) for name, goal in journal.goals.items()},
        "blocks": {name: codec.write(block) for name, block in journal.blocks.items()},
        "protocols": {name: codec.write(one) for name, one in journal.protocols.items()},
        "entries": [_entry(entry) for entry in journal.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """Return an entry's keys, with what otherwise its file's name and its text say."""
    table = {"kind": entry.kind, **codec.write(entry)}
    beside = {"path": entry.path, "body": entry.body}
    return table | {name: words for name, words in beside.items() if words}


def _written(value: object, indent: str = "\n") -> str:
    """Return JSON text; the json module would make a float of an exact number."""
    deeper = f"{indent} "
    match value:
        case Mapping():
            rows = [
                f"{json.dumps(key, ensure_ascii=False)}: {_written(item, deeper)}"
                for key, item in value.items()
            ]
            return f"{{{deeper}{f',{deeper}'.join(rows)}{indent}}}" if rows else "{}"
        case list():
            rows = [_written(item, deeper) for item in value]
            return f"[{deeper}{f',{deeper}'.join(rows)}{indent}]" if rows else "[]"
        case Decimal():
            return str(value)
        case date():
            return f'"{value.isoformat()}"'
    return json.dumps(value, ensure_ascii=False)
