"""`stillpd schedule`: who calls `stillpd remind`, and when."""

import typer

from stillpd.cli.schedule_ics import calendars

app = typer.Typer(no_args_is_help=True)
app.add_typer(calendars)


@app.callback()
def schedule() -> None:
    """The prompt from cron or systemd, and calendars."""
