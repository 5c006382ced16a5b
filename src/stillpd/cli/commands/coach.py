"""`stillpd coach`: the bundles that teachers gave, the talks with them, and a report."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.options import At, Editor, Force, From, To
from stillpd.cli.output import deliver, note
from stillpd.cli.saving import deliver_saved, kept_as_draft
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from datetime import date

    from stillpd.model.journal import Journal

app = typer.Typer()

Who = Annotated[str, typer.Argument(metavar="COACHEE", help="Who: stillpd coach list.")]

Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", help="How long it took.")]
Mode = Annotated[
    str, typer.Option("--mode", metavar="visit|meeting|online|message|moment", help="How it was.")
]
Words = Annotated[str, typer.Option("--note", metavar="TEXT", help="What is worth keeping.")]
Planned = Annotated[
    bool | None, typer.Option("--planned/--spontaneous", help="Arranged before, or --spontaneous.")
]
OfPhase = Annotated[
    str,
    typer.Option("--phase", metavar="enroll|identify|learn|improve", help="Where the cycle is."),
]
Next = Annotated[str, typer.Option("--next", metavar="TEXT", help="What comes next.")]
CheckBack = Annotated[
    str, typer.Option("--check-back", metavar="DATE", help="When you look at it again.")
]


@app.callback(invoke_without_command=True)
def coach(ctx: typer.Context) -> None:
    """For a coach: the bundles that teachers gave you, your talks with them, a report.

    What they gave is kept apart from your journal and only read. Your notes are your own pages.
    """
    if ctx.invoked_subcommand is None:
        list_(ctx)


@app.command()
def add(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The bundle that you were given.")],
    *,
    identity: Annotated[
        str,
        typer.Option(
            "--identity",
            metavar="FILE",
            help="The file with your key, where it is locked with age.",
        ),
    ] = "",
    as_: Annotated[
        str, typer.Option("--as", metavar="NAME", help="What to call it; else by their name.")
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Keep it though it is older, or looks like another's.")
    ] = False,
) -> None:
    """Keep a bundle that a teacher gave you. A new one of theirs replaces it, and says what is new.

    stillpd coach add dana.stillpd.zip

    stillpd coach add dana.stillpd.zip.age --identity key.txt
    """
    from stillpd.actions.coach import add_bundle
    from stillpd.cli.shared_screen import is_shared
    from stillpd.journal.places import typed_path
    from stillpd.render import coach as screen

    session = Session.of(ctx)
    session.chosen["identity"] = identity
    added = add_bundle(typed_path(path), session.keys, _today(session), as_, force=force)
    if identity and session.keys.is_named_used:
        _remember_key(session, identity)
    deliver(
        session,
        "coach add",
        added,
        page=lambda width: screen.added_page(added, width, seen=is_shared()),
        data=lambda: screen.added_data(added, seen=is_shared()),
        problems=added.problems,
    )


def _today(session: Session) -> "date":
    """Return the day of now, also where no journal of the coach's own can be opened."""
    from stillpd.journal.zones import system_zone
    from stillpd.model.errors import StillpdError

    try:
        return session.now.date()
    except StillpdError:
        session.expect_journal(session.root, system_zone() or "UTC")
        return session.now.date()


def _remember_key(session: Session, identity: str) -> None:
    """Keep in mind where the key of this person lies, unless it came through a pipe."""
    from stillpd.journal.places import config_file, typed_path
    from stillpd.journal.settings import remember_identity

    path = typed_path(identity).absolute()
    with suppress(OSError):
        if path.is_file() and remember_identity(path) and session.format != "json":
            note(f"Where your key lies is remembered now, in {config_file()}")


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """Who gave you a bundle: your last talk, when the next is due, and what is new from them."""
    from stillpd.actions.coach import list_coachees
    from stillpd.cli.shared_screen import is_shared
    from stillpd.render import coach as screen

    session = Session.of(ctx)
    own = _own_journal(session)
    report, problems = list_coachees(own, session.now, session.keys)
    hidden = len(report.coachees) if is_shared() else 0
    deliver(
        session,
        "coach list",
        report,
        page=lambda _width: screen.list_page(report, hidden, len(problems)),
        data=lambda: screen.list_data(report, hidden),
        problems=(*problems, *own.problems),
    )


def _own_journal(session: Session) -> "Journal":
    """Return the coach's own journal; an empty one where there is none yet, and say so."""
    from stillpd.insight.coaching import READS
    from stillpd.journal.zones import system_zone
    from stillpd.model.errors import NoJournal

    try:
        return session.read(READS)
    except NoJournal:
        if session.chosen.get("journal"):
            raise
    from stillpd.model.journal import Journal

    session.expect_journal(session.root, system_zone() or "UTC")
    if session.format != "json":
        note("Your talks are noted in a journal of your own. Start it with: stillpd init")
    return Journal(header=session.opened.header)


@app.command()
def brief(ctx: typer.Context, who: Who, *, force: Force = False) -> None:
    """One page before the talk, from the bundle that they gave you."""
    from stillpd.actions.brief import brief_for
    from stillpd.cli.commands.brief import deliver_brief
    from stillpd.exchange.coachees import kept_path

    session = Session.of(ctx)
    session.root = kept_path(_find(who))
    report = brief_for(session.opened, session.journal, "", session.now)
    deliver_brief(session, "coach brief", report, force=force)


@app.command()
def contact(
    ctx: typer.Context,
    who: Who,
    *,
    minutes: Minutes = None,
    mode: Mode = "",
    words: Words = "",
    planned: Planned = None,
    phase: OfPhase = "",
    next_: Next = "",
    check_back: CheckBack = "",
    editor: Editor = False,
    at: At = "",
) -> None:
    """Note a talk, in your own journal, where only you see it.

    stillpd coach contact dana --minutes 10 --mode visit --note "Watched period 3."
    """
    from stillpd.actions.coach import NewContact, add_contact
    from stillpd.cli.dates import Facing, read_day
    from stillpd.cli.refs import check_word
    from stillpd.model.words import CONTACT_MODES, PHASES

    session = Session.of(ctx)
    moment = session.moment(at)
    chosen = check_word(mode, CONTACT_MODES, "way to meet") if mode else None
    stage = check_word(phase, PHASES, "phase") if phase else None
    again = read_day(check_back, moment.date(), Facing.FORWARD) if check_back else None
    name, is_kept = _name_of(session, who)
    body = _in_editor(session, words) if editor else words
    if body is None:
        return
    with kept_as_draft(session, "coach contact", f"{body}\n{next_}".strip):
        new = NewContact(
            who=name,
            at=moment,
            body=body,
            mode=chosen,
            minutes=minutes,
            planned=planned,
            phase=stage,
            next=next_,
            check_back=again,
        )
        saved = add_contact(session.opened, new, session.writing_at)
    deliver_saved(session, "coach contact", saved)
    if session.format != "json":
        _tell_beside(is_kept=is_kept, again=again)


def _in_editor(session: Session, words: str) -> str | None:
    from stillpd.cli.editor import edit_text

    return edit_text(session, "coach contact", words, instead='Give the words: --note "…"')


def _tell_beside(*, is_kept: bool, again: object) -> None:
    """Say again how a date was understood, and that a name is not one of the list's."""
    from datetime import date

    from stillpd.model.days import long_day

    if isinstance(again, date):
        note(f"Check back {long_day(again)}.")
    if not is_kept:
        note("No bundle of that name is kept, so it stands in the report and not in the list.")


@app.command()
def report(ctx: typer.Context, *, from_: From = "", to: To = "") -> None:
    """How much coaching there was: contacts, minutes, phases. No names, no content.

    For whoever asks what your time went into. Of fewer than three teachers it gives totals alone,
    and told apart is only what three or more have in common.
    """
    from stillpd.actions.coach import report_for
    from stillpd.cli.periods import asked_period
    from stillpd.insight.coaching import READS
    from stillpd.insight.period import period_at
    from stillpd.render import coach as screen

    session = Session.of(ctx)
    own = session.read(READS)
    asked = asked_period(session, from_, to, "", "")
    period = period_at(own.calendar, session.now, asked)
    told, problems = report_for(own, period, session.keys)
    deliver(
        session,
        "coach report",
        told,
        page=lambda _width: screen.report_page(told),
        data=lambda: screen.report_data(told),
        problems=(*problems, *own.problems),
    )


@app.command()
def drop(
    ctx: typer.Context,
    who: Who,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Mean it: nothing brings it back.")] = False,
) -> None:
    """Take a kept bundle away, for good. Your own notes of your talks stay.

    It asks in a terminal, and needs --yes without one.
    """
    from stillpd.actions.coach import drop_bundle
    from stillpd.render.page import Para, text

    session = Session.of(ctx)
    name = _find(who)
    is_meant = yes or _is_meant(session, name)
    if is_meant:
        drop_bundle(name)
    said = f"Taken away: {name}. Your own notes stay." if is_meant else "Nothing was taken away."
    deliver(
        session,
        "coach drop",
        None,
        page=lambda _width: (Para(text(said)),),
        data=lambda: {"name": name, "dropped": is_meant},
    )


def _is_meant(session: Session, name: str) -> bool:
    from stillpd.model.errors import InvalidInput

    if not session.is_interactive:
        raise InvalidInput(
            f"This would take away the bundle {name}, and nothing brings it back.",
            "If it is meant: --yes",
        )
    from stillpd.cli.asking import ask_yes

    return ask_yes(f"Take away the bundle {name}? Nothing brings it back.")


def _find(who: str) -> str:
    """Return the name of the kept bundle that is meant. Raises NotFound or Ambiguous."""
    from stillpd.cli.refs import pick
    from stillpd.cli.shared_screen import is_shared
    from stillpd.exchange.coachees import kept_names

    kept = {name: name for name in kept_names()}
    told = () if is_shared() else tuple(kept)
    return pick(kept, who, "bundle that is kept", "See them with: stillpd coach list", told)


def _name_of(session: Session, who: str) -> tuple[str, bool]:
    """Return how a contact names somebody, and whether a bundle of theirs is kept."""
    from stillpd.actions.coach import kept_under
    from stillpd.model.errors import NotFound

    try:
        return _find(who), True
    except NotFound:
        kept = kept_under(who, session.keys)
        return kept or who, bool(kept)
