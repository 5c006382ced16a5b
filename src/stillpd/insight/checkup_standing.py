"""What does not hold together in the standing documents: header, profiles, goals, blocks."""

from collections.abc import Iterator
from datetime import UTC
from itertools import chain, pairwise

from stillpd.insight.asof import closing_by_hand
from stillpd.insight.finding import Finding, unknown_audiences
from stillpd.insight.recurrence import read_interval, read_rule
from stillpd.model.block import Block
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.journal import Journal

_HEADER = "stillpd.toml"


def header(first_page: Header) -> Iterator[Finding]:
    """Find school years that overlap or end before they begin."""
    years = [
        (year.starts, year.ends, number)
        for number, year in enumerate(first_page.school_years)
        if year.starts and year.ends
    ]
    for starts, ends, number in years:
        if starts > ends:
            told = f"this school year ends on {ends}, before it begins"
            where = ("school_years", number, "ends")
            yield Finding(_HEADER, where, "ends-before-start", told, "Mend one of the two days.")
    for (_, ends, _), (starts, _, number) in pairwise(sorted(years)):
        if starts <= ends:
            told = f"this school year begins on {starts}, before the one before it ends ({ends})"
            where = ("school_years", number, "starts")
            yield Finding(_HEADER, where, "overlapping-years", told, "Mend one of the two days.")


def profiles(journal: Journal) -> Iterator[Finding]:
    """Find sections that are shared with an audience nobody knows."""
    for profile in journal.profiles:
        path = f"profile/{profile.day}.toml"
        for section, audiences in profile.share.items():
            yield from unknown_audiences(journal.header, path, ("share", section), audiences)


def goals(journal: Journal) -> Iterator[Finding]:
    """Find what does not fit in each goal, by itself and with the others."""
    for goal in journal.goals.values():
        path = f"goals/{goal.id}.toml"
        yield from chain(_dates(goal, path), _closing(goal, path), _measures(goal, path))
        yield from unknown_audiences(journal.header, path, ("share",), goal.share)
        yield from unknown_audiences(journal.header, path, ("share_rate",), goal.share_rate)
        if goal.block and goal.block not in journal.blocks:
            told = f"there is no block “{goal.block}”"
            yield Finding(path, ("block",), "unknown-block", told, "Mend the name.")
        if goal.supports and goal.supports not in journal.goals:
            told = f"there is no goal “{goal.supports}” to support"
            yield Finding(path, ("supports",), "unknown-goal", told, "Mend the name.")


def _dates(goal: Goal, path: str) -> Iterator[Finding]:
    if goal.started and goal.due and goal.due < goal.started:
        told = f"it is due on {goal.due}, before it starts ({goal.started})"
        yield Finding(path, ("due",), "due-before-start", told, "Mend one of the two days.")
    dated = [(event.on, number) for number, event in enumerate(goal.events) if event.on]
    for (earlier, _), (later, number) in pairwise(dated):
        if later < earlier:
            told = f"the event of {later} stands after that of {earlier}"
            hint = "Put the events in order of their dates."
            yield Finding(path, ("event", number, "on"), "event-order", told, hint)


def _closing(goal: Goal, path: str) -> Iterator[Finding]:
    if closing_by_hand(goal):
        when = f"counts from {goal.due}" if goal.due else "has no day"
        told = f"closed by hand as “{goal.status}”, without an event: it {when}"
        hint = f"Better: stillpd goal close {goal.id} --as {goal.status} --on DATE"
        yield Finding(path, ("status",), "closed-by-hand", told, hint)


def _measures(goal: Goal, path: str) -> Iterator[Finding]:
    for number, measure in enumerate(goal.measures):
        where = ("measure", number, "id")
        if measure.id and measure.id in {other.id for other in goal.measures[:number]}:
            told = f"two measures of this goal have the id “{measure.id}”: the first one counts"
            yield Finding(path, where, "double-measure", told, "Give one another id.")
        elif measure.role == "lead" and measure.target is None:
            told = f"the lead measure “{measure.id}” has no target: no week of it can be met"
            yield Finding(path, where, "no-target", told, "Add: target = and the number.")


def blocks(journal: Journal) -> Iterator[Finding]:
    """Find rules that cannot be read, and beginnings that do not meet them."""
    for block in journal.blocks.values():
        path = f"blocks/{block.id}.toml"
        yield from unknown_audiences(journal.header, path, ("share",), block.share)
        yield from rule_of(block, path)
        if block.starts and block.ends and block.ends < block.starts.date():
            told = f"it ends on {block.ends}, before it starts"
            yield Finding(path, ("ends",), "ends-before-start", told, "Mend one of the two days.")


def rule_of(block: Block, path: str) -> Iterator[Finding]:
    """Find a rule that cannot be read, or a beginning that does not meet it."""
    if block.after_done:
        if read_interval(block.after_done) is None:
            told = f"“{block.after_done[:40]}” is no stretch of time"
            hint = "Write it like “2 weeks” or “10 days”."
            yield Finding(path, ("after_done",), "bad-rule", told, hint)
        return
    if block.starts is None:
        return
    moments = read_rule(block.rule, block.starts, UTC) if block.rule else None
    if moments is None:
        told = "its rule cannot be read: it has no occurrences"
        hint = "A rule looks like FREQ=WEEKLY;BYDAY=FR (RFC 5545)."
        yield Finding(path, ("rule",), "bad-rule", told, hint)
        return
    first = next(moments, None)
    if first != block.starts:
        told = "its start does not meet its rule"
        if first:
            told += f": the first time would be {first:%Y-%m-%d %H:%M}"
        yield Finding(path, ("starts",), "start-off-rule", told, "Mend the start or the rule.")
