"""`stillpd schedule ics`: a file for a calendar, on standard output or where it was asked for."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, clean_environment

GOOGLE = "Google Calendar leaves alarms out when it imports: set one there."


def test_the_file_is_the_same_bytes_wherever_it_goes(run: Run, home: Path, dana: Path) -> None:
    told = run("schedule", "ics", "-o", "quiet.ics")
    assert (told.returncode, told.stdout) == (0, "")
    assert told.stderr.splitlines() == [
        "Written to quiet.ics",
        "1 block for your calendar.",
        GOOGLE,
    ]
    written = (home / "quiet.ics").read_bytes()
    assert (home / "quiet.ics").stat().st_mode & 0o777 == 0o600
    assert written.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert written.count(b"\r\n") == written.count(b"\n")

    command = [sys.executable, "-m", "stillpd", "schedule", "ics", "friday"]
    piped = subprocess.run(
        command, env=clean_environment(home), cwd=home, capture_output=True, check=True
    )
    assert (piped.stdout, piped.stderr) == (written, b"")

    answer = json.loads(run("schedule", "ics", "--format", "json").stdout)
    assert answer["command"] == "schedule ics"
    assert answer["data"] == {"blocks": ["friday"], "commitments": 0, "ics": written.decode()}


def test_it_is_never_written_over_a_file_or_into_the_journal(
    run: Run, home: Path, dana: Path
) -> None:
    (home / "there.ics").write_text("mine")
    done = run("schedule", "ics", "-o", "there.ics")
    assert (done.returncode, (home / "there.ics").read_text()) == (2, "mine")
    done = run("schedule", "ics", "-o", str(dana / "quiet.ics"))
    assert done.returncode == 2
    assert not (dana / "quiet.ics").exists()


def test_without_a_block_there_is_a_next_step(run: Run, dana: Path) -> None:
    (dana / "blocks" / "friday.toml").unlink()
    done = run("schedule", "ics")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "There is nothing yet to put into a calendar.",
        '  Add a block: stillpd block add friday --every "fri 14:45"',
    ]


def test_on_a_shared_screen_no_private_title_is_told(run: Run, dana: Path) -> None:
    said = ["schedule", "ics", "--titles", "--commitments", "--as-of", "2025-10-24"]
    alone = run(*said)
    assert "SUMMARY:Friday\\, quiet" in alone.stdout
    assert "SUMMARY:call the Reyes family" in alone.stdout
    seen = run(*said, STILLPD_SHARED_SCREEN="1")
    assert seen.returncode == 0
    assert "quiet" not in seen.stdout
    assert "Reyes" not in seen.stdout
    assert seen.stdout.count("SUMMARY:Due") == 1
    assert "SUMMARY:common rubric to the PLC" in seen.stdout  # that one is shared with the team


def test_on_a_shared_screen_no_private_block_is_named_as_data(run: Run, dana: Path) -> None:
    words = ["--every", "sat 9:00", "--as-of", "2025-10-24"]
    run("block", "add", "walk", *words, "--share", "coach")
    said = ["schedule", "ics", "--format", "json"]
    assert json.loads(run(*said).stdout)["data"]["blocks"] == ["friday", "walk"]
    seen = run(*said, STILLPD_SHARED_SCREEN="1").stdout
    assert json.loads(seen)["data"]["blocks"] == ["walk"]
    assert json.loads(seen)["data"]["ics"].count("BEGIN:VEVENT") == 2


def test_a_title_is_not_told_by_the_number_that_a_calendar_knows_a_block_by(
    run: Run, dana: Path
) -> None:
    when = ["--every", "mon 17:00", "--as-of", "2025-10-24"]
    assert run("block", "add", "--title", "Therapy with Dr Weiss", *when).returncode == 0
    file = dana / "blocks" / "therapy-with-dr-weiss.toml"
    first = run("schedule", "ics").stdout
    assert first == run("schedule", "ics").stdout
    assert "weiss" not in first.lower()
    assert "q7m2kx4w9d-friday@stillpd" in first  # one that stood in a file stays
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("uid")), "utf-8")
    second = run("schedule", "ics").stdout
    assert "weiss" not in second.lower()
    assert second == run("schedule", "ics").stdout


def khal(home: Path, *words: str) -> str:
    settings = home / "config" / "khal" / "config"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(
            f"[calendars]\n[[own]]\npath = {home}/calendar\n"
            "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            "local_timezone = America/New_York\ndefault_timezone = America/New_York\n"
            "[default]\ndefault_calendar = own\n"
        )
    (home / "calendar").mkdir(exist_ok=True)
    done = subprocess.run(
        ["khal", *words], env=clean_environment(home), cwd=home, capture_output=True,
        text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.skipif(not shutil.which("khal"), reason="khal, a calendar program, is not here")
def test_a_real_calendar_program_lists_the_same_times(run: Run, home: Path, dana: Path) -> None:
    asked = ["schedule", "ics", "--titles", "--commitments", "--as-of", "2025-10-24"]
    assert run(*asked, "-o", "quiet.ics").returncode == 0
    khal(home, "import", "--batch", "quiet.ics")
    form = ["--day-format", "", "--format", "{start-long}|{end-long}|{title}|{repeat-symbol}"]
    listed = khal(home, "list", *form, "2025-08-01", "2026-08-01").splitlines()
    rows = [line.split("|") for line in listed if line.strip()]

    fridays = [row for row in rows if row[2] == "Friday, quiet"]
    assert len(fridays) == 37
    assert fridays[0][:2] == ["2025-08-29 14:45", "2025-08-29 15:05"]
    assert fridays[-1][:2] == ["2026-06-05 14:45", "2026-06-05 15:05"]
    told = {row[0][:10] for row in fridays}
    assert not told & {"2025-11-28", "2025-12-26", "2026-01-02", "2026-04-03"}
    assert {row[0][11:] for row in fridays} == {"14:45"}
    assert {(row[0], row[2]) for row in rows if row not in fridays} == {
        ("2025-10-22", "call the Reyes family"),
        ("2025-10-24", "common rubric to the PLC"),
    }
