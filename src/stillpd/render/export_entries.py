"""The pages of a period for an exported page: by kind, each with a title, facts and prose."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import Any, TypeVar

from stillpd.insight.portfolio import Portfolio
from stillpd.insight.promises import PromiseRow, WantedPromises, list_promises
from stillpd.model.days import MONTHS, full_day, long_day, short_day
from stillpd.model.entry import (
    Activity,
    Ask,
    CheckIn,
    Commitment,
    Contact,
    Entry,
    Evidence,
    Note,
    Reflection,
    Release,
    Stillness,
    TimeSample,
)
from stillpd.model.profile import Day
from stillpd.model.record import record
from stillpd.render import marks
from stillpd.render.export_goals import week_of
from stillpd.render.export_prose import link, prose
from stillpd.render.show import headline
from stillpd.render.when import plural

Told = TypeVar("Told", bound=Entry)
Pairs = Iterator[tuple[str, Any]]


@record(kw_only=True)
class Fact:
    """A label and what it says; `href` leads to the web, and nothing leads elsewhere."""

    label: str
    words: str
    href: str = ""


@record(kw_only=True)
class Item:
    """One page of the journal: its title, its day, facts in a line or two, and prose."""

    ref: str
    title: str
    day: str
    iso: str
    facts: tuple[Fact, ...]
    prose: str
    starred: bool = False


@record(kw_only=True)
class Part:
    """A part of the page: its name, a line that sums it up, and groups of items, each with a name.

    A group without a name stands alone.
    """

    id: str
    name: str
    sums: str
    groups: tuple[tuple[str, tuple[Item, ...]], ...]


def parts(report: Portfolio, write: Callable[[str, int], str] = prose) -> Iterator[Part]:
    """Iterate over the parts that have something in them, in the order of the page."""
    items = _Items({goal.id: goal.title for goal in report.progress.goals}, report, write)
    yield from _words(report, items)
    found = _all(report, Evidence)
    yield from items.part("evidence", "Evidence", found, _evidence)
    yield from items.part("asks", "Asks", _all(report, Ask), _ask)
    yield from items.part("releases", "Let go on purpose", _all(report, Release), _release)
    yield from items.part("contacts", "Conversations", _all(report, Contact), _contact)
    learned = _all(report, Activity)
    hours = sum(entry.hours or 0 for entry in learned)
    told = f"{plural(len(learned), 'activity', 'activities')}"
    sums = f"{told}, {marks.number(hours)} hours" if hours else told
    yield from items.part("learning", "Professional learning", learned, _activity, sums)


def promises(report: Portfolio) -> tuple[tuple[PromiseRow, str], ...]:
    """Return the promises made in the period, oldest first, each with what else was written."""
    period = report.period
    found = list_promises(report.shared.journal, period, WantedPromises(open=False)).rows
    made = sorted((row for row in found if period.holds(row.made)), key=lambda row: row.made)
    bodies = {entry.ref: entry.body for entry in _all(report, Commitment)}
    return tuple(
        (row, body if (body := bodies.get(row.ref, "")) != row.text else "") for row in made
    )


def times(report: Portfolio) -> tuple[TimeSample, ...]:
    """Return where the hours of some weeks went."""
    return tuple(entry for entry in _all(report, TimeSample) if entry.hours)


def week_words(entry: TimeSample) -> str:
    """Return the week of which somebody told where the hours went, by its Monday."""
    return week_of(entry.week) if entry.week else short_day(entry.day)


def _all(report: Portfolio, kind: type[Told]) -> tuple[Told, ...]:
    return tuple(e for e in report.entries.get(kind.kind, ()) if isinstance(e, kind))


def _words(report: Portfolio, items: "_Items") -> Iterator[Part]:
    """Iterate over the part of what was written, month by month; numbers alone stand elsewhere."""
    found: list[Entry] = [*_all(report, Reflection), *_all(report, Note)]
    found += [one for one in _all(report, CheckIn) if one.body]
    found += [one for one in _all(report, Stillness) if one.body or one.displaced_by]
    found.sort(key=lambda entry: (entry.at, entry.id))
    if not found:
        return
    groups = tuple(
        (
            f"{MONTHS[month - 1]} {year}",
            tuple(items.item(one, items.written, 5) for one in of_month),
        )
        for (year, month), of_month in groupby(found, lambda e: (e.day.year, e.day.month))
    )
    sums = plural(len(found), "page")
    yield Part(id="words", name="Reflections and notes", sums=sums, groups=groups)


def _protocol_titles(report: Portfolio) -> Mapping[str, str]:
    """Return what the question sets are called that guided a reflection here."""
    if not any(entry.protocol for entry in _all(report, Reflection)):
        return {}
    from stillpd.journal.shipped import protocols_of

    return {name: one.title for name, one in protocols_of(report.shared.journal).items()}


class _Items:
    """Makes items; it knows what goals and quiet times are called."""

    def __init__(
        self, goals: Mapping[str, str], report: Portfolio, write: Callable[[str, int], str]
    ) -> None:
        self.goals, self.write = goals, write
        self.protocols = _protocol_titles(report)
        self.blocks = {block.id: block.title for block in report.shared.journal.blocks.values()}
        self.measures = {
            f"{goal.id}.{measure.id}": measure.name
            for goal in report.progress.goals
            for measure in goal.measures
        }

    def part(
        self,
        name: str,
        title: str,
        found: Iterable[Told],
        tell: Callable[[Told], tuple[str, Pairs]],
        sums: str = "",
    ) -> Iterator[Part]:
        """Iterate over one part, if there is anything in it."""
        made = tuple(self.item(entry, tell, 4) for entry in found)
        if made:
            yield Part(id=name, name=title, sums=sums or str(len(made)), groups=(("", made),))

    def item(self, entry: Told, tell: Callable[[Told], tuple[str, Pairs]], level: int) -> Item:
        """Return an entry as an item; headings in its prose begin at `level`."""
        title, own = tell(entry)
        facts = [_fact(label, value) for label, value in own if value not in (None, "", ())]
        facts += [_fact(label, value) for label, value in self._common(entry)]
        return Item(
            ref=entry.ref,
            title=title,
            day=long_day(entry.day),
            iso=str(entry.day),
            facts=tuple(facts),
            prose=self.write(entry.body, level),
            starred=entry.starred,
        )

    def written(self, entry: Entry) -> tuple[str, Pairs]:
        """Return the title of what was written, and what is told beside it."""
        name = entry.protocol if isinstance(entry, Reflection) else ""
        if not name:
            return headline(entry), _written_facts(entry)
        protocol = self.protocols.get(name, name.replace("-", " "))
        if not entry.title:
            return f"Reflection: {protocol}", _written_facts(entry)
        facts = chain((("guided by", protocol),), _written_facts(entry))
        return f"Reflection: {entry.title}", facts

    def _common(self, entry: Entry) -> Pairs:
        if isinstance(entry, Stillness) and self.blocks.get(entry.block):
            yield "quiet time", self.blocks[entry.block]
        if isinstance(entry, Evidence) and entry.measure:
            yield "measure", self.measures.get(entry.measure, entry.measure)
        named = [self.goals[name] for name in entry.goals if name in self.goals]
        if named:
            yield plural(len(named), "goal").partition(" ")[2], ", ".join(named)
        if entry.circle:
            yield "circle", entry.circle
        if entry.discipline:
            yield "discipline", entry.discipline
        for name in ("energy", "fulfilment"):
            if (value := getattr(entry, name)) is not None:
                yield name, f"{value} of 10"
        if entry.minutes is not None:
            yield "minutes", entry.minutes
        if entry.tags:
            yield "tags", ", ".join(entry.tags)


def _fact(label: str, value: Any) -> Fact:
    words = value if isinstance(value, str) else said(value)
    return Fact(label=label, words=words, href=link(words) if label == "link" else "")


def said(value: Any) -> str:
    """Return a day, a number, yes or no, or words, as a reader reads them."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case None:
            return ""
    return short_day(value) if hasattr(value, "isoformat") else marks.number(value)


# One kind after the other ------------------------------------------------------------------------


def _written_facts(entry: Entry) -> Pairs:
    match entry:
        case Reflection():
            yield "raised with", entry.raised_with
            yield from ((name.replace("-", " "), answer) for name, answer in entry.answers.items())
        case CheckIn():
            yield "week of", week_of(entry.counted_week)
        case Stillness():
            yield "on", entry.on
            yield "until", entry.until
            yield "it was", entry.outcome
            yield "in its place", entry.displaced_by


def _evidence(entry: Evidence) -> tuple[str, Pairs]:
    form = (entry.form or "evidence").capitalize()
    return entry.title or (f"{form}: {entry.lens}" if entry.lens else form), _evidence_facts(entry)


def _evidence_facts(entry: Evidence) -> Pairs:
    yield "form", entry.form if entry.title else ""
    yield "about", entry.about
    yield "looked at through", entry.lens if entry.title else ""
    yield "value", entry.value
    yield "looked at on", entry.looked
    yield "file", entry.file
    yield "link", entry.url


def _ask(entry: Ask) -> tuple[str, Pairs]:
    return entry.title or entry.what, _ask_facts(entry)


def _ask_facts(entry: Ask) -> Pairs:
    yield "asked by" if entry.direction == "in" else "asked of", entry.who
    if entry.direction == "in" and not entry.who:
        yield "asked", "of me"
    yield "what", entry.what if entry.title else ""
    answers = {"none": "no answer", "open": "open"}
    when = f", {short_day(entry.answered)}" if entry.answered else ""
    yield "answer", f"{answers.get(entry.answer, entry.answer)}{when}"
    yield "odds", f"{entry.odds} %" if entry.odds is not None else ""
    yield "felt risk", f"{entry.risk} of 10" if entry.risk is not None else ""
    yield "cost", entry.cost
    yield "gain", entry.gain


def _release(entry: Release) -> tuple[str, Pairs]:
    return entry.title or entry.practice, _release_facts(entry)


def _release_facts(entry: Release) -> Pairs:
    yield "practice", entry.practice if entry.title else ""
    yield "since", _day(entry.since)
    yield "why it served", entry.served
    yield "why now", entry.signs
    yield "let go", _day(entry.stopped)
    yield "given to", entry.given_to
    yield "kept", entry.keep
    yield "freed", f"{entry.minutes_a_week} minutes a week" if entry.minutes_a_week else ""


def _day(day: Day | None) -> str:
    return str(day) if isinstance(day, int) else full_day(day)


def _contact(entry: Contact) -> tuple[str, Pairs]:
    mode = (entry.mode or "contact").capitalize()
    return entry.title or (f"{mode} with {entry.who}" if entry.who else mode), _contact_facts(entry)


def _contact_facts(entry: Contact) -> Pairs:
    if entry.title:
        yield "with", entry.who
        yield "how", entry.mode
    yield "planned", entry.planned
    yield "phase", entry.phase
    yield "next", entry.next
    yield "look again", entry.check_back


def _activity(entry: Activity) -> tuple[str, Pairs]:
    return entry.title or entry.topic or "Activity", _activity_facts(entry)


def _activity_facts(entry: Activity) -> Pairs:
    yield "by", entry.provider
    yield "hours", entry.hours
    yield "topic", entry.topic if entry.title else ""
    yield "how", entry.mode
    yield "did", entry.did
    yield "to try", entry.try_
    yield "owned", f"{entry.owned} of 10" if entry.owned is not None else ""
    yield "proof", entry.proof
