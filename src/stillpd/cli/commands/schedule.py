"""`stillpd schedule`: who calls `stillpd remind`, and when."""

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def schedule() -> None:
    """The prompt from cron or systemd, and calendars."""
