"""What a new entry is filed under: goals, circle, tags, and who may see it.

Checked before anybody is asked to write a word, and without reading the journal: a goal is known
by the name of its file, an audience by the journal's first page.
"""

from collections.abc import Sequence

from stillpd.cli.session import Session
from stillpd.model.record import record
from stillpd.model.words import Circle


@record
class Labels:
    """The goals, circle, tags and audiences of a new entry, all of them known to the journal."""

    goals: tuple[str, ...] = ()
    circle: Circle | None = None
    tags: tuple[str, ...] = ()
    share: tuple[str, ...] = ()


def read_labels(
    session: Session,
    *,
    goals: Sequence[str],
    circle: str,
    tags: Sequence[str],
    share: Sequence[str],
) -> Labels:
    """Return what the options name. Raises NotFound, Ambiguous or InvalidInput."""
    plain = tuple(dict.fromkeys(name for tag in tags if (name := tag.strip().lstrip("#"))))
    if not (goals or circle or share):
        return Labels(tags=plain)
    from stillpd.cli.refs import check_audiences, check_circle, pick
    from stillpd.journal.first_page import goal_names

    named = {name: name for name in goal_names(session.root)} if goals else {}
    found = [pick(named, ref, "goal", "See them with: stillpd goal list") for ref in goals]
    return Labels(
        goals=tuple(dict.fromkeys(found)),
        circle=check_circle(circle) if circle else None,
        tags=plain,
        share=check_audiences(session.opened, share),
    )
