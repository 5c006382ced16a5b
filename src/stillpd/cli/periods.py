"""--from, --to, --week and --year: the period that a person asks for."""

from stillpd.cli.dates import read_day, read_week
from stillpd.cli.session import Session
from stillpd.insight.period import Asked
from stillpd.model.errors import InvalidInput


def asked_period(session: Session, first: str, last: str, week: str, year: str) -> Asked:
    """Return what was asked. Raises InvalidInput for a week or year beside other ends."""
    if week and (first or last or year):
        raise InvalidInput("--week stands alone: it is a period of its own.")
    today = session.now.date()
    return Asked(
        first=read_day(first, today) if first else None,
        last=read_day(last, today) if last else None,
        week=read_week(week, today) if week else None,
        year=year,
    )
