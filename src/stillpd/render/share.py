"""Sharing on a page: audiences, what each may see, what would go, and what went."""

from collections.abc import Sequence
from typing import Any

from stillpd.insight.sharing import AudienceLine, Handed, SharedLine, SharedList, page_of
from stillpd.model.days import month_day, short_day
from stillpd.model.header import Audience, SharedRate
from stillpd.render.data import data_of
from stillpd.render.lines import clipped
from stillpd.render.page import Gap, Heading, Page, Para, Rows, Spans, command, dim
from stillpd.render.page import text as spans
from stillpd.render.show import ref_words
from stillpd.render.when import plural

_BESIDE = 40  # the columns beside the words of a line, about
_LEAST = 20
_MOST_REFS = 12
_KILO = 1000


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


def rate_words(rate: SharedRate) -> str:
    """Return how a private goal goes, without its name."""
    return f"A goal of their own: met {rate.met} of {rate.recorded} recorded"


def refs_words(refs: Sequence[str]) -> str:
    """Return pages by their names, the first few, and how many more there are."""
    told = ", ".join(map(ref_words, refs[:_MOST_REFS]))
    more = len(refs) - _MOST_REFS
    return f"{told} and {more} more" if more > 0 else told


def size_words(size: int) -> str:
    """Return the size of a file: 312 bytes, 4 KB, 1.2 MB."""
    if size < _KILO:
        return plural(size, "byte")
    return f"{size / _KILO:.0f} KB" if size < _KILO**2 else f"{size / _KILO**2:.1f} MB"


# What went ---------------------------------------------------------------------------------------


def log_page(records: Sequence[Handed], audience: str = "") -> Page:
    """Return what went to whom, a row each, in the order it went; `audience` is who was named."""
    if not records:
        whom = f"Nothing has gone to {audience} yet." if audience else ""
        return (Para(spans(whom or "Nothing has been handed out yet.")),)
    see = command(f"stillpd show {records[-1].record.ref}")
    rows = Rows(tuple(_went(one) for one in records))
    return rows, Gap(), Para(spans(dim("Which pages went: "), see))


def _went(one: Handed) -> tuple[Spans, ...]:
    told = one.record
    return (
        spans(f"{short_day(told.day)}  {told.at:%H:%M}"),
        spans(told.audience),
        spans(plural(len(told.items), "page")),
        spans(_news_words(one)),
        spans(dim(told.file)),
        spans(dim(told.ref)),
    )


def _news_words(one: Handed) -> str:
    """Return how much was new in it for those who had the one before."""
    if one.new is None:
        return "the first"
    counts = [f"{one.new} new"] if one.new else []
    counts += [f"{one.changed} changed"] if one.changed else []
    return ", ".join(counts) or "nothing new"


def log_data(records: Sequence[Handed]) -> dict[str, Any]:
    """Return what went to whom as JSON data."""
    return {
        "shares": [
            {
                "ref": one.record.ref,
                "at": data_of(one.record.at),
                "audience": one.record.audience,
                "file": one.record.file,
                "items": [*map(page_of, one.record.items)],
                "new": one.new,
                "changed": one.changed,
                "withheld": one.record.withheld,
            }
            for one in records
        ]
    }
