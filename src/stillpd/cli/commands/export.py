"""`stillpd export`: a period of the journal as a file for somebody, or for yourself."""

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from stillpd.cli.boundary import PARTIAL
from stillpd.cli.handing_out import hand_out
from stillpd.cli.options import From, InWeek, InYear, To
from stillpd.cli.output import tell_problems
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from stillpd.insight.portfolio import Portfolio

app = typer.Typer()


class Format(NamedTuple):
    """A format: where it is made, and whether only a file can hold it."""

    module: str
    is_binary: bool = False


FORMATS: dict[str, Format] = {
    "html": Format("export_html"),
    "pdf": Format("export_pdf", is_binary=True),
    "markdown": Format("export_markdown"),
    "json": Format("export_json"),
    "csv": Format("export_csv"),
    "ics": Format("export_ics"),
    "form": Format("export_form"),
}
"""Each by its name: `as_bytes(portfolio)` in a module of the room `render`, loaded when asked."""

ForWhom = Annotated[
    str,
    typer.Option("--audience", metavar="AUDIENCE", help="For whom; me is all, for you alone."),
]
Redact = Annotated[
    bool, typer.Option("--redact", help="Take private names out of the words that go.")
]
OneTable = Annotated[
    str,
    typer.Option(
        "--table",
        metavar="readings|commitments|asks|hours|time",
        help="Which table, for csv; else readings.",
    ),
]
Excel = Annotated[
    bool, typer.Option("--excel", help="Of csv: with the mark that Excel knows UTF-8 by.")
]
Raw = Annotated[
    bool, typer.Option("--csv-raw", help="Of csv: words as they are; not for a spreadsheet.")
]
Template = Annotated[
    str,
    typer.Option(
        "--template", metavar="nj-pdp|wa-pgp|hours|FILE", help="Which form is filled in, for form."
    ),
]
Blank = Annotated[
    bool, typer.Option("--blank", help="Of form: the template itself, to copy and change.")
]


@app.command()
def export(
    ctx: typer.Context,
    form: Annotated[str, typer.Argument(metavar="EXPORT", help="Which format.")],
    *,
    audience: ForWhom = "",
    from_: From = "",
    until: To = "",
    week: InWeek = "",
    year: InYear = "",
    redact: Redact = False,
    table: OneTable = "",
    excel: Excel = False,
    csv_raw: Raw = False,
    template: Template = "",
    blank: Blank = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file there.")] = False,
) -> None:
    """A school year, or another period, as a file. Only what the audience may see is in it.

    stillpd export html --audience coach -o dana.html
    """
    from stillpd.actions.export import shared_for
    from stillpd.cli.periods import asked_period
    from stillpd.cli.refs import check_word
    from stillpd.insight.period import period_at
    from stillpd.insight.portfolio import portfolio

    session = Session.of(ctx)
    check_word(form, tuple(FORMATS), "format to export")
    asked = _asked_of_csv(form, table, excel=excel, raw=csv_raw)
    asked |= _asked_of_form(form, template, blank=blank)
    if blank:
        _hand_out_blank(session, asked["template"], force=force)
        return
    if FORMATS[form].is_binary and session.chosen.get("output", "-") == "-":
        raise InvalidInput("That is no text for a screen.", f"Name a file: -o journal.{form}")
    period = period_at(
        session.calendar, session.now, asked_period(session, from_, until, week, year)
    )
    who = audience or _ask_for_whom(session)
    shared = shared_for(session.opened, session.journal, who, session.now, redact=redact)
    report = portfolio(shared, period)
    content = _made(form, report, **asked)
    hand_out(
        session,
        "export",
        content,
        data=lambda: {
            "format": form,
            "audience": shared.audience,
            "from": str(period.first),
            "to": str(period.end),
            "bytes": len(content),
        },
        force=force,
    )
    if session.journal.problems and session.format != "json":
        tell_problems(session.journal.problems)
    if session.journal.problems:
        raise typer.Exit(PARTIAL)


def _ask_for_whom(session: Session) -> str:
    """Ask in a terminal for whom it is; elsewhere nobody is, and it is refused."""
    if session.opened.is_bundle or not session.is_interactive:
        return ""
    from stillpd.cli.asking import ask_choice
    from stillpd.model.shared import OWNER

    return ask_choice("For whom is it?", [*session.opened.header.audiences, OWNER])


def _asked_of_csv(form: str, table: str, *, excel: bool, raw: bool) -> dict[str, Any]:
    """Return what was asked of a CSV file. Raises InvalidInput where another one is made."""
    said = {"table": table, "excel": excel, "raw": raw}
    asked = {name: value for name, value in said.items() if value}
    if asked and form != "csv":
        raise InvalidInput(
            "--table, --excel and --csv-raw go with csv.", "stillpd export csv --table asks"
        )
    if table:
        from stillpd.cli.refs import check_word
        from stillpd.render.export_csv import TABLES

        check_word(table, tuple(TABLES), "table")
    return asked


def _asked_of_form(form: str, template: str, *, blank: bool) -> dict[str, str]:
    """Return the template that is asked for. Raises InvalidInput where no form is filled in."""
    if form == "form":
        from stillpd.cli.form_template import form_template

        return {"template": form_template(template)}
    if template or blank:
        raise InvalidInput(
            "--template and --blank go with form.", "stillpd export form --template hours"
        )
    return {}


def _hand_out_blank(session: Session, template: str, *, force: bool) -> None:
    content = template.encode()
    hand_out(session, "export", content, data=lambda: {"bytes": len(content)}, force=force)


def _made(form: str, report: "Portfolio", **asked: Any) -> bytes:
    module = import_module(f"stillpd.render.{FORMATS[form].module}")
    content: bytes = module.as_bytes(report, **asked)
    return content
