"""From what a person typed to the block that is meant, and what is wrong in its file."""

import re
from typing import TYPE_CHECKING

from stillpd.cli.refs import candidates, pick
from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared
from stillpd.model.block import Block
from stillpd.model.errors import Ambiguous, InvalidInput, NotFound
from stillpd.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_MOST_OFFERED = 8
_NUMBER_OR_DAYS = re.compile(r"\d+|\d{4}-\d\d-\d\d.*")


def find_block(
    session: Session,
    ref: str,
    typed: tuple[str, str] = ("show", ""),
    waits: "Callable[[Block], bool] | None" = None,
) -> Block:
    """Return the block that `ref` names; without one the only block that `waits`, goes on, or is.

    Where there are several, whole commands are offered: `typed` is the verb, and what was typed
    behind it. On a shared screen a private one has to be named. Raises NotFound or Ambiguous, and
    InvalidInput for one whose file cannot be read.
    """
    blocks = session.journal.blocks
    told = [name for name, block in blocks.items() if block.share or not is_shared()]
    if ref:
        if ref not in blocks:
            _check_read(session, ref)
        return pick(blocks, ref, "block", "See them with: stillpd block list", told)
    waiting = [block for block in blocks.values() if waits and waits(block)]
    today = session.now.date()
    going_on = [block for block in blocks.values() if not block.ends or block.ends >= today]
    found = waiting if len(waiting) == 1 else going_on or list(blocks.values())
    if len(found) == 1 and found[0].id in told:
        return found[0]
    if found:
        several = len(found) > 1 or (waiting and len(going_on) > 1)
        said = "There are several blocks." if several else "Which block is it?"
        raise Ambiguous(said, _offered([b.id for b in going_on or found if b.id in told], typed))
    if any(problem.path.startswith("blocks/") for problem in session.journal.problems):
        raise NotFound("The file of your block could not be read.", "See it with: stillpd doctor")
    raise NotFound(
        "No quiet time is on the calendar yet.",
        'Put it there: stillpd block add friday --every "fri 14:45" --minutes 20',
    )


def _offered(names: list[str], typed: tuple[str, str]) -> str:
    """Return a whole command for each of some blocks; none where none may be named."""
    if not names:
        return candidates(names)
    verb, rest = typed
    lines = [f"stillpd block {verb} {name} {rest}".rstrip() for name in sorted(names)]
    return "\n".join(lines[:_MOST_OFFERED])


def in_order(session: Session, first: str, ref: str) -> tuple[str, str]:
    """Return the days or minutes and the block that were typed, in whichever order they came."""
    blocks = session.journal.blocks
    if not ref or ref in blocks:
        return first, ref
    if _NUMBER_OR_DAYS.fullmatch(ref) or (_begins(blocks, first) and not _begins(blocks, ref)):
        return ref, first
    return first, ref


def _begins(names: "Iterable[str]", ref: str) -> bool:
    return any(name.startswith(ref) for name in names)


def find_with_rule(
    session: Session,
    ref: str,
    typed: tuple[str, str] = ("show", ""),
    waits: "Callable[[Block], bool] | None" = None,
) -> Block:
    """Return the block that `ref` names, whose rule can be read. Raises InvalidInput too."""
    found = find_block(session, ref, typed, waits)
    for problem in rule_problems(session, found):
        raise _unread(problem, found.id)
    return found


def find_to_change(
    session: Session, ref: str, typed: tuple[str, str], *, mends_rule: bool = False
) -> Block:
    """Return the block that is to be changed; a file that was not wholly read is left alone."""
    found = find_block(session, ref, typed) if mends_rule else find_with_rule(session, ref, typed)
    _check_read(session, found.id)
    return found


def rule_problems(session: Session, block: Block) -> list[Problem]:
    """Return what is wrong with a rule that cannot be read, with its line."""
    from stillpd.insight.checkup_standing import rule_of
    from stillpd.journal.surroundings import line_of

    path = f"blocks/{block.id}.toml"
    return [
        Problem(path, line_of(session.root, path, found.key), found.code, found.message, found.hint)
        for found in rule_of(block, path)
        if found.code == "bad-rule"
    ]


def problems_of(session: Session, block: Block) -> list[Problem]:
    """Return what could not be read in a block's file."""
    path = f"blocks/{block.id}.toml"
    found = [problem for problem in session.journal.problems if problem.path == path]
    return found + rule_problems(session, block)


def _check_read(session: Session, block_id: str) -> None:
    for problem in session.journal.problems:
        if problem.path == f"blocks/{block_id}.toml":
            raise _unread(problem, block_id)


def _unread(problem: Problem, block_id: str) -> InvalidInput:
    return InvalidInput(
        f"{problem.place}: {problem.message}. The file was left as it is.",
        f"Mend it first: stillpd edit blocks/{block_id}.toml",
    )
