"""The words that a journal's keys may hold: the field's own, one word for one thing.

Sources: docs/explanation/words.md. What is not listed here is a problem in the file that says it.
"""

from decimal import Decimal
from typing import Literal, get_args

Circle = Literal["doing", "relating", "being"]
CIRCLES: tuple[Circle, ...] = get_args(Circle)

Discipline = Literal[
    "attunement", "alignment", "perspective", "collective efficacy", "organizational learning"
]
DISCIPLINES: tuple[Discipline, ...] = get_args(Discipline)

AudienceKind = Literal["coach", "partner", "team", "evaluator", "public"]

GoalKind = Literal["achievement", "habit", "milestones"]
Scope = Literal["self", "team"]
Origin = Literal["mine", "co-constructed", "assigned"]
Closing = Literal["met", "partly", "not-met", "released"]
CLOSINGS: tuple[Closing, ...] = get_args(Closing)
Status = Literal["draft", "active", "paused", "met", "partly", "not-met", "released"]
EventKind = Literal[
    "started", "extended", "adapted", "paused", "resumed", "closed", "reopened", "rebased"
]
Role = Literal["lead", "lag"]
Direction = Literal["up", "down", "hold"]
Weeks = Literal["school", "all"]

AnswerKind = Literal["text", "scale", "yes-no", "choice", "number", "commitment"]
Cadence = Literal["lesson", "week", "term", "year", "event"]

StillnessOutcome = Literal["kept", "shortened", "missed", "excused"]
TAKEN: frozenset[StillnessOutcome] = frozenset({"kept", "shortened"})
"""What became of a quiet time that was had, in whole or in part."""
CommitmentOutcome = Literal["open", "kept", "partly", "missed", "renegotiated", "withdrawn"]
DECIDED: frozenset[CommitmentOutcome] = frozenset({"kept", "partly", "missed"})
AskDirection = Literal["out", "in"]
AskAnswer = Literal["open", "yes", "no", "partly", "none"]
EvidenceForm = Literal["work", "tally", "video", "survey", "observation", "note", "link"]
EvidenceAbout = Literal["students", "me", "both"]
ContactMode = Literal["visit", "meeting", "online", "message", "moment"]
CONTACT_MODES: tuple[ContactMode, ...] = get_args(ContactMode)
Phase = Literal["enroll", "identify", "learn", "improve"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""The phases of a coaching cycle, in their order."""
ActivityMode = Literal["mandated", "chosen", "embedded"]
ActivityDid = Literal["sat", "tried", "taught", "built"]

# Exact, as typed: 2.1 stays 2.1 and sums do not drift.
Number = int | Decimal
