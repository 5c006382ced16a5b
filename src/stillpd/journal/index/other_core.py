"""Have work done on another core of the processor, by a copy of this process.

Only for work that changes nothing: the copy gives back one value and is gone.
"""

import marshal
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
_MUCH = 1 << 16


def has_other_core() -> bool:
    """Tell whether there is another core, and whether a copy of this process is safe to make."""
    return (
        sys.platform == "linux"
        and threading.active_count() == 1  # a copy has no other threads, but has their locks
        and len(os.sched_getaffinity(0)) > 1
    )


def begin(work: Callable[[], T]) -> Callable[[], T | None]:
    """Begin some work on another core; return how to wait for its result.

    That is None where the copy could not be made, or did not come to its end. Results are what
    `marshal` knows. Who begins has to wait.
    """
    ours, theirs = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        return lambda: None
    if not child:
        _work_and_leave(work, theirs)
    os.close(theirs)

    def wait() -> T | None:
        try:
            with open(ours, "rb") as pipe:  # noqa: PTH123 - a number
                told = pipe.read()
        finally:
            with suppress(ChildProcessError):
                os.waitpid(child, 0)
        try:
            result: T = marshal.loads(told)  # noqa: S302 - from ourselves
        except (EOFError, ValueError, TypeError):
            return None
        return result

    return wait


def _work_and_leave(work: Callable[[], Any], theirs: int) -> None:
    """Do the work, tell its result, and leave without a word, whatever happens."""
    try:
        told = memoryview(marshal.dumps(work()))
        while told:
            told = told[os.write(theirs, told[:_MUCH]) :]
    finally:
        os._exit(0)
