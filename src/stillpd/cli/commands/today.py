"""`stillpd today`."""

import typer

app = typer.Typer()


@app.command()
def today(ctx: typer.Context) -> None:
    """What is due."""
