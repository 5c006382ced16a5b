"""Goals: set one, and correct what it says."""

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import Any

from stillpd.actions.change import Changes, refuse_new_problems
from stillpd.actions.outcome import Saved
from stillpd.insight.course import correct_due
from stillpd.insight.goals import empty_circles
from stillpd.journal import names, pages
from stillpd.journal.first_page import Opened
from stillpd.journal.standing import standing_path
from stillpd.journal.text import read_text
from stillpd.model.days import full_day
from stillpd.model.errors import AlreadyExists, InvalidInput
from stillpd.model.goal import Goal, Ruler, Slot, Support
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.words import GoalKind

_MOST_SLUG = 24

Said = Mapping[str, Any]
"""What was said about a thing, by the names of its fields; what was not said is not in it.

Beside a goal's own fields: `support_who`, `support_every`, `slot_when`, `slot_minutes`,
`slot_place` (parts of one field), and `importance`, `confidence` as Rulers to be added.
"""


@record(kw_only=True)
class NewGoal:
    """A goal that is to be. Without an id it gets one from its title."""

    id: str = ""
    said: Said = field(default_factory=dict)
    draft: bool = False


def add_goal(opened: Opened, journal: Journal, new: NewGoal, now: datetime) -> Saved:
    """Save a new goal. Raises AlreadyExists for an id that is taken, InvalidInput for a lack."""
    taken = {*journal.goals, *_unread(journal)}
    if new.id in taken:
        raise AlreadyExists(
            f"There is a goal “{new.id}” already.", f"See it with: stillpd goal show {new.id}"
        )
    made_id = names.check_name(new.id, "goal") if new.id else id_for(new.said["title"], taken)
    blank = Goal(id=made_id, status="active", started=now.date())
    if new.draft:
        blank = Goal(id=made_id, status="draft")
    goal = with_said(blank, new.said)
    notes = []
    if goal.kind is None and not new.draft:
        kind = usual_kind(goal)
        goal = replace(goal, kind=kind)
        notes.append(_KIND_SAID[kind].format(goal.id))
    check_goal(journal, goal)
    changes = Changes(opened)
    changes.add(goal)
    if not new.draft:
        notes += _empty_circle(journal, goal, now.date())
    words = f"goal {goal.id}, a draft" if new.draft else f"goal {goal.id}"
    saved = changes.save("goal add", words, now, ref=goal.id, path=standing_path(goal))
    return replace(saved, notes=(*saved.notes, *notes))


def usual_kind(goal: Goal) -> GoalKind:
    """Return the kind that a goal has where nobody said one."""
    if goal.milestones:
        return "milestones"
    return "achievement" if goal.due else "habit"


_KIND_SAID: dict[GoalKind, str] = {
    "habit": "Taken as a habit, a rate per week. Other: stillpd goal edit {} --kind achievement",
    "achievement": (
        "Taken as an achievement, a value to reach by its due date."
        " Other: stillpd goal edit {} --kind habit"
    ),
    "milestones": "Taken as milestones, dated steps. Other: stillpd goal edit {} --kind habit",
}


def _empty_circle(journal: Journal, goal: Goal, day: date) -> list[str]:
    empty = empty_circles([*journal.goals.values(), goal], day)
    if not empty:
        return []
    which = " and ".join(empty)
    return [f"No goal in {which} now. What would be enough?  stillpd goal add --circle {empty[0]}"]


def id_for(title: str, taken: Container[str], usual: str = "goal") -> str:
    """Return a free id made from a title: its first words, small and plain, else `usual`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")):
        if made and len(made) + 1 + len(word) > _MOST_SLUG:
            break
        made = f"{made}-{word}" if made else word[:_MOST_SLUG]
    made = made if names.is_name(made) else usual
    number, free = 1, made
    while free in taken:
        number += 1
        free = f"{made}-{number}"
    return free


def _unread(journal: Journal) -> set[str]:
    """Return the ids of goal files that could not be read."""
    paths = (problem.path for problem in journal.problems if problem.path.startswith("goals/"))
    return {path.removeprefix("goals/").removesuffix(".toml") for path in paths}


def edit_goal(opened: Opened, journal: Journal, goal: Goal, said: Said, now: datetime) -> Saved:
    """Correct what a goal says. Nothing of this is an event: what is dated has its own verbs."""
    new = with_said(goal, said)
    check_goal(journal, new)
    return save_goal(opened, goal, new, "goal edit", f"goal {goal.id}", now)


def save_goal(
    opened: Opened,
    old: Goal,
    new: Goal,
    command: str,
    words: str,
    now: datetime,
    *notes: str,
) -> Saved:
    """Save a changed goal, and say so; where nothing differs, say that."""
    if old == new:
        return Saved(words=f"goal {old.id}, as it was", ref=old.id, path=standing_path(old))
    changes = Changes(opened)
    changes.change(old, new)
    saved = changes.save(command, words, now, ref=new.id, path=standing_path(new))
    return replace(saved, notes=(*saved.notes, *notes))


def with_said(goal: Goal, said: Said) -> Goal:
    """Return the goal with what was said about it."""
    plain = {name: value for name, value in said.items() if name not in _COMPOSED}
    due = plain.pop("due", goal.due)
    new = replace(goal, **plain) if due == goal.due else correct_due(replace(goal, **plain), due)
    return replace(
        new,
        support=_support(new.support, said),
        slot=_slot(new.slot, said),
        importance=_ruled(new.importance, said.get("importance")),
        confidence=_ruled(new.confidence, said.get("confidence")),
    )


_COMPOSED = frozenset(
    {"support_who", "support_every", "slot_when", "slot_minutes", "slot_place"}
    | {"importance", "confidence"}
)


def _support(old: Support | None, said: Said) -> Support | None:
    if not said.keys() & {"support_who", "support_every"}:
        return old
    old = old or Support()
    new = Support(who=said.get("support_who", old.who), every=said.get("support_every", old.every))
    return None if new == Support() else new


def _slot(old: Slot | None, said: Said) -> Slot | None:
    if not said.keys() & {"slot_when", "slot_minutes", "slot_place"}:
        return old
    old = old or Slot()
    new = Slot(
        when=said.get("slot_when", old.when),
        minutes=said.get("slot_minutes", old.minutes),
        place=said.get("slot_place", old.place),
    )
    return None if new == Slot() else new


def _ruled(old: tuple[Ruler, ...], new: Ruler | None) -> tuple[Ruler, ...]:
    """Return the rulers with another one by date; a second of the same day takes its place."""
    if new is None:
        return old
    before = tuple(ruler for ruler in old if ruler.on is None or ruler.on < (new.on or ruler.on))
    after = tuple(ruler for ruler in old if ruler.on and new.on and ruler.on > new.on)
    return (*before, new, *after)


def check_goal(journal: Journal, goal: Goal) -> None:
    """Raise InvalidInput where a goal cannot be so."""
    if not goal.title.strip():
        raise InvalidInput("A goal needs a title.", 'Say it with: --title "Good news home"')
    if goal.due and goal.started and goal.due < goal.started:
        due, started = full_day(goal.due), full_day(goal.started)
        raise InvalidInput(
            f"It would be due on {due}, before it begins on {started}.",
            "Nothing was written. Choose another --due or --started.",
        )
    if goal.block and goal.block not in journal.blocks:
        known = ", ".join(journal.blocks) or "none yet"
        raise InvalidInput(f"There is no block “{goal.block}”.", f"Known: {known}")
    if goal.supports and (goal.supports not in journal.goals or goal.supports == goal.id):
        raise InvalidInput(
            f"There is no other goal “{goal.supports}”.", "See them with: stillpd goal list"
        )
    if goal.status != "draft" and goal.circle is None:
        raise InvalidInput(
            "Which circle does it belong to: doing, relating or being?",
            f"Say it with: stillpd goal edit {goal.id} --circle doing"
            if goal.id in journal.goals
            else "Say it with: --circle doing, or keep it as a draft: --draft",
        )
    _check_measures(goal)


def _check_measures(goal: Goal) -> None:
    seen: set[str] = set()
    for measure in goal.measures:
        if measure.id in seen:
            raise InvalidInput(f"Two measures of {goal.id} are called “{measure.id}”.")
        seen.add(measure.id)
        if measure.role == "lead" and measure.target is None and goal.status != "draft":
            raise InvalidInput(
                f"How much of “{measure.id}” a week would be good?",
                "A lead measure has a target: --target 3",
            )


def put_goal_file(
    opened: Opened, journal: Journal, goal_id: str, raw: bytes, text: str, now: datetime
) -> Saved:
    """Save a goal's file as an editor left it, exactly.

    Raises InvalidInput, naming the line, for what could not be read as meant and was not so
    before, and ChangedOnDisk where somebody else saved it meanwhile (both versions stay).
    """
    path = f"goals/{goal_id}.toml"
    new = read_text(raw).with_text(text)
    _, before = pages.read_standing(Goal, raw, path, id=goal_id)
    made, problems = pages.read_standing(Goal, new, path, id=goal_id)
    refuse_new_problems(before if made else (), problems)
    if made is not None:
        check_goal(journal, made)
    changes = Changes(opened)
    changes.put_bytes(path, raw, new)
    return changes.save("goal edit", f"goal {goal_id}", now, ref=goal_id, path=path)
