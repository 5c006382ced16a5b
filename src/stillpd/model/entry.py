"""Entries: whatever happened on a day, one class a kind. Everything dated is an entry."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import ClassVar

from stillpd.model.header import FROM_NAME, NOT_NEGATIVE, PERCENT, REQUIRED, SCALE
from stillpd.model.profile import Day
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import (
    ActivityDid,
    ActivityMode,
    AskAnswer,
    AskDirection,
    Circle,
    CommitmentOutcome,
    ContactMode,
    Discipline,
    EvidenceAbout,
    EvidenceForm,
    Number,
    StillnessOutcome,
)

Answer = bool | Number | str
"""A typed answer: yes or no, a number, or a choice."""


@record(kw_only=True)
class Entry:
    """What every kind of entry has. `at` is local time with its offset; `path` is where it lies.

    No `share` means private.
    """

    kind: ClassVar[str] = ""

    path: str = field(default="", metadata=FROM_NAME)
    id: str = ""
    at: datetime = field(metadata=REQUIRED)
    title: str = ""
    goals: tuple[str, ...] = ()
    circle: Circle | None = None
    discipline: Discipline | None = None
    tags: tuple[str, ...] = ()
    starred: bool = False
    share: tuple[str, ...] = ()
    energy: int | None = field(default=None, metadata=SCALE)
    fulfilment: int | None = field(default=None, metadata=SCALE)
    minutes: int | None = field(default=None, metadata=NOT_NEGATIVE)
    source: str = ""
    body: str = field(default="", metadata=FROM_NAME)

    @property
    def day(self) -> date:
        """The civil day on which it happened."""
        return self.at.date()

    @property
    def ref(self) -> str:
        """What a person types to name it: its id, or its path where it has none."""
        return self.id or self.path


@record(kw_only=True)
class Note(Entry):
    """Something written down."""

    kind: ClassVar[str] = "note"


@record(kw_only=True)
class Reflection(Entry):
    """Answers to a protocol's questions; typed ones in `answers` by question id."""

    kind: ClassVar[str] = "reflection"

    protocol: str = ""
    open: bool = False
    raised_with: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)


@record(kw_only=True)
class CheckIn(Entry):
    """A week's readings and excuses, by `goal.measure` (or the goal alone: its only lead)."""

    kind: ClassVar[str] = "check-in"

    week: Week | None = None
    readings: Mapping[str, Number] = field(default_factory=dict)
    excused: Mapping[str, str] = field(default_factory=dict)

    @property
    def counted_week(self) -> Week:
        """The week that its readings belong to."""
        return self.week or Week.of(self.day)


@record(kw_only=True)
class Stillness(Entry):
    """What became of one occurrence of a block (or of a range of them, when excused)."""

    kind: ClassVar[str] = "stillness"

    block: str = ""
    on: date | None = None
    outcome: StillnessOutcome | None = None
    displaced_by: str = ""
    until: date | None = None


@record(kw_only=True)
class Commitment(Entry):
    """A promise with a date and a person."""

    kind: ClassVar[str] = "commitment"

    text: str = field(default="", metadata=REQUIRED)
    to: str = ""
    due: date | None = None
    outcome: CommitmentOutcome = "open"
    settled: date | None = None
    because: str = ""
    after: str = ""


@record(kw_only=True)
class Ask(Entry):
    """A request, made or received; the lesson is the body."""

    kind: ClassVar[str] = "ask"

    direction: AskDirection | None = field(default=None, metadata=REQUIRED)
    what: str = field(default="", metadata=REQUIRED)
    who: str = ""
    odds: int | None = field(default=None, metadata=PERCENT)
    risk: int | None = field(default=None, metadata=SCALE)
    answer: AskAnswer = "open"
    answered: date | None = None
    again: str = ""
    cost: str = ""
    gain: str = ""


@record(kw_only=True)
class Release(Entry):
    """A practice let go on purpose: why it served, why now, who may still want it."""

    kind: ClassVar[str] = "release"

    practice: str = field(default="", metadata=REQUIRED)
    since: Day | None = None
    served: str = ""
    signs: str = ""
    stopped: Day | None = None
    given_to: str = ""
    minutes_a_week: int | None = None
    keep: str = ""


@record(kw_only=True)
class Evidence(Entry):
    """A work sample, tally, video, note or link that shows learning, mine or students'."""

    kind: ClassVar[str] = "evidence"

    form: EvidenceForm | None = None
    file: str = ""
    url: str = ""
    value: Number | str | None = None
    about: EvidenceAbout | None = None
    lens: str = ""
    looked: date | None = None
    measure: str = ""


@record(kw_only=True)
class Contact(Entry):
    """A conversation in coaching; spontaneous help of five minutes is one."""

    kind: ClassVar[str] = "contact"

    who: str = ""
    mode: ContactMode | None = None
    planned: bool | None = None
    phase: str = ""
    next: str = ""
    check_back: date | None = None


@record(kw_only=True)
class Activity(Entry):
    """Professional learning that somebody counts in hours."""

    kind: ClassVar[str] = "activity"

    provider: str = ""
    hours: Number | None = field(default=None, metadata=NOT_NEGATIVE)
    topic: str = ""
    mode: ActivityMode | None = None
    did: ActivityDid | None = None
    goal: str = ""
    try_: str = ""
    owned: int | None = field(default=None, metadata=SCALE)
    proof: str = ""


@record(kw_only=True)
class TimeSample(Entry):
    """Where a week's hours went: by goal, `inbox` or `required`."""

    kind: ClassVar[str] = "time"

    week: Week | None = None
    hours: Mapping[str, Number] = field(default_factory=dict)


@record(kw_only=True)
class ShareRecord(Entry):
    """What was handed to an audience, and how many items were withheld. Never shared itself."""

    kind: ClassVar[str] = "share"

    audience: str = ""
    file: str = ""
    items: tuple[str, ...] = ()
    withheld: int = field(default=0, metadata=NOT_NEGATIVE)


KINDS: Mapping[str, type[Entry]] = {
    cls.kind: cls
    for cls in (
        Note,
        Reflection,
        CheckIn,
        Stillness,
        Commitment,
        Ask,
        Release,
        Evidence,
        Contact,
        Activity,
        TimeSample,
        ShareRecord,
    )
}
