"""A goal's file: left alone where it could not be read, and opened in the user's own editor."""

from stillpd.cli.output import note
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput
from stillpd.model.goal import Goal


def refuse_problems(session: Session, ref: str) -> None:
    """Refuse to change a goal whose file could not be read as meant, naming the line."""
    for problem in session.journal.problems:
        if problem.path == f"goals/{ref}.toml":
            raise InvalidInput(
                f"{problem.place}: {problem.message}. The file was left as it is.",
                f"Mend it first: stillpd goal edit {ref}",
            )


def find_to_change(session: Session, ref: str) -> Goal:
    """Return the goal that is to be changed; a file that was not wholly read is left alone."""
    from stillpd.cli.refs import find_goal

    refuse_problems(session, ref)
    found = find_goal(session.journal, ref)
    refuse_problems(session, found.id)
    return found


def edit_file(session: Session, ref: str) -> None:
    """Open a goal's file in the editor; what cannot be read as meant is not saved, but kept."""
    from stillpd.actions.goal import put_goal_file
    from stillpd.cli.editor import edit_text
    from stillpd.cli.saving import deliver_saved
    from stillpd.journal.text import Unreadable, read_text

    goal_id = _goal_of(session, ref)
    raw = (session.root / f"goals/{goal_id}.toml").read_bytes()
    try:
        text = read_text(raw).text
    except Unreadable as err:
        raise InvalidInput(f"goals/{goal_id}.toml: {err.message}.", "Mend it by hand.") from None
    instead = f'Say what to change, such as: stillpd goal edit {goal_id} --why "…"'
    while True:
        changed = edit_text(session, f"goal-{goal_id}", text, suffix=".toml", instead=instead)
        if changed is None:
            return
        try:
            saved = put_goal_file(
                session.opened, session.journal, goal_id, raw, changed, session.writing_at
            )
        except InvalidInput as error:
            if not _goes_on(error):
                raise _kept(session, error) from None
            text = changed
            continue
        deliver_saved(session, "goal edit", saved)
        return


def _goal_of(session: Session, ref: str) -> str:
    """Return the id of the goal that is meant, be its file readable or not."""
    from stillpd.cli.refs import pick

    shelf = {goal_id: goal_id for goal_id in session.journal.goals}
    for problem in session.journal.problems:
        if problem.path.startswith("goals/") and problem.path.endswith(".toml"):
            name = problem.path.removeprefix("goals/").removesuffix(".toml")
            shelf[name] = name
    return pick(shelf, ref, "goal", "See them with: stillpd goal list")


def _goes_on(error: InvalidInput) -> bool:
    from stillpd.cli.asking import Stopped, ask_yes

    note(error.message)
    try:
        return ask_yes("Open it again?", default=True)
    except Stopped:
        return False


def _kept(session: Session, error: InvalidInput) -> InvalidInput:
    return InvalidInput(
        "The goal's file was left as it was.",
        f"{error.hint}\nYour version is in {session.draft}".strip(),
    )
