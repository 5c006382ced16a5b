"""Take the holidays of a calendar file into the school years, as breaks."""

from datetime import datetime

from stillpd.actions.calendar import Part, save_years, with_part
from stillpd.actions.outcome import Saved
from stillpd.exchange.holidays import FoundBreaks
from stillpd.journal.first_page import Opened


def take(opened: Opened, found: FoundBreaks, now: datetime) -> Saved:
    """Save the new ones of `found` as breaks, all in one: `undo` takes all of them back."""
    years = opened.header.school_years
    for one in found.new:
        years = with_part(years, Part(what=one.span, year=one.year))
    count = len(found.new)
    return save_years(
        opened, years, f"{count} break{'' if count == 1 else 's'} from a calendar", now
    )
