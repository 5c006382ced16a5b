"""`stillpd remind` speaks once when something is due, shows nothing private, and is silent else.

Dana's Fridays come from the notes on her year: quiet time on Fridays at 14:45 from 29 August 2025
to 5 June 2026, none in her three breaks.
"""

import json
import re
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from stillpd.cli.main import app
from tests.cli.conftest import TIME, Remind, canary
from tests.conftest import Run, clean_environment

FRIDAY_BEFORE = date(2025, 8, 22)  # 2025-W34: her quiet time has not begun
IN_BREAKS = (date(2025, 11, 28), date(2025, 12, 26), date(2026, 1, 2), date(2026, 4, 3))
FRIDAYS = [date(2025, 8, 29) + timedelta(weeks=n) for n in range(41)]
DUE = [day for day in FRIDAYS if day not in IN_BREAKS]


def test_it_is_silent_before_the_time_and_in_breaks_and_speaks_once_on_the_37_others(
    unanswered: Path, remind: Remind
) -> None:
    assert len(DUE) == 37
    spoke, silent = [], []
    for day in FRIDAYS:
        morning, before, at, after = (
            remind(f"{day}T{time}") for time in ("08:00", "14:44", "14:45", "14:46")
        )
        assert (before, after) == ("", ""), day
        if TIME in at:
            spoke.append(day)
            assert "stillpd reflect\n" in at
        else:
            assert (morning, at) == ("", ""), day
            silent.append(day)
    assert spoke == DUE
    assert silent == list(IN_BREAKS)


def test_before_her_quiet_time_has_begun_numbers_call_by_themselves(
    unanswered: Path, remind: Remind
) -> None:
    said = [remind(f"{FRIDAY_BEFORE}T{time}") for time in ("08:00", "12:00", "14:45")]
    assert said == ["", "Something of your own is due: stillpd\n", ""]


def test_every_quarter_of_an_hour_until_it_is_answered_it_is_due(
    unanswered: Path, remind: Remind
) -> None:
    assert "quiet time" not in remind("2025-11-14T14:30", "--always")
    remind("2025-11-14T14:45", "--exit-code", code=10)
    assert remind("2025-11-14T15:00", "--exit-code", code=10) == ""
    with pytest.raises(SystemExit):
        app(["block", "keep", "--as-of", "2025-11-14T15:10"])
    assert TIME not in remind("2025-11-14T15:15", "--always")


def test_what_is_answered_does_not_call(dana: Path, remind: Remind) -> None:
    for day in DUE:
        thursday = day + timedelta(days=6)
        assert "quiet time" not in remind(f"{thursday}T23:30", "--always"), day


def test_a_machine_that_slept_from_wednesday_to_monday_gets_one_message(
    unanswered: Path, remind: Remind
) -> None:
    remind("2025-11-12T20:00")
    said = [remind(f"2025-11-17T{hour:02}:15") for hour in range(6, 23)]
    assert "Your quiet time: still open from Friday 14 Nov, 14:45.\n" in said[0]
    assert said[1:] == [""] * 16


def test_a_month_of_fridays_asleep_is_one_message_about_the_last(
    unanswered: Path, remind: Remind
) -> None:
    said = remind("2025-10-27T07:00")
    assert said.count("still open") == 1
    assert "24 Oct" in said


def test_a_time_of_last_week_is_over_when_the_day_of_the_next_begins(
    unanswered: Path, remind: Remind
) -> None:
    assert "still open" in remind("2025-11-20T23:45")
    assert "quiet time" not in remind("2025-11-21T00:15", "--always")


def test_it_is_said_again_after_a_day_where_that_is_wanted(
    unanswered: Path, remind: Remind
) -> None:
    again = ["--again-after", "24h"]
    assert TIME in remind("2025-11-14T14:45", *again)
    assert remind("2025-11-15T14:30", *again) == ""
    assert "still open" in remind("2025-11-15T14:45", *again)


def test_a_look_ahead_takes_nothing_from_the_day_itself(unanswered: Path, remind: Remind) -> None:
    assert TIME in remind("2025-11-14T15:00")
    assert TIME in remind("2025-11-14T14:45")
    assert remind("2025-11-14T15:15") == ""


def test_numbers_wait_for_the_quiet_time_of_the_day(unanswered: Path, remind: Remind) -> None:
    remind("2025-10-24T08:00")
    assert remind("2025-10-24T12:15") == ""
    assert "Open: 2 numbers." in remind("2025-10-24T14:45")  # cer and contacts are shared


def test_without_a_quiet_time_friday_noon_asks_for_the_numbers(dana: Path, remind: Remind) -> None:
    (dana / "blocks" / "friday.toml").unlink()
    goal = dana / "goals" / "stillness.toml"
    goal.write_text(goal.read_text("utf-8").replace('block = "friday"\n', ""), "utf-8")
    remind("2025-10-24T08:00")
    assert remind("2025-10-24T11:45") == ""
    said = remind("2025-10-24T12:00")
    assert "Open: 2 numbers.\nAnswer with: stillpd\n" in said  # and a promise
    assert remind("2026-03-20T12:00").startswith("Open: 2 numbers.\nAnswer with: stillpd check\n")
    unshare_numbers(dana)
    assert remind("2025-10-31T12:00") == "Something of your own is due: stillpd\n"


def unshare_numbers(root: Path) -> None:
    for name in ("cer", "contacts"):
        page = root / "goals" / f"{name}.toml"
        page.write_text(re.sub(r"(?m)^share = .*", "share = []", page.read_text("utf-8")), "utf-8")


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('BYDAY=SA"\nstarts = 2025-08-30', ""),
        ('BYDAY=MO"\nstarts = 2025-08-25', ""),  # still open, and said
        ('BYDAY=FR"\nstarts = 2025-11-07', "Something of your own is due: stillpd\n"),
        ('BYDAY=FR"\nstarts = 2025-12-19', "Something of your own is due: stillpd\n"),
    ],
    ids=["tomorrow", "on Monday", "next week", "far off"],
)
def test_private_numbers_are_left_to_a_quiet_time_of_the_same_week_and_to_no_other(
    unanswered: Path, remind: Remind, block: str, said: str
) -> None:
    unshare_numbers(unanswered)
    page = unanswered / "blocks" / "friday.toml"
    told = page.read_text("utf-8")
    page.write_text(told.replace('BYDAY=FR"\nstarts = 2025-08-29', block), "utf-8")
    remind("2025-10-31T08:00")
    assert remind("2025-10-31T12:00") == said


def test_a_quiet_time_that_was_had_this_week_has_called_for_private_numbers(
    run: Run, unanswered: Path, remind: Remind
) -> None:
    unshare_numbers(unanswered)
    assert run("block", "keep", "--as-of", "2025-10-31T14:50").returncode == 0
    assert remind("2025-10-31T15:00") == ""


def test_private_numbers_beside_counted_ones_are_something_of_ones_own(
    dana: Path, remind: Remind
) -> None:
    assert remind("2026-03-20T15:00").endswith(
        "Open: 2 numbers.\nAnswer with: stillpd reflect\nSomething of your own is due: stillpd\n"
    )
    assert remind("2026-03-20T15:15") == ""  # one message, and no second
    own = remind("2026-03-20T15:00", "--always", "--show-private")
    assert own.endswith("Open: 4 numbers.\nAnswer with: stillpd reflect\n")


def test_a_promise_is_counted_on_its_day_and_never_told(run: Run, dana: Path) -> None:
    words = ["common rubric", "Biology PLC", "Luis", "Reyes"]
    shared = run("remind", "--as-of", "2025-10-24T08:00")
    assert "Due today: 1 promise.\n" in shared.stdout
    assert "Something of your own is due: stillpd\n" in shared.stdout  # two days old, and private
    assert not any(word in shared.stdout for word in words)
    all_of_it = run("remind", "--as-of", "2025-10-24T08:00", "--show-private", "--always")
    assert "Due: 2 promises.\n" in all_of_it.stdout
    assert not any(word in all_of_it.stdout for word in words)


def test_a_profile_asks_for_another_look_after_ninety_days(
    run: Run, dana: Path, remind: Remind
) -> None:
    for page in sorted((dana / "profile").iterdir())[1:]:
        page.unlink()  # the first is of 13 August 2025; ninety days on it is 11 November
    assert "profile" not in remind("2025-11-10T09:00", "--always")
    own = remind("2025-11-11T09:00", "--show-private")
    assert "Your profile would like another look: stillpd profile revisit\n" in own
    assert remind("2025-11-12T09:00") == ""


def test_a_profile_that_nobody_else_sees_is_not_told_of(run: Run, dana: Path) -> None:
    for page in sorted((dana / "profile").iterdir())[1:]:
        page.unlink()
    first = next((dana / "profile").iterdir())
    shared = first.read_text("utf-8")
    words = ["remind", "--as-of", "2025-11-11T09:00", "--always"]
    assert "profile" in run(*words).stdout  # a coach may read of her growth
    first.write_text(re.sub(r"(?ms)^\[share\].*?(?=^\[|\Z)", "", shared), "utf-8")
    said = run(*words).stdout
    assert "profile" not in said
    assert "Something of your own is due: stillpd\n" in said
    assert "profile" in run(*words, "--show-private").stdout


def test_the_next_step_is_the_one_for_what_is_due(unanswered: Path, remind: Remind) -> None:
    promise = remind("2025-10-24T08:00")
    assert "Due today: 1 promise.\nAnswer with: stillpd\n" in promise
    (unanswered / "blocks" / "friday.toml").unlink()
    goal = unanswered / "goals" / "stillness.toml"
    goal.write_text(goal.read_text("utf-8").replace('block = "friday"\n', ""), "utf-8")
    both = remind("2025-10-24T15:00", "--always")
    assert "Due today: 1 promise. Open: 2 numbers.\nAnswer with: stillpd\n" in both


FORMATS = (["--format", "plain"], ["--format", "json"], ["--format", "markdown"])


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form[1])
@pytest.mark.parametrize("extra", [[], ["--draft"], ["--notify"], ["--exit-code"]], ids=str)
def test_nothing_private_is_in_what_it_prints(
    run: Run, unanswered: Path, form: list[str], extra: list[str]
) -> None:
    canary(unanswered)
    done = run("remind", "--as-of", "2025-10-24T15:00", "--always", *form, *extra)
    assert "quiet" in done.stdout or "2025-10-24T14:45" in done.stdout
    assert "c4n4ry" not in (done.stdout + done.stderr).lower()


def test_what_is_private_is_named_when_asked_for_and_not_on_a_shared_screen(
    run: Run, unanswered: Path
) -> None:
    canary(unanswered)
    words = ["remind", "--as-of", "2025-10-24T15:00", "--always", "--show-private"]
    assert "C4N4RY quiet: 14:45" in run(*words).stdout
    assert "c4n4ry" not in run(*words, STILLPD_SHARED_SCREEN="1").stdout.lower()


def test_a_reminder_that_nobody_heard_is_said_again(
    home: Path, unanswered: Path, remind: Remind
) -> None:
    program = f"{sys.executable} -m stillpd remind --as-of 2025-11-14T14:45"
    for unheard in (f"{program} >&-", f"{program} >/dev/full"):
        environment = clean_environment(home)
        subprocess.run(["/bin/sh", "-c", unheard], env=environment, check=False, timeout=60)
    assert TIME in remind("2025-11-14T15:00")


def test_a_sheet_lies_ready_and_is_there_once(run: Run, home: Path, unanswered: Path) -> None:
    first = run("remind", "--draft", "--as-of", "2025-11-14T14:45")
    assert "Answer with: stillpd reflect --draft\n" in first.stdout
    [sheet] = home.glob("state/stillpd/*/drafts/*")
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert "## What happened this week that deserves a second look?" in sheet.read_text("utf-8")
    run("remind", "--draft", "--always", "--as-of", "2025-11-14T15:00")
    assert list(home.glob("state/stillpd/*/drafts/*")) == [sheet]

    text = sheet.read_text("utf-8")
    sheet.write_text(
        text.replace("second look?\n", "second look?\n\nThe quiet pair.\n", 1), "utf-8"
    )
    done = run("reflect", "--draft", "--as-of", "2025-11-14T15:05")
    assert done.returncode == 0, done.stderr
    assert not sheet.exists()
    assert "The quiet pair." in run("log", "--week", "2025-W46", "--as-of", "2025-11-15").stdout


def test_a_sheet_that_nobody_wrote_on_goes_when_the_questions_are_answered_otherwise(
    run: Run, home: Path, unanswered: Path
) -> None:
    run("remind", "--draft", "--as-of", "2025-11-14T14:45")
    done = run("reflect", "weekly", "--answer", "what=The pair.", "--as-of", "2025-11-14T15:05")
    assert done.returncode == 0, done.stderr
    assert list(home.glob("state/stillpd/*/drafts/*")) == []


def test_a_sheet_stays_while_nothing_is_saved(run: Run, home: Path, unanswered: Path) -> None:
    run("remind", "--draft", "--as-of", "2025-11-14T14:45")
    [sheet] = home.glob("state/stillpd/*/drafts/*")
    for words in ([], ["--answer", "what"], ["--answer", "what=The pair.", "--goal", "nothing"]):
        assert run("reflect", "weekly", *words, "--as-of", "2025-11-14T15:05").returncode != 0
        assert sheet.exists(), words


def test_a_broken_file_is_not_named_and_not_told_where_there_is_nothing_to_say(
    run: Run, dana: Path
) -> None:
    (dana / "goals" / "c4n4ry.toml").write_text("title = \n")
    quiet = run("remind", "--as-of", "2025-11-12T20:00")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    due = run("remind", "--as-of", "2025-10-24T15:00")
    assert due.returncode == 4
    assert due.stderr == "Some files could not be read whole. See which: stillpd doctor\n"


@pytest.mark.parametrize("words", [[], ["--exit-code"], ["--always"]], ids=str)
def test_json_that_is_partial_leaves_with_4_also_where_all_was_said(
    run: Run, dana: Path, words: list[str]
) -> None:
    (dana / "goals" / "c4n4ry.toml").write_text("title = \n")
    for is_new in (True, False):
        done = run("remind", "--as-of", "2025-10-24T15:00", "--format", "json", *words)
        told = json.loads(done.stdout)
        assert (done.returncode, told["status"], done.stderr) == (4, "partial", "")
        assert told["data"]["new"] is is_new
        assert "c4n4ry" not in done.stdout


def test_what_stops_a_scheduled_reminder_is_told_once_a_day(run: Run, home: Path) -> None:
    by_hand = [run("remind").returncode for _ in range(2)]
    assert by_hand == [3, 3]
    scheduled = [run("remind", STILLPD_SCHEDULED="cron") for _ in range(3)]
    assert [done.returncode for done in scheduled] == [3, 0, 0]
    assert scheduled[0].stderr.startswith("There is no journal in ")
    assert [done.stdout + done.stderr for done in scheduled[1:]] == ["", ""]
