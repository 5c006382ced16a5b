"""`stillpd purge`: remove kept versions for good."""

from datetime import datetime, time
from typing import Annotated

import typer

from stillpd.cli.dates import read_day
from stillpd.cli.output import deliver
from stillpd.cli.session import Session
from stillpd.model.days import long_day
from stillpd.model.errors import InvalidInput

app = typer.Typer()


@app.command()
def purge(
    ctx: typer.Context,
    *,
    before: Annotated[
        str, typer.Option("--before", metavar="DATE", help="What was kept before that day.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="All that was kept.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Mean it: nothing brings it back.")] = False,
) -> None:
    """Remove kept versions for good: deleted entries, earlier versions, what undo needs.

    The journal itself is not touched. It asks in a terminal, and needs --yes without one.
    """
    from stillpd.actions.purge import Purged, count_kept, purge
    from stillpd.render.page import Para, text
    from stillpd.render.when import plural

    if bool(before) == everything:
        raise InvalidInput("Which kept versions?", "One of: --before DATE, --all")
    session = Session.of(ctx)
    day = read_day(before, session.now.date()) if before else None
    moment = datetime.combine(day, time(), session.opened.zone) if day else None
    count = count_kept(session.opened, moment)
    until = f" from before {long_day(day)}" if day else ""
    what = f"the kept versions of {plural(count, 'change')}{until}"
    if count and not yes and not _is_meant(session, what):
        report, said = Purged(0), "Nothing was removed."
    else:
        report = purge(session.opened, moment, session.now)
        said = f"Removed for good: {what}." if report.removed else "There was nothing to remove."
    deliver(session, "purge", report, page=lambda _width: (Para(text(said)),))


def _is_meant(session: Session, what: str) -> bool:
    if not session.is_interactive:
        raise InvalidInput(
            f"This would remove {what}, and nothing brings them back.", "If it is meant: --yes"
        )
    from stillpd.cli.asking import ask_yes

    return ask_yes(f"Remove {what}? Nothing brings them back.")
