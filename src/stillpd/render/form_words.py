"""What a form's placeholders stand for: words, numbers and lists of them, no object of ours.

Every name here stands in docs/reference/forms.md, and a test holds the two together. None is called
as a method of a dictionary or a list is (items, keys, values, count): jinja2 would take that.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from stillpd.insight.hours import HoursSums, RequiredHours, hours_in, required_hours
from stillpd.insight.portfolio import Portfolio
from stillpd.insight.progress import GoalProgress, MeasureProgress
from stillpd.insight.said import first_words
from stillpd.model.days import full_day
from stillpd.model.entry import Activity, Entry, Evidence
from stillpd.model.goal import Event, Goal
from stillpd.model.profile import Profile
from stillpd.model.words import Direction, Number
from stillpd.render import marks, progress
from stillpd.render.events import ENDINGS, happened
from stillpd.render.goal import support_words
from stillpd.render.share import who

Words = dict[str, Any]
MODES = {"mandated": "mandated", "chosen": "chosen myself", "embedded": "within the job"}


def words_of(report: Portfolio) -> Words:
    """Return everything that a template may name."""
    journal, period = report.shared.journal, report.period
    evidence = [e for e in report.entries.get(Evidence.kind, ()) if isinstance(e, Evidence)]
    sums = hours_in(journal, period)
    goals = [_goal(report, goal, evidence, sums) for goal in report.progress.goals]
    return {
        "owner": journal.header.owner,
        "role": journal.header.role,
        "audience": who(report.shared.audience, report.shared.party),
        "is_part": not report.is_whole,
        "as_of": full_day(period.now.date()),
        "school_year": period.name,
        "from": full_day(period.first),
        "to": full_day(period.last),
        "profile": _profile(report.profile),
        "goals": goals,
        "hours": _hours(sums, report),
        "requirements": [_required(one, report) for one in required_hours(journal, period)],
        "evidence": [_evidence(one, report) for one in evidence],
    }


def _profile(profile: Profile | None) -> Words:
    if profile is None:
        profile = Profile(day=date.min)
    growth = profile.growth
    return {
        "purpose": profile.purpose,
        "strengths": ", ".join(strength.name for strength in profile.strengths),
        "overused": "; ".join(s.overused for s in profile.strengths if s.overused),
        "formats": "; ".join(growth.formats),
        "feedback": growth.feedback,
    }


# Goals -------------------------------------------------------------------------------------------


def _goal(report: Portfolio, told: GoalProgress, found: list[Evidence], sums: HoursSums) -> Words:
    goal = report.shared.journal.goals[told.id]
    activities = [a for a in sums.activities if told.id in {a.goal, *a.goals}]
    return {
        "id": told.id,
        "title": told.title,
        "private": told.private,
        "circle": told.circle,
        "area": goal.area,
        "scope": told.scope,
        "status": ENDINGS.get(told.status, told.status),
        "standing": progress.standing(told),
        "started": full_day(told.started),
        "due": full_day(told.due),
        "closed": full_day(told.closed),
        "is_closed": told.closed is not None,
        "why": goal.why,
        "purpose": goal.purpose,
        "school_goal": goal.school_goal,
        "inquiry": goal.inquiry,
        "outcome": goal.outcome,
        "obstacle": goal.obstacle,
        "plan": "; ".join(told.if_then),
        "support": support_words(goal),
        "measures": [_measure(goal, one) for one in told.measures],
        "steps": [
            {"title": s.title, "due": full_day(s.due), "done": full_day(s.done)}
            for s in told.milestones
        ],
        "changes": [_change(event) for event in told.events if event.kind != "started"],
        "activities": [_activity(one, report) for one in activities],
        "hours": hours_words(_total(activities)),
        "evidence": [_evidence(one, report) for one in found if told.id in one.goals],
    }


def _measure(goal: Goal, one: MeasureProgress) -> Words:
    written = goal.measure(one.id)
    is_lead = one.role == "lead"
    return {
        "name": one.name,
        "role": "what I do" if is_lead else "what it should move",
        "unit": one.unit,
        "aim": _aim(one),
        "target": one.target,
        "baseline": one.baseline,
        "newest": one.last,
        "standing": progress.rate_words(one) if is_lead else _lag_words(one),
        "how": written.how if written else "",
    }


def _aim(one: MeasureProgress) -> str:
    """Return what a measure aims at: 3 or more lessons, at most 120 minutes a week, about 8."""
    if one.target is None:
        return ""
    aims: dict[Direction, str] = {"up": "{} or more", "down": "at most {}", "hold": "about {}"}
    return f"{aims[one.direction].format(marks.number(one.target))} {one.unit}".strip()


def _lag_words(one: MeasureProgress) -> str:
    if one.last is None:
        return "no reading yet"
    start = f"from {marks.number(one.baseline)} to " if one.baseline is not None else ""
    return start + progress.value_words(one)


def _change(event: Event) -> Words:
    return {"on": full_day(event.on), "what": happened(event), "words": event.what or event.why}


# Evidence ----------------------------------------------------------------------------------------


def _evidence(one: Evidence, report: Portfolio) -> Words:
    return {
        "on": full_day(one.day),
        "form": one.form,
        "words": first_words(one),
        "about": one.about,
        "measure": one.measure,
        "value": one.value,
        "goals": ", ".join(_titles(one.goals, report)),
        "private": _is_private(one, report),
    }


def _is_private(entry: Entry, report: Portfolio) -> bool:
    """Tell whether an entry is the owner's alone; what passed the gate is not."""
    return report.is_whole and not entry.share


def _titles(names: Iterable[str], report: Portfolio) -> list[str]:
    """Return the titles of goals that are not private."""
    goals = report.shared.journal.goals
    found = dict.fromkeys(name for name in names if name)
    return [goals[n].title or n for n in found if n in goals and goals[n].share]


# Hours -------------------------------------------------------------------------------------------


def hours_words(hours: Number) -> str:
    """Return hours with a decimal at least: 43.0, 1.25."""
    said = marks.number(hours)
    return said if "." in said or "e" in said else f"{said}.0"


def _total(activities: Iterable[Activity]) -> Number:
    return sum((activity.hours or 0 for activity in activities), start=Decimal(0))


def _hours(sums: HoursSums, report: Portfolio) -> Words:
    return {
        "total": hours_words(sums.total),
        **{mode: hours_words(sums.modes.get(mode, 0)) for mode in MODES},
        "modes": _named(sums.modes, "mode not told"),
        "topics": _named(sums.topics, "topic not told"),
        "activities": [_activity(activity, report) for activity in sums.activities],
    }


def _named(sums: Mapping[str, Number], unknown: str) -> list[Words]:
    return [
        {"name": MODES.get(name, name) or unknown, "hours": hours_words(hours)}
        for name, hours in sums.items()
    ]


def _activity(one: Activity, report: Portfolio) -> Words:
    return {
        "on": full_day(one.day),
        "title": one.title,
        "provider": one.provider,
        "mode": MODES.get(one.mode or "", ""),
        "topic": one.topic,
        "hours": hours_words(one.hours or 0),
        "goals": ", ".join(_titles((one.goal, *one.goals), report)),
        "tried": one.try_,
        "proof": one.proof,
    }


def _required(one: RequiredHours, report: Portfolio) -> Words:
    asked = one.asked or 0
    return {
        "name": one.name,
        "from": full_day(one.first),
        "to": full_day(one.last),
        "asked": hours_words(asked) if one.asked is not None else "",
        "counted": hours_words(one.sums.total),
        "left": hours_words(max(asked - one.sums.total, Decimal(0))),
        "reached": full_day(one.reached),
        "parts": [
            {
                "topic": part.topic,
                "asked": hours_words(part.asked),
                "counted": hours_words(part.counted),
                "left": hours_words(max(part.asked - part.counted, Decimal(0))),
            }
            for part in one.parts
        ],
        "hours": _hours(one.sums, report),
    }
