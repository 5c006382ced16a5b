"""`stillpd reflect`: a protocol's questions, one by one, on a sheet, or as options."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.options import At, Editor, InCircle, OfGoal, Share, Tags
from stillpd.cli.saving import deliver_saved, kept_as_draft
from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared

if TYPE_CHECKING:
    from stillpd.actions.reflect import NewReflection
    from stillpd.cli.guided_reflection import Sitting
    from stillpd.cli.labels import Labels

app = typer.Typer()

Rating = Annotated[int | None, typer.Option(metavar="0-10", help="How it was, 0 to 10.")]
Answers = Annotated[
    list[str], typer.Option("--answer", metavar="ID=TEXT", help="Answer a question (repeatable).")
]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", help="How long it took.")]


Which = Annotated[
    str,
    typer.Argument(
        metavar="[PROTOCOL]",
        help="Which questions: see stillpd protocol list. Else those of the time that is due "
        "now, else weekly.",
    ),
]
Draft = Annotated[bool, typer.Option("--draft", help="Go on with what was not saved.")]


@app.command()
def reflect(
    ctx: typer.Context,
    protocol: Which = "",
    *,
    answer: Answers = [],
    at: At = "",
    goal: OfGoal = [],
    circle: InCircle = "",
    tag: Tags = [],
    share: Share = [],
    editor: Editor = False,
    energy: Rating = None,
    fulfilment: Rating = None,
    minutes: Minutes = None,
    draft: Draft = False,
) -> None:
    """Reflect with a protocol's questions. Each can be skipped.

    stillpd reflect weekly --answer what="The two quiet groups talked."
    """
    from stillpd.actions import reflect as action
    from stillpd.cli.labels import read_labels
    from stillpd.cli.quiet_sitting import sit_through
    from stillpd.cli.sitting import clear_up, sit_down, take_up_sitting

    session = Session.of(ctx)
    labels = read_labels(session, goals=goal, circle=circle, tags=tag, share=share)
    figures = {"energy": energy, "fulfilment": fulfilment, "minutes": minutes}
    action.check_figures(**figures)
    moment = session.moment(at)
    sitting = (take_up_sitting if draft else sit_down)(session, protocol, moment)
    with kept_as_draft(session, f"reflect-{sitting.protocol.id}", sitting.text):
        if not sit_through(sitting, moment, answer, editor=editor):
            return
        new = _reflection(sitting, moment, labels, **figures)
        saved = action.reflect(session.opened, session.journal, new, session.writing_at)
    clear_up(sitting, is_anew=not draft)
    deliver_saved(session, "reflect", saved)


def _reflection(
    sitting: "Sitting", moment: datetime, labels: "Labels", **figures: int | None
) -> "NewReflection":
    """Return what came out of a sitting, and where it belongs."""
    from stillpd.actions.reflect import NewReflection

    return NewReflection(
        protocol=sitting.protocol,
        questions=sitting.questions,
        answers=sitting.answers,
        at=moment,
        goals=labels.goals,
        circle=labels.circle,
        tags=labels.tags,
        share=labels.share,
        **figures,
        promised=tuple(sitting.promised),
        is_seen=is_shared(),
    )
