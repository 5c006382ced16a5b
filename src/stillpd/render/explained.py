"""One goal, explained: every figure week by week, and the entry that says it."""

from collections.abc import Iterator

from stillpd.insight.plan import WeekRow
from stillpd.insight.progress import GoalProgress, MeasureProgress, Progress
from stillpd.model.days import month_day
from stillpd.model.week import Week
from stillpd.render import marks
from stillpd.render.data import mean, rate
from stillpd.render.events import told
from stillpd.render.page import (
    Block,
    Gap,
    Heading,
    Page,
    Para,
    Rows,
    Span,
    Spans,
    dim,
    strong,
    text,
)
from stillpd.render.progress import goal_blocks, rate_words, standing
from stillpd.render.when import plural


def explained(report: Progress, width: int) -> Page:
    """Return the goals with every figure explained, week by week and entry by entry."""
    blocks: list[Block] = []
    for goal in report.goals:
        blocks += [*([Gap()] if blocks else []), *_explained_goal(goal, width)]
    if not blocks:
        blocks.append(Para(text("This goal has nothing in this period yet.")))
    return tuple(blocks)


def _explained_goal(goal: GoalProgress, width: int) -> Iterator[Block]:
    yield Heading(1, text(goal.title), text(dim(standing(goal))))
    yield from goal_blocks(goal, width)
    if goal.progress is not None:
        yield Gap()
        yield Para(text(_progress_told(goal)), indent=2)
    for step in goal.milestones:
        state = f"done {month_day(step.done)}" if step.done else "open"
        due = f", due {month_day(step.due)}" if step.due else ""
        yield Para(text(f"{step.title}: {state}{due}"), indent=2)
    for measure in goal.measures:
        yield Gap()
        yield Heading(
            2,
            text(strong(f"{goal.id}.{measure.id}"), f"  {measure.name}"),
            text(dim(_sum_words(measure))),
        )
        yield Rows(tuple(_week_cells(measure)), header=("week", "", "", "what", "entry"), indent=2)
    if goal.events:
        yield Gap()
        yield Heading(2, text("What happened"))
        yield Rows(tuple((text(str(e.on)), text(told(e))) for e in goal.events), indent=2)
    for plan in goal.if_then:
        yield Gap()
        yield Para(text(Span(plan, "ask")), indent=2)


def _progress_told(goal: GoalProgress) -> str:
    """Return how the goal's progress comes about."""
    share = rate(goal.progress)
    if goal.kind == "milestones":
        return f"Progress {share}: steps done of all steps."
    if goal.kind == "habit":
        return f"Progress {share}: weeks met of weeks recorded."
    lag = next(measure for measure in goal.measures if measure.role == "lag")
    last, base, target = (marks.number(v) for v in (lag.last, lag.baseline, lag.target))
    sum_ = f"({last} - {base}) / ({target} - {base})"
    return f"Progress {share}: {sum_}, newest reading, baseline and target of {lag.id}."


def _sum_words(measure: MeasureProgress) -> str:
    if measure.role == "lag":
        return f"{plural(measure.recorded, 'reading')}, baseline {marks.number(measure.baseline)}"
    said = f"{measure.planned} planned: {rate_words(measure)}"
    if measure.sum is not None:
        said += f"; sum {marks.number(measure.sum)}, mean {mean(measure.mean)}"
    return said


def _week_cells(measure: MeasureProgress) -> Iterator[tuple[Spans, ...]]:
    dated: list[tuple[Week, str, tuple[Spans, ...]]] = [
        (row.week, str(row.on or ""), _week_row(measure, row)) for row in measure.weeks
    ]
    for gap in measure.gaps:
        mark = text(marks.gap_mark(gap))
        cells: tuple[Spans, ...] = (text(dim(str(gap.week))), mark, (), text(dim(gap.kind)), ())
        dated.append((gap.week, "", cells))
    for _, _, made in sorted(dated, key=lambda item: item[:2]):
        yield made


def _week_row(measure: MeasureProgress, row: WeekRow) -> tuple[Spans, ...]:
    mark = marks.week_mark(row) if measure.role == "lead" else ""
    value = "" if row.value is None else f"{marks.number(row.value)} {measure.unit}".strip()
    if row.outcome:
        what = str(row.outcome)
    elif row.state == "recorded" and measure.role == "lag":
        what = "baseline" if row.on else ""
    elif row.state == "recorded":
        what = {True: "met", False: "below" if measure.direction == "up" else "not met", None: ""}[
            row.met
        ]
    else:
        what = row.state.replace("_", " ") + (f": {row.reason}" if row.reason else "")
    return (
        text(str(row.on or row.week) if row.outcome else str(row.week)),
        text(mark),
        text(value),
        text(what),
        text(dim(row.entry)),
    )
