"""A period as one page for a browser: whole in itself, nothing fetched, nothing that runs."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from stillpd.insight.portfolio import Portfolio
from stillpd.insight.progress import GoalProgress, MeasureProgress
from stillpd.insight.promises import PromiseRow
from stillpd.model.days import full_day, long_day, short_day
from stillpd.model.record import record
from stillpd.model.words import CIRCLES
from stillpd.render import export_goals, marks, progress
from stillpd.render.events import told
from stillpd.render.export_charts import Chart, chart
from stillpd.render.export_entries import Part, parts, promises, said, times, week_words
from stillpd.render.export_prose import prose
from stillpd.render.export_templates import page_style, templates
from stillpd.render.profile import section_lines
from stillpd.render.share import rate_words, who
from stillpd.render.when import plural

if TYPE_CHECKING:
    from jinja2 import Template


@record(kw_only=True)
class MeasureView:
    """A measure for a reader: its figures in words, its picture, and its weeks as a table."""

    name: str
    aim: str
    words: str
    gaps: str
    spoken: str
    chart: Chart | None
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@record(kw_only=True)
class GoalView:
    """A goal for a reader, as it stood at the moment of the report. `facts` are HTML."""

    number: int
    title: str
    standing: str
    dates: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[tuple[bool, str, str], ...]
    events: tuple[tuple[str, str, str], ...]
    measures: tuple[MeasureView, ...]


@record(kw_only=True)
class SectionView:
    """A section of the page, and its line of the contents.

    `kind` says how it is written, and `of` what is in it: where there is nothing, it is left out.
    `aside` stands beside its title, `count` in the contents.
    """

    id: str
    name: str
    kind: str
    of: Sequence[Any]
    aside: str = ""
    count: str = ""


def as_bytes(report: Portfolio) -> bytes:
    """Return the page."""
    page = _template().render(
        sections=[section for section in _sections(report) if section.of],
        cover=_cover(report),
        style=page_style(),
    )
    return f"{page.rstrip()}\n".encode()


def _sections(report: Portfolio) -> Iterator[SectionView]:
    """Iterate over the sections in the order in which they stand."""
    yield from _circles(report)
    rates = [rate_words(rate) for rate in report.rates]
    yield SectionView(id="rates", name="Goals of their own", kind="lines", of=rates)
    yield SectionView(id="quiet-time", name="Quiet time", kind="facts", of=_still(report))
    if report.profile:
        yield SectionView(
            id="profile",
            name="Profile",
            kind="profile",
            of=list(section_lines(report.profile)),
            aside=long_day(report.profile.day),
        )
    found = {part.id: _part(part) for part in parts(report)}
    if "words" in found:
        yield found.pop("words")
    yield SectionView(
        id="promises",
        name="Promises",
        kind="promises",
        of=[_promise(row, more) for row, more in promises(report)],
        aside=progress.promise_words(report.progress.commitments),
    )
    yield from found.values()
    hours = list(_times(report))
    yield SectionView(id="times", name="Where the hours went", kind="times", of=hours)


def _part(part: Part) -> SectionView:
    return SectionView(
        id=part.id,
        name=part.name,
        kind="part",
        of=part.groups,
        aside=part.sums,
        count=part.sums,
    )


@cache
def _template() -> "Template":
    return templates().get_template("journal.html")


def _cover(report: Portfolio) -> dict[str, Any]:
    header, shared = report.shared.journal.header, report.shared
    period = report.period
    return {
        "owner": header.owner or "A journal",
        "role": header.role,
        "whom": "" if report.is_whole else who(shared.audience, shared.party),
        "period": period.name,
        "first": full_day(period.first),
        "last": full_day(period.last),
        "as_of": long_day(period.now.date()),
    }


# Goals -------------------------------------------------------------------------------------------


def _circles(report: Portfolio) -> Iterator[SectionView]:
    """Iterate over the circles that have goals, and at last those that have no circle yet.

    The name of a circle is also its place, by which it has its hue.
    """
    goals, told = report.progress.goals, report.progress.circles
    number = count(1)
    for name in (*CIRCLES, None):
        mine = [goal for goal in goals if (goal.circle if goal.circle in CIRCLES else None) == name]
        yield SectionView(
            id=name or "loose",
            name=name.capitalize() if name else "No circle yet",
            kind="circle",
            of=[_goal(report, goal, next(number)) for goal in mine],
            aside=next((progress.circle_words(one) for one in told if one.circle == name), ""),
            count=plural(len(mine), "goal"),
        )


def _goal(report: Portfolio, goal: GoalProgress, number: int) -> GoalView:
    written = report.shared.journal.goals[goal.id]
    return GoalView(
        number=number,
        title=goal.title,
        standing=progress.standing(goal),
        dates=export_goals.dates(goal),
        facts=tuple(
            (label, prose(words, 5)) for label, words in export_goals.about(report, written)
        ),
        steps=tuple(
            (step.done is not None, step.title, export_goals.step_day(step))
            for step in goal.milestones
        ),
        events=tuple((full_day(e.on), str(e.on), told(e)) for e in goal.events if e.on),
        measures=tuple(_measure(goal, measure) for measure in goal.measures),
    )


def _measure(goal: GoalProgress, measure: MeasureProgress) -> MeasureView:
    return MeasureView(
        name=measure.name,
        aim=export_goals.aim(measure),
        words=export_goals.figures(measure),
        gaps=_gap_words(measure),
        spoken=_spoken(measure),
        chart=chart(measure, goal.events),
        head=export_goals.head(measure),
        rows=export_goals.rows(measure),
    )


def _gap_words(measure: MeasureProgress) -> str:
    kinds = [gap.kind for gap in measure.gaps]
    told = {"break": "of break", "paused": "paused"}
    counted = {words: kinds.count(kind) for kind, words in told.items() if kind in kinds}
    return ", ".join(f"{plural(n, 'week')} {words}" for words, n in counted.items())


def _spoken(measure: MeasureProgress) -> str:
    """Return what a picture shows, for those who hear the page."""
    days = [row.on or row.week.monday for row in measure.weeks]
    values = [row.value for row in measure.weeks if row.value is not None]
    if not days:
        return ""
    told = f"From {full_day(min(days))} to {full_day(max(days))}"
    if not values:
        return f"{told}."
    first, last = marks.number(values[0]), marks.number(values[-1])
    least, most = marks.number(min(values)), marks.number(max(values))
    return f"{told}: at first {first}, at last {last}, between {least} and {most}."


# What lies beside the goals ----------------------------------------------------------------------


def _promise(row: PromiseRow, more: str) -> dict[str, str]:
    return {
        "day": short_day(row.made),
        "iso": str(row.made),
        "text": row.text,
        "to": row.to,
        "due": short_day(row.due) if row.due else "",
        "outcome": row.outcome,
        "settled": short_day(row.settled) if row.settled else "",
        "because": row.because,
        "prose": prose(more, 3),
    }


def _still(report: Portfolio) -> list[tuple[str, str]]:
    """Return what became of the quiet times, a line each."""
    blocks = report.shared.journal.blocks
    return [
        (blocks[one.id].title or "Quiet time", progress.still_words(one))
        for one in report.progress.stillness.blocks
        if one.planned and one.id in blocks
    ]


def _times(report: Portfolio) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
    titles = {goal.id: goal.title for goal in report.progress.goals}
    for entry in times(report):
        hours = [(titles.get(name, name), said(value)) for name, value in entry.hours.items()]
        yield week_words(entry), hours, said(sum(entry.hours.values()))
