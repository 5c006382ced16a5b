"""When the two things that come round by themselves are due: a week's numbers, and the profile."""

from datetime import date, datetime, time, timedelta

from stillpd.model.journal import Journal
from stillpd.model.week import Week

REVISIT_AFTER = timedelta(days=90)
"""A profile asks to be looked at again so long after its newest snapshot."""
_FRIDAY, _NOON = 4, time(12)


def is_week_ending(now: datetime) -> bool:
    """Tell whether it is Friday noon or later in its week, when a check-in is due."""
    friday = Week.of(now.date()).days()[_FRIDAY]
    return now >= datetime.combine(friday, _NOON, now.tzinfo)


def revisit_due(journal: Journal, today: date) -> date | None:
    """Return the day of the newest profile, once it is time to look at it again."""
    days = [profile.day for profile in journal.profiles if profile.day <= today]
    if not days or today < max(days) + REVISIT_AFTER:
        return None
    return max(days)
