"""A quiet time keeps its wall time in every zone of the world, on every day of five years.

What the clock shows at a moment is asked of the C library, which reads the same zones by a program
of its own. No sample: all zones, all days.
"""

import importlib.util
import os
import time as system
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stillpd.insight.recurrence import occurrences
from stillpd.model.block import Block
from stillpd.model.calendar import Calendar

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
ZONES = sorted(zoneinfo.available_timezones())
A_DAY = 86_400
EPOCH = datetime(1970, 1, 1)

SetZone = Callable[[str], None]


@pytest.fixture
def set_zone() -> Iterator[SetZone]:
    """Return how to set this process's clock to a zone."""
    before = os.environ.get("TZ")

    def to(key: str) -> None:
        os.environ["TZ"] = f":{_file_of(key)}"
        system.tzset()

    yield to
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    system.tzset()


def _file_of(key: str) -> Path:
    """Return the file from which Python has a zone: the system's, else that of tzdata."""
    package = importlib.util.find_spec("tzdata")
    own = Path(package.origin).parent / "zoneinfo" if package and package.origin else None
    for folder in (*map(Path, zoneinfo.TZPATH), own):
        if folder and (folder / key).is_file():
            return folder / key
    raise LookupError(key)


def daily(at: time, zone: str) -> list[datetime]:
    block = Block(id="quiet", rule="FREQ=DAILY", starts=datetime.combine(FIRST, at))
    return list(occurrences(block, Calendar(()), ZoneInfo(zone), FIRST, LAST))


def shown(moment: float) -> tuple[int, ...]:
    """Return what the clock shows at a moment, from the year to the second."""
    return system.localtime(moment)[:6]


def offset_at(moment: float) -> int:
    return system.localtime(moment).tm_gmtoff


def test_the_world_has_its_zones() -> None:
    assert len(ZONES) > 590
    assert len(DAYS) == 1827


def test_a_quarter_to_three_is_a_quarter_to_three(set_zone: SetZone) -> None:
    walls = [datetime.combine(day, time(14, 45)) for day in DAYS]
    clock = [(day.year, day.month, day.day, 14, 45, 0) for day in DAYS]
    for zone in ZONES:
        found = daily(time(14, 45), zone)
        assert [moment.replace(tzinfo=None) for moment in found] == walls, zone
        set_zone(zone)
        # The same wall time at the same instant: so the offset between them is the same as well.
        assert [shown(moment.timestamp()) for moment in found] == clock, zone


@pytest.mark.parametrize("at", [time(0, 15), time(1, 30), time(2, 30)], ids=str)
def test_a_time_that_is_skipped_comes_as_much_later_and_one_that_comes_twice_is_the_first(
    set_zone: SetZone, at: time
) -> None:
    skipped = twice = 0
    walls = [datetime.combine(day, at) for day in DAYS]
    counted = [(wall - EPOCH) // timedelta(seconds=1) for wall in walls]
    for zone in {_file_of(zone).read_bytes(): zone for zone in ZONES}.values():  # no second names
        set_zone(zone)
        offsets = list(map(offset_at, range(counted[0] - A_DAY, counted[-1] + 3 * A_DAY, A_DAY)))
        if len(set(offsets)) == 1:
            continue  # its clock is never changed: the test above has seen it
        found = daily(at, zone)
        expected = []
        for number, wall in enumerate(counted):
            before, after = wall - offsets[number], wall - offsets[number + 2]
            if before == after:
                expected.append(before)
                continue
            asked = walls[number].timetuple()[:6]
            right = [each for each in (before, after) if shown(each) == asked]
            expected.append(min(right, default=before))
            twice += len(right) > 1
            if not right:  # by the clock as it was before, RFC 5545, 3.3.5
                skipped += 1
                gap = timedelta(seconds=offsets[number + 2] - offsets[number])
                assert found[number].replace(tzinfo=None) == walls[number] + gap, zone
        assert [moment.timestamp() for moment in found] == expected, zone
        assert [moment.date() for moment in found] == DAYS, zone
    assert skipped
    assert twice
