"""Any value that the model can express: strategies made from its own annotations.

A field that is added to the model is reached without a word here.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

from stillpd.model.week import Week

# Everything but surrogates, and but carriage returns: those are line ends, tested on their own.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40)
names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True).filter(
    lambda name: (
        name not in {"me", "con", "prn", "aux", "nul"} and not name.startswith(("com", "lpt"))
    )
)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)) if m else UTC)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31), timezones=offsets).map(
    lambda moment: moment.replace(fold=0)  # an offset has no hour twice, and a file cannot say so
)
local_moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31))
decimals = st.decimals(-(10**9), 10**9, places=3, allow_nan=False)
weeks = days.map(Week.of)


def any_of(cls: Any, **given: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a model class; `given` strategies stand for what names say."""
    parts = {}
    for item in fields(cls):
        if item.name in given:
            parts[item.name] = given[item.name]
            continue
        made = value_of(item.type, item.metadata)
        has_default = item.default is not MISSING or item.default_factory is not MISSING
        if has_default and not item.metadata.get("required"):
            default = (
                item.default_factory() if item.default_factory is not MISSING else item.default
            )
            made = st.one_of(st.just(default), made)
        parts[item.name] = made
    return st.builds(cls, **parts)


def value_of(kind: Any, rules: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for a value of one annotation under the field's rules."""
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        kinds = [choice for choice in get_args(kind) if choice is not type(None)]
        return st.one_of([value_of(choice, rules) for choice in kinds])
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin is tuple:
        return st.lists(value_of(get_args(kind)[0], {}), max_size=3).map(tuple)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(words, value_of(get_args(kind)[1], {}), max_size=3)
    if is_dataclass(kind) and kind is not Week:
        return any_of(kind)
    return _scalar(kind, rules)


def _scalar(kind: Any, rules: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    least, most = rules.get("least"), rules.get("most")
    if kind is str:
        return names if rules.get("name") else words
    if kind is Decimal:
        return decimals.filter(
            lambda d: (least is None or d >= least) and (most is None or d <= most)
        )
    table: dict[Any, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        int: st.integers(-(10**9) if least is None else least, 10**9 if most is None else most),
        date: days,
        datetime: local_moments if rules.get("local") else moments,
        Week: weeks,
    }
    return table[kind]
