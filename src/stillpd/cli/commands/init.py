"""`stillpd init`: start a journal, in a terminal with three questions at most."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stillpd.cli.boundary import PARTIAL
from stillpd.cli.output import deliver, deliver_first, note, tell_problems
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput, StillpdError
from stillpd.model.header import Header, SchoolYear

if TYPE_CHECKING:
    from stillpd.actions.init import Started

app = typer.Typer()

Place = Annotated[
    str, typer.Argument(metavar="[PATH]", help="The folder; else a usual place of your own.")
]
Owner = Annotated[str, typer.Option("--owner", metavar="NAME", help="Your name.")]
Zone = Annotated[str, typer.Option("--timezone", metavar="ZONE", help="Such as America/New_York.")]
Year = Annotated[
    str,
    typer.Option("--school-year", metavar="FIRST..LAST", help="Such as 2025-08-18..2026-06-05."),
]
Breaks = Annotated[
    list[str],
    typer.Option(
        "--break",
        metavar="FIRST..LAST:NAME",
        help="Such as 2025-11-24..2025-11-28:Thanksgiving (repeatable).",
    ),
]
Terms = Annotated[
    list[str],
    typer.Option("--term", metavar="FIRST..LAST:NAME", help="A part of it (repeatable)."),
]
FromFile = Annotated[
    str,
    typer.Option(
        "--from", metavar="FILE", help="Start it from an export: export json --audience me."
    ),
]


@app.command()
def init(
    ctx: typer.Context,
    path: Place = "",
    *,
    owner: Owner = "",
    timezone: Zone = "",
    school_year: Year = "",
    breaks: Breaks = [],
    term: Terms = [],
    from_: FromFile = "",
) -> None:
    """Start a journal.

    In a terminal it asks your name and the first and last day of your school year, no more.
    A folder that has other files in it is fine: nothing that is there is ever written over. One
    that comes back from an export (--from) goes where nothing is yet.
    """
    from stillpd.actions.init import refuse_taken
    from stillpd.journal.names import new_journal_id
    from stillpd.journal.places import typed_path

    session = Session.of(ctx)
    root = typed_path(path).absolute() if path else session.root
    refuse_taken(root)
    if from_:
        _expect_alone(owner, timezone, school_year, *breaks, *term)
        _start_from(session, root, typed_path(from_))
        return
    zone = _zone(timezone)
    session.expect_journal(root, zone)
    today = session.now.date()
    asking = session.is_interactive
    name = owner.strip() or (_ask_name() if asking else _system_name())
    year = _year(school_year, today, asking=asking and not (breaks or term))
    header = Header(
        id=new_journal_id(),
        owner=" ".join(name.split()),
        timezone=zone,
        school_years=_whole((year,) if year else (), breaks, term, today),
    )
    _start(session, root, header)


def _start(session: Session, root: Path, header: Header) -> None:
    from stillpd.actions.init import start_journal
    from stillpd.render import init as screen

    other = _other_default(root)
    start_journal(root, header, session.writing_at)
    report = _started(root, header, other)
    deliver(
        session,
        "init",
        report,
        page=lambda _: screen.page(
            report.path, header, report.weeks, is_default=report.is_default, other=other
        ),
    )


def _started(root: Path, header: Header, other: str, pages: int = 0) -> "Started":
    """Return what is on disk now, which is the default journal from now on if there is no other."""
    from stillpd.actions.init import Started
    from stillpd.model.calendar import Calendar

    year = next(iter(header.school_years), None)
    return Started(
        path=str(root),
        owner=header.owner,
        timezone=header.timezone,
        school_year=year,
        weeks=len(Calendar((year,)).weeks(year)) if year else None,
        is_default=not other and _make_default(root),
        pages=pages,
    )


def _expect_alone(*others: str) -> None:
    if any(others):
        raise InvalidInput(
            "--from brings the owner, the time zone and the school years with it.",
            "Leave the other options out; change them afterwards in stillpd.toml.",
        )


def _start_from(session: Session, root: Path, file: Path) -> None:
    from stillpd.actions.init_from import read_file, start_from
    from stillpd.cli.making_line import making_line
    from stillpd.render import init as screen
    from stillpd.render.data import data_of

    other = _other_default(root)
    with making_line("Writing the journal"):
        journal = read_file(file)
        count = start_from(root, journal)
    report = _started(root, journal.header, other, count)
    deliver_first(
        session,
        "init",
        report,
        page=lambda _: screen.came_back(
            report.path, report.owner, count, is_default=report.is_default, other=other
        ),
        data=lambda: data_of(report),
        problems=journal.problems,
    )
    if journal.problems and session.format != "json":
        tell_problems(journal.problems, in_files=False)
    if journal.problems:
        raise typer.Exit(PARTIAL)


def _other_default(root: Path) -> str:
    """Return the default journal that is set, if it is another than this one will be."""
    from stillpd.journal.settings import find_root, read_settings

    if not read_settings().default:
        return ""
    default = find_root()
    return "" if default == root else str(default)


def _make_default(root: Path) -> bool:
    from stillpd.journal.settings import find_root, set_default

    try:
        return set_default(root) or find_root() == root
    except (OSError, StillpdError):
        note("It could not be made the default journal: your settings cannot be written.")
        return False


def _zone(asked: str) -> str:
    from stillpd.journal.zones import check_zone, system_zone

    if asked:
        return check_zone(asked)
    found = system_zone()
    if not found:
        note("This system does not say its time zone: UTC is used. Change it in stillpd.toml.")
    return found or "UTC"


def _system_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _ask_name() -> str:
    from stillpd.cli.asking import ask_line

    name = _system_name()
    return ask_line("What is your name?", default=name).strip() or name


def _year(asked: str, today: date, *, asking: bool) -> SchoolYear | None:
    from stillpd.cli.spans import read_year

    if asked:
        return read_year(asked, today)
    return _ask_year(today) if asking else None


def _ask_year(today: date) -> SchoolYear | None:
    """Ask for both days of the school year; Enter leaves them for later."""
    from stillpd.actions.calendar import with_year
    from stillpd.cli.asking import say
    from stillpd.cli.dates import Facing, read_day
    from stillpd.cli.spans import make_year, read_first_day

    def read_last(text: str, first: date) -> date:
        last = read_day(text, first, Facing.FORWARD)
        with_year((), make_year(first, last))
        return last

    first = _ask_day("The first day of your school year?", lambda text: read_first_day(text, today))
    last = _ask_day("And the last?", lambda text: read_last(text, first)) if first else None
    if first is None or last is None:
        say("Later, then: stillpd calendar year add")
        return None
    return make_year(first, last)


def _ask_day(question: str, read: Callable[[str], date]) -> date | None:
    from stillpd.cli.asking import ask_line, say
    from stillpd.model.days import long_day

    while True:
        typed = ask_line(question, hint="such as 18 August 2025")
        if not typed:
            return None
        try:
            day = read(typed)
        except InvalidInput as error:
            say(f"{error.message}\n{error.hint}")
        else:
            say(long_day(day))
            return day


def _whole(
    years: tuple[SchoolYear, ...], breaks: list[str], terms: list[str], today: date
) -> tuple[SchoolYear, ...]:
    """Return the school year with its parts. Raises InvalidInput for what does not fit."""
    from stillpd.actions.calendar import Part, with_part, with_year
    from stillpd.cli.spans import read_break, read_term

    if (breaks or terms) and not years:
        raise InvalidInput(
            "A break or a term lies in a school year.",
            "Say it too: --school-year 2025-08-18..2026-06-05",
        )
    whole: tuple[SchoolYear, ...] = ()
    for year in years:
        whole = with_year(whole, year)
    for text in breaks:
        whole = with_part(whole, Part(what=read_break(text, today)))
    for text in terms:
        whole = with_part(whole, Part(what=read_term(text, today)))
    return whole
