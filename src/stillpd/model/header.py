"""The journal's first page: whose it is, where, with whom shared, and the school years."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any

from stillpd.model.record import record
from stillpd.model.words import AudienceKind, Number

FORMAT = 1
"""The format that this stillpd writes; a higher number in a journal is refused."""

# Field metadata, read by journal/codec.py: what a file has to say, and what its name says.
REQUIRED: Mapping[str, Any] = {"required": True}
FROM_NAME: Mapping[str, Any] = {"from_name": True}
SCALE: Mapping[str, Any] = {"least": 0, "most": 10}
PERCENT: Mapping[str, Any] = {"least": 0, "most": 100}
NOT_NEGATIVE: Mapping[str, Any] = {"least": 0}
NAME: Mapping[str, Any] = {"name": True}
REQUIRED_NAME: Mapping[str, Any] = {"name": True, "required": True}


@record(kw_only=True)
class Audience:
    """A named party that an item may go to. No audience means private."""

    name: str = ""
    kind: AudienceKind | None = None
    age_key: str = ""


@record(kw_only=True)
class Span:
    """Days from one date to another, both included."""

    from_: date | None = field(default=None, metadata=REQUIRED)
    to: date | None = field(default=None, metadata=REQUIRED)
    reason: str = ""

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in it; a span without both ends holds none."""
        return self.from_ is not None and self.to is not None and self.from_ <= day <= self.to


@record(kw_only=True)
class Term:
    """A named part of a school year."""

    name: str = field(default="", metadata=REQUIRED)
    starts: date | None = field(default=None, metadata=REQUIRED)
    ends: date | None = field(default=None, metadata=REQUIRED)


@record(kw_only=True)
class SchoolYear:
    """A school year with its breaks; it needs both its ends to count."""

    name: str = field(default="", metadata=REQUIRED)
    starts: date | None = field(default=None, metadata=REQUIRED)
    ends: date | None = field(default=None, metadata=REQUIRED)
    breaks: tuple[Span, ...] = ()
    terms: tuple[Term, ...] = ()


@record(kw_only=True)
class Requirement:
    """Hours that somebody asks for, in the user's own figures."""

    name: str = field(default="", metadata=REQUIRED)
    from_: date | None = None
    to: date | None = None
    hours: Number | None = field(default=None, metadata=NOT_NEGATIVE)
    parts: Mapping[str, Number] = field(default_factory=dict)


@record(kw_only=True)
class SharedRate:
    """How a habit goes whose goal stays private: met and recorded weeks, and no name."""

    met: int = field(default=0, metadata=NOT_NEGATIVE)
    recorded: int = field(default=0, metadata=NOT_NEGATIVE)


@record(kw_only=True)
class BundleMark:
    """That a journal is a bundle: whom it is for, the day as of which it stands, what is new.

    `since` is the day of the bundle before; `new` are the ids of the pages that were not in it, or
    say something else now.
    """

    audience: str = field(default="", metadata=REQUIRED_NAME)
    on: date | None = None
    since: date | None = None
    new: tuple[str, ...] = ()
    rates: tuple[SharedRate, ...] = ()


@record(kw_only=True)
class Header:
    """What stillpd.toml says."""

    format: int = field(default=FORMAT, metadata=REQUIRED)
    id: str = field(default="", metadata=REQUIRED)
    owner: str = ""
    timezone: str = field(default="UTC", metadata=REQUIRED)
    role: str = ""
    students: str = ""
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    school_years: tuple[SchoolYear, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    bundle: BundleMark | None = None
