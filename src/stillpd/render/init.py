"""A journal that was just started, and what to do next."""

from collections.abc import Iterator

from stillpd.model.days import full_day
from stillpd.model.header import Header, SchoolYear
from stillpd.render.page import Block, Gap, Page, Para, Rows, Spans, command, dim, strong, text
from stillpd.render.paths import said_path, typed_path
from stillpd.render.when import plural

_NEXT = (
    ('stillpd write "…"', "write down the first thing on your mind"),
    ("stillpd goal add", "a first goal, with a few questions"),
    ("stillpd profile edit", "who you are at work, with a few questions"),
    ("stillpd", "today: what is due, promised and moving"),
)
_NOT_IN_JSON = (
    "What JSON does not hold is not here: files of evidence, comments and keys of your own, "
    "drafts, earlier versions, and what was handed to whom."
)


def page(path: str, header: Header, weeks: int | None, *, is_default: bool, other: str) -> Page:
    """Return what stands in a new journal. `other` is the default journal that stays, if any."""
    whose = f", for {header.owner}" if header.owner else ""
    return (
        Para(text("Saved: a new journal in ", strong(said_path(path)), whose)),
        Gap(),
        Rows(tuple(_facts(header, weeks))),
        *_default(path, is_default=is_default, other=other),
        Gap(),
        Para(text("Next, in any order:")),
        Rows(tuple((text(command(typed)), text(told)) for typed, told in _NEXT)),
        Gap(),
        Para(
            text(
                dim(
                    "All of it is private until you share it; stillpd undo takes back what you did."
                )
            )
        ),
    )


def came_back(path: str, owner: str, pages: int, *, is_default: bool, other: str) -> Page:
    """Return what stands in a journal that came from a file, and what such a file lacks."""
    whose = f", for {owner}" if owner else ""
    saved = f"Saved: a journal of {plural(pages, 'page')} in "
    return (
        Para(text(saved, strong(said_path(path)), whose)),
        *_default(path, is_default=is_default, other=other),
        Gap(),
        Para(text(dim(_NOT_IN_JSON))),
    )


def _facts(header: Header, weeks: int | None) -> Iterator[tuple[Spans, ...]]:
    for year in header.school_years:
        yield text(dim("School year")), text(_year(year, weeks))
    if not header.school_years:
        yield text(dim("School year")), text("none yet, so every week counts; later:")
        yield (), text(command("stillpd calendar year add FIRST..LAST"))
    yield text(dim("Time zone")), text(header.timezone)


def _year(year: SchoolYear, weeks: int | None) -> str:
    said = f"{year.name}, {full_day(year.starts)} to {full_day(year.ends)}"
    said += f", {plural(weeks or 0, 'week')}"
    if year.breaks:
        said += f", {plural(len(year.breaks), 'break')}"
    return said


def _default(path: str, *, is_default: bool, other: str) -> Iterator[Block]:
    yield Gap()
    if is_default:
        yield Para(text("stillpd uses this journal from now on, wherever you are."))
        return
    used = (
        f"stillpd goes on using {said_path(other)}. "
        if other
        else "stillpd does not use it by itself. "
    )
    yield Para(text(used, "This one: ", command(f"stillpd -j {typed_path(path)}")))
