"""Progress on a page: per circle its goals, per goal a bar and a strip."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from stillpd.insight.balance import CircleBalance
from stillpd.insight.orphans import Orphan
from stillpd.insight.progress import GoalProgress, MeasureProgress, Progress
from stillpd.insight.promises import Promises
from stillpd.insight.stillness import BlockSums, StillnessSums
from stillpd.model.days import long_day, month_day
from stillpd.model.goal import Event
from stillpd.model.words import CIRCLES, Direction
from stillpd.render import marks
from stillpd.render.events import ENDINGS, told
from stillpd.render.lines import clipped
from stillpd.render.page import (
    Block,
    Gap,
    Heading,
    Page,
    Para,
    Rows,
    Span,
    Spans,
    command,
    dim,
    strong,
    text,
)
from stillpd.render.when import due_in_weeks, plural

_LABEL = 18
_MOST_EVENTS = 2
_MOST_QUESTIONS = 3
_BAR = 22


def page(report: Progress, width: int) -> Page:
    """Return the whole picture on one page."""
    blocks: list[Block] = [_title(report)]
    for balance in report.circles:
        goals = [goal for goal in report.goals if goal.circle == balance.circle]
        blocks += [Gap(), *_circle(balance, goals, width)]
    loose = [goal for goal in report.goals if goal.circle not in CIRCLES]
    if loose:
        blocks += [Gap(), Heading(2, text(strong("NO CIRCLE YET")))]
        blocks += [block for goal in loose for block in goal_blocks(goal, width)]
    if report.is_whole:
        told = tuple(_sums(report))
        blocks += [*([Gap()] if told else []), *told, *_questions(report.questions)]
    blocks += _legend(report, width)
    return tuple(blocks)


def _title(report: Progress) -> Heading:
    parts = [report.owner, report.period.name]
    if report.week:
        parts.append(f"week {report.week} of {report.weeks}")
    return Heading(
        1, text(" · ".join(part for part in parts if part)), text(dim(long_day(report.period.end)))
    )


def _circle(balance: CircleBalance, goals: list[GoalProgress], width: int) -> Iterator[Block]:
    look = balance.circle
    yield Heading(2, text(Span(balance.circle.upper(), look)), text(dim(circle_words(balance))))
    if not goals:
        yield Para(text(dim("Nothing set here yet.")), indent=2)
    for goal in goals:
        yield from goal_blocks(goal, width)


def circle_words(balance: CircleBalance) -> str:
    """Return what a circle had: its goals, entries, promises and empty weeks."""
    if not (balance.goals or balance.entries or balance.commitments):
        return ""
    counts = [plural(balance.goals, "goal"), plural(balance.entries, "entry", "entries")]
    if balance.commitments:
        counts.append(plural(balance.commitments, "promise"))
    if balance.empty_weeks:
        counts.append(plural(balance.empty_weeks, "empty week"))
    return " · ".join(counts)


def goal_blocks(goal: GoalProgress, width: int) -> Iterator[Block]:
    """Iterate over the blocks of one goal: its title, steps, measures and newest changes."""
    yield goal_heading(goal, width)
    rows = [*goal_rows(goal, width), *change_rows(_recent(goal))]
    if rows:
        yield Rows(tuple(rows), indent=5)


def goal_heading(goal: GoalProgress, width: int) -> Heading:
    """Return a goal's name and title, and beside them how it stands."""
    look = goal.circle or "strong"
    name = Span(f"{goal.id:<11} " if len(goal.id) < len("energy-flow ") else f"{goal.id} ", look)
    aside = standing(goal)
    title = clipped(goal.title, max(width - len(name.text) - len(aside) - 4, 20))
    return Heading(3, text("  ", name, title), text(dim(aside)))


def goal_rows(goal: GoalProgress, width: int) -> list[tuple[Spans, ...]]:
    """Return a goal's steps and measures, a name and a picture a row."""
    room = width - _LABEL - 5
    rows: list[tuple[Spans, ...]] = []
    if goal.milestones:
        rows.append((text("steps"), _steps(goal)))
    for measure in goal.measures:
        lines = _lead(goal, measure, room) if measure.role == "lead" else _lag(measure, room)
        name = clipped(label(measure), _LABEL)
        rows += [(text(name if n == 0 else ""), line) for n, line in enumerate(lines)]
    return rows


def change_rows(events: Iterable[Event]) -> list[tuple[Spans, ...]]:
    """Return what changed, a day and words a row."""
    return [(text(dim(f"▴ {month_day(e.on)}")), text(dim(told(e)))) for e in events]


def standing(goal: GoalProgress) -> str:
    """Return what stands beside a goal's title: how it ended, or when it is due."""
    words = []
    if goal.closed:
        words.append(f"{ENDINGS[goal.status]} {month_day(goal.closed)}")
    elif goal.status == "paused":
        words.append("paused")
    elif goal.due and goal.slack is not None:
        words.append(due_in_weeks(goal.due, goal.slack))
    if goal.scope == "team":
        words.append("team")
    if goal.protected:
        words.append("protected")
    if goal.private:
        words.append("private")
    return ", ".join(words)


def label(measure: MeasureProgress) -> str:
    """Return a measure's id and what it aims at week by week: talk, 3+."""
    if measure.role == "lag" or measure.target is None:
        return measure.id
    return f"{measure.id}, {aim_words(measure)}"


def aim_words(measure: MeasureProgress) -> str:
    """Return what a measure aims at, week by week: 3+, to 240, about 8; nothing for no target."""
    if measure.target is None:
        return ""
    signs: dict[Direction, str] = {"up": "{}+", "down": "to {}", "hold": "about {}"}
    return signs[measure.direction].format(marks.number(measure.target))


def _lead(goal: GoalProgress, measure: MeasureProgress, room: int) -> Iterator[Spans]:
    strip = marks.strip(measure, room)
    figures = rate_words(measure)
    changes = marks.carets(measure, goal.events, room)
    if not measure.weeks:
        yield text(dim("nothing planned yet"))
        return
    beside = len(strip) + len(figures) + 3 <= room
    yield text(strip, "   ", dim(figures)) if beside else text(strip)
    if changes:
        yield text(dim(changes))
    if not beside:
        yield text(dim(figures))


def rate_words(measure: MeasureProgress) -> str:
    """Return a rate with both its numbers; never a bare percentage."""
    if any(row.outcome for row in measure.weeks) or measure.unit == "blocks":
        return _kept_words(measure)
    said = f"met {measure.met} of {measure.recorded} recorded"
    if measure.met is None:
        said = f"{measure.recorded} recorded"
    if measure.not_recorded:
        said += f", {measure.not_recorded} not recorded"
    if measure.excused:
        said += f", {measure.excused} excused"
    return said


def _kept_words(measure: MeasureProgress) -> str:
    outcomes = [row.outcome for row in measure.weeks]
    said = f"kept {measure.met} of {measure.recorded}"
    for outcome in ("shortened", "missed", "excused"):
        if outcomes.count(outcome):
            said += f", {outcomes.count(outcome)} {outcome}"
    unanswered = sum(row.state == "open" for row in measure.weeks)
    return said + (f", {unanswered} open" if unanswered else "")


def _lag(measure: MeasureProgress, room: int) -> Iterator[Spans]:
    if measure.last is None:
        yield text(dim("no reading yet"))
        return
    values = [row.value for row in measure.weeks if row.value is not None]
    line = marks.spark(values, max(room - 20, 12))
    curve = f"{marks.number(measure.first)} {line} {marks.number(measure.last)}"
    way = _way(measure)
    if way is None:
        yield text(curve if len(values) > 1 else value_words(measure))
        return
    picture = f"{marks.bar(way, _BAR)}  {value_words(measure)}"
    if len(values) == 1:
        yield text(picture, dim("   first reading"))
    elif len(picture) + len(curve) + 3 <= room:
        yield text(picture, "   ", dim(curve))
    else:
        yield text(picture)
        yield text(dim(curve))


def value_words(measure: MeasureProgress) -> str:
    """Return the newest value and what it aims at: 48 of 75 %, or 240, down to 120 minutes.

    A unit may be a scale itself, such as “of 10”: then 5 of 10, aiming at 6.
    """
    said = marks.number(measure.last)
    if measure.target is not None and measure.unit.startswith("of "):
        return f"{said} {measure.unit}, aiming at {marks.number(measure.target)}"
    if measure.target is not None:
        aims: dict[Direction, str] = {"up": " of {}", "down": ", down to {}", "hold": ", about {}"}
        said += aims[measure.direction].format(marks.number(measure.target))
    return f"{said} {measure.unit}".strip()


def _way(measure: MeasureProgress) -> Fraction | None:
    """Return how much of the way from baseline to target is gone."""
    if measure.last is None or measure.baseline is None or measure.target is None:
        return None
    whole = Fraction(measure.target) - Fraction(measure.baseline)
    return (Fraction(measure.last) - Fraction(measure.baseline)) / whole if whole else None


def _steps(goal: GoalProgress) -> Spans:
    done = sum(step.done is not None for step in goal.milestones)
    said = (
        f"{marks.bar(Fraction(done, len(goal.milestones)), _BAR)}  {done} of {len(goal.milestones)}"
    )
    following = next((step for step in goal.milestones if step.done is None), None)
    if following is None:
        return text(said)
    when = f", {month_day(following.due)}" if following.due else ""
    return text(said, dim(f"   next: {following.title}{when}"))


def _recent(goal: GoalProgress) -> list[Event]:
    found = [event for event in goal.events if event.kind in marks.CHANGES]
    if goal.closed:
        return []
    return found[-_MOST_EVENTS:]


def _sums(report: Progress) -> Iterator[Block]:
    told = tuple((text(of), text(words if of else dim(words))) for of, words in sums(report))
    if told:
        yield Rows(told, indent=2)


def sums(report: Progress) -> Iterator[tuple[str, str]]:
    """Iterate over the sums of quiet time and of promises in words, each with its label."""
    if report.stillness.planned:
        yield "Stillness", still_words(report.stillness)
    promised = promise_words(report.commitments)
    if promised:
        yield "Promises", promised
    made = report.commitments
    if made.missed:
        yield "", f"recovered after a miss: {made.recovered} of {made.missed}"


def still_words(still: StillnessSums | BlockSums) -> str:
    """Return what became of quiet times: kept 3 of 5 · missed 2."""
    kept = f"kept {still.kept} of {still.planned - still.excused - still.open}"
    return kept + _counts(still, ("shortened", "missed", "excused", "open"))


def promise_words(made: Promises) -> str:
    """Return what became of promises: kept 3 of 5 · missed 2; nothing where none counts."""
    decided = made.kept + made.partly + made.missed
    if not (decided or made.open):
        return ""
    words = _counts(made, ("partly", "missed", "renegotiated", "withdrawn", "open"))
    return f"kept {made.kept} of {decided}{words}" if decided else words.removeprefix(" · ")


def _counts(sums: Any, names: tuple[str, ...]) -> str:
    found = [(name, getattr(sums, name)) for name in names]
    return "".join(f" · {name} {count}" for name, count in found if count)


def _questions(questions: tuple[Orphan, ...]) -> Iterator[Block]:
    if not questions:
        return
    yield Gap()
    for orphan in questions[:_MOST_QUESTIONS]:
        asked, what = _ask(orphan)
        yield Para(text(Span(asked, "ask"), "  ", command(what)), indent=2)
    left = len(questions) - _MOST_QUESTIONS
    if left > 0:
        yield Para(
            text(dim(f"And {plural(left, 'more question')}: "), command("stillpd goal list")),
            indent=2,
        )


def _ask(orphan: Orphan) -> tuple[str, str]:
    """Return an orphan as the question that it is, and what answers it."""
    about = orphan.title or orphan.about
    edit = f"stillpd goal edit {orphan.about}"
    match orphan.lacks:
        case "empty-circle":
            asked = f"No goal for {orphan.about} now. What would be enough?"
            return asked, f"stillpd goal add --circle {orphan.about}"
        case "why":
            return f"{about}: why does it matter to you?", f'{edit} --why "…"'
        case "measure":
            return (
                f"{about}: which number in under a minute a week?",
                f"stillpd goal measure {orphan.about} …",
            )
        case "support":
            return f"{about}: who is booked, not merely available?", f"{edit} --support NAME"
        case "time":
            return f"{about}: when on the calendar does it happen?", f'{edit} --slot "tue 13:10"'
        case "circle":
            return f"{about}: doing, relating or being?", f"{edit} --circle doing"
        case "goal-gone":
            return (
                f"A promise belongs to {about}, which is gone. Still yours?",
                f"stillpd show {orphan.about}",
            )


def _legend(report: Progress, width: int) -> Iterator[Block]:
    pairs = legend_pairs(report)
    if pairs:
        yield Gap()
    yield from marks.legend(pairs, width)


def legend_pairs(report: Progress) -> list[tuple[str, str]]:
    """Return the marks that the strips of weeks show, each with what it means."""
    return legend_of(report.goals)


def legend_of(goals: Iterable[GoalProgress]) -> list[tuple[str, str]]:
    """Return the marks that the strips of some goals show, each with what it means."""
    measures = [measure for goal in goals for measure in goal.measures]
    seen = {marks.week_mark(row) for m in measures if m.role == "lead" for row in m.weeks}
    seen |= {marks.gap_mark(gap) for m in measures for gap in m.gaps}
    return [pair for pair in marks.LEGEND if pair[0] in seen]
