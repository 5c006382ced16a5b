"""School years: which weeks and days are taught."""

from datetime import date, timedelta
from functools import cached_property

from stillpd.model.header import SchoolYear, Span
from stillpd.model.record import record
from stillpd.model.week import FIRST_DAY, LAST_DAY, Week

_SATURDAY = 5


@record
class Calendar:
    """Answers for the school years of one journal. Without any, every day and week counts."""

    school_years: tuple[SchoolYear, ...]

    def year_of(self, day: date) -> SchoolYear | None:
        """Return the school year that holds `day`."""
        return next((year for year in self.whole if _holds(year, day)), None)

    def newest(self, day: date) -> SchoolYear | None:
        """Return the school year of `day`, between school years the last one that began."""
        begun = [year for year in self.whole if year.starts and year.starts <= day]
        return max(begun, key=lambda year: year.starts or day, default=None)

    def teaches(self, day: date) -> bool:
        """Tell whether `day` is an instructional day: a weekday of a school year, in no break."""
        years = self.whole
        if not years:
            return True
        if day.weekday() >= _SATURDAY:
            return False
        return any(_holds(year, day) and not self._in_break(year, day) for year in years)

    def taught_days(self, week: Week) -> tuple[date, ...]:
        """Return the instructional days of `week`."""
        if week not in self._taught:
            self._taught[week] = tuple(day for day in week.days() if self.teaches(day))
        return self._taught[week]

    def instructional(self, week: Week) -> bool:
        """Tell whether `week` has at least one instructional day."""
        return bool(self.taught_days(week))

    def break_on(self, day: date) -> Span | None:
        """Return the break that holds `day`."""
        spans = (span for year in self.whole for span in year.breaks)
        return next((span for span in spans if span.holds(day)), None)

    def weeks(self, year: SchoolYear) -> tuple[Week, ...]:
        """Return the instructional weeks of a school year, in order."""
        if year.starts is None or year.ends is None:
            return ()
        weeks = Week.of(year.starts).until(Week.of(year.ends))
        return tuple(week for week in weeks if self.instructional(week))

    def week_number(self, day: date) -> tuple[int | None, int | None]:
        """Return which instructional week of its school year `day` lies in, and of how many."""
        year = self.year_of(day)
        if year is None:
            return None, None
        weeks = self.weeks(year)
        return sum(week <= Week.of(day) for week in weeks), len(weeks)

    @cached_property
    def _taught(self) -> dict[Week, tuple[date, ...]]:
        """The weeks that were asked for so far: every measure asks for the same ones."""
        return {}

    @cached_property
    def whole(self) -> tuple[SchoolYear, ...]:
        """The school years that count: those with both their ends."""
        return tuple(y for y in self.school_years if y.starts and y.ends and y.starts <= y.ends)

    @staticmethod
    def _in_break(year: SchoolYear, day: date) -> bool:
        return any(span.holds(day) for span in year.breaks)


def likely_year(day: date) -> str:
    """Return the school year of `day`, or the one to come, as many have it: its first..last day.

    From the third Monday of August to the first Friday of June: for an example, and no more.
    """
    day = min(max(day, FIRST_DAY), LAST_DAY)
    ends = _nth_weekday(day.year, 6, 4, 1)
    begins = day.year if day > ends else day.year - 1
    return f"{_nth_weekday(begins, 8, 0, 3)}..{_nth_weekday(begins + 1, 6, 4, 1)}"


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _holds(year: SchoolYear, day: date) -> bool:
    return year.starts is not None and year.ends is not None and year.starts <= day <= year.ends
