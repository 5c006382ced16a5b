"""A goal and its measures in words, for every page that leaves: one place, so that they agree."""

from collections.abc import Iterable, Iterator

from stillpd.insight.plan import WeekRow
from stillpd.insight.portfolio import Portfolio
from stillpd.insight.progress import GoalProgress, MeasureProgress
from stillpd.model.days import full_day, short_day, weekday
from stillpd.model.goal import Goal, Milestone
from stillpd.model.week import Week
from stillpd.render import marks, progress
from stillpd.render.export_document import Measured, Piece, Section
from stillpd.render.goal import support_words

_ALL_WEEKS = 10_000


def dates(goal: GoalProgress) -> str:
    """Return when it began, is due and was closed, on one line."""
    days = {"began": goal.started, "due": goal.due, "closed": goal.closed}
    return " · ".join(f"{word} {full_day(day)}" for word, day in days.items() if day)


def goal_section(goal: GoalProgress, level: int, pieces: Iterable[Piece]) -> Section:
    """Return a goal as a section: its title, how it stands beside that, and what is told of it."""
    return Section(
        level=level,
        title=goal.title or goal.id,
        aside=progress.standing(goal),
        circle=goal.circle or "",
        pieces=tuple(pieces),
    )


def step_day(step: Milestone) -> str:
    """Return when a step was done or is due, else nothing."""
    if step.done:
        return f"done {short_day(step.done)}"
    return f"due {short_day(step.due)}" if step.due else ""


def about(report: Portfolio, goal: Goal) -> Iterator[tuple[str, str]]:
    """Iterate over what a goal says of itself: a label, and words as they were written."""
    above = report.shared.journal.goals.get(goal.supports)
    said = [
        ("Why it matters", goal.why),
        ("Purpose", goal.purpose),
        ("The school's goal", goal.school_goal),
        ("Question", goal.inquiry),
        ("When it is there", goal.outcome),
        ("In the way", goal.obstacle),
        *(("If … then", plan) for plan in goal.if_then),
        ("Support", support_words(goal)),
        ("When", _slot(goal)),
        ("Supports", above.title if above else ""),
    ]
    return ((label, words) for label, words in said if words)


def _slot(goal: Goal) -> str:
    if not (goal.slot and goal.slot.when):
        return ""
    return f"{goal.slot.when}, {goal.slot.place}" if goal.slot.place else goal.slot.when


def aim(measure: MeasureProgress) -> str:
    """Return what a measure aims at, week by week, with its unit: 3+ lessons."""
    if measure.role != "lead" or not measure.target:
        return ""
    return f"{progress.aim_words(measure)} {measure.unit}".strip()


def figures(measure: MeasureProgress) -> str:
    """Return a measure's figures in words."""
    is_lead = measure.role == "lead"
    if not measure.weeks:
        return "nothing planned yet" if is_lead else "no reading yet"
    return progress.rate_words(measure) if is_lead else progress.value_words(measure)


def measured(measure: MeasureProgress) -> Measured:
    """Return a measure for a reader."""
    is_lead = measure.role == "lead"
    return Measured(
        name=measure.name or measure.id,
        aim=aim(measure),
        figures=figures(measure),
        picture=unlike(marks.strip(measure, _ALL_WEEKS)) if is_lead else _curve(measure),
    )


def unlike(marked: str) -> str:
    """Return marks of which none looks like another in a book's letters: open is a square."""
    return marked.replace("◌", "□")


def _curve(measure: MeasureProgress) -> str:
    values = [row.value for row in measure.weeks if row.value is not None]
    if len(values) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    line = marks.spark(values, len(values))
    return f"{marks.number(measure.first)} {line} {marks.number(measure.last)}"


# Week by week ------------------------------------------------------------------------------------


def week_of(week: Week) -> str:
    """Return a week by its Monday, for a reader who counts no weeks: 1 Sep 2025."""
    return short_day(week.monday)


def head(measure: MeasureProgress) -> tuple[str, ...]:
    """Return the names of the columns of a measure's weeks."""
    if measure.unit == "blocks" or any(row.outcome for row in measure.weeks):
        return "Day", "It was"
    if measure.role == "lag":
        return "Week of", "Reading"
    return "Week of", "Value", "It was"


def rows(measure: MeasureProgress) -> tuple[tuple[str, ...], ...]:
    """Return a measure's weeks, a row each."""
    columns = head(measure)
    return tuple(_row(row, measure, columns) for row in measure.weeks)


def _row(row: WeekRow, measure: MeasureProgress, columns: tuple[str, ...]) -> tuple[str, ...]:
    if columns[0] == "Day":
        day = row.on or row.week.monday
        return f"{weekday(day)[:3]} {short_day(day)}", row.outcome or "open"
    if measure.role == "lag":
        return week_of(row.week), f"{marks.number(row.value)} {measure.unit}".strip()
    meanings = {None: "recorded", True: "met", False: "below"}
    state = meanings[row.met] if row.state == "recorded" else row.state.replace("_", " ")
    if measure.direction == "down" and row.met is False:
        state = "above"
    value = marks.number(row.value) if row.value is not None else "–"
    return week_of(row.week), value, f"{state}: {row.reason}" if row.reason else state
