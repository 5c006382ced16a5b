"""Reports as JSON data: exact sums, means to two decimals, rates to three (half to even).

A report is a dataclass and its field names are the keys; a report that reads differently in JSON
has a function of its own beside its page. The envelope is described
in docs/reference/json.md and never changes.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from stillpd.model.errors import StillpdError
from stillpd.model.problem import Problem
from stillpd.model.week import Week

SCHEMA = "stillpd/1"
_MOST_FLOAT = 10**300
# Escaped in JSON text as well, so that `--format json` is as safe on a screen as the rest.
_HARMFUL = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def data_of(value: Any) -> Any:
    """Return a report, or any part of one, as what JSON knows."""
    match value:
        case None | bool() | str() | int():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Fraction():
            return rate(value)
        case datetime():
            return value.isoformat(timespec="seconds")
        case date() | Week():
            return str(value)
        case Mapping():
            return {str(key): data_of(item) for key, item in value.items()}
        case Sequence() | set() | frozenset():
            return [data_of(item) for item in value]
    if is_dataclass(value):
        return {f.name.rstrip("_"): data_of(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"no JSON for {type(value).__name__}")


def rate(value: Fraction | None) -> float | None:
    """Return a rate to three decimals, half to even."""
    return None if value is None else _rounded(value, 3)


def mean(value: Fraction | None) -> float | None:
    """Return a mean to two decimals, half to even."""
    return None if value is None else _rounded(value, 2)


def _rounded(value: Fraction, places: int) -> float:
    """Return a number that JSON can hold; of one beyond all floats its whole part is exact too."""
    exact = round(value, places)
    return float(exact) if abs(exact) < _MOST_FLOAT else round(exact)


def envelope(
    command: str,
    status: str,
    data: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    errors: Sequence[StillpdError] = (),
) -> str:
    """Return the one envelope in which every command answers, as a line of JSON."""
    answer = {
        "schema": SCHEMA,
        "command": command,
        "status": status,
        "data": data,
        "problems": [
            {"path": p.path, "line": p.line, "code": p.code, "message": p.message} for p in problems
        ],
        "errors": [{"code": e.code, "message": e.message, "hint": e.hint} for e in errors],
    }
    return harmless(json.dumps(answer, ensure_ascii=False, indent=1)) + "\n"


def harmless(written: str) -> str:
    """Return JSON text with what a screen might obey escaped; it says the same."""
    return _HARMFUL.sub(lambda match: json.dumps(match[0])[1:-1], written)
