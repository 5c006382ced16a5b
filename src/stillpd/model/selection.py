"""Which part of a journal a report reads."""

from collections.abc import Callable
from datetime import date

from stillpd.model.journal import Journal
from stillpd.model.record import record

Days = tuple[date, date]
"""A first and a last day, both included."""


@record(kw_only=True)
class Selection:
    """The entries that a report needs; what else there is may stay on the disk.

    Whoever loads a selection may load more: a report gives the same answer for every journal
    that holds at least what it selects. Standing documents and problems are always there. Where
    there are `days`, the entries of the journal's very first day come with them, and those of the
    last day before the span that is named first.
    """

    days: tuple[Days, ...] = ()
    """Every entry of these days, and every check-in with a number or an excuse for their weeks."""
    counted: bool = False
    """Of those days only what sums count: commitments, numbers, quiet times, and every entry that
    names a goal or a circle."""
    whole: tuple[str, ...] = ()
    """And every entry of these kinds, whatever its day."""
    numbers_of: tuple[str, ...] = ()
    """And every check-in with a number or an excuse of these goals."""
    unsettled_on: date | None = None
    """And every commitment that was not settled by this day."""


ALL = Selection(days=((date.min, date.max),))
NO_ENTRIES = Selection()
Choose = Selection | Callable[[Journal], Selection]
"""What to load: said outright, or once it is seen what stands in the journal, without entries."""
