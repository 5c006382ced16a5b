"""Entries as an audience sees them: those that are shared, and the numbers of shared goals.

A check-in or an answer to quiet time that is private itself still says how a shared goal went. Of
it passes the number and its week, or the answer and its day: no word, no id, no hour, and of a
week with many private check-ins no more than of one.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from datetime import datetime, time
from hashlib import sha256
from itertools import count
from pathlib import PurePosixPath
from typing import Any

from stillpd.insight.asof import Days, entry_on
from stillpd.insight.ledger import Ledger, MeasureKey, find_measure, written_name
from stillpd.insight.stillness import occurrences_of
from stillpd.model.entry import (
    Activity,
    Ask,
    CheckIn,
    Commitment,
    Entry,
    Evidence,
    Reflection,
    Stillness,
    TimeSample,
)
from stillpd.model.goal import Goal
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.week import Week

PASSING = frozenset(
    {
        *("id", "at", "title", "circle", "discipline", "tags", "energy", "fulfilment", "minutes"),
        *("body", "goals"),
    }
)
"""What passes of any entry that is shared. Links lead to what is seen, or nowhere."""
OWN: Mapping[str, frozenset[str]] = {
    "note": frozenset(),
    "reflection": frozenset({"protocol", "open", "raised_with", "answers"}),
    "check-in": frozenset({"week", "readings", "excused"}),
    "stillness": frozenset({"block", "on", "outcome", "displaced_by", "until"}),
    "commitment": frozenset({"text", "to", "due", "outcome", "settled", "because", "after"}),
    "ask": frozenset(
        {
            *("direction", "what", "who", "odds", "risk", "answer", "answered", "again"),
            *("cost", "gain"),
        }
    ),
    "release": frozenset(
        {
            *("practice", "since", "served", "signs", "stopped", "given_to"),
            *("minutes_a_week", "keep"),
        }
    ),
    "evidence": frozenset({"form", "file", "url", "value", "about", "lens", "looked", "measure"}),
    "contact": frozenset({"who", "mode", "planned", "phase", "next", "check_back"}),
    "activity": frozenset(
        {
            *("provider", "hours", "topic", "mode", "did", "goal", "try_", "owned"),
            "proof",
        }
    ),
    "time": frozenset({"week", "hours"}),
}
"""What passes beside that of each kind. A kind that is not named here does not pass at all."""
CLEANED = frozenset({".txt", ".csv", ".tsv", ".md", ".jpg", ".jpeg", ".png"})
"""Files of evidence that can be freed of what they tell about themselves; others stay."""
_NO_GOALS = frozenset({"inbox", "required"})
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
_ID_LENGTH = 6
_BY_CHANCE = re.compile(f"[{_ALPHABET}]{{{_ID_LENGTH}}}")
_FRIDAY = 4
_DAY_END = time(23, 59, 59)


@record(kw_only=True)
class Passing:
    """What is known at the gate: who stands there, and which names may be told.

    `blocks` are the names of quiet times by what they become; `counted` those from which a shared
    goal lives, with the days on which it does. `ledger` is that of the whole journal: which of two
    numbers counts, it knows.
    """

    audience: str
    goals: Mapping[str, Goal]
    blocks: Mapping[str, str]
    counted: Mapping[str, tuple[Days, ...]]
    protocols: Collection[str]
    ledger: Ledger
    now: datetime
    ids: Mapping[str, str]


def is_shared(entry: Entry, passing: Passing) -> bool:
    """Tell whether an entry itself passes."""
    return entry.kind in OWN and passing.audience in entry.share and entry.at <= passing.now


def pass_entries(journal: Journal, passing: Passing) -> tuple[Entry, ...]:
    """Return what an audience sees of the timeline, in its order."""
    shared = [entry for entry in journal.entries if is_shared(entry, passing)]
    seen = {entry.id for entry in shared if passing.ids[entry.path] == entry.id}
    found = [_entry(entry, passing, seen) for entry in shared]
    found += _numbers(journal, passing)
    found += _answers(journal, passing)
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.id)))


def ids_of(journal: Journal, audience: str) -> dict[str, str]:
    """Return the ids under which shared entries go, by their paths: no two go under one.

    It is an entry's own; one that has none, or another's, or one that a person typed, gets one that
    is always the same.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for entry in journal.entries:
        if audience in entry.share:
            ids[entry.path] = _free_id(journal, entry, taken)
            taken.add(ids[entry.path])
    return ids


def _free_id(journal: Journal, entry: Entry, taken: Collection[str]) -> str:
    """Return an entry's own id where it was made by chance, else one made of what goes with it.

    One that a person typed may be a word, and so may be the name of a private goal.
    """
    if _BY_CHANCE.fullmatch(entry.id) and entry.id not in taken:
        return entry.id
    made = (_made_id(journal, entry.kind, f"{entry.at.isoformat()} {n}") for n in count())
    return next(ref for ref in made if ref not in taken)


def paths_by_made_id(journal: Journal, audience: str) -> dict[str, str]:
    """Return the paths of shared entries that go under an id made for them, by these ids."""
    own = {entry.path: entry.id for entry in journal.entries}
    return {made: path for path, made in ids_of(journal, audience).items() if own[path] != made}


def _entry(written: Entry, passing: Passing, seen: Collection[str]) -> Entry:
    entry = entry_on(written, passing.now.date())
    kept: dict[str, Any] = {
        item.name: getattr(entry, item.name)
        for item in fields(entry)
        if item.name in PASSING or item.name in OWN[entry.kind]
    }
    kept["id"] = passing.ids[entry.path]
    kept["goals"] = tuple(name for name in entry.goals if name in passing.goals)
    kept["share"] = (passing.audience,)
    kept |= _own(entry, passing, seen, kept["id"])
    return type(entry)(**kept)


def _own(entry: Entry, passing: Passing, seen: Collection[str], made_id: str) -> dict[str, Any]:
    """Return the keys of a kind that lead elsewhere."""
    match entry:
        case Reflection():
            is_known = entry.protocol in passing.protocols
            return {} if is_known else {"protocol": "", "answers": {}}
        case CheckIn():
            return _shared_numbers(entry, passing)
        case Stillness():
            return {"block": passing.blocks.get(entry.block, "")}
        case Commitment():
            return {"after": entry.after if entry.after in seen else ""}
        case Ask():
            return {"again": entry.again if entry.again in seen else ""}
        case Evidence():
            return _evidence(entry, passing, made_id)
        case Activity():
            return {"goal": entry.goal if entry.goal in passing.goals else ""}
        case TimeSample():
            told = {*passing.goals, *_NO_GOALS}
            return {"hours": {name: n for name, n in entry.hours.items() if name in told}}
    return {}


def _evidence(entry: Evidence, passing: Passing, made_id: str) -> dict[str, Any]:
    is_seen = find_measure(passing.goals, entry.measure) is not None
    return {"measure": entry.measure if is_seen else "", "file": file_of(entry, made_id)}


def file_of(entry: Evidence, made_id: str) -> str:
    """Return the name under which a file goes: its own name may tell what nobody shared."""
    ending = PurePosixPath(entry.file).suffix.lower()
    return f"evidence/{made_id}{ending}" if entry.file and ending in CLEANED else ""


# Numbers -----------------------------------------------------------------------------------------


def _shared_numbers(entry: CheckIn, passing: Passing) -> dict[str, Any]:
    """Return the readings and excuses of a shared check-in that are seen, and that count."""
    week, ledger = entry.counted_week, passing.ledger
    readings = {
        _name(passing, key): value
        for name, value in entry.readings.items()
        if (key := find_measure(passing.goals, name))
        and (found := ledger.reading(key, week))
        and found.check_in is entry
    }
    excused = {
        _name(passing, key): reason
        for name, reason in entry.excused.items()
        if (key := find_measure(passing.goals, name))
        and (state := ledger.excuse(key, week))
        and state.check_in is entry
    }
    return {"readings": readings, "excused": excused}


def _numbers(journal: Journal, passing: Passing) -> Iterator[CheckIn]:
    """Iterate over one check-in for each week in which a private one has a number that is seen."""
    ledger = passing.ledger
    keys = [(goal.id, m.id) for goal in passing.goals.values() for m in goal.measures]
    weeks = {week for key in keys for week in ledger.readings.get(key, {})}
    weeks |= {week for key in keys for week in ledger.excuses.get(key, {})}
    for week in sorted(weeks):
        readings = {
            _name(passing, key): found.value
            for key in keys
            if (found := ledger.reading(key, week)) and not is_shared(found.check_in, passing)
        }
        excused = {
            _name(passing, key): ""
            for key in keys
            if (state := ledger.excuse(key, week)) and not is_shared(state.check_in, passing)
        }
        if readings or excused:
            yield CheckIn(
                id=_made_id(journal, "week", str(week)),
                at=_in_week(week, passing.now),
                week=week,
                share=(passing.audience,),
                readings=readings,
                excused=excused,
            )


def _name(passing: Passing, key: MeasureKey) -> str:
    goal = passing.goals[key[0]]
    measure = goal.measure(key[1])
    return written_name(goal, measure) if measure else key[0]


def _in_week(week: Week, now: datetime) -> datetime:
    """Return the moment at which a week's numbers go: when they were written tells too much."""
    friday = datetime.combine(week.days()[_FRIDAY], time(12), now.tzinfo)
    return min(friday, datetime.combine(now.date(), time(), now.tzinfo))


# Quiet time --------------------------------------------------------------------------------------


def _answers(journal: Journal, passing: Passing) -> Iterator[Stillness]:
    """Iterate over what became of the quiet times from which a shared goal lives, one a time.

    It is what stands: of two answers to one time the newer. A goal's days end with it.
    """
    today = passing.now.date()
    for name, alive in passing.counted.items():
        block = journal.blocks[name]
        first = block.starts.date() if block.starts else today
        for time_ in occurrences_of(journal, block, first, today, passing.now):
            answer, day = time_.answer, time_.at.date()
            if answer is None or is_shared(answer, passing):
                continue
            if any(days.holds(day) for days in alive):
                yield Stillness(
                    id=_made_id(journal, passing.blocks[name], str(day)),
                    at=min(datetime.combine(day, _DAY_END, passing.now.tzinfo), passing.now),
                    share=(passing.audience,),
                    block=passing.blocks[name],
                    on=day,
                    until=answer.until if block.after_done else None,
                    outcome=answer.outcome,
                )


def _made_id(journal: Journal, what: str, of: str) -> str:
    """Return an id that is always the same for the same thing of the same journal.

    Whoever has it can try words until it fits, so it is made of what goes with it and nothing else.
    """
    number = int.from_bytes(sha256(f"{journal.header.id} {what} {of}".encode()).digest()[:8])
    letters = ""
    for _ in range(_ID_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[place]
    return letters
