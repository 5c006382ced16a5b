"""The attunement profile: who I am as a professional, as of one day."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from stillpd.model.header import FROM_NAME, REQUIRED, SCALE
from stillpd.model.record import record

SHAREABLE = (
    *("purpose", "prior_expertise", "identity", "identity_static"),
    *("motivation", "growth", "strengths"),
)
"""The sections that can be shared, each by its own key."""

# Where only the year is known, a year stands for the day.
Day = date | int


@record(kw_only=True)
class StaticPart:
    """A lasting part of who I am, and how it shows in my work."""

    label: str = field(default="", metadata=REQUIRED)
    shows: str = ""


@record(kw_only=True)
class DynamicPart:
    """A part of who I am that moves with time and choice."""

    label: str = field(default="", metadata=REQUIRED)
    since: Day | None = None
    until: Day | None = None
    shows: str = ""


@record(kw_only=True)
class Identity:
    """Static and dynamic parts. It may be left blank and is never incomplete."""

    static: tuple[StaticPart, ...] = ()
    dynamic: tuple[DynamicPart, ...] = ()


@record(kw_only=True)
class Driver:
    """What moves me, how strongly (0-10), and a moment when it did."""

    driver: str = field(default="", metadata=REQUIRED)
    strength: int | None = field(default=None, metadata=SCALE)
    example: str = ""
    drains: bool = False


@record(kw_only=True)
class Growth:
    """How I learn and want feedback: the paragraph that a coach may read."""

    formats: tuple[str, ...] = ()
    feedback: str = ""
    when: str = ""
    with_: str = ""


@record(kw_only=True)
class Strength:
    """A strength in my own words. No instrument's list ships with stillpd."""

    name: str = field(default="", metadata=REQUIRED)
    source: str = ""
    words: str = ""
    overused: str = ""


@record(kw_only=True)
class Profile:
    """The profile as of `day`; the newest is current, the rest is its history."""

    day: date = field(metadata=FROM_NAME)
    purpose: str = ""
    prior_expertise: tuple[str, ...] = ()
    identity: Identity = Identity()
    motivation: tuple[Driver, ...] = ()
    growth: Growth = Growth()
    strengths: tuple[Strength, ...] = ()
    revisited: Mapping[str, date] = field(default_factory=dict)
    share: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
