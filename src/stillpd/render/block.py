"""Blocks on a page: the list of them, one of them whole, and its times; and as JSON data."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from stillpd.insight.blocks import BlockLine, BlockList, BlockPage, BlockTimes
from stillpd.insight.clock_changes import OddTime
from stillpd.insight.stillness import BlockSums, Occurrence
from stillpd.model.block import Block as QuietTime
from stillpd.model.days import full_day, long_day, month_day, near_day, short_day, weekday
from stillpd.render.data import data_of
from stillpd.render.lines import MOST_PROSE
from stillpd.render.marks import QUIET, legend
from stillpd.render.page import Block, Gap, Heading, Page, Para, Rows, Spans, command, dim, text
from stillpd.render.rule_words import when_words
from stillpd.render.width import cells

_LABEL = 14
_FIRST = 3


def first_words(block: QuietTime, first: Sequence[datetime], now: datetime) -> tuple[str, str]:
    """Return how a block was understood: when it comes round, from when; and its next times."""
    today = now.date()
    words = when_words(block, now.tzinfo or UTC)
    words = words[:1].upper() + words[1:]
    if block.starts:
        words += f", from {long_day(block.starts.date())}"
    if block.ends:
        words += f" to {full_day(block.ends)}"
    named = ", ".join(near_day(at.date(), today) for at in first[:_FIRST])
    if not named:
        return f"{words}.", "No time is to come."
    is_past = first[0].date() < today
    return f"{words}.", f"{'Open since' if is_past else 'Next:'} {named}."


def past_words(block: QuietTime, count: int, first: Sequence[datetime]) -> list[str]:
    """Return what becomes of the times before today of a new block, and how to do without."""
    if not count:
        return []
    counted = "1 time before today counts" if count == 1 else f"{count} times before today count"
    told = [f"{counted} as not answered."]
    if first:
        anew = f"stillpd block edit {block.id} --starts {first[0].date()}"
        told.append(f"From now on only: {anew}")
    return told


def odd_words(odd: OddTime) -> str:
    """Return what becomes of a time that a day does not have, or has twice."""
    day = full_day(odd.said.date())
    if odd.is_skipped:
        skipped = f"On {day} the clocks skip {odd.said:%H:%M}"
        return f"{skipped}: that day it is at {odd.held:%H:%M}."
    return f"On {day} there are two {odd.said:%H:%M}: it is the first."


# The list ----------------------------------------------------------------------------------------


def list_page(report: BlockList, *, is_shared: bool = False) -> Page:
    """Return the blocks, one row each; where others see the screen, only theirs are in it."""
    blocks: list[Block] = []
    if report.lines:
        blocks.append(Rows(tuple(_row(line, report.day) for line in report.lines), indent=0))
        blocks += _asked(report)
    elif is_shared:
        blocks.append(Para(text("None that this screen may show.")))
    elif not report.ended:
        add = command('stillpd block add friday --every "fri 14:45" --minutes 20')
        blocks += [Para(text("No quiet time is on the calendar yet.")), Para(text(add), indent=2)]
    else:
        blocks.append(Para(text("No quiet time goes on now.")))
    if report.ended:
        told = f"And {report.ended} ended: "
        blocks.append(Para(text(dim(told), command("stillpd block list --all"))))
    return tuple(blocks)


def _row(line: BlockLine, day: date) -> tuple[Spans, ...]:
    return (
        text(line.block.id),
        text(_when_and_how_long(line)),
        _kept(line),
        text(dim(_next(line, day))),
    )


def _asked(report: BlockList) -> Iterator[Para]:
    """Iterate over a line on how to answer for each time that is asked for, and no older one."""
    several = len(report.lines) > 1
    for line in report.lines:
        if line.asked:
            name, which = (f" {line.block.id}", f"{line.block.id}, ") if several else ("", "")
            asked = f"What became of {which}{near_day(line.asked.date(), report.day)}?  "
            told = f"stillpd block keep{name} · shorten MINUTES · miss"
            yield Para(text(dim(asked), command(told)))


def _when_and_how_long(line: BlockLine) -> str:
    block = line.block
    minutes = f", {block.minutes} minutes" if block.minutes else ""
    return f"{when_words(block, line.zone)}{minutes}"


def _kept(line: BlockLine) -> Spans:
    """Return the rate with both its numbers, where any was expected yet.

    The time that is asked for stands below; how many others have no answer is said in passing.
    """
    sums = line.sums
    expected = sums.planned - sums.excused - sums.open
    words = f"kept {sums.kept} of {expected}" if expected else ""
    others = sums.open - (1 if line.asked else 0)
    unanswered = f"{others} not answered" if others > 0 else ""
    return text(words, dim(f", {unanswered}" if words and unanswered else unanswered))


def _next(line: BlockLine, day: date) -> str:
    if line.ended:
        return f"ended {month_day(line.block.ends, day)}"
    if line.next is None:
        return "nothing to come"
    when = near_day(line.next.date(), day)
    return f"open since {when}" if line.next.date() < day else f"next {when}"


def list_data(report: BlockList) -> dict[str, Any]:
    """Return the list as JSON data (docs/reference/json.md)."""
    return {
        "as_of": str(report.day),
        "blocks": [_line_data(line) for line in report.lines],
        "ended": report.ended,
    }


def _line_data(line: BlockLine) -> dict[str, Any]:
    sums: dict[str, Any] = data_of(line.sums)
    del sums["id"]
    return {
        **data_of(line.block),
        "when": when_words(line.block, line.zone),
        "next": data_of(line.next),
        "ended": line.ended,
        "private": line.private,
        "sums": sums,
    }


# One block ---------------------------------------------------------------------------------------


def block_page(report: BlockPage, width: int) -> Page:
    """Return one block: its facts in words, what became of it, and what comes."""
    block = report.line.block
    facts = tuple((text(dim(name)), text(words)) for name, words in _facts(report) if words)
    blocks: list[Block] = [
        Heading(1, text(block.title or block.id), text(dim(f"block {block.id}"))),
        Gap(),
        Rows(facts, indent=2),
    ]
    if report.times:
        blocks += [Gap(), *_so_far(report, width)]
    blocks += [Gap(), Para(text(dim(_shared(block))))]
    listed = command(f"stillpd block occurrences {block.id}")
    return (*blocks, Para(text(dim("One by one: "), listed)))


def _facts(report: BlockPage) -> Iterator[tuple[str, str]]:
    block, line = report.line.block, report.line
    yield "When", _when_and_how_long(report.line)
    yield "From", _span(block)
    yield "Questions", block.protocol
    yield "Breaks", "kept in breaks too" if block.in_breaks else "left out"
    for pause in block.pauses:
        days = _days(pause.from_, pause.to)
        yield "Rests", f"{days}: {pause.reason}" if pause.reason else days
    yield "Goal", ", ".join(report.goals)
    if line.next and line.next.date() < report.day:
        yield "Open", f"since {long_day(line.next.date())}"
    else:
        yield "Next", ", ".join(near_day(at.date(), report.day) for at in report.coming)
    for odd in report.odd:
        yield "Clocks", odd_words(odd)


def _span(block: QuietTime) -> str:
    first = long_day(block.starts.date()) if block.starts else "no day"
    return f"{first} to {full_day(block.ends)}" if block.ends else first


def _days(first: date | None, last: date | None) -> str:
    return full_day(first) if first == last else f"{full_day(first)} to {full_day(last)}"


def _so_far(report: BlockPage, width: int) -> Iterator[Block]:
    shown = [QUIET.get(time.state, "") for time in report.times][-(width - _LABEL) :]
    told = ((mark, state) for state, mark in QUIET.items() if mark in shown)
    marks, counted = "".join(shown), _counted(report.line.sums)
    if cells(f"  {marks}   {counted}") <= min(width, MOST_PROSE):
        yield Para(text(marks, "   ", counted), indent=2)
    else:
        yield Para(text(marks), indent=2)
        yield Para(text(counted), indent=2)
    yield from legend(list(told), width)


def _counted(sums: BlockSums) -> str:
    expected = sums.planned - sums.excused - sums.open
    words = [f"kept {sums.kept} of {expected}"] if expected else []
    for state in ("shortened", "missed", "excused", "open"):
        count = getattr(sums, state)
        words += [f"{count} {state}"] if count else []
    return ", ".join(words)


def _shared(block: QuietTime) -> str:
    return f"Shared with {', '.join(block.share)}." if block.share else "Private."


def block_data(report: BlockPage) -> dict[str, Any]:
    """Return one block as JSON data (docs/reference/json.md)."""
    return {
        "as_of": str(report.day),
        **_line_data(report.line),
        "goals": list(report.goals),
        "coming": data_of(report.coming),
        "clocks": [
            {"said": f"{odd.said:%Y-%m-%dT%H:%M:%S}", "held": data_of(odd.held)}
            for odd in report.odd
        ],
        "occurrences": [_time_data(time) for time in report.times],
    }


# Its times ---------------------------------------------------------------------------------------


def times_page(report: BlockTimes) -> Page:
    """Return the times of a block, a row each, with what became of them."""
    days = f"{full_day(report.first)} to {full_day(report.last)}"
    blocks: list[Block] = [Heading(1, text(report.title), text(dim(days)))]
    if not report.times:
        return (*blocks, Gap(), Para(text("No time of it in these days."), indent=2))
    rows = tuple(_time_row(time) for time in report.times)
    return (*blocks, Gap(), Rows(rows, indent=2))


def _time_row(time: Occurrence) -> tuple[Spans, ...]:
    is_coming = time.state == "coming"
    day = time.at.date()
    words = f"{weekday(day)[:3]} {short_day(day):>11}  {time.at:%H:%M}"
    return (
        text(dim(words) if is_coming else words),
        text(QUIET.get(time.state, "")),
        text(dim("to come") if is_coming and not time.answer else time.state),
        text(dim(time.answer.ref) if time.answer else ""),
    )


def times_data(report: BlockTimes) -> dict[str, Any]:
    """Return the times as JSON data (docs/reference/json.md)."""
    return {
        "as_of": str(report.day),
        "block": report.block,
        "from": str(report.first),
        "to": str(report.last),
        "occurrences": [_time_data(time) for time in report.times],
    }


def _time_data(time: Occurrence) -> dict[str, Any]:
    return {
        "at": data_of(time.at),
        "state": time.state,
        "entry": time.answer.ref if time.answer else None,
    }
