"""`stillpd search`: find one's own words again."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from stillpd.cli.filter_words import FilterWords, with_filters
from stillpd.cli.options import NoPager
from stillpd.cli.output import deliver
from stillpd.cli.session import Session

if TYPE_CHECKING:
    from stillpd.insight.found import Found
    from stillpd.journal.index.reader import Index
    from stillpd.model.problem import Problem

app = typer.Typer()
_WITHOUT = re.compile(r"-(?!n\d+\Z)[^\W\d_][\w'’*.-]|-[\"“]")
_KEPT = "\0"


class SearchCommand(TyperCommand):
    """A command in which `-word` is no option: it means without that word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words typed; options of a single letter stand alone (`-n 20`)."""
        return super().parse_args(ctx, [_KEPT + a if _WITHOUT.match(a) else a for a in args])


@app.command(cls=SearchCommand)
@with_filters
def search(
    ctx: typer.Context,
    words: FilterWords,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY...",
            help='Words, "phrases", beginnings* and -without.',
            show_default=False,
        ),
    ] = None,
    *,
    sort: Annotated[
        str, typer.Option("--sort", metavar="rank|date", help="The best first, or the newest.")
    ] = "rank",
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="The first N.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Only how many there are.")] = False,
    no_pager: NoPager = False,
) -> None:
    """Find your own words again, in entries, goals and whatever else you wrote.

    All words have to be there: talk lab. In quotes side by side: '"pair talk"'. A star stands for
    any end: collea*. A minus takes out, so short options stand alone: talk -lab -o FILE. Capitals
    and accents do not matter.

    With STILLPD_SHARED_SCREEN=1 only what you share is looked at.
    """
    from stillpd.actions.search import ORDERS, Sought
    from stillpd.actions.search import search as look
    from stillpd.cli.filters import read_filters
    from stillpd.cli.refs import check_word
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.found import FOUND_KINDS
    from stillpd.model.query import read_query
    from stillpd.model.selection import NO_ENTRIES
    from stillpd.render import search as screen

    session = Session.of(ctx)
    sought = read_query(" ".join(query or ()).replace(_KEPT, ""))
    order = check_word(sort, ORDERS, "order")

    def answer(index: "Index") -> "tuple[Found, tuple[Problem, ...]]":
        journal = index.journal(NO_ENTRIES)
        wanted = read_filters(session, words, limit=limit, journal=journal, kinds=FOUND_KINDS)
        asked = Sought(
            query=sought, wanted=wanted, order=order, counting=count, only_shared=is_shared()
        )
        return look(index, journal, asked, session.now), journal.problems

    report, problems = session.ask(answer)
    deliver(
        session,
        "search",
        report,
        page=lambda width: (screen.count if count else screen.page)(report, width),
        data=lambda: screen.data(report),
        problems=problems,
        paged=not no_pager,
    )
