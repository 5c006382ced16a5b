"""Write a week's numbers and excuses into its check-in."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import TypeVar

from stillpd.actions.change import Changes
from stillpd.insight.asof import counts_from, goal_state
from stillpd.insight.ledger import (
    Ledger,
    MeasureKey,
    find_measure,
    keep_ledger,
    measures_of,
    typed_name,
    written_name,
)
from stillpd.insight.week import Away, WeekMeasure, gap_measures, planned_weeks, week_measures
from stillpd.journal.first_page import Opened
from stillpd.model.entry import CheckIn
from stillpd.model.errors import InvalidInput, NotFound
from stillpd.model.goal import Goal, Measure
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.week import Week
from stillpd.model.words import Number

V = TypeVar("V")
PRIVATE_ONES = "They are private, and others see this screen: name the one you mean."


@record
class Value:
    """What to do with one number: set it, add to it (`adds`), or take it back (None)."""

    number: Number | None
    adds: bool = False


@record(kw_only=True)
class WeekNumbers:
    """What is to be noted for a week, by the names that a person types."""

    week: Week
    at: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    excused: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    share: tuple[str, ...] = ()
    is_seen: bool = False
    """Others see the screen: the answer names no private goal that was not named."""


@record(kw_only=True)
class Noted:
    """What now stands for the week, and the measures that are still open in it."""

    words: str
    week: Week
    readings: Mapping[str, Number | None]
    excused: Mapping[str, str]
    still_open: tuple[WeekMeasure, ...]
    ref: str = ""
    path: str = ""
    notes: tuple[str, ...] = ()


def check(opened: Opened, journal: Journal, asked: WeekNumbers, now: datetime) -> Noted:
    """Note numbers and excuses for one week, in the check-in that counts.

    Refused, with nothing written: an unknown measure, a week outside its plan, a week that has
    not begun. Correcting a number is noting it again.
    """
    if asked.week.monday > now.date():
        raise InvalidInput(f"{asked.week} has not begun yet.", "Numbers are for weeks that were.")
    typed = [*asked.values, *asked.excused]
    names = {name: _measure(journal, name, is_seen=asked.is_seen) for name in typed}
    ledger = keep_ledger(journal, now)
    for goal, measure in names.values():
        _refuse_outside(journal, ledger, goal, measure, asked.week, now)
    book = _Week(journal, ledger, asked, now)
    for name, value in asked.values.items():
        book.put(*names[name], value)
    for name, reason in asked.excused.items():
        book.excuse(*names[name], reason)
    book.add_prose()
    changes = Changes(opened)
    entry = book.want(changes)
    saved = changes.save("check", f"numbers of {asked.week}", now, ref=entry.ref, path=entry.path)
    return Noted(
        words=saved.words,
        week=asked.week,
        readings=book.noted,
        excused=book.excuses,
        still_open=tuple(_still_open(journal, asked.week, book, now)),
        ref=saved.ref,
        path=saved.path,
        notes=saved.notes,
    )


def _still_open(
    journal: Journal, week: Week, book: "_Week", now: datetime
) -> Iterator[WeekMeasure]:
    """Iterate over the weekly numbers that are open now that `book` is noted."""
    for measure in week_measures(journal, week, now):
        is_open = measure.state == "open"
        if measure.name in book.noted:
            is_open = book.noted[measure.name] is None
        elif measure.name in book.excuses:
            is_open = not book.excuses[measure.name]
        is_told = not (book.asked.is_seen and measure.private)
        if is_open and is_told and measure.role == "lead":
            yield measure


def excuse_gap(opened: Opened, journal: Journal, gone: Away, reason: str, now: datetime) -> int:
    """Excuse what was planned while nothing was written, as one operation; returns the weeks."""
    by_week: dict[Week, dict[str, str]] = {}
    for week, name in gap_measures(journal, gone, now):
        by_week.setdefault(week, {})[name] = reason
    if not by_week:
        raise NotFound("Nothing was planned in those weeks, so there is nothing to excuse.")
    changes = Changes(opened)
    for week, excused in by_week.items():
        names = {written_name(*_measure(journal, n)): why for n, why in excused.items()}
        changes.add_entry(CheckIn(at=now, week=week, excused=names))
    changes.save("check", f"{len(by_week)} weeks excused", now)
    return len(by_week)


def _measure(journal: Journal, name: str, *, is_seen: bool = False) -> tuple[Goal, Measure]:
    key = find_measure(journal.goals, name)
    if key:
        goal = journal.goals[key[0]]
        measure = goal.measure(key[1])
        if measure:
            return goal, measure
    goal_id = name.partition(".")[0]
    known = journal.goals.get(goal_id)
    if known is None:
        hint = _measures_hint(journal, is_seen=is_seen)
        raise NotFound(f"No goal is called “{goal_id}”.", hint)
    if known.block and "." not in name:
        raise InvalidInput(
            f"{known.id} has no number of its own.", f"Its weeks come from the block {known.block}."
        )
    names = ", ".join(f"{known.id}.{measure.id}" for measure in known.measures)
    hint = f"It has: {names}" if names else f"Add one: stillpd goal measure {known.id} …"
    raise NotFound(f"“{name}” is no measure of {known.id}.", hint)


def _measures_hint(journal: Journal, *, is_seen: bool) -> str:
    known = list(measures_of(journal.goals))
    told = [typed_name(goal, m) for goal, m in known if goal.share or not is_seen]
    if known and not told:
        return PRIVATE_ONES
    return f"Measures: {', '.join(told)}" if told else "Start with: stillpd goal add"


def _refuse_outside(
    journal: Journal, ledger: Ledger, goal: Goal, measure: Measure, week: Week, now: datetime
) -> None:
    if measure.role == "lag":
        return
    if goal_state(goal, now.date()).status == "draft":
        raise InvalidInput(f"{goal.id} is still a draft.", f"Start it: stillpd goal edit {goal.id}")
    planned = planned_weeks(journal, ledger, goal, measure, now.date())
    if not planned.weeks or week in planned.weeks:
        if planned.weeks:
            return
        raise InvalidInput(f"{goal.id}.{measure.id} has not begun yet.")
    gap = next((gap for gap in planned.gaps if gap.week == week), None)
    why = f"{week} is outside the plan of {goal.id}.{measure.id}"
    if gap and gap.kind == "break":
        hint = f"To count breaks too: stillpd goal measure {goal.id} {measure.id} --weeks all"
        raise InvalidInput(f"{why}: there is no school in it.", hint)
    if gap:
        raise InvalidInput(f"{why}: the goal was paused.", f"See: stillpd goal show {goal.id}")
    span = f"It runs from {planned.weeks[0]} to {planned.weeks[-1]}."
    raise InvalidInput(f"{why}.", span)


class _Week:
    """The check-ins of one week while their numbers change."""

    def __init__(self, journal: Journal, ledger: Ledger, asked: WeekNumbers, now: datetime) -> None:
        self.asked = asked
        self.ledger = ledger
        self.goals = journal.goals
        self.before = [
            entry
            for entry in journal.entries
            if isinstance(entry, CheckIn)
            and entry.counted_week == asked.week
            and counts_from(entry, asked.week) <= now
        ]
        self.after = list(self.before) or [CheckIn(at=asked.at, week=asked.week)]
        self.noted: dict[str, Number | None] = {}
        self.excuses: dict[str, str] = {}

    def put(self, goal: Goal, measure: Measure, value: Value) -> None:
        """Set, add to, or take back a number, in the file that counts for it."""
        key: MeasureKey = (goal.id, measure.id)
        held = self.ledger.reading(key, self.asked.week)
        number = value.number
        if value.adds and number is not None and held is not None:
            number += held.value
        place = self._place(held.check_in if held else None)
        readings = self._without(self.after[place].readings, key)
        excused = self._without(self.after[place].excused, key)
        if number is not None:
            written = self._written_as(self.after[place].readings, key) or written_name(
                goal, measure
            )
            readings[written] = number
        self.after[place] = replace(self.after[place], readings=readings, excused=excused)
        self.noted[typed_name(goal, measure)] = number

    def excuse(self, goal: Goal, measure: Measure, reason: str) -> None:
        """Excuse a measure for the week; an empty reason takes the excuse back."""
        key: MeasureKey = (goal.id, measure.id)
        if self.ledger.reading(key, self.asked.week):
            name = typed_name(goal, measure)
            raise InvalidInput(
                f"{name} has a number for {self.asked.week} already.",
                f"Take it back first: stillpd check {name}=",
            )
        held = self.ledger.excuse(key, self.asked.week)
        place = self._place(held.check_in if held else None)
        excused = self._without(self.after[place].excused, key)
        if reason:
            excused[written_name(goal, measure)] = reason
        self.after[place] = replace(self.after[place], excused=excused)
        self.excuses[typed_name(goal, measure)] = reason

    def add_prose(self) -> None:
        """Add the sentence, and who may read it."""
        last = self.after[-1]
        if self.asked.note.strip():
            body = f"{last.body}\n\n{self.asked.note}" if last.body.strip() else self.asked.note
            last = replace(last, body=body)
        share = tuple(dict.fromkeys([*last.share, *self.asked.share]))
        self.after[-1] = replace(last, share=share)

    def want(self, changes: Changes) -> CheckIn:
        """Tell the changes what is to be saved; returns the check-in that counts."""
        if not self.before:
            made = changes.add_entry(self.after[0])
            return made if isinstance(made, CheckIn) else self.after[0]
        changed = self.after[-1]
        for old, new in zip(self.before, self.after, strict=True):
            if old != new:
                changes.change_entry(old, new)
                changed = new
        return changed

    def _place(self, holder: CheckIn | None) -> int:
        if holder in self.before:
            return self.before.index(holder)
        return len(self.after) - 1

    def _written_as(self, table: Mapping[str, object], key: MeasureKey) -> str:
        return next((name for name in table if find_measure(self.goals, name) == key), "")

    def _without(self, table: Mapping[str, V], key: MeasureKey) -> dict[str, V]:
        return {n: v for n, v in table.items() if find_measure(self.goals, n) != key}
