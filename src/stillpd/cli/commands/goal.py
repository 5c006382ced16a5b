"""`stillpd goal`: goals in three circles, their measures, and what happens to them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stillpd.cli.dates import Facing
from stillpd.cli.goal_file import find_to_change
from stillpd.cli.goal_numbers import numbers
from stillpd.cli.goal_words import (
    GoalRef,
    GoalWords,
    OnDay,
    Why,
    day_on,
    day_said,
    read_goal_words,
    with_goal_words,
)
from stillpd.cli.options import InCircle
from stillpd.cli.output import deliver, note
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from stillpd.model.words import Closing, EventKind

app = typer.Typer(add_completion=False)
app.add_typer(numbers)

What = Annotated[str, typer.Argument(metavar="TEXT", help="What changes, in your words.")]


@app.callback(invoke_without_command=True)
def goal(ctx: typer.Context) -> None:
    """Goals in three circles: doing, relating, being. Alone it lists them."""
    if ctx.invoked_subcommand is None:
        _list(Session.of(ctx))


@app.command("list")
def list_(
    ctx: typer.Context,
    circle: InCircle = "",
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", help="draft active paused met …")
    ] = "",
    *,
    whole: Annotated[bool, typer.Option("--all", help="Closed and paused ones too.")] = False,
) -> None:
    """Your goals, one line each: the active ones and the drafts."""
    _list(Session.of(ctx), circle, status, whole=whole)


def _list(session: Session, circle: str = "", status: str = "", *, whole: bool = False) -> None:
    from typing import get_args

    from stillpd.cli.refs import check_circle, check_word
    from stillpd.cli.shared_screen import is_shared, without_private
    from stillpd.insight.goals import goal_list
    from stillpd.model.words import Status
    from stillpd.render import goal as screen

    if circle:
        check_circle(circle)
    if status:
        check_word(status, get_args(Status), "status")
    journal = without_private(session.journal) if is_shared() else session.journal
    report = goal_list(journal, session.now, circle=circle, status=status, whole=whole)
    deliver(
        session,
        "goal list",
        report,
        page=lambda width: screen.list_page(report, width),
        data=lambda: screen.list_data(report),
        problems=[p for p in journal.problems if p.path.startswith("goals/")],
    )


@app.command()
def show(ctx: typer.Context, ref: GoalRef) -> None:
    """Everything about one goal. Its numbers week by week: stillpd progress GOAL."""
    from stillpd.cli.refs import find_goal
    from stillpd.insight.goals import goal_page
    from stillpd.render import goal as screen

    session = Session.of(ctx)
    report = goal_page(session.journal, find_goal(session.journal, ref), session.now)
    path = f"goals/{report.goal.id}.toml"
    deliver(
        session,
        "goal show",
        report,
        page=lambda width: screen.goal_page(report, width),
        data=lambda: screen.goal_data(report),
        problems=[p for p in session.journal.problems if p.path == path],
    )


@app.command()
@with_goal_words
def add(
    ctx: typer.Context,
    words: GoalWords,
    made_id: Annotated[
        str, typer.Argument(metavar="[ID]", help="A short name; else made from the title.")
    ] = "",
    *,
    draft: Annotated[bool, typer.Option("--draft", help="Only begun; not yet a goal.")] = False,
) -> None:
    """Set a goal. Without a title you are asked, step by step; every step can be skipped."""
    from stillpd.actions.goal import NewGoal, add_goal

    session = Session.of(ctx)
    said = read_goal_words(session, words)
    if made_id:
        _check_free(session, made_id)
    if "title" not in said:
        if not session.is_interactive:
            raise InvalidInput(
                "What is the goal called?",
                'Say it with: --title "Good news home" --circle relating',
            )
        _guide(session, made_id, said, draft=draft)
        return
    new = NewGoal(id=made_id, said=said, draft=draft)
    saved = add_goal(session.opened, session.journal, new, session.writing_at)
    deliver_saved(session, "goal add", saved)


def _check_free(session: Session, made_id: str) -> None:
    """Refuse a name before anything is asked about it."""
    from stillpd.journal.names import check_name
    from stillpd.model.errors import AlreadyExists

    check_name(made_id, "goal")
    if made_id in session.journal.goals:
        raise AlreadyExists(
            f"There is a goal “{made_id}” already.", f"See it with: stillpd goal show {made_id}"
        )


def _guide(session: Session, made_id: str, said: dict[str, Any], *, draft: bool) -> None:
    """Ask the goal set-up questions; whatever was said when it is stopped stays as a draft goal."""
    from stillpd.actions.goal import NewGoal, add_goal
    from stillpd.cli.asking import Stopped
    from stillpd.cli.goal_guide import ask_goal, has_words, is_ready

    stopped = False
    try:
        ask_goal(session, said)
    except Stopped:
        stopped = True
    if not has_words(said):
        note("Nothing written down. Everything is as it was.")
        return
    unready = stopped or not is_ready(said)
    said.setdefault("title", "A goal to be named")
    new = NewGoal(id=made_id, said=said, draft=draft or unready)
    saved = add_goal(session.opened, session.journal, new, session.writing_at)
    deliver_saved(session, "goal add", saved)
    if new.draft:
        _tell_draft(saved.ref, has_circle=bool(said.get("circle")))


def _tell_draft(ref: str, *, has_circle: bool) -> None:
    told = ["It is a draft until you begin it."]
    if not has_circle:
        told.append(f"  choose a circle  stillpd goal edit {ref} --circle doing")
    told.append(f"  go on            stillpd goal edit {ref}")
    told.append(f"  begin            stillpd goal resume {ref}")
    note("\n".join(told))


@app.command()
@with_goal_words
def edit(
    ctx: typer.Context,
    words: GoalWords,
    ref: GoalRef,
    *,
    unshare: Annotated[
        list[str],
        typer.Option("--unshare", metavar="AUDIENCE", help="Who may not see it any more."),
    ] = [],
    share_also: Annotated[
        list[str],
        typer.Option("--share-also", metavar="FIELD", help="A field shared besides, such as why."),
    ] = [],
    share_rate: Annotated[
        list[str],
        typer.Option("--share-rate", metavar="AUDIENCE", help="Who may see only the rate."),
    ] = [],
) -> None:
    """Correct a goal, by options or, without any, in your editor."""
    from stillpd.actions.goal import edit_goal
    from stillpd.cli.goal_file import edit_file
    from stillpd.cli.refs import check_audiences

    session = Session.of(ctx)
    said = read_goal_words(session, words)
    if not (said or unshare or share_also or share_rate):
        edit_file(session, ref)
        return
    found = find_to_change(session, ref)
    if "share" in said or unshare:
        shared = [*found.share, *said.get("share", ())] if said.get("share") != () else []
        said["share"] = tuple(dict.fromkeys(name for name in shared if name not in unshare))
    if share_also:
        said["share_also"] = _fields(share_also)
    if share_rate:
        said["share_rate"] = check_audiences(session.journal, filter(None, share_rate))
    saved = edit_goal(session.opened, session.journal, found, said, session.writing_at)
    deliver_saved(session, "goal edit", saved)


def _fields(names: list[str]) -> tuple[str, ...]:
    """Return the fields that are to be shared besides. Raises InvalidInput for none of a goal's."""
    from dataclasses import fields

    from stillpd.cli.refs import check_word
    from stillpd.model.goal import Goal

    known = tuple(item.name.rstrip("_") for item in fields(Goal) if item.name != "id")
    return tuple(check_word(n.replace("-", "_"), known, "field") for n in filter(None, names))


@app.command()
def adapt(ctx: typer.Context, ref: GoalRef, what: What, on: OnDay = "", why: Why = "") -> None:
    """Change the strategy; from that day it is marked in the weeks."""
    _mark(ctx, "goal adapt", ref, "adapted", on=on, why=why, what=what)


@app.command()
def extend(
    ctx: typer.Context,
    ref: GoalRef,
    *,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="The later due date.")] = "",
    on: OnDay = "",
    why: Why = "",
) -> None:
    """Give a goal more time; the date before stays known."""
    if not due:
        raise InvalidInput("Until when?", "Say it with: --due 2026-01-30")
    _mark(ctx, "goal extend", ref, "extended", on=on, why=why, due=due)


@app.command()
def pause(ctx: typer.Context, ref: GoalRef, on: OnDay = "", why: Why = "") -> None:
    """Let a goal rest: weeks that are all paused are not planned."""
    _mark(ctx, "goal pause", ref, "paused", on=on, why=why)


@app.command()
def resume(ctx: typer.Context, ref: GoalRef, on: OnDay = "", why: Why = "") -> None:
    """Go on with a paused goal, or begin a draft."""
    _mark(ctx, "goal resume", ref, "resumed", on=on, why=why)


@app.command()
def close(
    ctx: typer.Context,
    ref: GoalRef,
    *,
    as_: Annotated[
        str, typer.Option("--as", metavar="HOW", help="met, partly, not-met or released.")
    ] = "",
    on: OnDay = "",
    why: Why = "",
) -> None:
    """Close a goal: met, partly, not-met, or released (let go)."""
    from stillpd.cli.refs import check_word
    from stillpd.model.words import CLOSINGS

    session = Session.of(ctx)
    if not as_ and session.is_interactive:
        from stillpd.cli.asking import ask_choice

        as_ = ask_choice("How did it end?", CLOSINGS)
    if not as_:
        raise InvalidInput("How did it end?", "Say it with: --as met, partly, not-met or released")
    status = check_word(as_, CLOSINGS, "ending")
    _mark(ctx, "goal close", ref, "closed", on=on, why=why, status=status)


@app.command()
def reopen(ctx: typer.Context, ref: GoalRef, on: OnDay = "", why: Why = "") -> None:
    """Take up a closed goal again."""
    _mark(ctx, "goal reopen", ref, "reopened", on=on, why=why)


def _mark(
    ctx: typer.Context,
    name: str,
    ref: str,
    kind: "EventKind",
    *,
    on: str,
    why: str,
    what: str = "",
    due: str = "",
    status: "Closing | None" = None,
) -> None:
    from stillpd.actions.goal_event import Happening, mark

    session = Session.of(ctx)
    found = find_to_change(session, ref)
    asked = Happening(
        kind=kind,
        on=day_on(session, on),
        what=what,
        why=why,
        due=day_said(session, due, Facing.FORWARD, "Due"),
        status=status,
    )
    saved = mark(session.opened, session.journal, found, asked, session.writing_at)
    deliver_saved(session, name, saved)
