"""A long answer in a terminal: a page at a time, in the reader's own pager."""

import re
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Run
from tests.terminal.keys import CTRL_C, at_terminal, leaves_with

LONG = ["log", "--as-of", "2026-06-05"]
FIRST, LAST = "2025-W33", "2026-W23"  # the first and the last week with a page in Dana's year
needs_less = pytest.mark.skipif(not shutil.which("less"), reason="less is not installed here")


@pytest.fixture
def pager(home: Path) -> str:
    """A pager that keeps what it is given, says so, and waits for a line."""
    program = home / "my pager.py"
    program.write_text(
        "import os, sys\n"
        "text = sys.stdin.buffer.read()\n"
        "open('given', 'wb').write(text)\n"
        "open('less', 'w').write(os.environ['LESS'] + ' ' + os.environ['LESSHISTFILE'])\n"
        "print('PAGED', *sys.argv[1:])\n"
        "open('/dev/tty').readline()\n"
        "sys.exit(int(os.environ.get('LEAVE_WITH', '0')))\n"
    )
    return f"'{sys.executable}' '{program}' --mine"


def screen(home: Path, *words: str, **extra: str) -> str:
    """Return all that a terminal gets from a run that waits for nobody."""
    with at_terminal(home, *words, **extra) as terminal:
        assert leaves_with(terminal) == 0
        return str(terminal.before)


def test_a_long_log_goes_to_the_pager_whole_and_in_colour(
    home: Path, dana: Path, pager: str
) -> None:
    with at_terminal(home, *LONG, PAGER="none-such", STILLPD_PAGER=pager) as terminal:
        terminal.expect_exact("PAGED --mine")
        terminal.sendline()
        assert leaves_with(terminal) == 0
        assert FIRST not in str(terminal.before)
    given = (home / "given").read_text("utf-8")
    assert FIRST in given
    assert LAST in given
    assert "\x1b[1m" in given
    assert re.fullmatch(r"\+G\$FRXPs.*q leaves\.\$ -", (home / "less").read_text())


@needs_less
def test_less_says_how_it_is_left_and_writes_no_file(home: Path, dana: Path) -> None:
    with at_terminal(home, *LONG, PAGER="less") as terminal:
        terminal.expect_exact("q leaves")
        before = {path.name for path in home.iterdir()}
        terminal.send("stillpd today\r")  # its “s” would save what is shown
        terminal.expect_exact("not available")
        terminal.send("\rq")
        assert leaves_with(terminal) == 0
    assert {path.name for path in home.iterdir()} == before


def test_what_less_was_told_stays_said(home: Path, dana: Path, pager: str) -> None:
    with at_terminal(home, *LONG, PAGER=pager, LESS="-i") as terminal:
        terminal.expect_exact("PAGED")
        terminal.sendline()
        assert leaves_with(terminal) == 0
    assert (home / "less").read_text() == "+G$-i -"


def test_without_colour_the_pager_gets_none(home: Path, dana: Path, pager: str) -> None:
    with at_terminal(home, *LONG, PAGER=pager, NO_COLOR="1") as terminal:
        terminal.expect_exact("PAGED")
        terminal.sendline()
        assert leaves_with(terminal) == 0
    assert "\x1b[3" not in (home / "given").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ["log", "--week", "2025-W43"],
        [*LONG, "--no-pager"],
        [*LONG, "--format", "plain"],
        [*LONG, "--format", "json"],
        ["progress", "--as-of", "2026-06-05"],
    ],
    ids=["short", "no-pager", "plain", "json", "progress"],
)
def test_only_what_is_long_and_asked_for_as_a_page_is_paged(
    home: Path, dana: Path, pager: str, words: list[str]
) -> None:
    assert "W" in screen(home, *words, PAGER=pager)
    assert not (home / "given").exists()


def test_a_file_and_a_pipe_get_everything_at_once(run: Run, home: Path, dana: Path) -> None:
    assert "Written to" in screen(home, *LONG, "-o", "log.txt", PAGER="none-such")
    done = run(*LONG, PAGER="none-such")
    assert (FIRST in done.stdout, LAST in done.stdout) == (True, True)
    assert (home / "log.txt").read_text("utf-8").splitlines()[0].startswith(FIRST)


@pytest.mark.parametrize("named", ["", "cat", "/bin/cat -", "none-such", "'half", "false", "/"])
def test_without_a_pager_all_is_printed(home: Path, dana: Path, named: str) -> None:
    said = screen(home, *LONG, STILLPD_PAGER=named)
    assert FIRST in said
    assert LAST in said


def test_a_terminal_that_knows_nothing_gets_everything_at_once(home: Path, dana: Path) -> None:
    assert FIRST in screen(home, *LONG, TERM="dumb", PAGER="none-such")


def test_a_reader_who_leaves_at_once_is_no_trouble(home: Path, dana: Path) -> None:
    said = screen(home, *LONG, PAGER="head -n 1")
    assert FIRST in said
    assert LAST not in said


def test_ctrl_c_belongs_to_the_pager(home: Path, dana: Path) -> None:
    program = home / "deaf.py"
    program.write_text(
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, lambda *_: None)\n"
        "sys.stdin.read()\n"
        "print('WAITING', flush=True)\n"
        "open('/dev/tty').readline()\n"
        "print('LEFT', flush=True)\n"
        "sys.exit(2)\n"
    )
    with at_terminal(home, *LONG, PAGER=f"{sys.executable} {program}") as terminal:
        terminal.expect_exact("WAITING")
        terminal.send(CTRL_C)
        terminal.sendline()
        terminal.expect_exact("LEFT")
        assert leaves_with(terminal) == 0
        assert FIRST not in str(terminal.before)


def test_files_that_cannot_be_read_are_told_after_the_pager(
    home: Path, dana: Path, pager: str
) -> None:
    (dana / "goals" / "cer.toml").write_text("= broken\n")
    with at_terminal(home, *LONG, PAGER=pager) as terminal:
        terminal.expect_exact("PAGED")
        terminal.sendline()
        terminal.expect_exact("goals/cer.toml")
        assert leaves_with(terminal) == 4


def test_nothing_is_open_in_the_journal_while_the_pager_is(
    run: Run, home: Path, dana: Path, pager: str
) -> None:
    with at_terminal(home, *LONG, PAGER=pager) as terminal:
        terminal.expect_exact("PAGED")
        open_files = Path("/proc") / str(terminal.pid) / "fd"
        if open_files.exists():
            held = [str(fd.readlink()) for fd in open_files.iterdir()]
            assert not [name for name in held if str(home) in name]
        assert run("write", "Meanwhile.").returncode == 0
        terminal.sendline()
        assert leaves_with(terminal) == 0


@needs_less
def test_less_opens_at_the_newest_and_leaves_with_q(home: Path, dana: Path) -> None:
    with at_terminal(home, *LONG, PAGER="less") as terminal:
        terminal.expect_exact(LAST)
        terminal.expect_exact("That is all")
        assert FIRST not in str(terminal.before)
        terminal.send("g")
        terminal.expect_exact(FIRST)
        terminal.send("/marzipan\r")
        terminal.expect_exact("Pattern not found")
        terminal.send("\rq")
        assert leaves_with(terminal) == 0
    assert not list(home.rglob(".less*"))


@needs_less
def test_less_is_the_pager_where_none_is_named(home: Path, dana: Path) -> None:
    with at_terminal(home, *LONG) as terminal:
        terminal.expect_exact("That is all")
        terminal.send("q")
        terminal.expect(pexpect.EOF)
