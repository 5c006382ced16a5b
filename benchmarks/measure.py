"""Time whole processes that take turns, so that a machine that slows down slows all of them."""

import os
import pty
import select
import statistics
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

PATIENCE = 300
"""Seconds after which a command is taken to hang."""
_WARMING = 2  # the first builds what is kept between runs, the second finds it


class Wrong(Exception):
    """A command did not do what it was asked for: its time would mean nothing."""


class Spread(NamedTuple):
    """The middle of some figures, and the quartiles around it."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """Return the spread of at least one figure."""
        if len(figures) == 1:
            return cls(figures[0], figures[0], figures[0])
        low, middle, high = statistics.quantiles(figures, n=4, method="inclusive")
        return cls(low, middle, high)


@dataclass(kw_only=True)
class Turn:
    """A command that takes its turn in every round.

    `expected` must stand in what it prints. `before` runs ahead of each turn, untimed, and may
    change the turn.
    """

    words: list[str]
    environment: dict[str, str]
    expected: str = ""
    in_terminal: bool = False
    before: Callable[["Turn"], None] | None = None
    times: list[float] = field(default_factory=list)

    @property
    def spread(self) -> Spread:
        """The middle and the quartiles of its seconds."""
        return Spread.of(self.times)


def take_turns(turns: Iterable[Turn], runs: int, told: str) -> None:
    """Run every command so many times, each round in another order.

    Two rounds go before and do not count: they fill the caches.
    """
    turns, shuffling = list(turns), Random(1)
    for number in range(-_WARMING, runs):
        note(f"{told}: {'warming' if number < 0 else f'round {number + 1} of {runs}'}")
        shuffling.shuffle(turns)
        for turn in turns:
            taken = _take(turn)
            if number >= 0:
                turn.times.append(taken)
    note("")


def note(text: str) -> None:
    """Say on standard error how far it is; in a terminal one line that changes."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
    elif text and "round" not in text:
        sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _take(turn: Turn) -> float:
    if turn.before:
        turn.before(turn)
    run = _in_terminal if turn.in_terminal else _in_pipe
    begun = time.perf_counter()
    code, said = run(turn.words, turn.environment)
    taken = time.perf_counter() - begun
    if code or turn.expected.encode() not in said:
        tail = said.decode(errors="replace")[-300:]
        raise Wrong(f"{' '.join(turn.words)} left with {code}, and said: {tail}")
    return taken


def _in_pipe(words: list[str], environment: dict[str, str]) -> tuple[int, bytes]:
    done = subprocess.run(
        words,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _in_terminal(words: list[str], environment: dict[str, str]) -> tuple[int, bytes]:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 100))
    said = b""
    with subprocess.Popen(
        words, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        try:
            while select.select([ours], [], [], PATIENCE)[0]:
                part = os.read(ours, 1 << 16)
                if not part:
                    break
                said += part
            else:
                process.kill()
        except OSError:  # Linux says so when the last one has left the terminal
            pass
        os.close(ours)
    return process.returncode, said


class Alone(NamedTuple):
    """What one process took that had one core for itself."""

    seconds: float
    busy: float
    """Seconds in which it had the core: on a machine with other work, fewer than it took."""
    peak: int
    """The most memory that it held, in bytes."""
    is_pinned: bool
    """Whether this system could hold it to one core."""


def run_alone(words: list[str], environment: dict[str, str], log: Path) -> Alone:
    """Run one process on one core; what it says goes into `log`.

    Linux counts the memory of the process that starts another as the least of that other's peak:
    this one has to be small.
    """
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()
    if cores:
        os.sched_setaffinity(0, {max(cores)})
    try:
        with log.open("wb") as said:
            begun = time.perf_counter()
            # subprocess would wait for the child itself, and its memory would not be told.
            child = os.posix_spawn(
                words[0], words, environment, file_actions=[(os.POSIX_SPAWN_DUP2, said.fileno(), 1)]
            )
            _, status, used = os.wait4(child, 0)
            taken = time.perf_counter() - begun
    finally:
        if cores:
            os.sched_setaffinity(0, cores)
    if os.waitstatus_to_exitcode(status):
        raise Wrong(f"{' '.join(words)} said: {log.read_text('utf-8', 'replace')[-300:]}")
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Alone(taken, used.ru_utime + used.ru_stime, peak, bool(cores))
