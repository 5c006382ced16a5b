"""The gate: what an audience may see of a journal, and nothing else passes.

It fails closed. A field passes because it is named here, never because nobody forbade it: what is
unknown, unlabelled or could not be read stays. Readings and excused states follow their goal, all
prose follows its entry (the file format says so), and what stays is not told of by links, counts,
names or times either. So everything that leaves is made from a `Shared`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count

from stillpd.insight.asof import Days, goal_state
from stillpd.insight.gate_entries import Passing, file_of, ids_of, is_shared, pass_entries
from stillpd.insight.gate_goals import pass_goal
from stillpd.insight.ledger import keep_ledger
from stillpd.insight.period import period_at
from stillpd.insight.progress import Wanted, progress
from stillpd.insight.recurrence import read_rule
from stillpd.model.block import Block
from stillpd.model.entry import Evidence, ShareRecord
from stillpd.model.goal import Goal
from stillpd.model.header import Audience, BundleMark, Header, SchoolYear, SharedRate, Span, Term
from stillpd.model.journal import Journal
from stillpd.model.profile import SHAREABLE, Growth, Identity, Profile
from stillpd.model.rule import read_parts, read_until, write_parts
from stillpd.model.shared import Shared


def gate(journal: Journal, audience: str, now: datetime, shipped: Collection[str] = ()) -> Shared:
    """Return what `audience` may see of a journal as of `now`.

    `shipped` are the ids of the question sets that come with stillpd; any other is the owner's.
    An audience that the first page does not name sees nothing.
    """
    day = now.date()
    if audience not in journal.header.audiences:
        return _nothing(journal, audience, now)
    shared = [goal for goal in journal.goals.values() if audience in goal.share]
    passed = [goal for one in shared if (goal := pass_goal(one, audience, day))]
    blocks, names = _blocks(journal, audience, passed, shipped, now.tzinfo or UTC)
    ids = {goal.id for goal in passed}
    goals = {goal.id: _linked(goal, ids, names) for goal in passed}
    passing = Passing(
        audience=audience,
        goals=goals,
        blocks=names,
        counted=_counted(passed, names, day),
        protocols=frozenset(shipped) - journal.protocols.keys(),
        ledger=keep_ledger(journal, now),
        now=now,
        ids=ids_of(journal, audience),
    )
    made = Journal(
        header=_header(journal, audience, now),
        profiles=tuple(_profiles(journal, audience, day)),
        goals=goals,
        blocks=blocks,
        entries=pass_entries(journal, passing),
    )
    return Shared(
        audience=audience,
        party=journal.header.audiences[audience],
        at=now,
        journal=made,
        files=_files(journal, passing),
        withheld=_withheld(journal, passing, made),
    )


def _nothing(journal: Journal, audience: str, now: datetime) -> Shared:
    made = Journal(header=Header(id=journal.header.id, timezone=journal.header.timezone))
    return Shared(audience=audience, party=Audience(), at=now, journal=made)


def _files(journal: Journal, passing: Passing) -> Mapping[str, str]:
    """Return where the files of shared evidence lie, by the names under which they go."""
    shared = (e for e in journal.entries if isinstance(e, Evidence) and is_shared(e, passing))
    found = ((file_of(e, passing.ids[e.path]), e.file) for e in shared)
    return {name: file for name, file in found if name}


def _withheld(journal: Journal, passing: Passing, made: Journal) -> int:
    """Return how many pages stay whole. A page of which only numbers go counts as staying."""
    pages = [e for e in journal.entries if e.at <= passing.now and not isinstance(e, ShareRecord)]
    day = passing.now.date()
    profiles = sum(profile.day <= day for profile in journal.profiles) - len(made.profiles)
    own = sum(passing.audience in block.share for block in journal.blocks.values())
    return (
        sum(not is_shared(entry, passing) for entry in pages)
        + len(journal.goals)
        - len(made.goals)
        + len(journal.blocks)
        - own
        + len(journal.protocols)
        + profiles
    )


# The first page ----------------------------------------------------------------------------------


def _header(journal: Journal, audience: str, now: datetime) -> Header:
    """Return the first page for an audience: whose it is, and the school years without reasons."""
    header = journal.header
    party = header.audiences[audience]
    return Header(
        id=header.id,
        owner=header.owner,
        timezone=header.timezone,
        role=header.role,
        audiences={audience: Audience(name=party.name, kind=party.kind)},
        school_years=tuple(map(_school_year, header.school_years)),
        bundle=BundleMark(
            audience=audience, on=now.date(), rates=tuple(_rates(journal, audience, now))
        ),
    )


def _school_year(year: SchoolYear) -> SchoolYear:
    return SchoolYear(
        name=year.name,
        starts=year.starts,
        ends=year.ends,
        breaks=tuple(map(_span, year.breaks)),
        terms=tuple(Term(name=t.name, starts=t.starts, ends=t.ends) for t in year.terms),
    )


def _span(span: Span) -> Span:
    return Span(from_=span.from_, to=span.to)


# The profile -------------------------------------------------------------------------------------


def _profiles(journal: Journal, audience: str, day: date) -> Iterator[Profile]:
    """Iterate over the profiles of which a section is shared, each with these sections only."""
    for profile in journal.profiles:
        seen = {name for name in SHAREABLE if audience in profile.share.get(name, ())}
        if seen and profile.day <= day:
            yield _profile(profile, seen, audience, day)


def _profile(profile: Profile, seen: Collection[str], audience: str, day: date) -> Profile:
    told = profile.revisited.items()
    revisited = {name: on for name, on in told if name in seen and on <= day}
    return Profile(
        day=profile.day,
        purpose=profile.purpose if "purpose" in seen else "",
        prior_expertise=profile.prior_expertise if "prior_expertise" in seen else (),
        identity=Identity(
            static=profile.identity.static if "identity_static" in seen else (),
            dynamic=profile.identity.dynamic if "identity" in seen else (),
        ),
        motivation=profile.motivation if "motivation" in seen else (),
        growth=profile.growth if "growth" in seen else Growth(),
        strengths=profile.strengths if "strengths" in seen else (),
        revisited=revisited,
        share={name: (audience,) for name in SHAREABLE if name in seen},
    )


# Blocks, and what lives from them ----------------------------------------------------------------


def _rule(block: Block) -> str:
    """Return a block's rule; what cannot be read as one may say anything, and stays."""
    is_rule = block.starts and read_rule(block.rule, block.starts, UTC) is not None
    return block.rule if is_rule else ""


def _pass_block(block: Block, audience: str, shipped: Collection[str]) -> Block:
    return Block(
        id=block.id,
        title=block.title,
        rule=_rule(block),
        after_done=block.after_done,
        starts=block.starts,
        ends=block.ends,
        minutes=block.minutes,
        protocol=block.protocol if block.protocol in shipped else "",
        in_breaks=block.in_breaks,
        pauses=tuple(map(_span, block.pauses)),
        share=(audience,),
    )


def _blocks(
    journal: Journal,
    audience: str,
    goals: Iterable[Goal],
    shipped: Collection[str],
    zone: tzinfo,
) -> tuple[dict[str, Block], dict[str, str]]:
    """Return the blocks that are seen, and what each of the journal's own is called among them.

    Of a private one from which a shared goal lives its days pass, and no hour and no name.
    """
    own = [block for block in journal.blocks.values() if audience in block.share]
    blocks = {block.id: _pass_block(block, audience, shipped) for block in own}
    names = {name: name for name in blocks}
    for goal in goals:
        block = journal.blocks.get(goal.block)
        if block and block.starts and block.id not in names:
            names[block.id] = _free_name(names.values(), journal.blocks)
            blocks[names[block.id]] = _days_of(block, names[block.id], audience, zone)
    return blocks, names


def _counted(
    goals: Iterable[Goal], names: Collection[str], day: date
) -> dict[str, tuple[Days, ...]]:
    """Return the blocks from which shared goals live, with the days on which these do."""
    found: dict[str, tuple[Days, ...]] = {}
    for goal in goals:
        if goal.block in names:
            found[goal.block] = (*found.get(goal.block, ()), *goal_state(goal, day).alive)
    return found


def _free_name(taken: Collection[str], others: Collection[str]) -> str:
    return next(name for n in count(1) if (name := f"quiet-{n}") not in {*taken, *others})


def _days_of(block: Block, made_id: str, audience: str, zone: tzinfo) -> Block:
    return Block(
        id=made_id,
        rule=_days_rule(block, zone),
        after_done=block.after_done,
        starts=datetime.combine(block.starts, time()) if block.starts else None,
        ends=block.ends,
        in_breaks=block.in_breaks,
        pauses=tuple(map(_span, block.pauses)),
        share=(audience,),
    )


def _days_rule(block: Block, zone: tzinfo) -> str:
    """Return a block's rule without the hour that its last moment tells: it ends with a day."""
    parts = read_parts(_rule(block))
    last = read_until(parts.get("UNTIL", ""), zone)
    if not (last and block.starts):
        return _rule(block)
    day = last.date() - timedelta(days=last.time() < block.starts.time())
    return write_parts({**parts, "UNTIL": f"{day.year:04}{day:%m%d}"})


def _linked(goal: Goal, seen: Collection[str], names: Mapping[str, str]) -> Goal:
    """Return a goal whose links lead to what is seen, or nowhere."""
    supports = goal.supports if goal.supports in seen else ""
    return replace(goal, block=names.get(goal.block, ""), supports=supports)


def _rates(journal: Journal, audience: str, now: datetime) -> Iterator[SharedRate]:
    """Iterate over the rates of goals that are shared without their names."""
    named = [
        goal.id
        for goal in journal.goals.values()
        if audience in goal.share_rate and audience not in goal.share
    ]
    if not named:
        return
    found = progress(journal, period_at(journal.calendar, now), Wanted(tuple(named)))
    for goal in found.goals:
        leads = [m for m in goal.measures if m.role == "lead" and m.recorded and m.met is not None]
        for measure in leads[:1]:
            yield SharedRate(met=measure.met or 0, recorded=measure.recorded)
