"""`stillpd export`: a period of the journal as a file for somebody, or for yourself."""

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from stillpd.cli.handing_out import hand_out
from stillpd.cli.options import Force, From, InWeek, InYear, Redact, To
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from stillpd.insight.period import Period
    from stillpd.model.shared import Shared

app = typer.Typer()


class Format(NamedTuple):
    """A format: where it is made, whether only a file can hold it, and whether it has a period."""

    module: str
    is_binary: bool = False
    has_period: bool = True


EXPORTS: dict[str, Format] = {
    "html": Format("export_html"),
    "pdf": Format("export_pdf", is_binary=True),
    "markdown": Format("export_markdown"),
    "json": Format("export_json", has_period=False),
    "csv": Format("export_csv"),
    "ics": Format("export_ics", has_period=False),
    "form": Format("export_form"),
}
"""Each by its name: `as_bytes(portfolio)` in a module of the room `render`, loaded when asked."""

ForWhom = Annotated[
    str,
    typer.Option("--audience", metavar="AUDIENCE", help="For whom; me is all, for you alone."),
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
    file_format: Annotated[
        str,
        typer.Argument(metavar="EXPORT", help="html, pdf, markdown, json, csv, ics or form."),
    ],
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
    force: Force = False,
) -> None:
    """A school year, or another period, as a file. Only what the audience may see is in it.

    stillpd export html --audience coach -o dana.html
    """
    from stillpd.actions.export import leaving_in, shared_for
    from stillpd.cli.export_file import ask_for_file, expect_file, hand_out_export
    from stillpd.cli.making_line import making_line
    from stillpd.cli.periods import asked_period
    from stillpd.cli.refs import check_word
    from stillpd.insight.period import period_at

    session = Session.of(ctx)
    check_word(file_format, tuple(EXPORTS), "format to export")
    asked = _asked_of_csv(file_format, table, excel=excel, raw=csv_raw)
    asked |= _asked_of_form(file_format, template, blank=blank)
    if any((from_, until, week, year)):
        _expect_period(file_format)
    if blank:
        _hand_out_blank(session, asked["template"], force=force)
        return
    period = period_at(
        session.calendar, session.now, asked_period(session, from_, until, week, year)
    )
    who = audience or _ask_for_whom(session)
    leaving, journal = leaving_in(file_format, period, table), session.journal
    with making_line("Gathering what may go"):
        shared = shared_for(
            session.opened, journal, who, session.now, redact=redact, leaving=leaving
        )
    told = period if EXPORTS[file_format].has_period else None
    ask_for_file(session, file_format, shared, told, about=table or template)
    if EXPORTS[file_format].is_binary:
        expect_file(session, file_format)
    content = _made(file_format, shared, period, **asked)
    hand_out_export(session, file_format, shared, told, content, force=force, raw=csv_raw)


def _ask_for_whom(session: Session) -> str:
    """Ask in a terminal for whom it is; elsewhere nobody is, and it is refused."""
    if session.opened.is_bundle or not session.is_interactive:
        return ""
    from stillpd.cli.asking import ask_choice
    from stillpd.model.shared import OWNER

    return ask_choice("For whom is it?", [*session.opened.header.audiences, OWNER])


def _expect_period(file_format: str) -> None:
    """Raise InvalidInput where a period was asked for and the format has none."""
    if not EXPORTS[file_format].has_period:
        raise InvalidInput(
            f"{file_format} is not cut to a period.", "Leave out --from, --to, --week and --year."
        )


def _asked_of_csv(file_format: str, table: str, *, excel: bool, raw: bool) -> dict[str, Any]:
    """Return what was asked of a CSV file. Raises InvalidInput where another one is made."""
    said = {"table": table, "excel": excel, "raw": raw}
    asked = {name: value for name, value in said.items() if value}
    if asked and file_format != "csv":
        raise InvalidInput(
            "--table, --excel and --csv-raw go with csv.", "stillpd export csv --table asks"
        )
    if table:
        from stillpd.cli.refs import check_word
        from stillpd.render.export_csv import TABLES

        check_word(table, tuple(TABLES), "table")
    return asked


def _asked_of_form(file_format: str, template: str, *, blank: bool) -> dict[str, str]:
    """Return the template that is asked for. Raises InvalidInput where no form is filled in."""
    if file_format == "form":
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


def _made(file_format: str, shared: "Shared", period: "Period", **asked: Any) -> bytes:
    from stillpd.cli.making_line import making_line, stoppable
    from stillpd.insight.portfolio import portfolio

    module = import_module(f"stillpd.render.{EXPORTS[file_format].module}")
    with making_line(f"Making the {file_format} file"):
        return stoppable(lambda: module.as_bytes(portfolio(shared, period), **asked))
