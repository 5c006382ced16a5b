"""When a block comes round, in words: every other Friday, the last weekday of the month.

A rule that has no such words is shown as it stands.
"""

import re
from datetime import UTC, datetime, tzinfo

from stillpd.model.block import Block
from stillpd.model.days import WEEKDAYS, full_day
from stillpd.model.rule import WEEKDAY_CODES as CODES
from stillpd.model.rule import read_parts, read_until

_SCHOOL_DAYS, _WEEKEND = CODES[:5], CODES[5:]
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_SAID_ELSEWHERE = frozenset({"FREQ", "INTERVAL", "WKST", "UNTIL", "COUNT"})


def when_words(block: Block, zone: tzinfo = UTC) -> str:
    """Return when a block comes round in `zone`: every Friday at 14:45."""
    at = f" at {block.starts:%H:%M}" if block.starts else ""
    if block.after_done:
        return f"{block.after_done} after the last one{at}"
    return f"{rule_words(block.rule, block.starts, zone)}{at}"


def rule_words(rule: str, starts: datetime | None, zone: tzinfo = UTC) -> str:
    """Return a rule in words; what it leaves open (the weekday) is that of its start.

    Its end is a day of `zone`, on whose clock it may be another than the rule's own.
    """
    told = read_parts(rule)
    interval = told.get("INTERVAL", "1")
    say = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly}.get(told.get("FREQ", ""))
    if say is None or not interval.isdecimal():
        return rule
    words = say(told, int(interval), starts)
    end = _end(told, zone)
    return f"{words}{end}" if words and end is not None else rule


def _daily(told: dict[str, str], interval: int, _: datetime | None) -> str:
    if told.keys() - _SAID_ELSEWHERE:
        return ""
    return f"every {_counted(interval, 'day')}"


def _weekly(told: dict[str, str], interval: int, starts: datetime | None) -> str:
    if told.keys() - _SAID_ELSEWHERE - {"BYDAY"}:
        return ""
    days = _days(told.get("BYDAY", CODES[starts.weekday()] if starts else ""))
    if not days:
        return ""
    named = _and([WEEKDAYS[CODES.index(day)] for day in days])
    if interval == 1:
        whole = {_SCHOOL_DAYS: "weekdays", _WEEKEND: "weekends", CODES: "every day"}
        return whole.get(days, f"every {named}")
    if len(days) == 1 and interval == 2:  # noqa: PLR2004
        return f"every other {named}"
    return f"every {_counted(interval, 'week')} on {named}"


def _monthly(told: dict[str, str], interval: int, starts: datetime | None) -> str:
    month = "the month" if interval == 1 else f"every {_counted(interval, 'month')}"
    match told.keys() - _SAID_ELSEWHERE:
        case keys if not keys and starts:
            which = _nth_day(str(starts.day))
        case keys if keys == {"BYMONTHDAY"}:
            which = _nth_day(told["BYMONTHDAY"])
        case keys if keys == {"BYDAY"}:
            which = _nth_weekday(told["BYDAY"])
        case keys if keys == {"BYDAY", "BYSETPOS"}:
            which = _nth_of(told["BYDAY"], told["BYSETPOS"])
        case _:
            which = ""
    return f"the {which} of {month}" if which else ""


def _nth_day(number: str) -> str:
    if number == "-1":
        return "last day"
    return f"{number}{_suffix(int(number))}" if number.isdecimal() else ""


def _nth_weekday(value: str) -> str:
    """Return "first and third Friday" for 1FR,3FR."""
    found = [re.match(r"\+?(-?\d)([A-Z]{2})\Z", part) for part in value.split(",")]
    pairs = [(int(match[1]), match[2]) for match in found if match]
    days = {day for _, day in pairs}
    if len(pairs) < len(found) or len(days) != 1 or not days <= set(CODES):
        return ""
    if not all(number in _ORDINALS for number, _ in pairs):
        return ""
    return f"{_and([_ORDINALS[number] for number, _ in pairs])} {WEEKDAYS[CODES.index(days.pop())]}"


def _nth_of(value: str, position: str) -> str:
    which = _ORDINALS.get(int(position)) if re.match(r"-?\d\Z", position) else None
    days = _days(value)
    if which is None or not days:
        return ""
    if len(days) == 1:
        return f"{which} {WEEKDAYS[CODES.index(days[0])]}"
    named = {_SCHOOL_DAYS: "weekday", _WEEKEND: "weekend day", CODES: "day"}.get(days)
    return f"{which} {named}" if named else ""


def _days(value: str) -> tuple[str, ...]:
    """Return the weekdays of a rule, Monday first; nothing for what is more than weekdays."""
    said = set(value.split(","))
    return tuple(day for day in CODES if day in said) if said <= set(CODES) else ()


def _end(told: dict[str, str], zone: tzinfo) -> str | None:
    """Return when a rule stops, as words to follow it; None for an end that is not known."""
    if "COUNT" in told:
        return f", {told['COUNT']} times in all" if told["COUNT"].isdecimal() else None
    if "UNTIL" not in told:
        return ""
    last = read_until(told["UNTIL"], zone)
    return f", until {full_day(last)}" if last else None


def _counted(count: int, noun: str) -> str:
    """Return day, other day, 3 days: what follows "every"."""
    named = {1: noun, 2: f"other {noun}"}
    return named.get(count, f"{count} {noun}s")


def _suffix(number: int) -> str:
    if number in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
