"""Commitments on a page: one row a promise, the open ones by their date."""

from datetime import date
from typing import Any

from stillpd.insight.promises import PromiseList, PromiseRow
from stillpd.model.days import month_day, weekday
from stillpd.render.page import Block, Page, Para, Rows, Span, Spans, command, dim, text

_NEAR = 6


def page(found: PromiseList) -> Page:
    """Return the promises, and what can be done with them."""
    if not found.rows:
        said = "Nothing is promised." if found.only_open else "No promise like that."
        return (Para(text(said, "   ", command('stillpd commitment add "…" --to Luis'))),)
    blocks: list[Block] = [Rows(tuple(_row(row, found.today) for row in found.rows), indent=0)]
    if any(row.outcome == "open" for row in found.rows):
        blocks.append(
            Para(text(dim("Settle one:  "), command("stillpd commitment settle REF kept")))
        )
    return tuple(blocks)


def _row(row: PromiseRow, today: date) -> tuple[Spans, ...]:
    goal = ", ".join(row.goals)
    detail = ", ".join(part for part in (to_whom(row.to), goal) if part)
    when = due_words(row.due, today) if row.outcome == "open" else settled_words(row)
    return (
        text(dim(row.ref)),
        text(row.text, dim(f"   {detail}" if detail else "")),
        text(
            Span(when, "strong") if row.outcome == "open" and row.due and row.due <= today else when
        ),
    )


def settled_words(row: PromiseRow) -> str:
    """Return what became of a promise, and when: kept 26 Feb."""
    return f"{row.outcome} {month_day(row.settled)}".strip()


def to_whom(to: str) -> str:
    """Return whom a promise was made to: to Luis, to myself; nothing where it is not said."""
    if not to:
        return ""
    return "to myself" if to == "me" else f"to {to}"


def due_words(due: date | None, today: date) -> str:
    """Return when a promise is due, as seen from today."""
    if due is None:
        return "no date"
    days = (due - today).days
    if days == 0:
        return "due today"
    if days == 1:
        return "due tomorrow"
    name = weekday(due) if abs(days) <= _NEAR else month_day(due)
    return f"due {name}" if days > 0 else f"since {name}"


def data(found: PromiseList) -> dict[str, Any]:
    """Return the promises as JSON data (docs/reference/json.md)."""
    from stillpd.render.data import data_of

    return {"as_of": str(found.today), "commitments": data_of(found.rows)}
