"""Progress as JSON data (docs/reference/json.md): keys may be added and are never renamed."""

from typing import Any

from stillpd.insight.plan import WeekRow
from stillpd.insight.progress import GoalProgress, MeasureProgress, Progress
from stillpd.model.goal import Event
from stillpd.render.data import data_of, mean, rate


def data(report: Progress) -> dict[str, Any]:
    """Return the report as JSON data (docs/reference/json.md); keys are added, never renamed."""
    return {
        "as_of": str(report.period.now.date()),
        "from": str(report.period.first),
        "to": str(report.period.end),
        "circles": data_of(report.circles),
        "goals": [goal_data(goal) for goal in report.goals],
        "stillness": data_of(report.stillness),
        "commitments": data_of(report.commitments),
        "questions": data_of(report.questions),
    }


def goal_data(goal: GoalProgress) -> dict[str, Any]:
    """Return one goal as JSON data."""
    return {
        "id": goal.id,
        "title": goal.title,
        "circle": goal.circle,
        "kind": goal.kind,
        "scope": goal.scope,
        "status": goal.status,
        "started": data_of(goal.started),
        "due": data_of(goal.due),
        "closed": data_of(goal.closed),
        "slack": mean(goal.slack),
        "progress": rate(goal.progress),
        "private": goal.private,
        "events": [event_data(event) for event in goal.events],
        "milestones": data_of(goal.milestones),
        "measures": [_measure_data(measure) for measure in goal.measures],
    }


def event_data(event: Event) -> dict[str, Any]:
    """Return what changed a goal as JSON data, without what it does not say."""
    said: dict[str, Any] = data_of(event)
    return {key: value for key, value in said.items() if value not in (None, "")}


def _measure_data(measure: MeasureProgress) -> dict[str, Any]:
    said: dict[str, Any] = data_of(measure)
    said["mean"] = mean(measure.mean)
    said["weeks"] = [_week_data(row) for row in measure.weeks]
    return said


def _week_data(row: WeekRow) -> dict[str, Any]:
    said: dict[str, Any] = {
        "week": str(row.week),
        "state": row.state,
        "value": data_of(row.value),
        "met": row.met,
    }
    extra = {
        "on": data_of(row.on),
        "outcome": row.outcome,
        "reason": row.reason,
        "entry": row.entry,
    }
    return said | {key: value for key, value in extra.items() if value}
