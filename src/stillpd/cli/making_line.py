"""A line on stderr while files are made, where somebody would wait for it; gone at the end."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_NOTICED = 0.5  # seconds: nobody wonders about less
_AWAY = "\r\x1b[K"


@contextmanager
def making_line(words: str) -> Iterator[None]:
    """Say `words` in a terminal for as long as the block takes, if that is long."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    from threading import Timer

    said = []

    def say() -> None:
        said.append(words)
        sys.stderr.write(f"{words} … (Ctrl-C stops it)")
        sys.stderr.flush()

    timer = Timer(_NOTICED, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # it may be saying it just now
        if said:
            sys.stderr.write(_AWAY)
            sys.stderr.flush()


def stoppable(make: Callable[[], bytes]) -> bytes:
    """Return what `make` returns. Ctrl-C is heard at once, also while a library does the work."""
    from threading import Thread

    made: list[bytes] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            made.append(make())
        except BaseException as error:  # noqa: BLE001 - it is raised again, where it is heard
            failed.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
    if failed:
        raise failed[0]
    return made[0]
