"""Goals: an intended change in one circle, its measures, and what happened to it by date."""

from dataclasses import field
from datetime import date

from stillpd.model.header import FROM_NAME, NOT_NEGATIVE, REQUIRED, REQUIRED_NAME, SCALE
from stillpd.model.record import record
from stillpd.model.words import (
    Circle,
    Direction,
    EventKind,
    GoalKind,
    Number,
    Origin,
    Role,
    Scope,
    Status,
    Weeks,
)


@record(kw_only=True)
class Baseline:
    """The value before any change, with its day and source."""

    value: Number | None = field(default=None, metadata=REQUIRED)
    on: date | None = None
    source: str = ""


@record(kw_only=True)
class Measure:
    """A number on a goal. `lead`: done week by week, in my hands. `lag`: what it should move."""

    id: str = field(default="", metadata=REQUIRED_NAME)
    name: str = ""
    role: Role = "lead"
    direction: Direction = "up"
    target: Number | None = None
    tolerance: Number = field(default=0, metadata=NOT_NEGATIVE)
    unit: str = ""
    from_: date | None = None
    weeks: Weeks = "school"
    how: str = ""
    baseline: Baseline | None = None

    @property
    def title(self) -> str:
        """The name for a reader: the id where no name is given."""
        return self.name or self.id


@record(kw_only=True)
class Milestone:
    """A dated step."""

    title: str = field(default="", metadata=REQUIRED)
    due: date | None = None
    done: date | None = None


@record(kw_only=True)
class Event:
    """Something that changed the goal on a day; what was true at a date follows from these."""

    on: date | None = field(default=None, metadata=REQUIRED)
    kind: EventKind | None = field(default=None, metadata=REQUIRED)
    what: str = ""
    why: str = ""
    was: date | None = None
    due: date | None = None
    status: Status | None = None
    measure: str = ""
    was_target: Number | None = None
    target: Number | None = None
    was_baseline: Number | None = None
    baseline: Number | None = None


@record(kw_only=True)
class Support:
    """Who is booked, not merely available."""

    who: str = ""
    every: str = ""


@record(kw_only=True)
class Slot:
    """When and where it happens."""

    when: str = ""
    minutes: int | None = field(default=None, metadata=NOT_NEGATIVE)
    place: str = ""


@record(kw_only=True)
class Phases:
    """The days on which the phases of a coaching cycle began."""

    enroll: date | None = None
    identify: date | None = None
    learn: date | None = None
    improve: date | None = None


@record(kw_only=True)
class Ruler:
    """A 0-10 self-rating of a day; `lower` answers "why not lower?"."""

    on: date | None = field(default=None, metadata=REQUIRED)
    value: int | None = field(default=None, metadata={**SCALE, "required": True})
    lower: str = ""


@record(kw_only=True)
class Goal:
    """One goal. The file name is its id; a draft needs only a title."""

    id: str = field(metadata=FROM_NAME)
    title: str = field(default="", metadata=REQUIRED)
    circle: Circle | None = None
    area: str = ""
    kind: GoalKind | None = None
    scope: Scope = "self"
    status: Status = "active"
    started: date | None = None
    due: date | None = None
    protected: bool = False
    share: tuple[str, ...] = ()
    share_also: tuple[str, ...] = ()
    share_rate: tuple[str, ...] = ()
    why: str = ""
    purpose: str = ""
    school_goal: str = ""
    origin: Origin | None = None
    with_: str = ""
    inquiry: str = ""
    outcome: str = ""
    obstacle: str = ""
    if_then: tuple[str, ...] = ()
    support: Support | None = None
    slot: Slot | None = None
    block: str = ""
    phases: Phases | None = None
    supports: str = ""
    importance: tuple[Ruler, ...] = ()
    confidence: tuple[Ruler, ...] = ()
    measures: tuple[Measure, ...] = field(default=(), metadata={"key": "measure"})
    milestones: tuple[Milestone, ...] = field(default=(), metadata={"key": "milestone"})
    events: tuple[Event, ...] = field(default=(), metadata={"key": "event"})

    def measure(self, name: str) -> Measure | None:
        """Return the measure of that id, or None."""
        return next((measure for measure in self.measures if measure.id == name), None)

    @property
    def leads(self) -> tuple[Measure, ...]:
        """The measures that are recorded week by week."""
        return tuple(measure for measure in self.measures if measure.role == "lead")
