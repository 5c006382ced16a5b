"""Which goals an entry is about: by its own word, its numbers, its hours, its block."""

from collections.abc import Iterator

from stillpd.model.entry import Activity, CheckIn, Entry, Evidence, Stillness, TimeSample
from stillpd.model.journal import Journal


def goals_of(journal: Journal, entry: Entry) -> Iterator[str]:
    """Iterate over the goals that an entry is about."""
    yield from entry.goals
    names: list[str] = []
    match entry:
        case CheckIn():
            names = [*entry.readings, *entry.excused]
        case Evidence(measure=measure) if measure:
            names = [measure]
        case TimeSample():
            names = list(entry.hours)
        case Activity(goal=goal) if goal:
            names = [goal]
        case Stillness(block=block) if block:
            names = list(journal.goals_of_blocks.get(block, ()))
    yield from (name.partition(".")[0] for name in names)
