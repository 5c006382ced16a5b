"""A goal as an audience sees it: what `share` lets pass, and what `share_also` names."""

from dataclasses import fields, replace
from datetime import date

from stillpd.insight.asof import baseline_on, due_on, goal_state, start_of, step_on, target_on
from stillpd.model.goal import Event, Goal, Measure, Phases, Ruler

WITH_SHARE = frozenset(
    {
        *("id", "title", "circle", "kind", "status", "started", "due", "measures"),
        *("milestones", "events", "school_goal", "support", "block"),
    }
)
"""What passes of a goal that is shared. A block passes as the days on which it counts."""
NEVER = frozenset({"share", "share_also", "share_rate"})
"""Who else may see it is nobody's business. `share` itself is written anew."""
NAMEABLE = tuple(f.name.rstrip("_") for f in fields(Goal) if f.name not in WITH_SHARE | NEVER)
"""What `share_also` may name, by the words of the file."""


def pass_goal(goal: Goal, audience: str, day: date) -> Goal | None:
    """Return a shared goal as it stood on `day`; None for one that begins later."""
    began = start_of(goal)
    if began and began > day:
        return None
    named = {name for name in goal.share_also if name in NAMEABLE}
    kept = {
        item.name: getattr(goal, item.name)
        for item in fields(Goal)
        if item.name in WITH_SHARE or item.name.rstrip("_") in named
    }
    state = goal_state(goal, day)
    kept |= {
        "status": state.status,
        "due": due_on(goal, day),
        "share": (audience,),
        "measures": tuple(_measure(goal, measure, day) for measure in goal.measures),
        "milestones": tuple(step_on(step, day) for step in goal.milestones),
        "events": tuple(_event(e) for e in goal.events if e.on and e.on <= day),
    }
    for name in ("importance", "confidence"):
        kept[name] = tuple(r for r in kept.get(name, ()) if _is_known(r, day))
    if kept.get("phases"):
        phases: Phases = kept["phases"]
        begun = {
            f.name: on for f in fields(Phases) if (on := getattr(phases, f.name)) and on <= day
        }
        kept["phases"] = Phases(**begun)
    return Goal(**kept)


def _measure(goal: Goal, measure: Measure, day: date) -> Measure:
    """Return a measure with the target and the baseline that were known on `day`."""
    return replace(
        measure,
        target=target_on(goal, measure, day),
        baseline=baseline_on(goal, measure, day),
    )


def _event(event: Event) -> Event:
    return replace(event, why="")


def _is_known(ruler: Ruler, day: date) -> bool:
    return ruler.on is not None and ruler.on <= day
