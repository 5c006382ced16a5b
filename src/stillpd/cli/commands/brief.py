"""`stillpd brief`: one page before a talk."""

from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.handing_out import hand_out
from stillpd.cli.options import Force, Redact
from stillpd.cli.output import USUAL_WIDTH, deliver
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from stillpd.insight.brief import Brief

app = typer.Typer()

_ENDINGS = frozenset({"html", "pdf", "md"})
"""Of the files that say by their names what they are to be."""


@app.command()
def brief(
    ctx: typer.Context,
    audience: Annotated[
        str, typer.Argument(metavar="[AUDIENCE]", help="With whom; a bundle knows it.")
    ] = "",
    *,
    redact: Redact = False,
    force: Force = False,
) -> None:
    """One page before the talk: goals, promises, what is new, one question to ask.

    It is made of what is shared with them and nothing else, so both of you may read it.

    For a browser, for paper or as Markdown name a file: -o talk.html, talk.pdf or talk.md.

    stillpd brief coach

    stillpd -j ./dana.stillpd.zip brief
    """
    from stillpd.actions.brief import brief_for
    from stillpd.cli.making_line import making_line

    session = Session.of(ctx)
    who = audience or _ask_with_whom(session)
    journal = session.journal
    with making_line("Gathering what may go"):
        report = brief_for(session.opened, journal, who, session.now, redact=redact)
    deliver_brief(session, "brief", report, force=force)


def deliver_brief(session: Session, command: str, report: "Brief", *, force: bool = False) -> None:
    """Print the page, or write it as what the file's name says: HTML, a PDF or Markdown.

    Raises what `hand_out` does for the file.
    """
    from stillpd.render import brief as screen

    ending = session.chosen.get("output", "").rpartition(".")[2].lower()
    if session.format in {"auto", "json"} and ending in _ENDINGS:
        hand_out(
            session,
            command,
            _as_file(report, ending, session.opened.header.timezone),
            data=lambda: screen.data(report),
            force=force,
            problems=session.journal.problems,
        )
        return
    deliver(
        session,
        command,
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=session.journal.problems,
        force=force,
    )


def _as_file(report: "Brief", ending: str, timezone: str) -> bytes:
    from stillpd.cli.making_line import making_line, stoppable
    from stillpd.render import export_brief

    with making_line("Making the file"):
        match ending:
            case "html":
                return export_brief.as_html(report)
            case "pdf":
                return stoppable(lambda: export_brief.as_pdf(report, timezone))
    from stillpd.render import brief as screen
    from stillpd.render.markdown import as_markdown

    return as_markdown(screen.page(report, USUAL_WIDTH)).encode()


def _ask_with_whom(session: Session) -> str:
    """Ask in a terminal with whom the talk is; a bundle knows."""
    known = session.opened.header.audiences
    if session.opened.header.bundle or not (session.is_interactive and known):
        return ""
    from stillpd.cli.asking import ask_choice

    return ask_choice("With whom is the talk?", [*known])
