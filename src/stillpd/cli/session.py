"""What one run of stillpd knows: which journal, which moment, which format."""

import sys
from datetime import UTC, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from stillpd.model.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from stillpd.exchange.locked import Keys
    from stillpd.journal.first_page import Opened
    from stillpd.journal.index.reader import Index
    from stillpd.model.calendar import Calendar
    from stillpd.model.journal import Journal
    from stillpd.model.selection import Choose

T = TypeVar("T")
FORMATS = ("auto", "plain", "json", "markdown")


class Session:
    """Made once a run; everything in it is found out when it is first asked for."""

    def __init__(self) -> None:
        self.chosen: dict[str, str] = {}
        self.draft: Path | None = None
        """Where this run keeps words that are not yet in the journal (see saving.py)."""

    @classmethod
    def of(cls, ctx: Any) -> "Session":
        """Return the session of this run."""
        root = ctx.find_root()
        if not isinstance(root.obj, Session):
            root.obj = cls()
        session: Session = root.obj
        return session

    def remember(self, name: str, value: str) -> None:
        """Keep the value of a common option; the one nearest to the command wins."""
        if name == "format" and value not in FORMATS:
            raise InvalidInput(f"There is no format “{value}”.", f"Known: {', '.join(FORMATS)}")
        self.chosen[name] = value

    @property
    def format(self) -> str:
        """How to answer: auto, plain, json or markdown."""
        return self.chosen.get("format", "auto")

    @cached_property
    def root(self) -> Path:
        """Where the journal lies."""
        from stillpd.journal.settings import find_root

        return find_root(self.chosen.get("journal", ""))

    @cached_property
    def opened(self) -> "Opened":
        """The journal's first page; that of a bundle where a file was named."""
        if self.root.is_file():
            return self._bundle[0]
        from stillpd.journal.first_page import open_journal

        return open_journal(self.root)

    @cached_property
    def _bundle(self) -> "tuple[Opened, Journal]":
        """A bundle's first page and all that it says. It is only read."""
        from stillpd.exchange.bundle import read_bundle

        return read_bundle(self.root, self.keys)

    @cached_property
    def keys(self) -> "Keys":
        """The keys for a locked bundle: of --identity or STILLPD_IDENTITY, and of the settings."""
        import os

        from stillpd.exchange.locked import Keys

        return Keys(self.chosen.get("identity") or os.environ.get("STILLPD_IDENTITY", ""))

    def expect_journal(self, root: Path, timezone: str) -> None:
        """Take the journal that is about to be started at `root` for this run's."""
        from zoneinfo import ZoneInfo

        from stillpd.journal.first_page import Opened
        from stillpd.model.header import Header

        self.root = root
        self.opened = Opened(root, Header(timezone=timezone), ZoneInfo(timezone))

    @cached_property
    def calendar(self) -> "Calendar":
        """The school years, known from the first page alone."""
        from stillpd.model.calendar import Calendar

        return Calendar(self.opened.header.school_years)

    @cached_property
    def journal(self) -> "Journal":
        """The whole journal, read once."""
        from stillpd.model.selection import ALL

        return self.read(ALL)

    def read(self, choose: "Choose") -> "Journal":
        """Return the journal with at least the entries that are chosen."""
        if "journal" in self.__dict__:
            return self.journal
        if self.root.is_file():
            return self._bundle[1]
        from stillpd.cli.reading_bar import reading_bar

        try:
            from stillpd.journal.index.reader import read_journal
        except InvalidInput:  # this Python can keep no index: the files say the same
            from stillpd.journal.folder import read_journal as read_files

            return read_files(self.opened)
        with reading_bar() as tell:
            return read_journal(self.opened, choose, tell)

    def ask(self, question: "Callable[[Index], T]") -> "T":
        """Return the index's answer to a question, made for it alone where there can be none."""
        from stillpd.cli.reading_bar import reading_bar
        from stillpd.journal.index.reader import ask, ask_in_memory, ask_of

        if self.root.is_file():
            return ask_of(self.opened, self.journal, question)
        with reading_bar() as tell:
            answer = ask(self.opened, question, tell)
            return ask_in_memory(self.opened, question, tell) if answer is None else answer

    @cached_property
    def clock_anywhere(self) -> datetime:
        """The real moment, where there may be no journal. The one place that reads the clock."""
        return datetime.now(UTC)

    @cached_property
    def clock(self) -> datetime:
        """The real moment, in the journal's zone."""
        return self.clock_anywhere.astimezone(self.opened.zone)

    @cached_property
    def now(self) -> datetime:
        """The present moment: the clock's, or --as-of (a date is the end of that day)."""
        return self._as_of(time(23, 59, 59, 999999))

    @cached_property
    def writing_at(self) -> datetime:
        """The moment that is written into what is made now: --as-of with only a date is noon."""
        return self._as_of(time(12)).replace(second=0, microsecond=0)

    def _as_of(self, when_only_a_date: time) -> datetime:
        asked = self.chosen.get("as_of")
        if not asked and self.opened.is_bundle and self.opened.header.bundle:
            packed = self.opened.header.bundle.on
            if packed:  # what came after it, it does not know
                return datetime.combine(packed, when_only_a_date, self.opened.zone)
        if not asked:
            return self.clock
        from stillpd.cli.dates import Facing, read_moment

        day, at = read_moment(asked, self.clock, Facing.BACK)
        return datetime.combine(day, at or when_only_a_date, self.opened.zone)

    def moment(self, asked: str) -> datetime:
        """Return the moment that `--at` asks for, else the moment of writing."""
        if not asked:
            return self.writing_at
        from stillpd.cli.dates import Facing, read_moment

        day, at = read_moment(asked, self.now, Facing.BACK)
        return datetime.combine(day, at or time(12), self.opened.zone)

    @property
    def is_interactive(self) -> bool:
        """Tell whether somebody sits there who can be asked."""
        return (
            sys.stdin is not None
            and sys.stdin.isatty()
            and sys.stdout.isatty()
            and self.format == "auto"
        )
