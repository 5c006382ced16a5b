"""A reminder in a few lines, as cron mails it: what is on, one question, how to answer."""

from collections.abc import Iterator
from typing import Any

from stillpd.insight.quiet_time import Time
from stillpd.insight.reminder import Reminder
from stillpd.model.days import month_day, weekday
from stillpd.render.page import Block, Page, Para, Span, Spans, command, text
from stillpd.render.when import plural

_NEUTRAL = "Your quiet time"


def page(found: Reminder, *, draft: bool = False) -> Page:
    """Return what is due; `draft` says that a sheet lies ready."""
    if not found.is_due:
        return (Para(text("Nothing is due.")),)
    blocks: list[Block] = [Para(text(_time(each, found))) for each in found.times]
    if found.question:
        asked = Span(found.question.ask, "ask")
        blocks.append(Para(text("This week's question: ", asked)))
    counts = " ".join(_counts(found))
    if counts:
        blocks.append(Para(text(counts)))
    if found.times or counts:
        blocks.append(Para(text("Answer with: ", command(_answer(found, draft=draft)))))
    return (*blocks, *(Para(line) for line in _beside(found)))


def _time(each: Time, found: Reminder) -> str:
    name = each.title or _NEUTRAL
    if each.at.date() == found.now.date():
        minutes = f", {plural(each.minutes, 'minute')}" if each.minutes else ""
        return f"{name}: {each.at:%H:%M}{minutes}."
    day = each.at.date()
    return f"{name}: still open from {weekday(day)} {month_day(day)}, {each.at:%H:%M}."


def _counts(found: Reminder) -> Iterator[str]:
    count = len(found.promises)
    if count:
        when = "Due today" if count == found.promised_today else "Due"
        yield f"{when}: {plural(count, 'promise')}."
    if found.numbers:
        yield f"Open: {plural(len(found.numbers), 'number')}."


def _beside(found: Reminder) -> Iterator[Spans]:
    if found.revisit:
        yield text("Your profile would like another look: ", command("stillpd profile revisit"))
    if found.more:
        yield text("Something of your own is due: ", command("stillpd"))


def _answer(found: Reminder, *, draft: bool) -> str:
    if found.times:
        if draft:
            return "stillpd reflect --draft"
        protocol = found.times[0].protocol
        return "stillpd reflect" if protocol in {"", "weekly"} else f"stillpd reflect {protocol}"
    return "stillpd" if found.promises else "stillpd check"


def data(found: Reminder, *, is_new: bool) -> dict[str, Any]:
    """Return a reminder as JSON data (docs/reference/json.md)."""
    from stillpd.render.data import data_of

    return {
        "as_of": data_of(found.now),
        "due": found.is_due,
        "new": is_new,
        "times": [
            {
                "block": each.block if each.title else "",
                "title": each.title,
                "at": data_of(each.at),
                "minutes": each.minutes,
                "protocol": each.protocol,
                "state": each.state,
            }
            for each in found.times
        ],
        "question": found.question.ask if found.question else None,
        "promises": len(found.promises),
        "numbers": len(found.numbers),
        "revisit": bool(found.revisit),
        "more": bool(found.more),
    }
