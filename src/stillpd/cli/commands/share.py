"""`stillpd share`: what goes to whom, page by page; and handing it out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stillpd.cli.handing_out import Noted, hand_out
from stillpd.cli.options import Force, Redact
from stillpd.cli.output import deliver, note
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session
from stillpd.model.days import month_day
from stillpd.model.errors import InvalidInput
from stillpd.render.page import Para, text

if TYPE_CHECKING:
    from stillpd.actions.outcome import Saved
    from stillpd.actions.share import Sharing
    from stillpd.insight.prepared import Prepared

app = typer.Typer(no_args_is_help=True)

To = Annotated[str, typer.Argument(metavar="AUDIENCE", help="Who: stillpd audience list.")]


@app.callback()
def share() -> None:
    """What goes to whom, page by page. Nothing leaves your machine by itself."""


@app.command("set")
def set_(
    ctx: typer.Context,
    ref: Annotated[
        str, typer.Argument(metavar="SHAREABLE", help="An entry, goal, block; profile.growth.")
    ],
    audience: To,
    *,
    takes_back: Annotated[bool, typer.Option("--not", help="Not any more.")] = False,
    rate_only: Annotated[
        bool, typer.Option("--rate-only", help="Of a goal only its rate, without its title.")
    ] = False,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="FIELD", help="Of a goal this too, such as why."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Mean it, for a lasting part of who you are.")
    ] = False,
) -> None:
    """Share a page, or no longer. stillpd share preview shows what they would get.

    stillpd share set cer coach

    stillpd share set profile.growth coach
    """
    from stillpd.actions.share import Sharing, set_section, set_share
    from stillpd.cli.find_page import find_page
    from stillpd.cli.refs import check_audiences

    session = Session.of(ctx)
    [name] = check_audiences(session.opened, [audience])
    asked = Sharing(
        audience=name,
        takes_back=takes_back,
        rate_only=rate_only,
        also=tuple(field.replace("-", "_") for field in also or ()),
    )
    section = ref.removeprefix("profile.").replace("-", "_") if ref.startswith("profile.") else ""
    if section:
        sure = yes or _is_sure(session, section, asked)
        saved = set_section(
            session.opened, session.journal, section, asked, session.writing_at, sure=sure
        )
    else:
        found = find_page(session, ref)
        saved = set_share(session.opened, found.document, asked, session.writing_at)
    if not saved.path:
        deliver(session, "share set", saved, page=lambda _: (Para(text(f"{saved.words}.")),))
        return
    deliver_saved(session, "share set", saved)
    if not takes_back:
        _tell_once(session, name)


def _is_sure(session: Session, section: str, asked: "Sharing") -> bool:
    """Ask in a terminal for the second yes; whoever says no leaves, and nothing is changed."""
    is_lasting = section == "identity_static" and not asked.takes_back
    if not (is_lasting and session.is_interactive and session.journal.profiles):
        return False
    from stillpd.cli.asking import ask_yes

    if not ask_yes(f"These are lasting parts of who you are. Show them to {asked.audience}?"):
        note("They stay with you.")
        raise typer.Exit
    return True


def _tell_once(session: Session, audience: str) -> None:
    """Say once in a journal's life what sharing may mean for a private note."""
    from contextlib import suppress

    from stillpd.journal.announced import announced, remember
    from stillpd.model.errors import NotSaved

    if session.format == "json" or _SHARING in announced(session.root):
        return
    note(
        "Worth knowing, this once: notes that only you have are yours alone. Once shared with "
        "somebody at school, a note may count as a record, and may be asked for.\n"
        f"What they would get: stillpd share preview {audience}"
    )
    with suppress(NotSaved):
        remember(session.root, [_SHARING], session.clock)


_SHARING = "what sharing means"


@app.command("list")
def list_(ctx: typer.Context, audience: To) -> None:
    """The pages that an audience may see, a line each."""
    from stillpd.cli.refs import check_audiences
    from stillpd.insight.sharing import shared_list
    from stillpd.render import share as screen

    session = Session.of(ctx)
    [name] = check_audiences(session.opened, [audience])
    report = shared_list(session.journal, name)
    deliver(session, "share list", report, page=lambda width: screen.list_page(report, width))


@app.command()
def preview(ctx: typer.Context, audience: To, *, redact: Redact = False) -> None:
    """Exactly what would go, whole, as they would see it; and how many pages stay with you.

    What is new since the last time is marked.
    """
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.prepared import preview as as_seen
    from stillpd.render import preview as screen

    session = Session.of(ctx)
    report = as_seen(_prepare(session, audience, redact=redact))
    deliver(
        session,
        "share preview",
        report,
        page=lambda width: screen.preview_page(report, width, is_seen=is_shared()),
        data=lambda: screen.preview_data(report),
        paged=True,
    )


def _prepare(session: Session, audience: str, *, redact: bool) -> "Prepared":
    from stillpd.actions.pack import prepare
    from stillpd.cli.making_line import making_line

    journal = session.journal
    with making_line("Gathering what may go"):
        return prepare(session.opened, journal, audience, session.now, redact=redact)


@app.command()
def pack(
    ctx: typer.Context,
    audience: To,
    *,
    redact: Redact = False,
    since: Annotated[
        str, typer.Option("--since", metavar="last", help="Mark what is new since the last one.")
    ] = "",
    force: Force = False,
) -> None:
    """Make the bundle: a file with what they may see and nothing else. You hand it on yourself.

    stillpd share pack coach -o dana.stillpd.zip
    """
    from stillpd.actions.pack import bundle_of, record_share, take_back
    from stillpd.cli.making_line import making_line

    session = Session.of(ctx)
    _expect_packable(session, since)
    _ask_for_file(session, audience)
    target = session.chosen["output"]
    prepared = _prepare(session, audience, redact=redact)
    with making_line("Making the bundle"):
        content = bundle_of(prepared, mark_new=bool(since))
    saved: list[Saved] = []

    def write_down() -> None:
        name = Path(target).name
        saved.append(
            record_share(session.opened, session.journal, prepared, name, session.writing_at)
        )

    noted = Noted(write_down, lambda: take_back(session.opened, saved[0], session.writing_at))
    told = _packed_data(prepared)
    hand_out(session, "share pack", content, data=lambda: told, force=force, noted=noted)
    if session.format != "json":
        note(f"{saved[0].words}; {prepared.shared.withheld} stay with you. Nothing was sent.")
        if prepared.shared.party.age_key:
            note(f"It is locked: only {prepared.shared.party.name or audience} can open it.")
        _tell_news(session, prepared)


def _expect_packable(session: Session, since: str) -> None:
    """Raise InvalidInput for another --since, and for a bundle."""
    if since not in {"", "last"}:
        raise InvalidInput("--since knows one word.", "Say: --since last")
    if session.opened.is_bundle:
        raise InvalidInput("A bundle is not packed again.", "It can be handed on as it is.")


def _ask_for_file(session: Session, audience: str) -> None:
    """Ask in a terminal for the file to pack into. Raises InvalidInput where none is named else."""
    if session.chosen.get("output", "-") != "-":
        return
    party = session.opened.header.audiences.get(audience)
    ready = f"for-{audience}.stillpd.zip" + (".age" if party and party.age_key else "")
    if not (party and session.is_interactive):
        raise InvalidInput("Into which file?", f"Such as: stillpd share pack {audience} -o {ready}")
    from stillpd.cli.export_file import ask_into_file

    ask_into_file(session, ready)


def _packed_data(prepared: "Prepared") -> dict[str, Any]:
    """Return what went as JSON data (docs/reference/json.md)."""
    shared, news = prepared.shared, prepared.news
    return {
        "audience": shared.audience,
        "pages": len(prepared.prints),
        "withheld": shared.withheld,
        "locked": bool(shared.party.age_key),
        "new": sorted(news.new) if news else None,
        "changed": sorted(news.changed) if news else None,
    }


def _tell_news(session: Session, prepared: "Prepared") -> None:
    """Say what is new since the bundle before, where there was one."""
    if prepared.news:
        from stillpd.render.preview import news_words

        news = "; ".join(news_words(prepared)) or "nothing new"
        note(f"Since {month_day(prepared.news.since, session.now.date())}: {news}.")


@app.command("log")
def log_(
    ctx: typer.Context,
    audience: Annotated[
        str, typer.Argument(metavar="[AUDIENCE]", help="To whom; else to anybody.")
    ] = "",
) -> None:
    """What went to whom and when, and how much of it was new to them."""
    from stillpd.insight.sharing import expect_audience, handed_out, shares
    from stillpd.render import share as screen

    session = Session.of(ctx)
    records = handed_out(shares(session.journal, session.now, audience))
    if audience and not records:  # somebody who was taken out since still has what they had
        expect_audience(session.opened.header, audience)
    deliver(
        session,
        "share log",
        records,
        page=lambda _: screen.log_page(records, audience),
        data=lambda: screen.log_data(records),
    )
