"""The profile on a page: its sections, its history in words, and the card; and as JSON data."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from stillpd.insight.profile import (
    Age,
    Card,
    Difference,
    Line,
    ProfilePage,
    Section,
    Snapshot,
    lines,
    name_of,
)
from stillpd.model.days import full_day, long_day
from stillpd.model.profile import Day, Driver, DynamicPart, Profile, StaticPart, Strength
from stillpd.render.data import data_of
from stillpd.render.page import (
    Block,
    Gap,
    Heading,
    Page,
    Para,
    Rows,
    Spans,
    command,
    dim,
    strong,
    text,
)
from stillpd.render.when import plural

_HEADINGS: dict[Section, str] = {
    "purpose": "Purpose",
    "prior_expertise": "What I knew before",
    "identity": "Identity",
    "motivation": "Motivation",
    "growth": "Growth",
    "strengths": "Strengths",
}
_SHORT = {"prior_expertise": "before"}
_GROWTH = {
    "formats": "learning by",
    "feedback": "feedback",
    "when": "when",
    "with_": "with",
}
_DAYS_A_MONTH = 30


def page(report: ProfilePage, _width: int) -> Page:
    """Return the profile, section by section; what is blank is not there."""
    title = " · ".join(part for part in (report.owner, report.role) if part) or "Profile"
    if report.profile is None:
        return (
            Heading(1, text(title)),
            Para(text("Nothing here yet. A line is enough to begin:")),
            Para(text(command('stillpd profile edit --purpose "…"')), indent=2),
        )
    blocks: list[Block] = [Heading(1, text(title), text(dim(long_day(report.profile.day))))]
    for section, rows in _sections(report.profile):
        aside = _aside(report.profile, section, report.ages)
        blocks += [Gap(), Heading(2, text(strong(_HEADINGS[section])), text(dim(aside)))]
        blocks.append(Rows(tuple(_row(line) for line in rows), right=frozenset({0})))
    blocks += [
        Gap(),
        Para(text(dim("What is no longer true? "), command("stillpd profile revisit"))),
    ]
    return tuple(blocks)


def _sections(profile: Profile) -> Iterator[tuple[Section, list[Line]]]:
    """Iterate over the sections that say something, with their lines."""
    known = lines(profile)
    for section in _HEADINGS:
        mine = [line for line in known if line.section == section]
        if mine:
            yield section, mine


def section_lines(profile: Profile) -> Iterator[tuple[str, list[str]]]:
    """Iterate over the sections for a reader who is not its owner: a heading and its lines."""
    for section, rows in _sections(profile):
        yield _HEADINGS[section], [line_words(line) for line in rows]


def _row(line: Line) -> tuple[Spans, ...]:
    return text(dim(str(line.number))), text(line_words(line))


def line_words(line: Line) -> str:
    """Return a line as it reads on the page."""
    words = _words(line.value)
    if line.section == "growth":
        return f"{_GROWTH[line.part]}: {words}"
    return words


def _words(value: Any) -> str:
    match value:
        case StaticPart():
            return _with(value.label, value.shows)
        case DynamicPart():
            return _with(f"{value.label}{_since(value)}", value.shows)
        case Driver():
            drains = " takes energy" if value.drains else ""
            strength = "" if value.strength is None else f", {value.strength} of 10"
            return _with(f"{value.driver}{strength}{',' if drains else ''}{drains}", value.example)
        case Strength():
            words = _with(value.name, value.words)
            return f"{words} (too much: {value.overused})" if value.overused else words
    return str(value)


def _with(name: str, rest: str) -> str:
    return f"{name}: {rest}" if rest else name


def _since(part: DynamicPart) -> str:
    said = f", since {_day(part.since)}" if part.since else ""
    return said + (f", until {_day(part.until)}" if part.until else "")


def _day(day: Day | None) -> str:
    if isinstance(day, date):
        return full_day(day)
    return str(day or "")


def _aside(profile: Profile, section: Section, ages: Sequence[Age]) -> str:
    shared = ", ".join(profile.share.get(section, ())) or "private"
    if section == "identity":
        lasting = ", ".join(profile.share.get("identity_static", ()))
        shared += f"; lasting parts {lasting}" if lasting else ""
    age = next((age for age in ages if age.section == section), None)
    return f"{age_words(age.days)} · {shared}" if age else shared


def age_words(days: int) -> str:
    """Return how long ago a section was looked at."""
    if days == 0:
        return "looked at today"
    if days < 2 * _DAYS_A_MONTH:
        return f"looked at {plural(days, 'day')} ago"
    return f"looked at {plural(days // _DAYS_A_MONTH, 'month')} ago"


def data(report: ProfilePage) -> dict[str, Any]:
    """Return the profile as JSON data."""
    profile = report.profile
    said: dict[str, Any] = data_of(profile) if profile else {}
    known = lines(profile) if profile else ()
    return {
        "as_of": str(report.day),
        "owner": report.owner,
        "role": report.role,
        **said,
        "lines": [
            {"number": line.number, "section": line.section, "words": line_words(line)}
            for line in known
        ],
        "ages": data_of(report.ages),
        "snapshots": report.snapshots,
    }


# History -----------------------------------------------------------------------------------------


def history_page(report: Sequence[Snapshot], _width: int) -> Page:
    """Return what each snapshot changed, in words, oldest first."""
    if not report:
        return (Para(text("No profile yet. Begin one: ", command("stillpd profile edit"))),)
    blocks: list[Block] = []
    for snapshot in report:
        blocks += [Gap()] if blocks else []
        blocks.append(Heading(2, text(strong(long_day(snapshot.day)))))
        blocks += list(_snapshot(snapshot))
    return tuple(blocks)


def _snapshot(snapshot: Snapshot) -> Iterator[Block]:
    if snapshot.first:
        yield Para(text(dim("The first.")), indent=2)
    elif not snapshot.differences:
        yield Para(text(dim("All still true.")), indent=2)
    rows = tuple(
        (text(dim(_SHORT.get(one.section, one.section))), text(difference_words(one)))
        for one in snapshot.differences
    )
    if rows:
        yield Rows(rows)


def difference_words(one: Difference) -> str:
    """Return one change in words: what came, what went, what is said otherwise."""
    if one.what == "new":
        return f"new: {_words(one.now)}"
    if one.what == "gone":
        return f"gone: {name_of(one.was)}"
    if isinstance(one.now, str):
        return f"{_GROWTH.get(one.part, 'now')}: {one.now}"
    name = name_of(one.now)
    if isinstance(one.now, Driver) and one.changed == ("strength",):
        return f"{name}: {_strength(one.was)} → {_strength(one.now)}"
    if isinstance(one.now, DynamicPart) and one.changed == ("until",):
        return f"{name}: until {_day(one.now.until)}" if one.now.until else f"{name}: going on"
    moved = ""
    if isinstance(one.now, Driver) and "strength" in one.changed:
        moved = f"{_strength(one.was)} → {_strength(one.now)}"
    told = [moved, *(_told(one.now, field) for field in one.changed if field != "strength")]
    return f"{name}: {'; '.join(part for part in told if part)}"


def _strength(driver: Driver) -> str:
    return "–" if driver.strength is None else str(driver.strength)


def _told(value: Any, field: str) -> str:
    said = getattr(value, field)
    match field:
        case "drains":
            return "takes energy now" if said else "gives energy now"
        case "since" | "until":
            return f"{field} {_day(said)}"
        case "overused":
            return f"too much: {said}" if said else "no longer too much"
        case "source":
            return f"from {said}" if said else ""
    return str(said)


def history_data(report: Sequence[Snapshot]) -> dict[str, Any]:
    """Return the history as JSON data."""
    return {
        "snapshots": [
            {
                "day": str(snapshot.day),
                "differences": [
                    {
                        "section": one.section,
                        "part": one.part.rstrip("_"),
                        "what": one.what,
                        "was": data_of(one.was),
                        "now": data_of(one.now),
                        "words": difference_words(one),
                    }
                    for one in snapshot.differences
                ],
            }
            for snapshot in report
        ]
    }


# The card ----------------------------------------------------------------------------------------


def card_page(report: Card, _width: int) -> Page:
    """Return the introduction: a name, a role, and the purpose where it is shared."""
    who = ", ".join(part for part in (report.name, report.role) if part)
    blocks: list[Block] = [Para(text(strong(who or "Somebody who teaches")))]
    if report.purpose:
        blocks.append(Para(text(report.purpose)))
    return tuple(blocks)


def card_data(report: Card) -> dict[str, Any]:
    """Return the card as JSON data."""
    return {"name": report.name, "role": report.role, "purpose": report.purpose}
