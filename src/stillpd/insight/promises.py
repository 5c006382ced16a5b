"""Sums of commitments: what was promised and what became of it, as of a moment."""

from dataclasses import dataclass
from fractions import Fraction

from stillpd.insight.asof import outcome_on, settled_on
from stillpd.insight.period import Period
from stillpd.model.entry import Commitment
from stillpd.model.journal import Journal
from stillpd.model.words import DECIDED, CommitmentOutcome


@dataclass(frozen=True, slots=True)
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
    return tuple(
        entry
        for entry in journal.entries
        if isinstance(entry, Commitment) and period.holds(entry.day) and entry.at <= period.now
    )


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
