"""Read when a block comes round as people type it: fri 14:45, every other friday, last weekday.

What is understood becomes a rule (RFC 5545), and is said again in words.
"""

import re
from collections.abc import Callable
from datetime import time

from stillpd.cli.dates import split_time
from stillpd.model.days import WEEKDAYS
from stillpd.model.errors import InvalidInput
from stillpd.model.rule import WEEKDAY_CODES as _CODES

EXAMPLES = '"fri 14:45", "every other friday 14:45", "weekdays 15:30", "first friday 14:45"'
_SCHOOL_DAYS, _WEEKEND = _CODES[:5], _CODES[5:]
_COUNTS = {
    **dict.fromkeys(("other", "second", "2nd", "two"), 2),
    **dict.fromkeys(("third", "3rd", "three"), 3),
    **dict.fromkeys(("fourth", "4th", "four"), 4),
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_NTH = "|".join(_ORDINALS)
_COUNT = rf"([1-9]\d?|{'|'.join(_COUNTS)})"
_OF_MONTH = r"(?:\s+(?:(?:of|in)\s+)?(?:the|each|every)\s+month)?"
# Every other weekday would be Monday, Wednesday, Friday, Tuesday: no rule of weeks or months.
_NO_RULE = rf"every {_COUNT} (?:week|work|school )days?\Z"
_LAST_OF_MONTH = 31


def read_rule_words(text: str) -> tuple[str, time | None]:
    """Return the rule that `text` means, and the time of day where it tells one.

    The rule is empty where it tells a time alone. Raises InvalidInput for what is not known.
    """
    words = " ".join(text.lower().replace(",", ", ").split())
    words, at = split_time(words, text)
    words = re.sub(r"^(?:each|on)\b", "every", words.strip(" ,"))
    for reader in _READERS if not re.match(_NO_RULE, words) else ():
        rule = reader(words)
        if rule:
            return rule, at
    if words or at is None:
        raise InvalidInput(
            f"“{text}” is not a rule that stillpd knows.",
            f'Such as: {EXAMPLES}\nFor the rest: --rrule "FREQ=MONTHLY;BYDAY=2TU"',
        )
    return "", at


def _daily(words: str) -> str:
    if re.match(r"(?:every day|daily|days?)\Z", words):
        return "FREQ=DAILY"
    match = re.match(rf"every {_COUNT} days?\Z", words)
    return f"FREQ=DAILY{_interval(match[1])}" if match else ""


def _every_so_many(words: str) -> str:
    """Read every other friday, every 2 weeks on friday, friday every 2 weeks, fortnightly fri."""
    match = (
        re.match(r"every (?P<n>other|second|2nd) (?P<days>[^\d]+)\Z", words)
        or re.match(rf"every (?P<n>{_COUNT}) weeks?(?: on)?,? (?P<days>.+)\Z", words)
        or re.match(rf"(?:every )?(?P<days>.+),? every (?P<n>{_COUNT}) weeks?\Z", words)
        or re.match(r"(?P<n>fortnightly|biweekly)(?: on)?,? (?P<days>.+)\Z", words)
    )
    if match is None:
        return ""
    days = _days(match["days"].removeprefix("week on ").removeprefix("week "))
    return f"FREQ=WEEKLY{_interval(match['n'])};BYDAY={','.join(days)}" if days else ""


def _weekly(words: str) -> str:
    days = _days(re.sub(r"^(?:every|weekly on|weekly)\s+(?:week on )?", "", words))
    return f"FREQ=WEEKLY;BYDAY={','.join(days)}" if days else ""


def _monthly(words: str) -> str:
    """Read first friday of the month, first and third friday, last weekday."""
    plain = re.sub(r"^(?:every|monthly)?\s*(?:month)?\s*(?:on)?\s*(?:the\s+)?", "", words)
    several = rf"((?:{_NTH})(?:(?:, and |, | and )(?:{_NTH}))*) ([a-z]+?)s?{_OF_MONTH}\Z"
    match = re.match(several, plain)
    if match is None:
        return ""
    places = [_ORDINALS[word] for word in re.findall(_NTH, match[1])]
    if match[2] == "weekday" and len(places) == 1:
        return f"FREQ=MONTHLY;BYDAY={','.join(_SCHOOL_DAYS)};BYSETPOS={places[0]}"
    if match[2] == "day" and len(places) == 1:
        return f"FREQ=MONTHLY;BYMONTHDAY={places[0]}"
    day = _day(match[2])
    return f"FREQ=MONTHLY;BYDAY={','.join(f'{n}{day}' for n in places)}" if day else ""


def _month_day(words: str) -> str:
    """Read the 15th of the month, monthly on the 15th."""
    monthly = r"(?:(?:every month|monthly)(?: on)?(?: the)? (?P<a>\d{1,2})(?:st|nd|rd|th)?"
    match = re.match(
        rf"{monthly}|(?:every )?(?:the )?(?P<b>\d{{1,2}})(?:st|nd|rd|th){_OF_MONTH})\Z", words
    )
    number = int(match["a"] or match["b"]) if match else 0
    return f"FREQ=MONTHLY;BYMONTHDAY={number}" if 1 <= number <= _LAST_OF_MONTH else ""


def _interval(said: str) -> str:
    count = int(said) if said.isdecimal() else _COUNTS.get(said, 2)
    return f";INTERVAL={count}" if count > 1 else ""


def _days(words: str) -> tuple[str, ...]:
    """Return the weekdays that are named, Monday first; nothing where a word is none."""
    whole: dict[str, tuple[str, ...]] = {
        **dict.fromkeys(("weekday", "weekdays", "workdays", "school days"), _SCHOOL_DAYS),
        **dict.fromkeys(("weekend", "weekends"), _WEEKEND),
    }
    if words in whole:
        return whole[words]
    span = re.match(r"([a-z]+)\s*(?:-|to|through)\s*([a-z]+)\Z", words)
    if span and _day(span[1]) and _day(span[2]):
        first, last = _CODES.index(_day(span[1])), _CODES.index(_day(span[2]))
        return _CODES[first : last + 1]
    found = [_day(word) for word in re.split(r"\s*(?:,|&|/|\band\b|\s)\s*", words) if word]
    return tuple(day for day in _CODES if day in found) if found and all(found) else ()


def _day(word: str) -> str:
    """Return the code of a weekday by the beginning of its name: two letters at least."""
    stem = word.rstrip(".")
    names = [name.lower() for name in WEEKDAYS]
    hits = [n for n, name in enumerate(names) if f"{name}s".startswith(stem)]
    if stem == "weds":
        hits = [2]
    return _CODES[hits[0]] if len(stem) > 1 and len(hits) == 1 else ""


_READERS: tuple[Callable[[str], str], ...] = (_daily, _every_so_many, _weekly, _monthly, _month_day)
