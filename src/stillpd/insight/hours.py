"""Hours of professional learning: by mode and topic, and against what somebody asks for.

What is asked for is the owner's own figure ([[requirements]] on the first page); none ships with
stillpd. An activity without hours, or one of a later day, counts nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from stillpd.insight.period import Period
from stillpd.model.entry import Activity
from stillpd.model.header import Requirement
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.words import Number


@record(kw_only=True)
class HoursSums:
    """Activities by their day, and their hours by mode and by topic, the largest first."""

    activities: tuple[Activity, ...]
    total: Number
    modes: Mapping[str, Number]
    topics: Mapping[str, Number]


@record
class RequiredPart:
    """Hours asked for on one topic, and what counts towards them."""

    topic: str
    asked: Number
    counted: Number


@record(kw_only=True)
class RequiredHours:
    """What is asked for over its own cycle. `reached` is the day on which the sum was there."""

    name: str
    first: date
    last: date
    asked: Number | None
    sums: HoursSums
    parts: tuple[RequiredPart, ...]
    reached: date | None


def hours_in(journal: Journal, period: Period) -> HoursSums:
    """Return the hours of the activities in a period, up to its moment."""
    found = [
        entry
        for entry in journal.entries
        if isinstance(entry, Activity) and period.holds(entry.day) and entry.at <= period.now
    ]
    counted = tuple(sorted(found, key=lambda activity: (activity.at, activity.ref)))
    return HoursSums(
        activities=counted,
        total=_sum(counted),
        modes=_by(counted, lambda activity: activity.mode or ""),
        topics=_by(counted, lambda activity: activity.topic),
    )


def required_hours(journal: Journal, period: Period) -> tuple[RequiredHours, ...]:
    """Return what is asked for in the cycles that touch a period, each over its own days."""
    found = (_required(journal, one, period) for one in journal.header.requirements)
    return tuple(one for one in found if one.first <= period.last and period.first <= one.last)


def _required(journal: Journal, asked: Requirement, period: Period) -> RequiredHours:
    first, last = asked.from_ or period.first, asked.to or period.last
    sums = hours_in(journal, Period(first, last, period.now))
    return RequiredHours(
        name=asked.name,
        first=first,
        last=last,
        asked=asked.hours,
        sums=sums,
        parts=tuple(
            RequiredPart(topic, hours, sums.topics.get(topic, 0))
            for topic, hours in asked.parts.items()
        ),
        reached=_reached(sums.activities, asked.hours),
    )


def _reached(activities: Iterable[Activity], asked: Number | None) -> date | None:
    so_far: Number = 0
    for activity in activities:
        so_far += activity.hours or 0
        if asked is not None and so_far >= asked:
            return activity.day
    return None


def _sum(activities: Iterable[Activity]) -> Number:
    total: Number = 0
    for activity in activities:
        total += activity.hours or 0
    return total


def _by(activities: Iterable[Activity], of: Callable[[Activity], str]) -> dict[str, Number]:
    sums: dict[str, Number] = {}
    for activity in activities:
        sums[of(activity)] = sums.get(of(activity), 0) + (activity.hours or 0)
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))
