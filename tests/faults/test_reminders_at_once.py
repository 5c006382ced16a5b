"""Several reminders at the same moment (a terminal opened as cron calls): one of them speaks."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import clean_environment

from stillpd.cli.main import app
from stillpd.journal.lock import file_held
from stillpd.journal.places import state_folder
from stillpd.journal.swap import make_folder

DUE = ["remind", "--as-of", "2025-10-24T14:45"]
TIME = "Your quiet time: 14:45, 20 minutes.\n"


def test_of_eight_at_once_one_speaks(home: Path, dana: Path) -> None:
    together = [
        subprocess.Popen(
            [sys.executable, "-m", "stillpd", *DUE],
            env=clean_environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    said = [each.communicate(timeout=120) for each in together]
    assert [each.returncode for each in together] == [0] * 8
    assert [err for _, err in said] == [""] * 8
    assert sorted(TIME in out for out, _ in said) == [False] * 7 + [True]
    assert sorted(bool(out) for out, _ in said) == [False] * 7 + [True]


def test_a_turn_that_never_ends_is_not_waited_for(
    dana: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("stillpd.journal.announced._PATIENCE", 0.02)
    folder = state_folder(dana)
    make_folder(folder)
    with file_held(folder / "announcing", 1.0), pytest.raises(SystemExit) as left:
        app(DUE)
    said = capsys.readouterr()
    assert (left.value.code or 0, said.err) == (0, "")
    assert TIME in said.out


def test_where_nothing_can_be_kept_it_speaks(
    home: Path, dana: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "state").write_text("no folder")
    with pytest.raises(SystemExit) as left:
        app(DUE)
    said = capsys.readouterr()
    assert TIME in said.out
    assert left.value.code == 6
    assert "could not be remembered" in said.err


def test_silence_takes_no_turn(dana: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit):
        app(DUE)
    monkeypatch.setattr("stillpd.journal.announced.taking_turns", None)
    with pytest.raises(SystemExit) as left:
        app(DUE)
    assert not left.value.code
