"""Between TOML tables and the model, driven by the model's own annotations.

One mechanism for every document and every kind of entry: a dataclass says its keys, types and
limits, and this file reads a table into it and writes it back. A value that does not fit is told
to the caller's `Faults` and left out; the rest still counts.
"""

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from stillpd.journal.names import is_name
from stillpd.model.record import record
from stillpd.model.week import Week, is_within_reach

T = TypeVar("T")

_MOST_DIGITS = 300
"""Before the point of a number, and behind it: with more, sums no longer end, or fit no float."""
_BEYOND = 10**_MOST_DIGITS

# Tables that read best on one line.
INLINE = frozenset(
    {"breaks", "terms", "static", "dynamic", "pauses", "importance", "confidence"}
    | {"support", "slot", "phases", "baseline", "parts"}
)


class Unfit(Exception):
    """A value is not what its key asks for: a code and words for a Problem."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(slots=True)
class Faults:
    """Collects what did not fit, by the path of its key: ("measure", 0, "target").

    A key that is not known is a fault only where it `is_lost`: a file keeps it.
    """

    is_lost: bool = False
    found: list[tuple[tuple[str | int, ...], str, str]] = field(default_factory=list)

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        """Remember one fault."""
        self.found.append((path, code, message))


Path = tuple[str | int, ...]
Reader = Callable[[object, Path, Faults], Any]


@record
class _Key:
    """How one key of a table becomes one attribute; a value of type `plain` does so as it is."""

    name: str
    attribute: str
    read: Reader
    required: bool
    default: object
    plain: type | None


def read(
    cls: type[T], table: Mapping[str, object], faults: Faults, where: Path = (), **known: Any
) -> T:
    """Return a `cls` made of what fits in `table`; `known` fills what the file's name says."""
    values: dict[str, Any] = dict(known)
    shape = _shape(cls)
    for name, value in table.items():
        key = shape.by_name.get(name)
        if key is None:
            if faults.is_lost:
                faults.add(
                    (*where, name), "unknown-key", f"{_shown(name)} is no key here: left out"
                )
            continue
        if type(value) is key.plain:
            values[key.attribute] = value
        else:
            try:
                values[key.attribute] = key.read(value, (*where, name), faults)
            except Unfit as unfit:
                faults.add((*where, name), unfit.code, unfit.message)
    for key in shape.required:
        if key.name not in table and key.attribute not in known:
            faults.add(where, "missing-key", f"“{key.name}” is missing")
    return cls(**values)


def write(value: object) -> dict[str, Any]:
    """Return the table that says `value`: what is empty or usual is left out."""
    table: dict[str, Any] = {}
    for key in _shape(type(value)).by_name.values():
        held = getattr(value, key.attribute)
        if held is None or (held == key.default and not key.required) or held in ((), {}):
            continue
        table[key.name] = _plain(held)
    return table


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, Week):
        return write(value)
    if isinstance(value, Week):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@record
class _Shape:
    """The keys of a class, by name, and those that a file has to say."""

    by_name: Mapping[str, _Key]
    required: tuple[_Key, ...]


_shapes: dict[type, _Shape] = {}


def _shape(cls: type) -> _Shape:
    if cls not in _shapes:
        keys = {key.name: key for key in _read_fields(cls)}
        _shapes[cls] = _Shape(keys, tuple(key for key in keys.values() if key.required))
    return _shapes[cls]


def keys_of(cls: Any) -> dict[str, Field[Any]]:
    """Return the fields of a class by the key under which a table says each."""
    said = [item for item in fields(cls) if not item.metadata.get("from_name")]
    return {item.metadata.get("key", item.name.rstrip("_")): item for item in said}


def _read_fields(cls: Any) -> Iterator[_Key]:
    for name, item in keys_of(cls).items():
        default: object = item.default
        if item.default_factory is not MISSING:
            default = item.default_factory()
        yield _Key(
            name=name,
            attribute=item.name,
            read=_reader(item.type, item.metadata),
            required=bool(item.metadata.get("required")),
            default=default,
            plain=_plain_type(item.type, item.metadata),
        )


def _plain_type(kind: Any, rules: Mapping[str, Any]) -> type | None:
    """Return the type whose every value fits a key, if there is one."""
    return kind if kind in {str, bool} and rules.keys() <= {"required"} else None


def _reader(kind: Any, rules: Mapping[str, Any]) -> Reader:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        choices = [choice for choice in get_args(kind) if choice is not type(None)]
        return _one_of([_reader(choice, rules) for choice in choices])
    if origin is Literal:
        return _word(get_args(kind))
    if origin is tuple:
        item = get_args(kind)[0]
        return _row(_reader(item, {}), _plain_type(item, {}))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_reader(get_args(kind)[1], {}))
    if kind is Week:
        return _week
    if is_dataclass(kind):
        return _table(kind)
    return _scalar(kind, rules)


def _one_of(readers: Sequence[Reader]) -> Reader:
    if len(readers) == 1:
        return readers[0]

    def read_first(value: object, path: Path, faults: Faults) -> Any:
        unfit: Unfit | None = None
        for reader in readers:
            try:
                return reader(value, path, faults)
            except Unfit as err:
                if unfit is None or err.code == "out-of-range":  # of its kind, and still too much
                    unfit = err
        raise unfit or Unfit("bad-value", "this cannot be read")

    return read_first


def _word(words: tuple[str, ...]) -> Reader:
    known = frozenset(words)

    def read_word(value: object, _path: Path, _faults: Faults) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise Unfit("unknown-word", f"{_shown(value)} is none of: {', '.join(words)}")

    return read_word


def _row(reader: Reader, plain: type | None) -> Reader:
    def read_row(value: object, path: Path, faults: Faults) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Unfit("bad-list", "this should be a list in [brackets]")
        if plain and all(type(item) is plain for item in value):
            return tuple(value)
        made = []
        for number, item in enumerate(value):
            try:
                made.append(reader(item, (*path, number), faults))
            except Unfit as unfit:
                faults.add((*path, number), unfit.code, unfit.message)
        return tuple(made)

    return read_row


def _mapping(reader: Reader) -> Reader:
    def read_mapping(value: object, path: Path, faults: Faults) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit("bad-table", "this should be a table")
        made = {}
        for name, item in value.items():
            try:
                made[name] = reader(item, (*path, name), faults)
            except Unfit as unfit:
                faults.add((*path, name), unfit.code, unfit.message)
        return made

    return read_mapping


def _table(cls: Any) -> Reader:
    def read_table(value: object, path: Path, faults: Faults) -> Any:
        if not isinstance(value, dict):
            raise Unfit("bad-table", "this should be a table")
        return read(cls, value, faults, path)

    return read_table


def _week(value: object, _path: Path, _faults: Faults) -> Week:
    if isinstance(value, str):
        try:
            return Week.parse(value)
        except ValueError:
            pass
    raise Unfit("bad-week", f"{_shown(value)} is not a week such as 2025-W43")


def _scalar(kind: type, rules: Mapping[str, Any]) -> Reader:
    check, code, wanted = _SCALARS[kind]
    checked = rules.keys() - {"required"}

    def read_scalar(value: object, _path: Path, _faults: Faults) -> Any:
        if not check(value):
            raise Unfit(code, f"{_shown(value)} is not {wanted}")
        if kind in {int, Decimal}:
            _check_size(value)
        if checked:
            _check_rules(value, rules)
        return value

    return read_scalar


def _check_rules(value: Any, rules: Mapping[str, Any]) -> None:
    if rules.get("name") and not is_name(value):
        raise Unfit("bad-name", f"{_shown(value)} is no name: small letters, digits and hyphens")
    if rules.get("local") and value.tzinfo is not None:
        raise Unfit("not-local", "this should be a local time, without an offset")
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        least, most = rules.get("least"), rules.get("most")
        if least is not None and value < least:
            raise Unfit("out-of-range", f"{_shown(value)} is below {least}")
        if most is not None and value > most:
            raise Unfit("out-of-range", f"{_shown(value)} is above {most}")


def _check_size(value: Any) -> None:
    """Raise Unfit for a number beyond all measure."""
    exponent = int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    if abs(exponent) > _MOST_DIGITS or not -_BEYOND < value < _BEYOND:
        raise Unfit("out-of-range", f"this number has more than {_MOST_DIGITS} digits")


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime) and is_within_reach(value)


_SCALARS: dict[type, tuple[Callable[[object], bool], str, str]] = {
    str: (lambda value: isinstance(value, str), "bad-text", 'text in "quotes"'),
    bool: (lambda value: isinstance(value, bool), "bad-yes-no", "true or false"),
    int: (_is_int, "bad-number", "a whole number"),
    Decimal: (
        lambda value: isinstance(value, Decimal) and value.is_finite(),
        "bad-number",
        "a number",
    ),
    date: (_is_day, "bad-date", "a date such as 2025-10-24"),
    datetime: (
        lambda value: isinstance(value, datetime) and is_within_reach(value.date()),
        "bad-moment",
        "a moment such as 2025-10-24T15:05:00-04:00",
    ),
}


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "this"
    if isinstance(value, int) and abs(value) >= _BEYOND:
        return "this number"  # Python writes no number of thousands of digits
    text = str(value)
    if " " in text and isinstance(value, str):
        return "this text"  # a sentence is somebody's own, and a message may be seen by others
    most = 40
    return f"“{text[:most]}…”" if len(text) > most else f"“{text}”"
