"""What was changed and when, what undo takes back, what can be restored: plain lists."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from stillpd.journal.kept_pages import HistoryRow, RemovedPage
from stillpd.model.days import short_day
from stillpd.render.page import Gap, Page, Para, Rows, Spans, command, dim, text
from stillpd.render.when import plural


def page(rows: Sequence[HistoryRow], zone: tzinfo, left: int = 0, *, hide: bool = False) -> Page:
    """Return operations as rows, in the order given; `left` were left out by a limit.

    `hide` leaves out the words, which may name what is private.
    """
    if not rows:
        return nothing()
    with_versions = any(row.version is not None for row in rows)
    header = ("when", "command", "before it", "what") if with_versions else ()
    cells = tuple(_row(row, zone, hide=hide, with_versions=with_versions) for row in rows)
    said = Rows(cells, header=header, indent=2)
    if left:
        return said, Gap(), Para(text(dim(f"And {plural(left, 'earlier change')}: --limit N")))
    return (said,)


def nothing(*, ever: bool = False) -> Page:
    """Return the page for no operations; `ever` if there were some that are no longer kept."""
    said = "No earlier change is kept." if ever else "Nothing has been changed yet."
    return (Para(text(said)),)


def _row(row: HistoryRow, zone: tzinfo, *, hide: bool, with_versions: bool) -> tuple[Spans, ...]:
    said = text("" if hide else row.words, dim(", taken back" if row.undone else ""))
    version = (text(f"version {row.version}" if row.version else ""),) if with_versions else ()
    return text(when(row.moment, zone)), text(dim(row.command)), *version, said


def undo_page(rows: Sequence[HistoryRow], zone: tzinfo, *, hide: bool = False) -> Page:
    """Return what undo would take back, the next one first."""
    if not rows:
        return (Para(text("There is nothing to take back.")),)
    return Para(text("The next one first:")), *page(rows, zone, hide=hide)


def removed_page(rows: Sequence[RemovedPage], zone: tzinfo, hidden: int = 0) -> Page:
    """Return the pages that can be brought back, newest removal first."""
    blocks: list[Para | Rows] = []
    if rows:
        blocks.append(Rows(tuple(_removed(row, zone) for row in rows), indent=2))
    elif not hidden:
        blocks.append(Para(text("There is nothing to bring back.")))
    if hidden:
        blocks.append(Para(text(dim(f"{plural(hidden, 'private page')} not shown."))))
    return tuple(blocks)


def _removed(row: RemovedPage, zone: tzinfo) -> tuple[Spans, ...]:
    back = command(f"stillpd restore {row.ref}")
    return text(when(row.moment, zone)), text(row.what), text(back)


def when(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as a list tells it: 24 Oct 2025 15:05."""
    local = moment.astimezone(zone)
    return f"{short_day(local.date())} {local:%H:%M}"
