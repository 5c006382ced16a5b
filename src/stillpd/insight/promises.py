"""Sums of commitments: what was promised and what became of it, as of a moment."""

from datetime import date
from fractions import Fraction

from stillpd.insight.asof import outcome_on, settled_on
from stillpd.insight.period import Period, entries_in
from stillpd.model.entry import Commitment
from stillpd.model.journal import Journal
from stillpd.model.record import record
from stillpd.model.words import DECIDED, CommitmentOutcome


@record
class Promises:
    """Counts by outcome. `rate` is kept of (kept, partly and missed); the others stand beside it.

    `recovered` counts the missed ones after which the next one decided on the same goal was kept.
    """

    open: int
    kept: int
    partly: int
    missed: int
    renegotiated: int
    withdrawn: int
    rate: Fraction | None
    recovered: int


def commitments_in(journal: Journal, period: Period) -> tuple[Commitment, ...]:
    """Return the commitments made in the period, by `at`."""
    return tuple(e for e in entries_in(journal, period) if isinstance(e, Commitment))


def promise_sums(journal: Journal, period: Period) -> Promises:
    """Return the sums of the commitments made in the period."""
    today = period.now.date()
    made = commitments_in(journal, period)
    outcomes = [outcome_on(commitment, today) for commitment in made]
    decided = sum(outcome in DECIDED for outcome in outcomes)

    def count(outcome: CommitmentOutcome) -> int:
        return outcomes.count(outcome)

    return Promises(
        open=count("open"),
        kept=count("kept"),
        partly=count("partly"),
        missed=count("missed"),
        renegotiated=count("renegotiated"),
        withdrawn=count("withdrawn"),
        rate=Fraction(count("kept"), decided) if decided else None,
        recovered=_recovered(made, period),
    )


def _recovered(made: tuple[Commitment, ...], period: Period) -> int:
    today = period.now.date()
    decided = sorted(
        (c for c in made if outcome_on(c, today) in DECIDED),
        key=lambda c: (settled_on(c), c.at, c.ref),
    )
    found = 0
    for number, missed in enumerate(decided):
        if missed.outcome != "missed":
            continue
        later = (c for c in decided[number + 1 :] if set(c.goals) & set(missed.goals))
        following = next((c for c in later if settled_on(c) > settled_on(missed)), None)
        found += following is not None and following.outcome == "kept"
    return found


@record
class PromiseRow:
    """One promise as of a day."""

    ref: str
    text: str
    to: str
    goals: tuple[str, ...]
    made: date
    due: date | None
    outcome: CommitmentOutcome
    settled: date | None
    because: str
    after: str


@record
class PromiseList:
    """Promises that were asked for: the settled ones, then the open ones by their due date."""

    today: date
    only_open: bool
    rows: tuple[PromiseRow, ...]


@record(kw_only=True)
class WantedPromises:
    """Which promises are wanted: the open ones, those due by now, to somebody, for a goal."""

    open: bool = True
    due: bool = False
    to: str = ""
    goals: tuple[str, ...] = ()


def list_promises(journal: Journal, period: Period, wanted: WantedPromises) -> PromiseList:
    """Return the promises that are wanted; an open one is listed whenever it was made."""
    today = period.now.date()
    rows = []
    for entry in journal.entries:
        if not isinstance(entry, Commitment) or entry.at > period.now:
            continue
        outcome = outcome_on(entry, today)
        if outcome != "open" and (wanted.open or wanted.due or not period.holds(entry.day)):
            continue
        if wanted.due and (entry.due is None or entry.due > today):
            continue
        if wanted.to and not entry.to.lower().startswith(wanted.to.lower()):
            continue
        if wanted.goals and not set(wanted.goals) & set(entry.goals):
            continue
        rows.append(_row(entry, outcome))
    rows.sort(key=lambda row: (row.outcome == "open", row.due or date.max, row.made, row.ref))
    return PromiseList(today, wanted.open or wanted.due, tuple(rows))


def _row(entry: Commitment, outcome: CommitmentOutcome) -> PromiseRow:
    is_open = outcome == "open"
    return PromiseRow(
        ref=entry.ref,
        text=entry.text or entry.body,
        to=entry.to,
        goals=entry.goals,
        made=entry.day,
        due=entry.due,
        outcome=outcome,
        settled=None if is_open else settled_on(entry),
        because="" if is_open else entry.because,
        after=entry.after,
    )
