"""`stillpd profile`: who you are as a professional, in your own words and dated snapshots."""

from typing import TYPE_CHECKING, Any

import typer

from stillpd.cli.options import Editor
from stillpd.cli.output import deliver, note
from stillpd.cli.profile_words import (
    ProfileWords,
    is_silent,
    read_profile_words,
    spoken,
    with_profile_words,
)
from stillpd.cli.saving import deliver_saved, kept_as_draft
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from stillpd.actions.profile import ProfileSaid
    from stillpd.model.journal import Journal
    from stillpd.model.problem import Problem
    from stillpd.model.profile import Profile

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def profile(ctx: typer.Context) -> None:
    """Who you are as a professional. Private unless you share a section; alone it is shown."""
    if ctx.invoked_subcommand is None:
        _show(Session.of(ctx))


@app.command()
def show(ctx: typer.Context) -> None:
    """The profile of today: purpose, identity, motivation, growth, strengths."""
    _show(Session.of(ctx))


def _show(session: Session) -> None:
    from stillpd.insight.profile import profile_page
    from stillpd.render import profile as screen

    report = profile_page(_seen(session), session.now.date())
    deliver(
        session,
        "profile show",
        report,
        page=lambda width: screen.page(report, width),
        data=lambda: screen.data(report),
        problems=_problems(session),
    )


def _seen(session: Session) -> "Journal":
    """Return the journal as it may be on this screen."""
    from stillpd.cli.shared_screen import is_shared, without_private

    return without_private(session.journal) if is_shared() else session.journal


def _problems(session: Session) -> "list[Problem]":
    return [p for p in session.journal.problems if p.path.startswith("profile/")]


@app.command()
@with_profile_words
def edit(ctx: typer.Context, words: ProfileWords, *, editor: Editor = False) -> None:
    """Say something of yourself, or say it otherwise; without options you are asked.

    It is written into the newest snapshot; the first is made when there is none.
    """
    from stillpd.actions.profile import edit_profile

    session = Session.of(ctx)
    if editor or (is_silent(words) and not session.is_interactive):
        _edit_file(session)
        return
    _refuse_problems(session)
    was_asked = is_silent(words)
    if was_asked:
        from stillpd.cli.profile_guide import ask_words
        from stillpd.insight.profile import newest

        words = ask_words(newest(session.journal, session.now.date()))
        if is_silent(words):
            note("Nothing said. The profile is as it was.")
            return
    with kept_as_draft(session, "profile", lambda: spoken(words) if was_asked else ""):
        asked = _sure(session, read_profile_words(session, words))
        saved = edit_profile(session.opened, session.journal, asked, session.writing_at)
    deliver_saved(session, "profile edit", saved)


def _refuse_problems(session: Session) -> None:
    """Refuse to change a snapshot that could not be read as meant, naming the line."""
    from stillpd.insight.profile import newest

    present = newest(session.journal, session.now.date())
    for problem in _problems(session):
        day = problem.path.removeprefix("profile/").removesuffix(".toml")
        if present is None or day >= str(present.day):
            raise InvalidInput(
                f"{problem.path}:{problem.line}: {problem.message}. The file was left as it is.",
                "Mend it first: stillpd profile edit --editor",
            )


def _sure(session: Session, asked: "ProfileSaid") -> "ProfileSaid":
    """Ask the second yes where a lasting part of who one is would be shared."""
    from dataclasses import replace

    lasting = [audience for section, audience in asked.share if section == "identity_static"]
    if not lasting or asked.sure or not session.is_interactive:
        return asked
    from stillpd.cli.asking import ask_yes

    told = f"Lasting parts of who you are would be seen by {', '.join(lasting)}. Share them?"
    return replace(asked, sure=ask_yes(told))


def _edit_file(session: Session) -> None:
    """Open the newest snapshot's file in the editor; the first is a page to fill in."""
    from stillpd.actions.profile import put_profile_file
    from stillpd.cli.editor import edit_text
    from stillpd.insight.profile import newest
    from stillpd.journal.text import read_text

    present = newest(session.journal, session.writing_at.date())
    raw = (session.root / f"profile/{present.day}.toml").read_bytes() if present else None
    text = _BLANK if raw is None else read_text(raw).text
    instead = 'Say it with options, such as: stillpd profile edit --purpose "…"'
    changed = edit_text(session, "profile", text, suffix=".toml", instead=instead)
    if changed is None:
        return
    try:
        saved = put_profile_file(session.opened, session.journal, raw, changed, session.writing_at)
    except InvalidInput as error:
        error.hint = f"The profile was left as it was. Your version is in {session.draft}"
        raise
    deliver_saved(session, "profile edit", saved)


_BLANK = """\
# Fill in what you like between the quotation marks; leave the rest.
# To use a line, take away its # and write in your own words.
# All of it is private until you share it.
purpose = ""

# [[motivation]]
# driver = "seeing reasoning happen"
# strength = 9

# [growth]
# feedback = "next day, specific, one thing"

# [[strengths]]
# name = "learner"
"""


@app.command()
@with_profile_words
def revisit(ctx: typer.Context, words: ProfileWords) -> None:
    """Which line is no longer true? A new dated snapshot, begun from the newest.

    In a terminal it goes line by line. Without one: --drop LINE and the options of edit; what is
    not named is still true.
    """
    from stillpd.actions.profile import revisit_profile

    session = Session.of(ctx)
    _refuse_problems(session)
    if is_silent(words) and session.is_interactive:
        _revisit_guided(session)
        return
    asked = _sure(session, read_profile_words(session, words))
    saved = revisit_profile(session.opened, session.journal, asked, session.writing_at)
    deliver_saved(session, "profile revisit", saved)


def _revisit_guided(session: Session) -> None:
    from stillpd.actions.profile import ProfileSaid, revisit_profile
    from stillpd.cli.profile_guide import go_through
    from stillpd.insight.profile import newest

    present: Profile | None = newest(session.journal, session.now.date())
    changed: dict[int, Any] = {}
    seen: list[str] = []
    done = go_through(present, changed, seen) if present else True
    if not done and not changed:
        note("Nothing changed. Everything is as it was.")
        return
    asked = ProfileSaid(changed=changed)
    saved = revisit_profile(session.opened, session.journal, asked, session.writing_at, seen)
    deliver_saved(session, "profile revisit", saved)
    if not done:
        note("Stopped on the way: what you said so far is saved. Go on: stillpd profile revisit")


@app.command()
def history(ctx: typer.Context) -> None:
    """What changed from one snapshot to the next, in words."""
    from stillpd.insight.profile import history as work_out
    from stillpd.render import profile as screen

    session = Session.of(ctx)
    report = work_out(_seen(session), session.now.date())
    deliver(
        session,
        "profile history",
        report,
        page=lambda width: screen.history_page(report, width),
        data=lambda: screen.history_data(report),
        problems=_problems(session),
    )


@app.command()
def card(ctx: typer.Context) -> None:
    """Yourself in a line or two, of what you share with somebody."""
    from stillpd.insight.profile import card as work_out
    from stillpd.render import profile as screen

    session = Session.of(ctx)
    report = work_out(_seen(session), session.now.date())
    deliver(
        session,
        "profile card",
        report,
        page=lambda width: screen.card_page(report, width),
        data=lambda: screen.card_data(report),
        problems=_problems(session),
    )
    if report.private_purpose:
        note(
            "Your purpose is private, so it is not on the card."
            " To share it: stillpd profile edit --share purpose=AUDIENCE"
        )
