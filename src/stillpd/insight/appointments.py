"""Protected time as appointments for a calendar: a rule for each block, and what it leaves out.

The same journal gives the same appointments: nothing that is written in them comes from the clock.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from hashlib import sha256

from stillpd.insight.asof import outcome_on
from stillpd.insight.recurrence import is_planned, moments, on_the_clock
from stillpd.insight.stillness import occurrences_of
from stillpd.model.block import A_DAY, Block
from stillpd.model.entry import Commitment, Stillness
from stillpd.model.journal import Journal
from stillpd.model.privacy import is_private
from stillpd.model.record import record
from stillpd.model.rule import read_parts, write_parts
from stillpd.model.selection import Selection
from stillpd.model.week import LAST_DAY

USUAL_MINUTES = 20

_MOST_CHANGES = 2**31 - 1
_ENDS = frozenset({"UNTIL", "COUNT"})
_PLAIN_UID = r"[A-Za-z0-9][A-Za-z0-9@._-]{0,119}\Z"
_PLAIN_RULE = r"[A-Z0-9=;,+-]+\Z"
_PLAIN_ID = r"[a-z0-9][a-z0-9-]{0,39}\Z"


@record(kw_only=True)
class Appointment:
    """A block in a calendar, in wall time. Without a `rule` it is one single time.

    The rule ends after `count` times, or `until` its last one, or never. `without` are the times
    of the rule that fall into a break or a pause. `title` is empty where it is not to be told.
    """

    block: str
    uid: str
    sequence: int
    changed: datetime
    title: str
    starts: datetime
    minutes: int
    rule: str = ""
    count: int | None = None
    until: datetime | None = None
    without: tuple[datetime, ...] = ()


@record(kw_only=True)
class Deadline:
    """The day on which an open promise is due; `title` is empty where it is not to be told."""

    uid: str
    changed: datetime
    title: str
    due: date


@record(kw_only=True)
class Appointments:
    """What goes into a calendar. Blocks `without_time` have a rule that gives none."""

    zone: tzinfo
    blocks: tuple[Appointment, ...]
    without_time: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@record(kw_only=True)
class WantedAppointments:
    """Which blocks (none named: all), with titles or not, and whether open promises come along.

    `seen` means that others may look on: then a private thing's title is not told in any case.
    """

    blocks: tuple[str, ...] = ()
    titles: bool = False
    commitments: bool = False
    seen: bool = False

    def tells(self, document: Block | Commitment) -> bool:
        """Tell whether a document's own words may stand in the calendar."""
        return self.titles and not (self.seen and is_private(document))


def reads(now: datetime, *, commitments: bool) -> Selection:
    """Return the entries that `appointments` reads."""
    return Selection(whole=(Stillness.kind,), unsettled_on=now.date() if commitments else None)


def appointments(journal: Journal, wanted: WantedAppointments, now: datetime) -> Appointments:
    """Return the blocks of a journal, and its open promises where asked, as of `now`."""
    uids = _uids(journal)
    found: list[Appointment] = []
    without_time: list[str] = []
    for name in sorted(set(wanted.blocks or journal.blocks)):
        block = journal.blocks[name]
        title = block.title if wanted.tells(block) else ""
        made = _appointment(journal, block, now, uids[name], title)
        if made:
            found.append(made)
        else:
            without_time.append(name)
    return Appointments(
        zone=now.tzinfo or UTC,
        blocks=tuple(found),
        without_time=tuple(without_time),
        deadlines=tuple(_deadlines(journal, wanted, now)) if wanted.commitments else (),
    )


def _appointment(
    journal: Journal, block: Block, now: datetime, uid: str, title: str
) -> Appointment | None:
    """Return a block as an appointment; None where it has no time."""
    zone = now.tzinfo or UTC
    if block.starts is None:
        return None
    plan = _next_time(journal, block, now) if block.after_done else _plan(journal, block, zone)
    if plan is None:
        return None
    changed = block.changed or on_the_clock(block.starts, zone)
    return Appointment(
        block=block.id,
        uid=uid,
        sequence=min(block.sequence, _MOST_CHANGES),
        changed=changed.astimezone(UTC),
        title=title,
        minutes=min(block.minutes or USUAL_MINUTES, A_DAY),
        **plan,
    )


def _next_time(journal: Journal, block: Block, now: datetime) -> dict[str, datetime] | None:
    """Return the next time of a block that counts from the last time: it has no rule."""
    first = block.starts.date() if block.starts else now.date()
    times = occurrences_of(journal, block, first, LAST_DAY, now)
    coming = next((o.at for o in times if o.answer is None), None)
    return {"starts": coming.replace(tzinfo=None)} if coming else None


def _plan(journal: Journal, block: Block, zone: tzinfo) -> dict[str, object] | None:
    """Return the rule of a block, where it starts and ends, and what it leaves out.

    It starts with the first time that meets it: calendars count a start that does not as a time.
    """
    told = read_parts(block.rule)
    rule = write_parts({name: told[name] for name in told if name not in _ENDS})
    first = next(moments(block, zone, LAST_DAY), None)
    if first is None or not re.match(_PLAIN_RULE, rule):
        return None
    ends = block.ends is not None or "UNTIL" in told
    times = list(moments(block, zone, LAST_DAY if ends else _last_gap(journal, block)))
    planned = [moment for moment in times if is_planned(block, journal.calendar, moment.date())]
    if ends and not planned:
        return None
    kept = set(planned)
    return {
        "starts": first,
        "rule": rule,
        # Never both (RFC 5545, 3.3.10): where there is an end, the last time says which is nearer.
        "until": times[-1] if ends else None,
        "count": min(int(told["COUNT"]), _MOST_CHANGES) if "COUNT" in told and not ends else None,
        "without": tuple(moment for moment in times if moment not in kept),
    }


def _last_gap(journal: Journal, block: Block) -> date:
    """Return the last day on which a break or a pause takes a time of `block` away."""
    gaps = list(block.pauses)
    if not block.in_breaks:
        gaps += [gap for year in journal.calendar.whole for gap in year.breaks]
    return max((gap.to for gap in gaps if gap.to), default=date.min)


def _deadlines(journal: Journal, wanted: WantedAppointments, now: datetime) -> Iterator[Deadline]:
    """Iterate over the promises that are open and have a day, by that day."""
    owner = _journal_id(journal)
    found = [
        (entry.due, entry.ref, entry)
        for entry in journal.entries
        if isinstance(entry, Commitment) and entry.due and entry.at <= now
        if outcome_on(entry, now.date()) == "open"
    ]
    for due, ref, entry in sorted(found, key=lambda row: row[:2]):
        yield Deadline(
            uid=f"{owner}-{_plain_id(ref)}@stillpd",
            changed=entry.at.astimezone(UTC),
            title=entry.text if wanted.tells(entry) else "",
            due=due,
        )


def _uids(journal: Journal) -> Mapping[str, str]:
    """Return what each block is called in a calendar: as its file says, and no two alike.

    A file that was copied brings its uid along; the first by name keeps it. One that is made here
    is always the same, and does not show the name: it may tell what the block is for.
    """
    found: dict[str, str] = {}
    owner = _journal_id(journal)
    for name in sorted(journal.blocks):
        said = journal.blocks[name].uid
        is_own = re.match(_PLAIN_UID, said) and said not in found.values()
        found[name] = said if is_own else f"{owner}-{_hashed(f'{owner}/{name}')}@stillpd"
    return found


def _journal_id(journal: Journal) -> str:
    return _plain_id(journal.header.id)


def _plain_id(text: str) -> str:
    """Return an id as it is, and what is none as one that is always the same."""
    return text if re.match(_PLAIN_ID, text) else _hashed(text)


def _hashed(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:12]
