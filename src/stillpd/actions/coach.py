"""A coach's side: keep the bundles that teachers give, note talks, and see how much there was."""

from datetime import date, datetime, timedelta
from pathlib import Path

from stillpd.actions.change import Changes
from stillpd.actions.goal import id_for
from stillpd.actions.outcome import Saved
from stillpd.exchange import coachees as shelf
from stillpd.exchange.locked import Keys, Unopened
from stillpd.insight.coaching import (
    Added,
    Coachees,
    CoachReport,
    coach_report,
    coachees,
    difference,
    folded,
    names_of,
)
from stillpd.insight.period import Period
from stillpd.insight.sharing import page_count
from stillpd.journal.first_page import Opened
from stillpd.journal.names import check_name
from stillpd.model.days import full_day, long_day
from stillpd.model.entry import Contact
from stillpd.model.errors import AlreadyExists, InvalidInput, NotFound, StillpdError
from stillpd.model.header import Audience
from stillpd.model.journal import Journal
from stillpd.model.problem import Problem
from stillpd.model.record import record
from stillpd.model.words import ContactMode, Phase

_ASK_THEM = "Ask them whether they made it."
_MOST_NAME = 80  # letters
_MEANT = "If this one is meant all the same: --force"


def add_bundle(
    path: Path, keys: Keys, today: date, name: str = "", *, force: bool = False
) -> Added:
    """Check a bundle and keep it as it came. The same teacher's replaces the one before.

    Raises InvalidInput for what is no bundle and what no key opens, AlreadyExists where the name is
    another's. Where it is older than the one that is kept, is of a day to come, or does not look
    like theirs, it raises one of the two unless `force` says that it is meant. Then nothing is
    written.
    """
    given = shelf.read_given(path, keys)
    if not force:
        _expect_no_day_to_come(given, today)
    kept = _kept_of(given, keys)
    if name and check_name(name, "bundle") in shelf.kept_names() and (not kept or kept[0] != name):
        raise AlreadyExists(
            f"Another bundle is kept as {name}.", "Choose another name for this one: --as NAME"
        )
    if name and kept and kept[0] != name:
        raise AlreadyExists(
            f"Their bundle is kept as {kept[0]} already.",
            f"Leave --as out, or begin anew: stillpd coach drop {kept[0]}",
        )
    before = kept[1] if kept else None
    if before and not force:
        _expect_newer(given, before)
        _expect_theirs(given, before)
    first_name = " ".join(given.opened.header.owner.split()[:1])
    called = name or (kept[0] if kept else id_for(first_name, shelf.kept_names(), "teacher"))
    if not before:
        shelf.keep_new(called, given.raw)
    elif before.raw != given.raw:
        shelf.keep_next(called, given.raw)
    return _added(called, given, before)


def _kept_of(given: shelf.Bundle, keys: Keys) -> tuple[str, shelf.Bundle] | None:
    """Return the kept bundle of the same journal for the same audience, and its name.

    Raises InvalidInput for a kept one that no key opens: it may be of the same teacher.
    """
    for name in shelf.kept_names():
        try:
            kept = shelf.read_kept(name, keys)
        except Unopened as err:
            raise InvalidInput(
                f"The bundle kept as {name} is locked and could not be opened, so nobody can say "
                "whether this one is of the same teacher.",
                f"{err.hint}\nIf that key is lost: stillpd coach drop {name}",
            ) from None
        except StillpdError:  # a damaged one is told of by the list
            continue
        if _whose(kept) == _whose(given):
            return name, kept
    return None


def _whose(bundle: shelf.Bundle) -> tuple[str, str]:
    mark = bundle.opened.header.bundle
    return bundle.opened.header.id, mark.audience if mark else ""


def _names(bundle: shelf.Bundle) -> tuple[str, str]:
    """Return whose journal a bundle is, and for whom it was made."""
    header = bundle.opened.header
    called = header.audiences.get(_whose(bundle)[1], Audience()).name
    return header.owner[:_MOST_NAME], called[:_MOST_NAME]


def _day_of(bundle: shelf.Bundle) -> date | None:
    mark = bundle.opened.header.bundle
    return mark.on if mark else None


def _expect_no_day_to_come(given: shelf.Bundle, today: date) -> None:
    """Refuse a bundle of a day that has come nowhere yet: all that follow would seem older."""
    day = _day_of(given)
    if day and day > today + timedelta(days=1):
        raise InvalidInput(
            f"It says that it is of a day to come: {full_day(day)}.", f"{_ASK_THEM}\n{_MEANT}"
        )


def _expect_theirs(given: shelf.Bundle, before: shelf.Bundle) -> None:
    """Refuse a bundle that names others than the one kept, or lacks most of what is in that."""
    other = [
        f"{what} is “{now}”, and was “{then}”"
        for what, now, then in zip(
            ("its owner", "your name"), *map(_names, (given, before)), strict=True
        )
        if now != then
    ]
    if other:
        raise AlreadyExists(
            f"It may be of somebody else: {' and '.join(other)}.", f"{_ASK_THEM}\n{_MEANT}"
        )
    told = difference(before.journal, given.journal)
    goals, entries = len(before.journal.goals), len(before.journal.entries)
    if (told.goals.gone + told.pages.gone) * 2 > goals + entries:
        raise AlreadyExists(
            "More than half of what they gave is gone in it: "
            f"{told.goals.gone} of {goals} goals, {told.pages.gone} of {entries} entries.",
            f"{_ASK_THEM}\n{_MEANT}",
        )


def _expect_newer(given: shelf.Bundle, before: shelf.Bundle) -> None:
    """Refuse a bundle of an earlier day than the one that is kept, or one without a day."""
    kept_day = _day_of(before)
    if kept_day and (_day_of(given) or date.min) < kept_day:
        raise AlreadyExists(
            f"The bundle that is kept is newer: of {full_day(kept_day)}.",
            _MEANT,
        )


def _added(name: str, given: shelf.Bundle, before: shelf.Bundle | None) -> Added:
    header = given.opened.header
    audience = _whose(given)[1]
    return Added(
        name=name,
        owner=header.owner,
        audience=audience,
        party=header.audiences.get(audience, Audience()),
        on=_day_of(given),
        goals=len(given.journal.goals),
        pages=page_count(given.journal),
        locked=given.is_locked,
        before=_day_of(before) if before else None,
        difference=difference(before.journal, given.journal) if before else None,
        problems=given.journal.problems,
    )


# Looking, noting, letting go ---------------------------------------------------------------------


def read_all(keys: Keys) -> tuple[dict[str, Journal], tuple[Problem, ...]]:
    """Return what the kept bundles say, by their names, and which of them cannot be read."""
    found: dict[str, Journal] = {}
    problems: list[Problem] = []
    for name in shelf.kept_names():
        try:
            found[name] = shelf.read_kept(name, keys).journal
        except Unopened as err:
            place = shelf.kept_path(name).name
            hint = err.hint.partition("\n")[0]
            problems.append(Problem(place, 0, "locked", err.message.rstrip("."), hint))
        except StillpdError as err:
            place = shelf.kept_path(name).name
            hint = f"Ask for it once more, or: stillpd coach drop {name}"
            problems.append(Problem(place, 0, "unreadable", err.message.rstrip("."), hint))
    return found, tuple(problems)


def list_coachees(own: Journal, now: datetime, keys: Keys) -> tuple[Coachees, tuple[Problem, ...]]:
    """Return the teachers whose bundles are kept, and what could not be read."""
    bundles, problems = read_all(keys)
    return coachees(bundles, own, now), problems


def report_for(own: Journal, period: Period, keys: Keys) -> tuple[CoachReport, tuple[Problem, ...]]:
    """Return the contacts of a period in numbers, no names, no content; and what was not read.

    A bundle that cannot be read may be the second name of a teacher who counts already.
    """
    bundles, problems = read_all(keys)
    return coach_report(own, period, bundles, unread=len(problems)), problems


def kept_under(who: str, keys: Keys) -> str:
    """Return the name under which the bundle of a person lies; nothing where there is none."""
    bundles, _ = read_all(keys)
    return next((n for n, called in names_of(bundles).items() if folded(who) in called), "")


@record(kw_only=True)
class NewContact:
    """What a coach notes of a talk, and with whom it was."""

    who: str
    at: datetime
    body: str = ""
    mode: ContactMode | None = None
    minutes: int | None = None
    planned: bool | None = None
    phase: Phase | None = None
    next: str = ""
    check_back: date | None = None


def add_contact(opened: Opened, new: NewContact, now: datetime) -> Saved:
    """Save a talk in the coach's own journal, where nobody else sees it.

    Raises InvalidInput for one with nobody, for a day to check back that is not after it, and for
    less than no minutes.
    """
    who = " ".join(new.who.split())
    if not who:
        raise InvalidInput("With whom was it?", "Like this: stillpd coach contact dana")
    if new.minutes is not None and new.minutes < 0:
        raise InvalidInput("A talk has no less than 0 minutes.")
    if new.check_back and new.check_back <= new.at.date():
        raise InvalidInput(
            f"{new.check_back} is not after the talk, which was on {new.at.date()}.",
            "Give a day to come: --check-back 'in 2 weeks'",
        )
    changes = Changes(opened)
    entry = changes.add_entry(
        Contact(
            at=new.at,
            who=who,
            mode=new.mode,
            minutes=new.minutes,
            planned=new.planned,
            phase=new.phase or "",
            next=" ".join(new.next.split()),
            check_back=new.check_back,
            body=new.body.replace("\r\n", "\n").replace("\r", "\n").strip("\n"),
        )
    )
    words = f"a contact of {long_day(new.at.date())}"
    return changes.save("coach contact", words, now, ref=entry.ref, path=entry.path)


def drop_bundle(name: str) -> None:
    """Take a kept bundle away for good. Raises NotFound where there is none of that name."""
    if name not in shelf.kept_names():
        raise NotFound(f"No bundle is kept as “{name}”.", "See: stillpd coach list")
    shelf.drop(name)
