"""Frozen dataclasses that cost nothing to define.

`dataclasses.dataclass` writes and compiles six methods for every class: about a millisecond each,
which with a model of forty documents is longer than Python takes to start. These have the same
fields, keywords, equality and `dataclasses.replace`, with methods that they all share
(docs/decisions/0004-records.md).
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

C = TypeVar("C", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: C | None = None, *, kw_only: bool = False) -> Any:
    """Make a class a frozen record of its annotated fields."""
    if cls is None:
        return lambda decorated: record(decorated, kw_only=kw_only)
    plain = dataclass(init=False, repr=False, eq=False, kw_only=kw_only)
    made: Any = plain(cls)
    made.__init__ = _initialiser(made)
    made.__eq__ = _equal
    made.__hash__ = _hash
    made.__repr__ = _shown
    made.__setattr__ = _frozen
    made.__delattr__ = _frozen
    return made


def _initialiser(cls: Any) -> Callable[..., None]:
    items = [item for item in fields(cls) if item.init]
    positional = [item.name for item in items if not item.kw_only]
    defaults = {item.name: item.default for item in items if item.default is not MISSING}
    factories = [(n.name, n.default_factory) for n in items if n.default_factory is not MISSING]
    names = frozenset(item.name for item in items)
    count = len(names)

    def __init__(self: Any, *args: Any, **given: Any) -> None:  # noqa: N807
        values = defaults | given
        if args:
            values |= zip(positional, args, strict=False)
        for name, make in factories:
            if name not in values:
                values[name] = make()
        if len(values) != count or len(args) > len(positional) or values.keys() != names:
            wrong = sorted(values.keys() ^ names)
            raise TypeError(f"{cls.__name__} does not fit its fields: {', '.join(wrong)}")
        self.__dict__.update(values)

    return __init__


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def _equal(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _shown(self: Any) -> str:
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__name__}({told})"


def _frozen(self: Any, name: str, _value: object = None) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")
