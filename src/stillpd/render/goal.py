"""Goals on a page: the list of them, and one of them whole; and as JSON data."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from stillpd.insight.goals import GoalLine, GoalList, GoalPage
from stillpd.insight.progress import MeasureProgress
from stillpd.model.days import long_day, month_day
from stillpd.model.goal import Goal, Measure, Ruler
from stillpd.model.words import CIRCLES
from stillpd.render import marks
from stillpd.render.commitment import to_whom
from stillpd.render.data import data_of, mean, rate
from stillpd.render.events import ENDINGS, happened
from stillpd.render.lines import clipped
from stillpd.render.page import (
    Block,
    Gap,
    Heading,
    Page,
    Para,
    Rows,
    Span,
    command,
    dim,
    strong,
    text,
)
from stillpd.render.when import due_in_weeks, plural

_BAR = 22
_LEAST_TITLE = 16


# The list ----------------------------------------------------------------------------------------


def list_page(report: GoalList, width: int) -> Page:
    """Return the goals, one line each."""
    blocks: list[Block] = []
    names = max((len(line.id) for line in report.goals), default=0)
    aside = max((len(_standing(line, report.day)) for line in report.goals), default=0)
    room = max(width - names - aside - 6, _LEAST_TITLE)
    for circle in (*CIRCLES, None):
        lines = [line for line in report.goals if line.circle == circle]
        if lines:
            name = Span((circle or "no circle yet").upper(), circle or "strong")
            rows = tuple(
                (
                    text(f"{line.id:<{names}}"),
                    text(f"{clipped(line.title, room):<{room}}"),
                    text(dim(_standing(line, report.day))),
                )
                for line in lines
            )
            blocks += [*([Gap()] if blocks else []), Heading(2, text(name)), Rows(rows)]
    if not blocks:
        blocks.append(Para(text("No goals here yet.")))
    if report.others:
        told = ", ".join(f"{count} {status}" for status, count in report.others.items())
        blocks.append(Para(text(dim(f"And {told}: "), command("stillpd goal list --all"))))
    elif not report.goals:
        blocks.append(Para(text(dim("Set the first one: "), command("stillpd goal add"))))
    return tuple(blocks)


def _standing(line: GoalLine, day: date) -> str:
    """Return how a goal stands: how it ended, what it is, when it is due."""
    if line.closed:
        return f"{ENDINGS[line.status]} {month_day(line.closed)}"
    words: list[str] = [line.status] if line.status in ("draft", "paused") else []
    if line.started and line.started > day:
        words.append(f"begins {month_day(line.started)}")
    elif line.due and line.slack is not None:
        words.append(due_in_weeks(line.due, line.slack))
    elif not words and line.kind == "habit":
        words.append("every week")
    if line.scope == "team":
        words.append("team")
    return ", ".join(words)


def list_data(report: GoalList) -> dict[str, Any]:
    """Return the list as JSON data."""
    return {
        "as_of": str(report.day),
        "goals": [{**data_of(line), "slack": mean(line.slack)} for line in report.goals],
        "others": data_of(report.others),
    }


# One goal ----------------------------------------------------------------------------------------


def goal_page(report: GoalPage, width: int) -> Page:
    """Return one goal, whole: its words, its numbers in sum, what happened, what is promised."""
    goal, line = report.goal, report.line
    look = line.circle if line.circle in CIRCLES else "strong"
    blocks: list[Block] = [
        Heading(1, text(line.title), text(dim(_standing(line, report.day)))),
        Para(text(Span(goal.id, look), dim(f" · {_facts(report)}"))),
    ]
    sections = [
        list(_told(goal)),
        list(_numbers(report, width)),
        list(_steps(report)),
        list(_events(goal)),
        list(_promises(report)),
    ]
    for section in sections:
        blocks += [Gap(), *section] if section else []
    blocks += [Gap(), Para(text(dim(_shared(goal)))), *_further(report)]
    return tuple(blocks)


def _facts(report: GoalPage) -> str:
    goal = report.goal
    words = [goal.circle or "no circle yet", goal.kind or "", goal.area]
    words.append("a team goal" if goal.scope == "team" else "")
    words.append(f"since {long_day(report.line.started)}" if report.line.started else "")
    words.append("protected" if goal.protected else "")
    return " · ".join(word for word in words if word)


def _told(goal: Goal) -> Iterator[Block]:
    """Return the goal's own words, a row each that has any."""
    told = [
        ("Why", goal.why),
        ("Purpose", goal.purpose),
        ("School goal", goal.school_goal),
        ("Question", goal.inquiry),
        ("Outcome", goal.outcome),
        ("Obstacle", goal.obstacle),
        *(("Plan", plan) for plan in goal.if_then),
        ("Support", support_words(goal)),
        ("When", _slot(goal)),
        ("Wording", _joined(", with ", goal.origin or "", goal.with_)),
        ("Supports", goal.supports),
        *(("Phase", phase) for phase in _phases(goal)),
        *_rulers("Matters", goal.importance),
        *_rulers("Sure", goal.confidence),
    ]
    rows = tuple((text(dim(name)), text(words)) for name, words in told if words)
    if rows:
        yield Rows(rows, indent=2)


def support_words(goal: Goal) -> str:
    """Return who helps with a goal, and how often: Priya, every 2 weeks."""
    if not (goal.support and goal.support.who):
        return ""
    every = f", every {goal.support.every}".replace(" 1 ", " ") if goal.support.every else ""
    return f"{goal.support.who}{every}"


def _joined(between: str, first: str, second: str) -> str:
    if not first:
        return second
    return f"{first}{between}{second}" if second else first


def _slot(goal: Goal) -> str:
    if goal.block:
        return f"block {goal.block}"
    if goal.slot is None:
        return ""
    words = [goal.slot.when, f"{goal.slot.minutes} minutes" if goal.slot.minutes else ""]
    return ", ".join(word for word in (*words, goal.slot.place) if word)


def _phases(goal: Goal) -> Iterator[str]:
    if goal.phases:
        named = ("enroll", "identify", "learn", "improve")
        begun = [(name, getattr(goal.phases, name)) for name in named]
        yield " · ".join(f"{name} {month_day(day)}" for name, day in begun if day)


def _rulers(name: str, rulers: tuple[Ruler, ...]) -> Iterator[tuple[str, str]]:
    for ruler in rulers:
        said = f"{ruler.value} of 10 on {month_day(ruler.on)}"
        yield name, f"{said}: {ruler.lower}" if ruler.lower else said


def _numbers(report: GoalPage, width: int) -> Iterator[Block]:
    if not report.measures:
        return
    yield Heading(2, text(strong("Numbers")))
    rows = []
    for measure in report.measures:
        said = next((m for m in report.goal.measures if m.id == measure.id), None)
        rows.append((text(measure.id), text(_aim(measure, said)), text(_so_far(measure))))
        about = "; ".join(filter(None, [_name(measure), said.how if said else ""]))
        if about:
            rows.append(((), text(dim(clipped(about, max(width - 20, 30)))), ()))
    yield Rows(tuple(rows), indent=2)
    if report.progress is not None and report.goal.kind == "achievement":
        bar = marks.bar(report.progress, _BAR)
        yield Para(text(bar, "  ", dim(f"{rate(report.progress)} of the way")), indent=2)


def _name(measure: MeasureProgress) -> str:
    return measure.name if measure.name != measure.id else ""


def _aim(measure: MeasureProgress, said: Measure | None) -> str:
    target = marks.number(measure.target)
    if measure.target is None:
        aim = "no target yet"
    elif measure.role == "lag":
        aim = f"to {target}"
        if measure.baseline is not None:
            aim = f"from {marks.number(measure.baseline)} {aim}"
    else:
        aim = {"up": f"{target} or more", "down": f"{target} or fewer", "hold": f"about {target}"}[
            measure.direction
        ]
    aim = f"{aim} {measure.unit}".strip()
    if measure.role == "lead" and measure.target is not None:
        aim += " a week"
    if said and said.from_:
        aim += f", from {month_day(said.from_)}"
    return aim + (", breaks too" if said and said.weeks == "all" else "")


def _so_far(measure: MeasureProgress) -> str:
    if measure.role == "lag":
        return "no reading yet" if measure.last is None else f"now {marks.number(measure.last)}"
    if measure.unit == "blocks":
        return f"kept {measure.met} of {measure.recorded}"
    if not measure.weeks:
        return "nothing planned yet"
    said = f"met {measure.met} of {measure.recorded} recorded"
    return said + (f", {measure.not_recorded} not recorded" if measure.not_recorded else "")


def _steps(report: GoalPage) -> Iterator[Block]:
    steps = report.goal.milestones
    if not steps:
        return
    done = sum(step.done is not None for step in steps)
    yield Heading(2, text(strong("Steps")), text(dim(f"{done} of {len(steps)}")))
    yield Rows(
        tuple(
            (
                text("✓" if step.done else "·"),
                text(step.title),
                text(f"due {month_day(step.due)}" if step.due else ""),
                text(f"done {month_day(step.done)}" if step.done else ""),
            )
            for step in steps
        )
    )


def _events(goal: Goal) -> Iterator[Block]:
    if not goal.events:
        return
    yield Heading(2, text(strong("What happened")))
    rows = []
    for event in goal.events:
        rows.append((text(str(event.on)), text(happened(event))))
        rows += [((), text(words)) for words in (event.what, event.why) if words]
    yield Rows(tuple(rows))


def _promises(report: GoalPage) -> Iterator[Block]:
    if not report.promises:
        return
    yield Heading(2, text(strong("Promised")))
    yield Rows(
        tuple(
            (
                text(promise.text),
                text(to_whom(promise.to)),
                text(f"due {month_day(promise.due)}" if promise.due else ""),
                text(dim(promise.ref)),
            )
            for promise in report.promises
        )
    )


def _shared(goal: Goal) -> str:
    if not goal.share:
        rate_only = ", ".join(goal.share_rate)
        return f"Private; its rate for {rate_only}." if rate_only else "Private."
    also = [field.replace("_", "-") for field in goal.share_also]
    words = f"Shared with {', '.join(goal.share)}: what it is called, its dates and its numbers"
    return f"{words}, and {', '.join(also)}." if also else f"{words}."


def _further(report: GoalPage) -> Iterator[Block]:
    if report.supporters:
        yield Para(text(dim(f"Served by {', '.join(report.supporters)}.")))
    words = text(dim("Week by week: "), command(f"stillpd progress {report.goal.id}"))
    if report.entries:
        told = f"   {plural(report.entries, 'entry', 'entries')}: "
        words += text(dim(told), command(f"stillpd log --goal {report.goal.id}"))
    yield Para(words)


def goal_data(report: GoalPage) -> dict[str, Any]:
    """Return one goal as JSON data: its keys as in the file, and what follows from them."""
    said: dict[str, Any] = data_of(report.goal)
    line = report.line
    return {
        **said,
        "status": line.status,
        "started": data_of(line.started),
        "due": data_of(line.due),
        "closed": data_of(line.closed),
        "slack": mean(line.slack),
        "progress": rate(report.progress),
        "private": line.private,
        "measures": [_measure_data(m, report.goal) for m in report.measures],
        "promises": [
            {"ref": p.ref, "text": p.text, "to": p.to, "due": data_of(p.due)}
            for p in report.promises
        ],
        "entries": report.entries,
        "supporters": list(report.supporters),
    }


def _measure_data(measure: MeasureProgress, goal: Goal) -> dict[str, Any]:
    said = goal.measure(measure.id)
    own: dict[str, Any] = data_of(said) if said else {}
    summed = ("planned", "recorded", "excused", "not_recorded", "met", "sum", "first", "last")
    return {
        **own,
        "id": measure.id,
        "name": measure.name,
        "role": measure.role,
        "target": data_of(measure.target),
        "baseline": data_of(measure.baseline),
        **{key: data_of(getattr(measure, key)) for key in summed},
        "mean": mean(measure.mean),
    }
