"""A period for a reader as a document: a sequence of sections, for paper and for Markdown.

Its words are those of the screen (progress.py, events.py, commitment.py) and of the page for a
browser (export_entries.py); prose stays the Markdown that it is until somebody writes it.
"""

from collections.abc import Iterator

from stillpd.insight.balance import CircleBalance
from stillpd.insight.portfolio import Portfolio
from stillpd.insight.progress import GoalProgress
from stillpd.insight.promises import PromiseRow
from stillpd.model.days import full_day, long_day, short_day
from stillpd.model.words import CIRCLES
from stillpd.render import export_goals, marks, progress
from stillpd.render.commitment import due_words, settled_words
from stillpd.render.events import told
from stillpd.render.export_document import (
    Document,
    Facts,
    Lines,
    Measures,
    Piece,
    Prose,
    Section,
    Table,
    Words,
)
from stillpd.render.export_entries import Item, Part, parts, promises, times, week_words
from stillpd.render.profile import section_lines
from stillpd.render.share import rate_words, who


def document(report: Portfolio) -> Document:
    """Return a period for its reader."""
    header, period = report.shared.journal.header, report.period
    days = f"{full_day(period.first)} – {full_day(period.last)}"
    whom = "me alone, with all that is private" if report.is_whole else ""
    rows = (
        ("Role", header.role),
        ("For", whom or who(report.shared.audience, report.shared.party)),
        ("Period", f"{period.name}, {days}" if period.name else days),
        ("As of", long_day(period.now.date())),
    )
    owner = header.owner or "A journal"
    return Document(
        title=f"{owner} · {period.name}" if period.name else owner,
        owner=owner,
        cover=Facts(tuple(row for row in rows if row[1])),
        sections=tuple(_sections(report)),
    )


def _sections(report: Portfolio) -> Iterator[Section]:
    yield from _circles(report)
    yield from _beside(report)
    if report.profile:
        yield Section(level=2, title="Profile", aside=long_day(report.profile.day))
        for heading, lines in section_lines(report.profile):
            yield Section(level=3, title=heading, pieces=(Lines(tuple(lines)),))
    found = {part.id: part for part in parts(report, _as_written)}
    if "words" in found:
        yield from _part(found.pop("words"))
    yield from _promises(report)
    for part in found.values():
        yield from _part(part)
    yield from _times(report)
    yield from _weeks(report)


# Goals -------------------------------------------------------------------------------------------


def _circles(report: Portfolio) -> Iterator[Section]:
    """Iterate over the circles with their goals; what the marks mean stands after the last."""
    sections: list[Section] = []
    for balance in report.progress.circles:
        sections += _circle(report, balance)
    loose = [goal for goal in report.progress.goals if goal.circle not in CIRCLES]
    if loose:
        sections.append(Section(level=2, title="No circle yet"))
        sections += [_goal(report, goal) for goal in loose]
    yield from sections
    pairs = progress.legend_pairs(report.progress)
    if pairs:
        said = (
            Words(
                ", ".join(f"{export_goals.unlike(mark)} {words}" for mark, words in pairs),
                quiet=True,
            ),
        )
        yield Section(level=3, title="What the marks mean", pieces=said)


def _circle(report: Portfolio, balance: CircleBalance) -> Iterator[Section]:
    name = balance.circle
    goals = [goal for goal in report.progress.goals if goal.circle == name]
    yield Section(
        level=2,
        title=name.capitalize(),
        aside=progress.circle_words(balance),
        circle=name,
        pieces=() if goals else (Words("Nothing set here yet.", quiet=True),),
    )
    yield from (_goal(report, goal) for goal in goals)


def _goal(report: Portfolio, goal: GoalProgress) -> Section:
    written = report.shared.journal.goals[goal.id]
    pieces: list[Piece] = []
    dates = export_goals.dates(goal)
    pieces += [Words(dates, quiet=True)] if dates else []
    measures = tuple(export_goals.measured(measure) for measure in goal.measures)
    pieces += [Measures(measures)] if measures else []
    about = tuple(export_goals.about(report, written))
    pieces += [Facts(about)] if about else []
    if goal.milestones:
        steps = ((step.title, export_goals.step_day(step)) for step in goal.milestones)
        pieces.append(Table(("Step", "When"), tuple(steps), grow=(0,)))
    changes = tuple((short_day(e.on), told(e)) for e in goal.events if e.on)
    pieces += [Table(("Day", "What changed"), changes)] if changes else []
    return export_goals.goal_section(goal, 3, pieces)


# What lies beside the goals ----------------------------------------------------------------------


def _beside(report: Portfolio) -> Iterator[Section]:
    if report.rates:
        lines = Lines(tuple(rate_words(rate) for rate in report.rates))
        yield Section(level=2, title="Goals of their own", pieces=(lines,))
    rows = tuple((label or "Then", words) for label, words in progress.sums(report.progress))
    if rows:
        yield Section(level=2, title="Quiet time and promises", pieces=(Facts(rows),))


def _promises(report: Portfolio) -> Iterator[Section]:
    """Iterate over the promises made in the period, the sums of which stand beside the title."""
    today = report.period.now.date()
    made = promises(report)
    if not made:
        return
    header = ("Made", "Promise", "To", "Due", "What became of it")
    rows = (
        (
            short_day(row.made),
            row.text,
            row.to,
            short_day(row.due) if row.due else "",
            due_words(row.due, today) if row.outcome == "open" else _outcome(row),
        )
        for row, _ in made
    )
    pieces: list[Piece] = [Table(header, tuple(rows), grow=(1, 4))]
    for row, more in made:
        pieces += [Words(f"{row.text}:", quiet=True), Prose(more)] if more else []
    sums = progress.promise_words(report.progress.commitments)
    yield Section(level=2, title="Promises", aside=sums, pieces=tuple(pieces))


def _outcome(row: PromiseRow) -> str:
    became = settled_words(row)
    return f"{became}, because {row.because}" if row.because else became


def _part(part: Part) -> Iterator[Section]:
    """Iterate over one kind of pages, each with its facts and its prose."""
    yield Section(level=2, title=part.name, aside=part.sums)
    for name, items in part.groups:
        if name:
            yield Section(level=3, title=name)
        yield from (_item(item, 4 if name else 3) for item in items)


def _as_written(body: str, _level: int) -> str:
    return body


def _item(item: Item, level: int) -> Section:
    pieces: list[Piece] = []
    if item.facts:
        said = " · ".join(f"{fact.label}: {fact.words}" for fact in item.facts)
        pieces.append(Words(said, quiet=True))
    pieces += [Prose(item.prose)] if item.prose.strip() else []
    title = f"★ {item.title}" if item.starred else item.title
    return Section(level=level, title=title, aside=item.day, pieces=tuple(pieces))


def _times(report: Portfolio) -> Iterator[Section]:
    """Iterate over where the hours of some weeks went, a row a week."""
    found = times(report)
    if not found:
        return
    titles = {goal.id: goal.title for goal in report.progress.goals}
    rows = tuple(
        (
            week_words(entry),
            " · ".join(f"{titles.get(k, k)} {marks.number(v)}" for k, v in entry.hours.items()),
            marks.number(sum(entry.hours.values())),
        )
        for entry in found
    )
    table = Table(("Week of", "Where", "Hours"), rows)
    yield Section(level=2, title="Where the hours went", pieces=(table,))


def _weeks(report: Portfolio) -> Iterator[Section]:
    """Iterate over the weeks of each measure in numbers: what its picture shows."""
    goals = sorted(
        report.progress.goals, key=lambda goal: [*CIRCLES, goal.circle].index(goal.circle)
    )
    found = [(goal, m) for goal in goals for m in goal.measures if m.weeks]
    if found:
        yield Section(level=2, title="The weeks in numbers")
    for goal, measure in found:
        weeks = Table(export_goals.head(measure), export_goals.rows(measure), narrow=True)
        title = f"{goal.title or goal.id}: {measure.name or measure.id}"
        yield Section(level=3, title=title, circle=goal.circle or "", pieces=(weeks,))
