"""`stillpd calendar`: school years, their breaks and terms."""

from typing import Annotated

import typer

from stillpd.cli.calendar_import import imports
from stillpd.cli.output import deliver
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session

app = typer.Typer()
years = typer.Typer()
breaks = typer.Typer()
terms = typer.Typer()
app.add_typer(years, name="year", help="School years: add, remove.")
app.add_typer(breaks, name="break", help="Breaks: add, remove.")
app.add_typer(terms, name="term", help="Terms: add, remove.")
app.add_typer(imports)

OfYear = Annotated[
    str, typer.Option("--year", metavar="YEAR", help="In which school year, where it is not plain.")
]


@app.callback(invoke_without_command=True)
def calendar(ctx: typer.Context) -> None:
    """School years, their breaks and terms; alone it shows the weeks."""
    if ctx.invoked_subcommand is None:
        _show(Session.of(ctx), "")


@app.command()
def show(
    ctx: typer.Context,
    year: Annotated[
        str,
        typer.Argument(metavar="[YEAR]", help="Its name; else the present one."),
    ] = "",
) -> None:
    """Show the weeks of a school year: their numbers, breaks and terms, and where today is."""
    _show(Session.of(ctx), year)


def _show(session: Session, year: str) -> None:
    from stillpd.cli.refs import pick
    from stillpd.insight.school import school_calendar
    from stillpd.render import calendar as screen

    known = {one.name: one for one in session.opened.header.school_years}
    name = pick(known, year, "school year", "See them with: stillpd calendar").name if year else ""
    report = school_calendar(session.opened.header.school_years, session.now.date(), name)
    deliver(
        session,
        "calendar show",
        report,
        page=lambda _: screen.page(report),
        problems=session.opened.problems,
    )


@years.command("add")
def add_year(
    ctx: typer.Context,
    span: Annotated[
        str, typer.Argument(metavar="FIRST..LAST", help="Such as 2026-08-17..2027-06-04.")
    ],
    *,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Else it is named 2026-27.")
    ] = "",
) -> None:
    """Add a school year."""
    from stillpd.actions import calendar as actions
    from stillpd.cli.spans import read_year

    session = Session.of(ctx)
    year = read_year(span, session.now.date(), name)
    deliver_saved(
        session, "calendar year add", actions.add_year(session.opened, year, session.writing_at)
    )


@years.command("remove")
def remove_year(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="YEAR", help="Its name.")],
) -> None:
    """Take a school year out, with its breaks and terms (undo brings it back)."""
    from stillpd.actions import calendar as actions

    session = Session.of(ctx)
    saved = actions.remove_year(session.opened, name, session.writing_at)
    deliver_saved(session, "calendar year remove", saved)


@breaks.command("add")
def add_break(
    ctx: typer.Context,
    span: Annotated[
        str,
        typer.Argument(
            metavar="FIRST..LAST[:NAME]", help="Such as 2025-11-24..2025-11-28:Thanksgiving."
        ),
    ],
    *,
    year: OfYear = "",
) -> None:
    """Add a break: days of a school year on which nothing is planned."""
    from stillpd.actions import calendar as actions
    from stillpd.cli.spans import read_break

    session = Session.of(ctx)
    part = actions.Part(what=read_break(span, session.now.date()), year=year)
    deliver_saved(
        session, "calendar break add", actions.add_part(session.opened, part, session.writing_at)
    )


@breaks.command("remove")
def remove_break(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DAY", help="Any day of the break.")],
) -> None:
    """Take a break out (undo brings it back)."""
    from stillpd.actions import calendar as actions
    from stillpd.cli.spans import read_first_day

    session = Session.of(ctx)
    held = read_first_day(day, session.now.date())
    deliver_saved(
        session,
        "calendar break remove",
        actions.remove_break(session.opened, held, session.writing_at),
    )


@terms.command("add")
def add_term(
    ctx: typer.Context,
    span: Annotated[
        str,
        typer.Argument(metavar="FIRST..LAST:NAME", help="Such as 2025-08-18..2025-12-19:autumn."),
    ],
    *,
    year: OfYear = "",
) -> None:
    """Add a term: a named part of a school year."""
    from stillpd.actions import calendar as actions
    from stillpd.cli.spans import read_term

    session = Session.of(ctx)
    part = actions.Part(what=read_term(span, session.now.date()), year=year)
    deliver_saved(
        session, "calendar term add", actions.add_part(session.opened, part, session.writing_at)
    )


@terms.command("remove")
def remove_term(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TERM", help="Its name.")],
    *,
    year: OfYear = "",
) -> None:
    """Take a term out (undo brings it back)."""
    from stillpd.actions import calendar as actions

    session = Session.of(ctx)
    saved = actions.remove_term(session.opened, name, session.writing_at, year=year)
    deliver_saved(session, "calendar term remove", saved)
