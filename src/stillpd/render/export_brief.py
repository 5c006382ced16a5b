"""The page before a talk as a file to hand over: for a browser, and for paper.

It says what the screen says (brief.py), with the names of goals and measures and not their ids.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from stillpd.insight.brief import Brief, GoalBrief, NewPage
from stillpd.model.days import long_day, month_day, short_day
from stillpd.render import brief, progress
from stillpd.render.commitment import due_words
from stillpd.render.events import told
from stillpd.render.export_document import (
    Document,
    Facts,
    Lines,
    Measures,
    Piece,
    Section,
    Table,
    Words,
)
from stillpd.render.export_goals import goal_section, measured, unlike
from stillpd.render.share import rate_words, who

if TYPE_CHECKING:
    from jinja2 import Template


def as_html(report: Brief) -> bytes:
    """Return the page for a browser: whole in itself, nothing fetched, nothing that runs."""
    from stillpd.render.export_templates import page_style

    page = _template().render(page=document(report), style=page_style())
    return f"{page.rstrip()}\n".encode()


def as_pdf(report: Brief, timezone: str) -> bytes:
    """Return the page for paper. Raises InvalidInput where the part that sets it is not here."""
    from stillpd.render.export_pdf import pages

    return pages(document(report), report.today, timezone)


@cache
def _template() -> "Template":
    from stillpd.render.export_templates import templates

    return templates().get_template("brief.html")


def document(report: Brief) -> Document:
    """Return the page as sections."""
    whom = who(report.audience, report.party)
    rows = [
        ("Day", long_day(report.today)),
        ("Week", f"{report.week} of {report.weeks}" if report.week else ""),
    ]
    if report.talk:
        back = f"; look again {short_day(report.talk.check_back)}" if report.talk.check_back else ""
        rows.append(("Last talk", brief.talk_words(report.talk)))
        rows.append(("Next, it said", f"{report.talk.next}{back}" if report.talk.next else ""))
    return Document(
        title=f"Before the talk: {' and '.join(filter(None, (report.owner, whom)))}",
        owner=report.owner or "A journal",
        cover=Facts(tuple(row for row in rows if row[1])),
        compact=True,
        sections=tuple(_sections(report)),
    )


def _sections(report: Brief) -> Iterator[Section]:
    if report.is_empty:
        said = Words("Nothing is shared for this talk yet.")
        yield Section(level=2, title="Nothing yet", pieces=(said,))
        return
    yield from _goals(report)
    if report.rates:
        lines = Lines(tuple(rate_words(rate) for rate in report.rates))
        yield Section(level=2, title="Goals of their own", pieces=(lines,))
    yield from _promises(report)
    yield from _new(report)
    if report.question:
        asked = Words(report.question.ask)
        yield Section(level=2, title="One question to ask", pieces=(asked,))


def _goals(report: Brief) -> Iterator[Section]:
    """Iterate over the goals; what the marks mean stands below the last."""
    sections = [_goal(one) for one in report.goals]
    pairs = progress.legend_of(one.goal for one in report.goals)
    if pairs:
        said = Words(", ".join(f"{unlike(mark)} {words}" for mark, words in pairs), quiet=True)
        sections[-1] = replace(sections[-1], pieces=(*sections[-1].pieces, said))
    yield from sections


def _goal(one: GoalBrief) -> Section:
    goal = one.goal
    names = {measure.id: measure.name or measure.id for measure in goal.measures}
    newest = [replace(n, measure=names.get(n.measure, n.measure)) for n in one.newest]
    facts = [("Newest", ", ".join(brief.newest_words(newest)))]
    facts.append(("Cycle", " · ".join(f"{p.phase} {month_day(p.since)}" for p in one.phases)))
    facts += [("Changed", f"{short_day(e.on)}: {told(e)}") for e in one.changes if e.on]
    facts += [("If … then", goal.if_then[0])] if goal.if_then and not goal.closed else []
    done = sum(step.done is not None for step in goal.milestones)
    facts.append(("Steps", f"{done} of {len(goal.milestones)} done" if goal.milestones else ""))
    shown = tuple(row for row in facts if row[1])
    measures = tuple(measured(measure) for measure in goal.measures)
    pieces: list[Piece] = [Measures(measures)] if measures else []
    pieces += [Facts(shown)] if shown else []
    return goal_section(goal, 2, pieces)


def _promises(report: Brief) -> Iterator[Section]:
    if not report.promises:
        return
    rows = tuple(
        (
            row.text,
            row.to,
            due_words(row.due, report.today)
            if row.outcome == "open"
            else f"{row.outcome} {month_day(row.settled, report.today)}".strip(),
        )
        for row in report.promises
    )
    more = f"and {report.more_promises} more open" if report.more_promises else ""
    table = Table(("Promise", "To", "It is"), rows, grow=(0,))
    yield Section(level=2, title="Promised", aside=more, pieces=(table,))


def _new(report: Brief) -> Iterator[Section]:
    what, since = brief.new_words(report), short_day(report.since)
    if not report.new_kinds:
        if report.talk or report.promises:
            said = Words(f"Nothing {what} since {since}.", quiet=True)
            yield Section(level=2, title="New", pieces=(said,))
        return
    counts = ", ".join(brief.count_words(kind, n) for kind, n in report.new_kinds.most_common())
    rows = tuple(map(_new_row, brief.newest(report)))
    pieces = (Table(("Day", "Page", "It says"), rows, grow=(2,)),) if rows else ()
    yield Section(level=2, title=f"{what.capitalize()} since {since}", aside=counts, pieces=pieces)


def _new_row(page: NewPage) -> tuple[str, str, str]:
    """Return a new page; of a reflection what it was guided by is called by its title."""
    from stillpd.journal.shipped import shipped_protocols

    guide = shipped_protocols().get(page.guide) if page.guide else None
    name = guide.title if guide else page.guide
    return month_day(page.day), ", ".join(filter(None, (page.kind, name))), page.said
