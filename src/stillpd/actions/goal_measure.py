"""The measures and dated steps of a goal: add one, or change it."""

from dataclasses import replace
from datetime import date, datetime

from stillpd.actions.goal import Said, check_goal, save_goal
from stillpd.actions.outcome import Saved
from stillpd.insight.asof import baseline_on, target_on
from stillpd.insight.course import rebase
from stillpd.journal import names
from stillpd.journal.first_page import Opened
from stillpd.model.days import full_day
from stillpd.model.errors import InvalidInput
from stillpd.model.goal import Baseline, Event, Goal, Measure, Milestone
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.words import Number


@record(kw_only=True)
class MeasureSaid:
    """What is said about one measure of a goal. `on` and `why` are for a target that moves."""

    id: str
    said: Said
    on: date
    why: str = ""


def set_measure(
    opened: Opened, journal: Journal, goal: Goal, asked: MeasureSaid, now: datetime
) -> Saved:
    """Add a measure, or change the one of that id.

    A target or baseline that moves is an event of its day, so that the weeks before keep theirs.
    """
    old = goal.measure(asked.id)
    if old is None:
        made = Measure(id=names.check_name(asked.id, "measure"), **asked.said)
        new = replace(goal, measures=(*goal.measures, made))
        check_goal(journal, new)
        words = f"measure {goal.id}.{made.id}"
        notes = _measure_notes(goal, made, asked.said)
        return save_goal(opened, goal, new, "goal measure", words, now, *notes)
    moved = _moved(goal, old, asked)
    plain = {k: v for k, v in asked.said.items() if k not in _moving_keys(old)}
    changed = replace(old, **plain)
    measures = tuple(changed if m is old else m for m in goal.measures)
    new = replace(goal, measures=measures)
    if moved:
        new = rebase(new, moved)
    check_goal(journal, new)
    words = f"measure {goal.id}.{old.id}"
    if moved:
        words += f", rebased from {full_day(asked.on)}"
    return save_goal(opened, goal, new, "goal measure", words, now)


def _measure_notes(goal: Goal, made: Measure, said: Said) -> list[str]:
    notes = []
    if "role" not in said:
        notes.append("Taken as a lead measure: done week by week, in your hands. Other: --role lag")
    if made.role == "lag" and made.target is None:
        notes.append(f"No target yet: stillpd goal measure {goal.id} {made.id} --target …")
    return notes


def _moving_keys(old: Measure) -> frozenset[str]:
    """Return the keys of a measure whose change is an event: those that it has a value for."""
    keys = {"target"} if old.target is not None else set()
    if old.baseline and old.baseline.value is not None:
        keys.add("baseline")
    return frozenset(keys)


def _moved(goal: Goal, old: Measure, asked: MeasureSaid) -> Event | None:
    """Return the event that a new target or baseline is, beside what held on that day."""
    was_target = target_on(goal, old, asked.on)
    was = _baseline_then(goal, old, asked.on)
    target = asked.said.get("target") if old.target is not None else None
    baseline: Baseline | None = asked.said.get("baseline")
    value = baseline.value if baseline and was is not None else None
    target = None if target == was_target else target
    value = None if value == was else value
    if target is None and value is None:
        return None
    return Event(
        on=asked.on,
        kind="rebased",
        why=asked.why,
        measure=old.id,
        was_target=was_target if target is not None else None,
        target=target,
        was_baseline=was if value is not None else None,
        baseline=value,
    )


def _baseline_then(goal: Goal, old: Measure, day: date) -> Number | None:
    if old.baseline is None:
        return None
    # Whenever it was taken: what is asked is which value held, not whether it was known.
    undated = replace(old, baseline=replace(old.baseline, on=None))
    then = baseline_on(goal, undated, day)
    return then.value if then else None


@record(kw_only=True)
class StepSaid:
    """What is said about one dated step of a goal."""

    title: str
    said: Said


def set_milestone(opened: Opened, goal: Goal, asked: StepSaid, now: datetime) -> Saved:
    """Add a step, or say when the one of that title is due or was done."""
    done = asked.said.get("done")
    if done and done > now.date():
        raise InvalidInput(f"{full_day(done)} has not come yet.", "Say when it is due with: --due")
    step = _find_step(goal, asked)
    if step is None:
        steps = (*goal.milestones, Milestone(title=asked.title, **asked.said))
        words = f"a step of goal {goal.id}"
    elif not asked.said:
        raise InvalidInput("That step is there already.", "Say --due DATE, or --done today")
    else:
        steps = tuple(replace(s, **asked.said) if s is step else s for s in goal.milestones)
        words = f"a step of goal {goal.id}" + (f", done on {full_day(done)}" if done else "")
    new = replace(goal, milestones=steps)
    return save_goal(opened, goal, new, "goal milestone", words, now)


def _find_step(goal: Goal, asked: StepSaid) -> Milestone | None:
    wanted = asked.title.casefold()
    for step in goal.milestones:
        if step.title.casefold() == wanted:
            return step
    if "done" not in asked.said:
        return None
    hits = [step for step in goal.milestones if step.title.casefold().startswith(wanted)]
    if len(hits) > 1:
        raise InvalidInput("More than one step begins like that.", "Give more of its title.")
    return hits[0] if hits else None
