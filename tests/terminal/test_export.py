"""`export` at a terminal: for whom and into which file is asked, and one may stop at any moment."""

import io
import sys
from pathlib import Path

import pytest

from stillpd.cli import making_line
from stillpd.cli.main import app
from stillpd.render import export_html
from tests.terminal.keys import CTRL_C, DOWN, ENTER, answer, at_terminal, leaves_with

AT = ["--as-of", "2025-11-20"]


def test_it_asks_for_whom_and_into_which_file_and_says_how_to_open_it(
    dana: Path, home: Path
) -> None:
    with at_terminal(home, "export", "html", "--redact", *AT) as terminal:
        answer(terminal, "For whom is it?", DOWN, ENTER)
        answer(terminal, "Into which file?", ENTER)
        terminal.expect_exact("Written to dana-okafor-coach-2025-26.html")
        terminal.expect_exact("Open it in a browser:")
        terminal.expect_exact(f"file://{home}/dana-okafor-coach-2025-26.html")
        assert leaves_with(terminal) == 0
    made = home / "dana-okafor-coach-2025-26.html"
    assert made.read_text("utf-8").startswith("<!doctype html>")
    assert made.stat().st_mode & 0o777 == 0o600
    asked = ["export", "csv", "--audience", "me", "--table", "asks", *AT]
    with at_terminal(home, *asked) as terminal:
        terminal.expect_exact("dana-okafor-private-asks-2025-26.csv")
        terminal.send(CTRL_C)
        assert leaves_with(terminal) == 130
    with at_terminal(home, *asked, "-o", "-") as terminal:
        terminal.expect_exact('"id","made","direction"')
        assert leaves_with(terminal) == 0
    assert list(home.glob("*.csv")) == []


def test_one_that_is_there_is_not_suggested_again(dana: Path, home: Path) -> None:
    (home / "dana-okafor-private.ics").write_text("mine")
    with at_terminal(home, "export", "ics", "--audience", "me", *AT) as terminal:
        answer(terminal, "Into which file?", ENTER)
        terminal.expect_exact("Written to dana-okafor-private-2.ics")
        assert leaves_with(terminal) == 0
    assert (home / "dana-okafor-private.ics").read_text() == "mine"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_where_somebody_would_wait_a_line_says_what_is_made_and_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(making_line, "_NOTICED", 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with making_line.making_line("Making the html file"):
        while not sys.stderr.getvalue():  # type: ignore[attr-defined]
            pass
    assert sys.stderr.getvalue() == "Making the html file … (Ctrl-C stops it)\r\x1b[K"  # type: ignore[attr-defined]
    for stream, term in ((Terminal(), "dumb"), (io.StringIO(), "xterm")):
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr(sys, "stderr", stream)
        with making_line.making_line("Making the html file"):
            pass
        assert stream.getvalue() == ""


def test_stopped_in_the_middle_it_leaves_nothing(
    dana: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_report: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(export_html, "as_bytes", stop)
    monkeypatch.chdir(home)
    before = sorted(home.iterdir())
    with pytest.raises(SystemExit) as left:
        app(["export", "html", "--audience", "me", "-o", "dana.html", *AT])
    assert left.value.code == 130
    assert capsys.readouterr().err == "\nStopped.\n"
    assert [path for path in sorted(home.iterdir()) if path not in before] in ([], [home / "cache"])
