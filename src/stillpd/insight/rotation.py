"""Which rotating question a week has: one, for the circle or discipline that had least.

It follows from the week and from what was written before that week's Monday, so that the sheet
that is printed on Monday and the reflection on Friday ask the same, and `--as-of` asks it again.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from stillpd.insight.balance import circles_of
from stillpd.model.entry import CheckIn, Entry, Reflection, Stillness
from stillpd.model.journal import Journal
from stillpd.model.protocol import Protocol, Question
from stillpd.model.week import Week
from stillpd.model.words import CIRCLES, DISCIPLINES, TAKEN

LOOKED_BACK = 8
"""How many weeks before this one are looked at for what had least."""


def questions_of_week(journal: Journal, protocol: Protocol, now: datetime) -> tuple[Question, ...]:
    """Return the questions that `protocol` asks in the week of `now`: one rotating one at most."""
    chosen = rotating_question(journal, protocol, now)
    return tuple(q for q in protocol.questions if not q.rotate or q == chosen)


def rotating_question(journal: Journal, protocol: Protocol, now: datetime) -> Question | None:
    """Return the rotating question of the week of `now`; None where the protocol has none.

    One week asks after a circle, the next after a discipline: the one that had fewest entries in
    the eight weeks before, and of its questions the one that was asked longest ago. Where several
    had equally little, the question that was asked longest ago comes, else the week decides.
    """
    pool = [question for question in protocol.questions if question.rotate]
    if not pool:
        return None
    week = Week.of(now.date())
    number = week.monday.toordinal() // 7
    before = [entry for entry in journal.entries if Week.of(entry.day) < week]
    tended = _tended(journal, [e for e in before if Week.of(e.day) >= week.plus(-LOOKED_BACK)])
    asked = _last_asked(pool, protocol, before)

    def oldest(questions: Sequence[Question]) -> Question:
        return min(questions, key=lambda q: (asked.get(q.id, -1), _turned(questions, q, number)))

    subjects = _subjects(pool, number)
    of_each = {it: [q for q in pool if it in _tends(q)] for it in subjects}
    least = min(
        subjects,
        key=lambda it: (
            tended[it],
            asked.get(oldest(of_each[it]).id, -1),
            _turned(subjects, it, number // 2),
        ),
    )
    return oldest(of_each[least])


def _subjects(pool: Sequence[Question], number: int) -> list[str]:
    """Return what this week may ask after: the circles or the disciplines, by turns."""
    found = {subject for question in pool for subject in _tends(question)}
    kinds: list[tuple[str, ...]] = [CIRCLES, DISCIPLINES, ("",)]
    there = [[subject for subject in kind if subject in found] for kind in kinds]
    there = [kind for kind in there if kind]
    return there[number % len(there)]


def _tends(question: Question) -> tuple[str, ...]:
    return tuple(it for it in (question.circle, question.discipline) if it) or ("",)


def _tended(journal: Journal, entries: Sequence[Entry]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for entry in entries:
        if not _is_time_given(entry):
            continue
        counts.update(set(circles_of(journal, entry)))
        if entry.discipline:
            counts[entry.discipline] += 1
    return counts


def _is_time_given(entry: Entry) -> bool:
    """Tell whether an entry is time given: a number alone, or a missed block, is not."""
    if isinstance(entry, Stillness):
        return entry.outcome in TAKEN
    return not isinstance(entry, CheckIn)


def _last_asked(
    pool: Sequence[Question], protocol: Protocol, entries: Sequence[Entry]
) -> dict[str, int]:
    """Return the day on which each question was last answered, as an ordinal."""
    found: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry, Reflection) and entry.protocol == protocol.id:
            headings = {line[3:].strip() for line in entry.body.splitlines() if line[:3] == "## "}
            for question in pool:
                if question.id in entry.answers or question.ask in headings:
                    found[question.id] = entry.day.toordinal()
    return found


def _turned(row: Sequence[object], item: object, by: int) -> int:
    """Return the place of `item` in a row that begins somewhere else each week."""
    return (row.index(item) - by) % len(row)
