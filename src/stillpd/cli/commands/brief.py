"""`stillpd brief`: one page before a talk."""

from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.output import deliver, deliver_file
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from stillpd.insight.brief import Brief

app = typer.Typer()


@app.command()
def brief(
    ctx: typer.Context,
    audience: Annotated[
        str, typer.Argument(metavar="[AUDIENCE]", help="With whom; a bundle knows it.")
    ] = "",
    *,
    redact: Annotated[
        bool, typer.Option("--redact", help="Take private names out of the words.")
    ] = False,
) -> None:
    """One page before the talk: goals, promises, what is new, one question to ask.

    It is made of what is shared with them and nothing else, so both of you may read it.

    For a browser or for paper name a file: -o talk.html, -o talk.pdf.

    stillpd brief coach

    stillpd -j ./dana.stillpd.zip brief
    """
    from stillpd.actions.brief import brief_for

    session = Session.of(ctx)
    who = audience or _ask_with_whom(session)
    report = brief_for(session.opened, session.journal, who, session.now, redact=redact)
    deliver_brief(session, "brief", report)


def deliver_brief(session: Session, command: str, report: "Brief") -> None:
    """Print the page, or write it as what the file's name says: a page for a browser, or a PDF."""
    from stillpd.render import brief as screen

    form = session.chosen.get("output", "").rpartition(".")[2].lower()
    if session.format == "auto" and form in {"html", "pdf"}:
        from stillpd.render import export_brief

        timezone = session.opened.header.timezone
        content = (
            export_brief.as_html(report)
            if form == "html"
            else export_brief.as_pdf(report, timezone)
        )
        problems = session.journal.problems
        deliver_file(session, command, content, data=dict, problems=problems)
        return
    deliver(
        session,
        command,
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=session.journal.problems,
    )


def _ask_with_whom(session: Session) -> str:
    """Ask in a terminal with whom the talk is; a bundle knows."""
    known = session.opened.header.audiences
    if session.opened.header.bundle or not (session.is_interactive and known):
        return ""
    from stillpd.cli.asking import ask_choice

    return ask_choice("With whom is the talk?", [*known])
