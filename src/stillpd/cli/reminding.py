"""One run of `stillpd remind`: what there is to say, whether it was said, and remembering it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

import typer

from stillpd.cli.output import deliver_first, note
from stillpd.cli.session import Session
from stillpd.cli.shared_screen import is_shared
from stillpd.insight.reminder import Reminder, question_for, reads, reads_for_question, reminder
from stillpd.journal.announced import announced, remember, taking_turns
from stillpd.model.errors import NotSaved, StillpdError
from stillpd.model.journal import Journal
from stillpd.model.problem import Problem
from stillpd.model.protocol import Protocol

USUAL = "weekly"
SCHEDULED = "STILLPD_SCHEDULED"
"""Set by the line that `stillpd schedule` writes, to the name of the scheduler."""
_DESKTOP_ONLY = {"systemd", "launchd", "windows"}
"""Who keeps what is printed in a log, if anywhere: only a notification comes before somebody."""
_AGAIN = timedelta(hours=24)


class Reminding:
    """What one run knows. Reading more for the question waits until there is something to say.

    `is_only_shown` tells that a notification is all that anybody sees of this run.
    """

    def __init__(self, session: Session, *, show_private: bool, notify: bool) -> None:
        self.session = session
        self.is_only_shown = notify and os.environ.get(SCHEDULED) in _DESKTOP_ONLY
        self.is_open = show_private and not is_shared()
        self.journal: Journal = session.read(lambda standing: reads(standing, session.now))
        found = reminder(self.journal, session.now)
        self.found: Reminder = found if self.is_open else found.without_private()

    @contextmanager
    def unsaid(self, pause: timedelta | None) -> Iterator[tuple[str, ...]]:
        """Give the keys of what is due and was not said, or was said longer ago than `pause`.

        Until these are remembered no other run decides. Where there are none, none is held off.
        """
        if not self._unsaid(pause):
            yield ()
            return
        with taking_turns(self.session.root):
            yield self._unsaid(pause)  # another run may have said it just now

    def _unsaid(self, pause: timedelta | None) -> tuple[str, ...]:
        # What was said after now (a look ahead by --as-of) was not said yet.
        if not self.found.is_due:
            return ()
        said, now = announced(self.session.root), self.session.now

        def is_said(key: str) -> bool:
            when = said.get(key)
            return when is not None and when <= now and (pause is None or now - when < pause)

        return tuple(key for key in self.found.keys if not is_said(key))

    def say(self, *, is_new: bool, sheet: bool) -> None:
        """Print it."""
        from stillpd.render import remind as screen

        found = self._with_question()
        in_json = self.session.format == "json"
        problems = tuple(map(_unnamed, self.journal.problems)) if in_json else ()
        deliver_first(
            self.session,
            "remind",
            found,
            page=lambda _: screen.page(found, draft=sheet),
            data=lambda: screen.data(found, is_new=is_new),
            problems=problems,
        )
        if self.journal.problems and not in_json:
            note("Some files could not be read whole. See which: stillpd doctor")

    def tell(self, new: tuple[str, ...], *, sheet: bool) -> None:
        """Say what is new, and remember it once it is out. Raises NotSaved.

        Where only a notification is seen, one that was not taken is shown again at the next run.
        """
        if not self.is_only_shown:
            self.say(is_new=True, sheet=sheet)
            if sys.__stdout__ is not None:  # closed from the start: nobody heard it
                self._remember(new)
            return
        is_taken = self.notify()
        try:
            self.say(is_new=True, sheet=sheet)
        finally:
            if is_taken:
                self._remember(new)

    def _remember(self, keys: tuple[str, ...]) -> None:
        remember(self.session.root, keys, self.session.now)

    def notify(self) -> bool:
        """Show on the desktop that something is due, and no more; tell whether it was taken."""
        from stillpd.clock.notify import notify

        told = "Your quiet time has come." if self.found.times else "Something is due: stillpd"
        return notify("stillpd", told)

    def lay_ready(self) -> bool:
        """Lay a sheet with the questions ready as a draft; tell whether one lies there."""
        from stillpd.cli.ready_sheet import lay_ready

        protocol = self._protocol
        if not self.found.times or protocol is None:
            return False
        return lay_ready(self.session, self._whole, protocol, self.found.times[0])

    def _with_question(self) -> Reminder:
        protocol = self._protocol
        if not self.found.times or protocol is None:
            return self.found
        if protocol.id in self.journal.protocols and not self.is_open:
            return self.found  # a question set of one's own is as private as any page
        asked = question_for(self._whole, protocol, self.session.now)
        return replace(self.found, question=asked)

    @cached_property
    def _protocol(self) -> Protocol | None:
        from stillpd.journal.shipped import protocols_of

        blocks = (self.journal.blocks[each.block] for each in self.found.times)
        named = next((block.protocol for block in blocks if block.protocol), USUAL)
        known = protocols_of(self.journal)
        return known.get(named) or known.get(USUAL)

    @cached_property
    def _whole(self) -> Journal:
        return self.session.read(reads_for_question(self.session.now))


def _unnamed(problem: Problem) -> Problem:
    return Problem("", 0, problem.code, "See which file: stillpd doctor")


@contextmanager
def troubled_once(session: Session) -> Iterator[None]:
    """Run a reminder; what stops a scheduled one is told once a day, and not at every run."""
    scheduler = os.environ.get(SCHEDULED, "")
    if not scheduler:
        yield
        return
    from stillpd.journal.runs import note_run

    note_run(session.root, scheduler, session.clock_anywhere)
    try:
        yield
    except NotSaved:
        raise
    except StillpdError as error:
        if _was_told(session, f"trouble {error.code}"):
            raise typer.Exit from None
        raise


def _was_told(session: Session, key: str) -> bool:
    now = session.clock_anywhere
    with taking_turns(session.root):
        when = announced(session.root).get(key)
        if when is not None and timedelta() <= now - when < _AGAIN:
            return True
        with suppress(NotSaved):
            remember(session.root, (key,), now)
    return False
