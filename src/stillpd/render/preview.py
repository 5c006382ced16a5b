"""What would go to an audience, whole: every page and every field, as they would see it."""

from collections.abc import Iterable, Iterator
from typing import Any

from stillpd.insight.prepared import Prepared, Preview, is_numbers, places, way_on
from stillpd.model.block import Block as QuietTime
from stillpd.model.days import MONTHS, long_day, month_day, short_day
from stillpd.model.entry import Entry
from stillpd.model.goal import Goal
from stillpd.model.header import Header, SchoolYear, SharedRate
from stillpd.model.profile import Profile
from stillpd.render import log, show
from stillpd.render.data import data_of
from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Span, command, dim, strong
from stillpd.render.page import text as spans
from stillpd.render.progress import goal_rows
from stillpd.render.progress_data import goal_data
from stillpd.render.share import rate_words, refs_words, size_words, who
from stillpd.render.when import plural

Standing = Goal | QuietTime | Profile


def preview_page(report: Preview, width: int, *, is_seen: bool = False) -> Page:
    """Return what an audience would see, oldest first, and beside it what its owner should know.

    Where others see the screen (`is_seen`) no private name is told.
    """
    prepared, shared = report.prepared, report.prepared.shared
    title = spans(f"For {who(shared.audience, shared.party)}")
    blocks: list[Block] = [Heading(1, title, spans(dim(long_day(shared.at.date()))))]
    if prepared.named:
        blocks.append(Para(spans(dim("Something private is named in it: the end says where."))))
    if prepared.is_empty:
        blocks += [Gap(), Para(spans(f"Nothing is shared with {shared.audience} yet."))]
        share = command(f"stillpd share set REF {shared.audience}")
        blocks.append(Para(spans(dim("Share a page: "), share), indent=2))
        found = spans(dim("Find REF with: "), command("stillpd goal list"), dim(" and "))
        blocks.append(Para((*found, command("stillpd log")), indent=2))
    else:
        blocks += _pages(report, width)
    blocks += [Gap(), Heading(2, spans(strong("BESIDE IT")), spans(dim("for you alone")))]
    return (*blocks, *_beside(prepared, is_seen=is_seen))


def _pages(report: Preview, width: int) -> Iterator[Block]:
    prepared, journal = report.prepared, report.prepared.shared.journal
    yield from (Gap(), *_first_page(journal.header))
    yield from _headed("GOALS", _goals(report, width))
    for rate in _rates(report):
        yield from (Gap(), Para(spans(rate_words(rate))))
    for title, shelf in (
        ("QUIET TIME", [*journal.blocks.values()]),
        ("PROFILE", [*journal.profiles]),
    ):
        yield from _headed(title, (b for page in shelf for b in _standing(page, prepared)))
    month = (0, 0)
    for entry in journal.entries:
        if (entry.at.year, entry.at.month) != month:
            month = (entry.at.year, entry.at.month)
            name = f"{MONTHS[entry.at.month - 1]} {entry.at.year}".upper()
            yield from (Gap(), Heading(2, spans(strong(name))))
        yield from (Gap(), *_entry(entry, prepared))
    if prepared.evidence:
        files = sorted(prepared.evidence.items())
        rows = tuple((spans(name), spans(size_words(len(held)))) for name, held in files)
        yield from (Gap(), Heading(2, spans(strong("FILES"))), Rows(rows, indent=2))


def _headed(title: str, blocks: Iterable[Block]) -> Iterator[Block]:
    found = tuple(blocks)
    if found:
        yield from (Gap(), Heading(2, spans(strong(title))), *found)


def _first_page(header: Header) -> Iterator[Block]:
    """Iterate over what the first page says: whose it is, and the days of the school years."""
    name = " · ".join(part for part in (header.owner, header.role) if part)
    yield Heading(2, spans(strong(name or "A journal")), spans(dim(header.timezone)))
    rows = tuple(row for year in header.school_years for row in _year(year))
    if rows:
        yield Rows(rows, indent=2)


def _year(year: SchoolYear) -> Iterator[tuple[tuple[Span, ...], ...]]:
    breaks = ((f"break {n}", b.from_, b.to) for n, b in enumerate(year.breaks, 1))
    terms = ((term.name, term.starts, term.ends) for term in year.terms)
    for name, first, last in (
        (f"school year {year.name}", year.starts, year.ends), *terms, *breaks
    ):  # fmt: skip
        days = " – ".join(short_day(day) for day in (first, last) if day)
        yield spans(dim(name)), spans(days)


def _goals(report: Preview, width: int) -> Iterator[Block]:
    pictures = {goal.id: goal for goal in report.progress.goals}
    for goal in report.prepared.shared.journal.goals.values():
        yield from _standing(goal, report.prepared)
        rows = goal_rows(pictures[goal.id], width) if goal.id in pictures else []
        if rows:
            yield from (Gap(), Rows(tuple(rows), indent=2))


def _standing(page: Standing, prepared: Prepared) -> Iterator[Block]:
    ref = str(page.day) if isinstance(page, Profile) else page.id
    title, aside = show.standing_title(ref, page)
    path = f"{_FOLDERS[type(page)]}/{ref}.toml"
    mark = _mark(path, prepared)
    yield from (Gap(), Heading(3, spans(strong(title)), spans(*_marked(mark, aside))))
    yield from show.standing_blocks(page)


_FOLDERS = {Goal: "goals", QuietTime: "blocks", Profile: "profile"}


def _entry(entry: Entry, prepared: Prepared) -> Iterator[Block]:
    when = f"{short_day(entry.day)}, {entry.at:%H:%M} · {entry.id}"
    beside = _marked(_mark(entry.id, prepared), when)
    yield Heading(3, spans(strong(show.headline(entry))), spans(*beside))
    yield from show.entry_blocks(entry)


def _mark(item: str, prepared: Prepared) -> str:
    """Return whether a page is new since the last time, or changed; nothing where it is neither."""
    news = prepared.news
    if news is None:
        return ""
    return "new" if item in news.new else "changed" if item in news.changed else ""


def _marked(mark: str, aside: str) -> tuple[Span, ...]:
    if not mark:
        return (dim(aside),)
    return (strong(mark), dim(f" · {aside}" if aside else ""))


def _rates(report: Preview) -> tuple[SharedRate, ...]:
    bundle = report.prepared.shared.journal.header.bundle
    return bundle.rates if bundle else ()


def _beside(report: Prepared, *, is_seen: bool) -> Iterator[Block]:
    """Iterate over what its owner hears beside it: how much stays, never what."""
    audience = report.shared.audience
    if report.named:
        yield Para(spans("Something private is named in it, so it would not go like this:"))
        yield from (
            Para(spans(place), indent=2) for place in places(report.named, said=not is_seen)
        )
        yield Para(spans(dim("Say it otherwise: "), command(way_on(report.named))))
        redact = command(f"stillpd share preview {audience} --redact")
        yield Para(spans(dim("Or see it with these names taken out: "), redact))
    if report.news:
        since = month_day(report.news.since, report.shared.at.date())
        told = tuple(news_words(report))
        yield Para(spans(dim(f"Since the last time, {since}: {'; '.join(told) or 'nothing new'}.")))
    if report.left_files:
        what = plural(report.left_files, "file of evidence stays", "files of evidence stay")
        yield Para(spans(dim(f"{what}: what it tells of itself cannot be taken out.")))
    stays = plural(report.shared.withheld, "page stays with you", "pages stay with you")
    yield Para(spans(dim(f"{stays}.")))
    if not (report.named or report.is_empty):
        taken_out = " --redact" if report.is_redacted else ""
        pack = command(f"stillpd share pack {audience}{taken_out} -o for-{audience}.stillpd.zip")
        yield Para(spans(dim("Hand it out: "), pack))


def news_words(report: Prepared) -> Iterator[str]:
    """Iterate over what is new, and what is changed: by name, numbers alone by their count."""
    if report.news is None:
        return
    for what, refs in (("new", report.news.new), ("changed", report.news.changed)):
        named = list(report.told_by_name(refs))
        numbers = len(refs) - len(named)
        told = [refs_words(named)] if named else []
        told += [plural(numbers, "page of numbers", "pages of numbers")] if numbers else []
        if told:
            yield f"{what} {' and '.join(told)}"


def preview_data(report: Preview) -> dict[str, Any]:
    """Return what would go as JSON data (docs/reference/json.md)."""
    prepared, shared = report.prepared, report.prepared.shared
    journal, news = shared.journal, prepared.news
    first_page = data_of(journal.header)
    return {
        "audience": shared.audience,
        "name": shared.party.name,
        "as_of": str(shared.at.date()),
        "first_page": {k: first_page[k] for k in ("owner", "role", "timezone", "school_years")},
        "goals": [goal_data(goal) for goal in report.progress.goals],
        "rates": data_of(_rates(report)),
        "profile": [str(profile.day) for profile in journal.profiles],
        "entries": log.data(report.timeline)["entries"],
        "pages": [*_pages_data(prepared)],
        "files": sorted(prepared.evidence),
        "sizes": [len(held) for _, held in sorted(prepared.evidence.items())],
        "named": [{"ref": n.ref, "key": n.key, "line": n.line} for n in prepared.named],
        "since": str(news.since) if news else None,
        "new": sorted(news.new) if news else None,
        "changed": sorted(news.changed) if news else None,
        "left_files": prepared.left_files,
        "withheld": shared.withheld,
    }


def _pages_data(prepared: Prepared) -> Iterator[dict[str, Any]]:
    """Iterate over every page that goes, as `show` has it, with `mark` where it is new."""
    journal = prepared.shared.journal
    standing: list[Standing] = [
        *journal.goals.values(), *journal.blocks.values(), *journal.profiles
    ]  # fmt: skip
    for page in standing:
        ref = str(page.day) if isinstance(page, Profile) else page.id
        path = f"{_FOLDERS[type(page)]}/{ref}.toml"
        yield {**show.data(ref, path, page), "mark": _mark(path, prepared)}
    for entry in journal.entries:
        said = show.data(entry.id, "", entry)
        yield {**said, "numbers": is_numbers(entry), "mark": _mark(entry.id, prepared)}
