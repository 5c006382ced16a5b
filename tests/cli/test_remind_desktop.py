"""`stillpd remind --notify`: what a notification shows, and what becomes of one that fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import TIME, canary
from tests.conftest import Run, clean_environment


def test_a_notification_says_that_something_is_due_and_not_what(
    run: Run, home: Path, unanswered: Path
) -> None:
    canary(unanswered)
    told = told_by(home, 'printf "%s\\n" "$@" > "$HOME/told"')
    done = run("remind", "--notify", "--as-of", "2025-10-24T15:00", PATH=told)
    assert done.returncode == 0, done.stderr
    said = (home / "told").read_text()
    assert "Your quiet time has come." in said
    assert "c4n4ry" not in said.lower()


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 60"], ids=["broken", "hanging"])
def test_a_notification_that_does_not_come_stops_nothing(
    run: Run, home: Path, unanswered: Path, script: str
) -> None:
    done = run("remind", "--notify", "--as-of", "2025-11-14T14:45", PATH=told_by(home, script))
    assert (done.returncode, done.stderr) == (0, "")
    assert TIME in done.stdout


TAKEN = 'echo taken >> "$HOME/told"'


@pytest.mark.parametrize("scheduler", ["systemd", "launchd", "windows"])
def test_where_the_desktop_is_all_that_is_seen_a_notification_not_taken_comes_again(
    run: Run, home: Path, unanswered: Path, scheduler: str
) -> None:
    def called(script: str) -> list[str]:
        extra = {"PATH": told_by(home, script), "STILLPD_SCHEDULED": scheduler}
        done = run("remind", "--notify", "--as-of", "2025-11-14T14:45", **extra)
        assert (done.returncode, done.stderr) == (0, "")
        told = home / "told"
        return told.read_text().splitlines() if told.exists() else []

    assert called(f"{TAKEN}; exit 1") == ["taken"]
    assert called(TAKEN) == ["taken"] * 2
    assert called(TAKEN) == ["taken"] * 2


def test_a_notification_that_was_taken_is_enough_where_nobody_reads_what_is_printed(
    home: Path, unanswered: Path
) -> None:
    extra = {"PATH": told_by(home, TAKEN), "STILLPD_SCHEDULED": "systemd"}
    program = f"{sys.executable} -m stillpd remind --notify --as-of 2025-11-14T14:45"
    for out in ("/dev/full", "/dev/full", "&-"):
        environment = clean_environment(home) | extra
        words = ["/bin/sh", "-c", f"{program} >{out}"]
        subprocess.run(words, env=environment, check=False, timeout=60)
    assert (home / "told").read_text() == "taken\n"


@pytest.mark.parametrize("scheduler", ["", "cron"], ids=["by hand", "cron"])
def test_where_it_is_printed_a_notification_that_fails_is_not_made_up_for(
    run: Run, home: Path, unanswered: Path, scheduler: str
) -> None:
    extra = {"PATH": told_by(home, "exit 1"), "STILLPD_SCHEDULED": scheduler}
    said = [run("remind", "--notify", "--as-of", "2025-11-14T14:45", **extra) for _ in range(2)]
    assert [TIME in done.stdout for done in said] == [True, False]
    assert [done.returncode for done in said] == [0, 0]


def told_by(home: Path, script: str) -> str:
    """Put a `notify-send` of our own first in the path; return that path."""
    folder = home / "tools"
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "notify-send"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
