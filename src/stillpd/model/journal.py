"""A journal as a value: everything that one folder says, read once."""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from stillpd.model.block import Block
from stillpd.model.calendar import Calendar
from stillpd.model.entry import Entry
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.problem import Problem
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from stillpd.model.record import record

Document = Entry | Goal | Block | Protocol | Profile
"""What one file of a journal says, its first page aside."""


@record(kw_only=True)
class Journal:
    """The header, the standing documents, the timeline, and what could not be read.

    `profiles` are oldest first, `entries` in order of `at` (then path). `protocols` are the
    user's own; the shipped ones stand in journal/shipped.py.
    """

    header: Header
    profiles: tuple[Profile, ...] = ()
    goals: Mapping[str, Goal] = field(default_factory=dict)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    protocols: Mapping[str, Protocol] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def goals_of_blocks(self) -> Mapping[str, tuple[str, ...]]:
        """The goals that live from each block."""
        found: dict[str, tuple[str, ...]] = {}
        for goal in self.goals.values():
            if goal.block:
                found[goal.block] = (*found.get(goal.block, ()), goal.id)
        return found

    @cached_property
    def calendar(self) -> Calendar:
        """Its school years as a calendar."""
        return Calendar(self.header.school_years)
