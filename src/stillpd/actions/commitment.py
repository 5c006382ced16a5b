"""Make a promise, settle it, or renegotiate it before it is due."""

from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from stillpd.actions.change import Changes
from stillpd.actions.outcome import Saved
from stillpd.journal.first_page import Opened
from stillpd.model.entry import Commitment
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

Settled = Literal["kept", "partly", "missed", "withdrawn"]


@record(kw_only=True)
class NewPromise:
    """What is promised, to whom, by when."""

    text: str
    at: datetime
    to: str = "me"
    due: date | None = None
    goals: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    after: str = ""


def add_commitment(opened: Opened, new: NewPromise, now: datetime) -> Saved:
    """Save a promise. Raises InvalidInput for one without words, or due before it is made."""
    text = " ".join(new.text.split())
    if not text:
        raise InvalidInput("What is promised?", 'Like this: stillpd commitment add "…" --to Luis')
    if new.due and new.due < new.at.date():
        raise InvalidInput(
            f"It would be due on {new.due}, before it is made on {new.at.date()}.",
            "Give the day of the promise with --at, or another --due.",
        )
    changes = Changes(opened)
    made = changes.add_entry(
        Commitment(
            at=new.at,
            text=text,
            to=new.to,
            due=new.due,
            goals=new.goals,
            share=new.share,
            after=new.after,
        )
    )
    return changes.save("commitment", "a commitment", now, ref=made.ref, path=made.path)


def settle(
    opened: Opened,
    promise: Commitment,
    outcome: Settled,
    on: date,
    now: datetime,
    *,
    because: str = "",
) -> Saved:
    """Say what became of a promise. Saying it again corrects it.

    Raises InvalidInput where it was renegotiated: its successor is the one to settle.
    """
    if promise.outcome == "renegotiated":
        raise InvalidInput(
            "It was renegotiated: the promise that follows it is the one to settle.",
            "See: stillpd commitment list",
        )
    if on < promise.day:
        raise InvalidInput(f"It was made on {promise.day}; it cannot be settled on {on}.")
    changes = Changes(opened)
    new = replace(promise, outcome=outcome, settled=on, because=because or promise.because)
    changes.change_entry(promise, new)
    saved = changes.save(
        "commitment", f"a commitment: {outcome}", now, ref=promise.ref, path=promise.path
    )
    if outcome != "missed":
        return saved
    hint = f'Smaller, again? stillpd commitment add "…" --due friday --after {promise.ref}'
    return replace(saved, notes=(*saved.notes, hint))


def renegotiate(
    opened: Opened,
    promise: Commitment,
    due: date,
    now: datetime,
    *,
    because: str = "",
    text: str = "",
) -> Saved:
    """End a promise as renegotiated and make its successor, as one operation.

    Raises InvalidInput where it is settled, was due already, or the new day is past.
    """
    today = now.date()
    if promise.outcome != "open":
        raise InvalidInput(
            f"It is settled already: {promise.outcome}.",
            f'What follows it: stillpd commitment add "…" --after {promise.ref}',
        )
    if promise.due and promise.due < today:
        raise InvalidInput(
            f"It was due on {promise.due}, so it can no longer be renegotiated.",
            f"Settle it: stillpd commitment settle {promise.ref} missed\n"
            f'Then follow it: stillpd commitment add "…" --due friday --after {promise.ref}',
        )
    if due < today:
        raise InvalidInput(f"{due} is past.", "Give a day to come: --due friday")
    changes = Changes(opened)
    ended = replace(promise, outcome="renegotiated", settled=today, because=because)
    changes.change_entry(promise, ended)
    made = changes.add_entry(
        Commitment(
            at=now,
            text=text or promise.text,
            to=promise.to,
            due=due,
            goals=promise.goals,
            circle=promise.circle,
            share=promise.share,
            after=promise.id,
        )
    )
    return changes.save(
        "commitment", "a commitment renegotiated", now, ref=made.ref, path=made.path
    )
