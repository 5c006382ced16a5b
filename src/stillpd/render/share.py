"""Sharing on a page: audiences, what each may see, what would go, and what went."""

from collections.abc import Iterator, Sequence
from typing import Any

from stillpd.insight.gate_words import Named
from stillpd.insight.prepared import Prepared, Preview
from stillpd.insight.sharing import AudienceLine, SharedLine, SharedList
from stillpd.model.days import long_day, month_day, short_day
from stillpd.model.entry import ShareRecord
from stillpd.model.header import Audience, SharedRate
from stillpd.model.profile import Profile
from stillpd.render import log
from stillpd.render.data import data_of
from stillpd.render.lines import clipped
from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Spans, command, dim, strong
from stillpd.render.page import text as spans
from stillpd.render.profile import section_blocks
from stillpd.render.progress import goal_blocks
from stillpd.render.progress_data import goal_data
from stillpd.render.when import plural

_BESIDE = 40  # the columns beside the words of a line, about
_LEAST = 20
_MOST_PLACES = 5


def audiences_page(lines: Sequence[AudienceLine]) -> Page:
    """Return the audiences, a row each."""
    if not lines:
        add = command('stillpd audience add coach --name "Priya Raman" --kind coach')
        return Para(spans("Nobody yet: all is private.")), Para(spans(add), indent=2)
    return (Rows(tuple(_audience(line) for line in lines)),)


def _audience(line: AudienceLine) -> tuple[Spans, ...]:
    last = f"last shared {month_day(line.last)}" if line.last else ""
    key = "with a key" if line.party.age_key else ""
    return (
        spans(line.id),
        spans(line.party.name),
        spans(dim(line.party.kind or "")),
        spans(plural(line.pages, "page")),
        spans(dim(", ".join(part for part in (last, key) if part))),
    )


def list_page(report: SharedList, width: int) -> Page:
    """Return what an audience may see, a line each."""
    if not report.lines:
        shared = command(f"stillpd share set REF {report.audience}")
        return (Para(spans("Nothing is shared with them.  ", shared)),)
    room = max(width - _BESIDE, _LEAST)
    rows = tuple(_shared(line, room) for line in report.lines)
    return Heading(1, spans(who(report.audience, report.party))), Gap(), Rows(rows, indent=2)


def _shared(line: SharedLine, room: int) -> tuple[Spans, ...]:
    return (
        spans(line.ref),
        spans(dim(line.kind)),
        spans(dim(short_day(line.day) if line.day and line.kind != "profile" else "")),
        spans(clipped(line.said or line.part, room)),
        spans(dim(line.part if line.said else "")),
    )


def who(audience: str, party: Audience) -> str:
    """Return an audience for a reader: Priya Raman, coach."""
    return f"{party.name}, {party.kind or audience}" if party.name else audience


# What would go -----------------------------------------------------------------------------------


def preview_page(report: Preview, width: int) -> Page:
    """Return what an audience would see, and how much stays."""
    shared = report.prepared.shared
    title = spans(f"For {who(shared.audience, shared.party)}")
    blocks: list[Block] = [Heading(1, title, spans(dim(long_day(shared.at.date()))))]
    for goal in report.progress.goals:
        blocks += [Gap(), *goal_blocks(goal, width)]
    blocks += [block for r in _rates(report) for block in (Gap(), Para(spans(rate_words(r))))]
    if report.profile:
        blocks += _profile(report.profile)
    if report.timeline.found:
        blocks += [Gap(), *log.page(report.timeline, width)]
        blocks += [
            Gap(),
            Para(spans(dim("Each goes whole. One of them: "), command("stillpd show ID"))),
        ]
    if len(blocks) == 1:
        blocks += [Gap(), Para(spans("Nothing: nothing is shared with them yet."))]
    return (*blocks, Gap(), *_beside(report.prepared))


def _rates(report: Preview) -> tuple[SharedRate, ...]:
    bundle = report.prepared.shared.journal.header.bundle
    return bundle.rates if bundle else ()


def rate_words(rate: SharedRate) -> str:
    """Return how a private goal goes, without its name."""
    return f"A goal of their own: met {rate.met} of {rate.recorded} recorded"


def _profile(profile: Profile) -> Iterator[Block]:
    yield from (Gap(), Heading(2, spans(strong("PROFILE")), spans(dim(long_day(profile.day)))))
    yield from section_blocks(profile)


def _beside(report: Prepared) -> Iterator[Block]:
    """Iterate over what its owner hears beside it: how much stays, never what."""
    if report.new is not None:
        count = plural(len(report.new), "page")
        yield Para(spans(dim(f"New or changed since the last time: {count}.")))
    stays = plural(report.shared.withheld, "page stays with you", "pages stay with you")
    yield Para(spans(dim(f"{stays}.")))
    if report.left_files:
        what = plural(report.left_files, "file")
        yield Para(spans(dim(f"{what} of evidence stay: what they tell cannot be taken out.")))
    if report.named:
        yield Para(spans("Something private is named in it: it would not go like this."))
        yield from (Para(spans(place_words(one)), indent=2) for one in report.named[:_MOST_PLACES])
        redact = command(f"stillpd share pack {report.shared.audience} --redact")
        yield Para(spans(dim("Say it otherwise there, or have it taken out: "), redact))


def place_words(one: Named) -> str:
    """Return where a private name stands."""
    return f"{one.ref}, {one.key}, line {one.line}"


def preview_data(report: Preview) -> dict[str, Any]:
    """Return what would go as JSON data (docs/reference/json.md)."""
    prepared, shared = report.prepared, report.prepared.shared
    return {
        "audience": shared.audience,
        "name": shared.party.name,
        "as_of": str(shared.at.date()),
        "goals": [goal_data(goal) for goal in report.progress.goals],
        "rates": data_of(_rates(report)),
        "profile": [str(profile.day) for profile in shared.journal.profiles],
        "entries": log.data(report.timeline)["entries"],
        "files": sorted(prepared.evidence),
        "named": data_of(prepared.named),
        "new": sorted(prepared.new) if prepared.new is not None else None,
        "withheld": shared.withheld,
    }


# What went ---------------------------------------------------------------------------------------


def log_page(records: Sequence[ShareRecord]) -> Page:
    """Return what went to whom, a row each."""
    if not records:
        return (Para(spans("Nothing has been handed out yet.")),)
    return (Rows(tuple(_went(one) for one in records)),)


def _went(one: ShareRecord) -> tuple[Spans, ...]:
    return (
        spans(f"{short_day(one.day)}  {one.at:%H:%M}"),
        spans(one.audience),
        spans(plural(len(one.items), "page")),
        spans(dim(one.file)),
        spans(dim(one.ref)),
    )


def log_data(records: Sequence[ShareRecord]) -> dict[str, Any]:
    """Return what went to whom as JSON data."""
    return {
        "shares": [
            {
                "ref": one.ref,
                "at": data_of(one.at),
                "audience": one.audience,
                "file": one.file,
                "items": [item.partition("#")[0] for item in one.items],
                "withheld": one.withheld,
            }
            for one in records
        ]
    }
