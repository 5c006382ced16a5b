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
    from stillpd.actions.search import Order
    from stillpd.insight.found import Found
    from stillpd.journal.index.reader import Index
    from stillpd.model.problem import Problem
    from stillpd.model.query import Query

app = typer.Typer()
_WITHOUT = re.compile(r"-(?!n\d+\Z)[^\W\d_][\w'’*.-]|-[\"“]")
_KEPT = "\0"


class SearchCommand(TyperCommand):
    """A command in which `-word` is no option: it means without that word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words typed; options of a single letter stand alone (`-n 20`)."""
        valued = {name for option in self.params if _takes_value(option) for name in option.opts}
        befores = ["", *args]
        kept = [
            _KEPT + word if _WITHOUT.match(word) and before not in valued else word
            for before, word in zip(befores, args, strict=False)
        ]
        return super().parse_args(ctx, kept)


def _takes_value(option: Any) -> bool:
    return option.param_type_name == "option" and not option.is_flag


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
    from stillpd.actions.search import ORDERS
    from stillpd.cli.refs import check_word
    from stillpd.model.query import read_query
    from stillpd.render import search as screen

    session = Session.of(ctx)
    sought = read_query(" ".join(query or ()).replace(_KEPT, ""))
    order = check_word(sort, ORDERS, "order")
    report, problems = _look(session, words, sought, order, limit=limit, counting=count)
    deliver(
        session,
        "search",
        report,
        page=lambda width: (screen.count if count else screen.page)(report, width),
        data=lambda: screen.data(report),
        problems=problems,
        paged=not no_pager,
    )


def _look(
    session: Session,
    words: FilterWords,
    query: "Query",
    order: "Order",
    *,
    limit: int | None,
    counting: bool,
) -> "tuple[Found, tuple[Problem, ...]]":
    """Return what was found, and what is wrong in the files."""
    from stillpd.actions.search import Sought, search
    from stillpd.cli.filters import read_filters
    from stillpd.cli.shared_screen import is_shared
    from stillpd.insight.found import FOUND_KINDS
    from stillpd.model.selection import NO_ENTRIES

    def answer(index: "Index") -> "tuple[Found, tuple[Problem, ...]]":
        journal = index.journal(NO_ENTRIES)
        wanted = read_filters(session, words, limit=limit, journal=journal, kinds=FOUND_KINDS)
        sought = Sought(
            query=query, wanted=wanted, order=order, counting=counting, only_shared=is_shared()
        )
        return search(index, journal, sought, session.now), journal.problems

    return session.ask(answer)
