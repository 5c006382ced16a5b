"""A person at a terminal: the real program, keys, and what stands on the screen."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect

from tests.conftest import clean_environment

ENTER, NEW_LINE, DOWN, UP, CTRL_C, CTRL_D = "\r", "\n", "\x1b[B", "\x1b[A", "\x03", "\x04"


def listen_to_ctrl_c() -> None:
    """Hear SIGINT again where the tests were started in the background, which mutes it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def at_terminal(
    home: Path, *words: str, columns: int = 80, **extra: str
) -> Iterator[pexpect.spawn]:
    """Run stillpd in a terminal of 30 rows."""
    environment = clean_environment(home) | {
        "TERM": "xterm-256color",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    del environment["NO_COLOR"]
    spawned = pexpect.spawn(
        sys.executable,
        ["-m", "stillpd", *words],
        dimensions=(30, columns),
        env=environment | extra,
        cwd=str(home),
        encoding="utf-8",
        timeout=30,
        preexec_fn=listen_to_ctrl_c,
    )
    try:
        yield spawned
    finally:
        spawned.close(force=True)


def answer(terminal: pexpect.spawn, question: str, *keys: str) -> None:
    """Wait for a question (plain words, no pattern), then press keys."""
    terminal.expect_exact(question)
    terminal.expect_exact("›")
    for key in keys:
        terminal.send(key)


def leaves_with(terminal: pexpect.spawn) -> int:
    """Wait for the end and return the exit code."""
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.exitstatus if terminal.exitstatus is not None else -terminal.signalstatus
