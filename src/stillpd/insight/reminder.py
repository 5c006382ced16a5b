"""What a reminder has to say: quiet time that is on or still open, and what is due beside it.

A reminder goes where others may read it, so it knows two views: the owner's whole one, and the
one without what is private. A private quiet time keeps its hour and loses its name: to call at that
hour is what it is there for. Of other private things it says that there is more, and not what.

It runs every quarter of an hour and has mostly nothing to say: what is needed only for saying it,
or only at a week's end, is imported then.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from stillpd.insight.asof import goes_on, outcome_on
from stillpd.insight.due import is_week_ending, revisit_due
from stillpd.insight.quiet_time import Time, quiet_times
from stillpd.insight.stillness import occurrences_of
from stillpd.model.entry import Commitment, Reflection, Stillness
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.protocol import Protocol, Question
from stillpd.model.record import record
from stillpd.model.selection import NO_ENTRIES, Selection
from stillpd.model.week import Week


@record
class Due:
    """One thing that is due. `key` tells it from all others, for what is said only once.

    `day` is the one that it was promised for.
    """

    key: str
    private: bool
    day: date | None = None


@record(kw_only=True)
class Reminder:
    """What is due at `now`, for its owner.

    `promises` are the open ones whose day has come, `numbers` the measures that this week's
    check-in waits for. `more` says that something private is due besides. `is_called` says that
    a quiet time calls this week anyway.
    """

    now: datetime
    times: tuple[Time, ...] = ()
    promises: tuple[Due, ...] = ()
    numbers: tuple[Due, ...] = ()
    revisit: tuple[Due, ...] = ()
    more: tuple[Due, ...] = ()
    is_called: bool = False
    question: Question | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells each thing that is due from all others, for what is said only once."""
        times = [f"time {each.block} {each.at.date()}" for each in self.times]
        week = [self._of_week] if self.numbers else []
        others = [due.key for due in (*self.promises, *self.revisit, *self.more)]
        return tuple(dict.fromkeys((*times, *week, *others)))

    @property
    def _of_week(self) -> str:
        """The one key of all numbers of a week: they are one message, be they counted or not."""
        return f"numbers {Week.of(self.now.date())}"

    @property
    def is_due(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.times or self.promises or self.numbers or self.revisit or self.more)

    @property
    def promised_today(self) -> int:
        """How many of the promises are due this very day, and no earlier one."""
        return sum(due.day == self.now.date() for due in self.promises)

    def without_private(self) -> "Reminder":
        """Return it as others may read it.

        Numbers of private goals do not call by themselves where a quiet time does; beside others
        that are counted they are not passed over.
        """
        numbers = tuple(due for due in self.numbers if not due.private)
        hidden = [due for due in (*self.promises, *self.revisit) if due.private]
        if len(numbers) < len(self.numbers) and (numbers or not self.is_called):
            hidden.append(Due(self._of_week, private=True))
        return replace(
            self,
            times=tuple(_neutral(each) if each.private else each for each in self.times),
            promises=tuple(due for due in self.promises if not due.private),
            numbers=numbers,
            revisit=tuple(due for due in self.revisit if not due.private),
            more=tuple(hidden),
        )


def _neutral(each: Time) -> Time:
    return replace(each, title="", protocol="")


def reads(journal: Journal, now: datetime) -> Selection:
    """Return the entries that `reminder` reads; on most days these are few."""
    if _is_quiet(journal, now):
        return NO_ENTRIES if not journal.blocks else Selection(whole=(Stillness.kind,))
    today = now.date()
    week = Week.of(today)
    numbers: tuple[str, ...] = ()
    if is_week_ending(now):
        numbers = tuple(g.id for g in journal.goals.values() if goes_on(g, week.monday, today))
    return Selection(
        days=((week.monday, today),) if numbers else (),
        whole=(Stillness.kind,),
        numbers_of=numbers,
        unsettled_on=today,
    )


def reads_for_question(now: datetime) -> Selection:
    """Return the entries from which the week's question follows."""
    from stillpd.insight.rotation import LOOKED_BACK

    monday = Week.of(now.date()).monday
    before = Week.of(monday).plus(-LOOKED_BACK).monday
    return Selection(days=((before, now.date()),), whole=(Reflection.kind,))


def reminder(journal: Journal, now: datetime) -> Reminder:
    """Return what is due at `now`. In a break only what is there for breaks calls."""
    around = quiet_times(journal, now)
    times = tuple(each for each in around if each.state in {"now", "open"})
    if _is_quiet(journal, now):
        return Reminder(now=now, times=times)
    numbers = _numbers(journal, now, around)
    return Reminder(
        now=now,
        times=times,
        promises=tuple(_promises(journal, now)),
        numbers=numbers,
        revisit=_revisit(journal, now.date()),
        is_called=bool(numbers) and _calls_in_week(journal, now),
    )


def question_for(journal: Journal, protocol: Protocol, now: datetime) -> Question | None:
    """Return the one question to go with a reminder: the week's own, else the protocol's first."""
    from stillpd.insight.rotation import questions_of_week

    questions = questions_of_week(journal, protocol, now)
    rotating = next((question for question in questions if question.rotate), None)
    return rotating or next(iter(questions), None)


def _is_quiet(journal: Journal, now: datetime) -> bool:
    return journal.calendar.break_on(now.date()) is not None


def _calls_in_week(journal: Journal, now: datetime) -> bool:
    """Tell whether the running week has a quiet time, answered or not; excused it does not call."""
    week = Week.of(now.date())
    return any(
        each.state != "excused"
        for block in journal.blocks.values()
        for each in occurrences_of(journal, block, week.monday, week.sunday, now)
    )


def _revisit(journal: Journal, today: date) -> tuple[Due, ...]:
    newest = revisit_due(journal, today)
    if newest is None:
        return ()
    is_hidden = all(is_private(each) for each in journal.profiles if each.day == newest)
    return (Due(f"profile {newest}", private=is_hidden),)


def _promises(journal: Journal, now: datetime) -> list[Due]:
    today = now.date()
    found = [
        (entry.due, entry)
        for entry in journal.entries
        if isinstance(entry, Commitment)
        and entry.due is not None
        and entry.due <= today
        and entry.at <= now
        and outcome_on(entry, today) == "open"
    ]
    return [Due(f"promise {entry.ref} {due}", not entry.share, due) for due, entry in found]


def _numbers(journal: Journal, now: datetime, around: Sequence[Time]) -> tuple[Due, ...]:
    """Return the measures that are due; a quiet time that is still to come today brings them."""
    if not is_week_ending(now) or any(each.state == "later" for each in around):
        return ()
    from stillpd.insight.week import is_check_in_due, week_measures

    measures = week_measures(journal, Week.of(now.date()), now)
    if not is_check_in_due(journal, measures, now):
        return ()
    return tuple(
        Due(each.name, each.private)
        for each in measures
        if each.state == "open" and each.role == "lead"
    )
