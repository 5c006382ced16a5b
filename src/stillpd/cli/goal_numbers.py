"""`stillpd goal measure | rebase | milestone`: the numbers and dated steps of a goal."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stillpd.cli.dates import Facing
from stillpd.cli.goal_file import find_to_change
from stillpd.cli.goal_words import GoalRef, OnDay, Why, day_on, day_said
from stillpd.cli.numbers import read_number
from stillpd.cli.saving import deliver_saved
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from stillpd.model.goal import Baseline

numbers = typer.Typer()


@numbers.command()
def measure(
    ctx: typer.Context,
    ref: GoalRef,
    measure_id: Annotated[str, typer.Argument(metavar="MEASURE", help="A short name: talk.")],
    *,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help="lead (per week) or lag (result).")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="N", help="What would be good.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="TEXT", help="Of what: lessons, %.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help="Its name in full.")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Planned from this day on.")
    ] = None,
    weeks: Annotated[
        str | None, typer.Option("--weeks", metavar="WHICH", help="school, or all.")
    ] = None,
    tolerance: Annotated[
        str | None, typer.Option("--tolerance", metavar="N", help="For hold: how far off is fine.")
    ] = None,
    direction: Annotated[
        str | None, typer.Option("--direction", metavar="WAY", help="up, down or hold.")
    ] = None,
    how: Annotated[
        str | None, typer.Option("--how", metavar="TEXT", help="How it is counted.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="N@DATE", help="Before any change.")
    ] = None,
    on: OnDay = "",
    why: Why = "",
) -> None:
    """Give a goal a measure, or change one.

    A target or baseline that moves is written down as of its day; the weeks before keep theirs.
    """
    from stillpd.actions.goal_measure import MeasureSaid, set_measure

    session = Session.of(ctx)
    found = find_to_change(session, ref)
    day = day_on(session, on)
    typed = {
        "role": role, "target": target, "unit": unit, "name": name, "from_": from_,
        "weeks": weeks, "tolerance": tolerance, "direction": direction, "how": how,
        "baseline": baseline,
    }  # fmt: skip
    said = _measure_said(session, {k: v for k, v in typed.items() if v is not None})
    asked = MeasureSaid(id=measure_id, said=said, on=day, why=why)
    saved = set_measure(session.opened, session.journal, found, asked, session.writing_at)
    deliver_saved(session, "goal measure", saved)


def _measure_said(session: Session, typed: dict[str, str]) -> dict[str, Any]:
    from typing import get_args

    from stillpd.cli.refs import check_word
    from stillpd.model.words import Direction, Role, Weeks

    said: dict[str, Any] = dict(typed)
    for key, known in (("role", Role), ("direction", Direction), ("weeks", Weeks)):
        if key in said:
            check_word(said[key], get_args(known), key)
    for key in ("target", "tolerance"):
        if key in said:
            said[key] = read_number(said[key], f"the {key}")
    if "from_" in said:
        said["from_"] = day_said(session, said["from_"], Facing.BACK, "From")
    if "baseline" in said:
        said["baseline"] = _baseline(session, said["baseline"])
    return said


def _baseline(session: Session, text: str) -> "Baseline":
    from stillpd.model.goal import Baseline

    value, _, day = text.partition("@")
    on = day_said(session, day, Facing.BACK, "Baseline of") or session.writing_at.date()
    return Baseline(value=read_number(value, "the baseline"), on=on)


@numbers.command()
def rebase(
    ctx: typer.Context,
    ref: GoalRef,
    measure_id: Annotated[str, typer.Argument(metavar="MEASURE", help="Which measure.")],
    *,
    target: Annotated[
        str | None, typer.Option("--target", metavar="N", help="The new target.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="N", help="The new baseline.")
    ] = None,
    on: OnDay = "",
    why: Why = "",
) -> None:
    """Move a measure's target or baseline from a day on; the weeks before keep theirs."""
    from stillpd.actions.goal_measure import MeasureSaid, set_measure
    from stillpd.cli.refs import pick

    session = Session.of(ctx)
    found = find_to_change(session, ref)
    mine = {one.id: one for one in found.measures}
    old = pick(mine, measure_id, "measure", f"See them with: stillpd goal show {found.id}")
    typed = {"target": target, "baseline": baseline}
    said = _measure_said(session, {k: v for k, v in typed.items() if v is not None})
    if not said:
        raise InvalidInput("Where to?", "Say the new --target or --baseline.")
    asked = MeasureSaid(id=old.id, said=said, on=day_on(session, on), why=why)
    saved = set_measure(session.opened, session.journal, found, asked, session.writing_at)
    deliver_saved(session, "goal rebase", saved)


@numbers.command()
def milestone(
    ctx: typer.Context,
    ref: GoalRef,
    title: Annotated[str, typer.Argument(metavar="STEP", help="What is to be done.")],
    *,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="By when.")] = None,
    done: Annotated[
        str | None, typer.Option("--done", metavar="DATE", help="When it was done.")
    ] = None,
) -> None:
    """Add a dated step to a goal, or say when one is due or was done."""
    from stillpd.actions.goal_measure import StepSaid, set_milestone

    session = Session.of(ctx)
    found = find_to_change(session, ref)
    said: dict[str, Any] = {}
    if due is not None:
        said["due"] = day_said(session, due, Facing.FORWARD, "Due")
    if done is not None:
        said["done"] = day_said(session, done, Facing.BACK, "Done")
    asked = StepSaid(title=title, said=said)
    saved = set_milestone(session.opened, found, asked, session.writing_at)
    deliver_saved(session, "goal milestone", saved)
