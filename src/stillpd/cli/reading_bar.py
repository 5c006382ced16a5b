"""A bar on stderr while a journal is read for the first time, where somebody would wait for it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

_NOTICED = 0.5  # seconds: nobody wonders about less


@contextmanager
def reading_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to be told how many files are read, of how many; None without a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        yield _Bar(stack).show


class _Bar:
    def __init__(self, stack: ExitStack) -> None:
        self._begun = time.monotonic()
        self._stack = stack
        self._draw: Callable[[int, int], None] | None = None

    def show(self, done: int, total: int) -> None:
        if self._draw is None:
            if time.monotonic() - self._begun < _NOTICED:
                return
            self._draw = self._begin(total)
        self._draw(done, total)

    def _begin(self, total: int) -> Callable[[int, int], None]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        columns = TextColumn("Reading the journal"), BarColumn(), TaskProgressColumn()
        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        bar = self._stack.enter_context(Progress(*columns, console=console, transient=True))
        task = bar.add_task("", total=total)
        return lambda done, total: bar.update(task, completed=done, total=total)
