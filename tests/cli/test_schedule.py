"""`stillpd schedule`: how it stands, what is asked, and what a script is told.

The moment is 2025-10-24 09:50 in New York, where the small journal is at home.
"""

import json
import shutil
from pathlib import Path

import pytest

from stillpd.clock import daemon
from tests.clock.fakes import SYSTEMCTL, Answer, Call, System, called_in_process, new_journal
from tests.conftest import Run
from tests.terminal.keys import ENTER, answer, at_terminal, leaves_with

NOW = ["--as-of", "2025-10-24T09:50"]


@pytest.fixture
def system(home: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    return System(home, monkeypatch)


@pytest.fixture
def root(home: Path) -> Path:
    return new_journal(home)


@pytest.fixture
def schedule(capsys: pytest.CaptureFixture[str]) -> Call:
    return called_in_process(capsys)


@pytest.fixture(params=[True, False, None], ids=["cron runs", "cron does not run", "who knows"])
def cron_runs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> object:
    runs: object = request.param
    let_cron(monkeypatch, runs)
    return runs


def let_cron(monkeypatch: pytest.MonkeyPatch, runs: object) -> None:
    for where in ("schedule", "schedule_status"):
        monkeypatch.setattr(f"stillpd.actions.{where}.cron_runs", lambda: runs)


def said(answered: Answer) -> str:
    """Return what was printed on one line, however it was wrapped."""
    assert answered.code == 0, answered.err
    return " ".join(answered.out.split())


def states(answered: Answer) -> dict[str, dict[str, object]]:
    data = json.loads(answered.out)["data"]
    return {each["scheduler"]: each for each in data["schedulers"]}


def test_where_nothing_is_installed_there_is_a_next_step(
    schedule: Call, system: System, root: Path
) -> None:
    assert schedule("status").out.splitlines() == [
        "cron: not installed",
        "systemd: not installed",
        "",
        "Nothing calls stillpd yet. Have it called: stillpd schedule install",
    ]


def test_installed_is_not_called_running_where_cron_is_not(
    schedule: Call, system: System, root: Path, cron_runs: object
) -> None:
    asleep = "But cron itself is not running, so nothing is called."
    installed = said(schedule("install", "cron"))
    stands = said(schedule("status", *NOW))
    assert (asleep in installed) == (asleep in stands) == (cron_runs is False)
    assert ("From now on cron looks in every 15 minutes" in installed) == (cron_runs is not False)
    assert ("next run today 10:00" in stands) == (cron_runs is not False)
    assert ("logged out it runs too" in stands) == (cron_runs is True)
    told = states(schedule("status", "--format", "json"))["cron"]
    assert (told["installed"], told["runs"]) == (True, cron_runs)


def test_status_tells_when_it_ran_last(
    schedule: Call, run: Run, system: System, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_cron(monkeypatch, runs=True)
    schedule("install", "cron")
    assert "last run none yet" in said(schedule("status"))
    run("remind")
    assert "last run none yet" in said(schedule("status"))
    called = run("remind", STILLPD_SCHEDULED="cron")
    assert called.returncode == 0
    assert "last run today " in said(schedule("status"))
    last = states(schedule("status", "--format", "json"))["cron"]["last_run"]
    assert str(last)[-6:] in {"-04:00", "-05:00"}  # on the journal's clock
    system.has("systemctl", SYSTEMCTL)
    schedule("install", "systemd")
    assert states(schedule("status", "--format", "json"))["systemd"]["last_run"] is None
    schedule("remove")
    assert said(schedule("status")).startswith("cron: not installed last run today ")


NEXT = [  # this computer's clock is UTC; New York is four hours behind
    ("09:50", "15", "today 10:00"),
    ("10:00", "15", "today 10:15"),
    ("09:50", "30", "today 10:00"),
    ("09:50", "60", "today 10:00"),
    ("18:44", "15", "today 18:45"),
    ("18:45", "15", "tomorrow 02:00"),
    ("18:31", "30", "tomorrow 02:00"),
    ("18:00", "60", "tomorrow 02:00"),
    ("23:00", "15", "tomorrow 02:00"),
    ("01:20", "15", "today 02:00"),
]


@pytest.mark.parametrize(("now", "every", "then"), NEXT)
def test_status_tells_when_it_runs_next(
    schedule: Call, system: System, root: Path, monkeypatch: pytest.MonkeyPatch,
    now: str, every: str, then: str,
) -> None:  # fmt: skip
    let_cron(monkeypatch, runs=True)
    schedule("install", "cron", "--every", every)
    assert f"next run {then} " in said(schedule("status", "--as-of", f"2025-10-24T{now}"))


def test_a_program_that_moved_is_told_with_the_step_that_mends_it(
    schedule: Call, system: System, root: Path
) -> None:
    schedule("install", "cron")
    program = system.tools / "stillpd"
    program.unlink()
    stands = said(schedule("status"))
    assert "The program that it calls is not there any more: ~/tools/stillpd" in stands
    assert "Renew it: stillpd schedule install cron" in stands
    assert schedule("install", "cron").code == 0
    assert "not there any more" not in said(schedule("status"))


def test_a_line_that_is_not_as_it_would_be_written_now_is_told(
    schedule: Call, system: System, root: Path
) -> None:
    schedule("install", "cron")
    for changed in (
        system.crontab.replace(b"NO_COLOR=1 ", b""),
        system.crontab.replace(b"*/15 6-22", b"5,35 7-20"),
    ):
        system.crontab = changed
        stands = said(schedule("status"))
        assert "It is not as it would be written now." in stands
        assert "Renew it: stillpd schedule install cron" in stands
    assert stands.startswith("cron: installed ")
    assert "next run" not in stands  # times of somebody's own
    schedule("install", "cron")
    assert "not as it would be" not in said(schedule("status"))


def test_marks_gone_astray_are_told_and_are_no_error(
    schedule: Call, system: System, root: Path
) -> None:
    schedule("install", "cron")
    system.crontab = system.crontab.replace(b"# END", b"# end")
    assert "the marks of stillpd are no longer one pair" in said(schedule("status"))
    told = states(schedule("status", "--format", "json"))["cron"]
    assert told["installed"] is None
    assert "no longer one pair" in str(told["trouble"])


def test_two_schedulers_are_one_too_many(schedule: Call, system: System, root: Path) -> None:
    system.has("systemctl", SYSTEMCTL)
    schedule("install", "cron")
    schedule("install", "systemd")
    assert "stillpd schedule remove cron" in said(schedule("status"))
    done = said(schedule("remove"))
    assert "cron does not call stillpd any more." in done
    assert "systemd does not call stillpd any more." in done
    assert system.crontab == b""


def test_another_journal_that_is_gone_is_told_and_can_be_taken_out(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    other = home / "my  other 'journal'"
    shutil.copytree(root, other)
    system.has("systemctl", SYSTEMCTL)
    schedule("install", "cron", journal=other)
    schedule("install", "systemd", journal=other)
    stands = schedule("status")
    assert said(stands).count(f"calls for another journal too: ~/{said_name(other)}.") == 2
    shutil.rmtree(other)
    stands = schedule("status")
    assert said(stands).count("which is not there any more. Take that out:") == 2
    typed = "  stillpd -j ~/'my  other '\"'\"'journal'\"'\"'' schedule remove"
    assert stands.out.splitlines().count(typed) == 2
    others = json.loads(schedule("status", "--format", "json").out)["data"]["others"]
    assert others == [
        {"scheduler": name, "journal": str(other), "found": False} for name in ("cron", "systemd")
    ]
    assert schedule("remove", journal=other).code == 0
    assert (system.crontab, list(home.glob("config/systemd/user/stillpd*"))) == (b"", [])
    assert json.loads(schedule("status", "--format", "json").out)["data"]["others"] == []


def said_name(folder: Path) -> str:
    return " ".join(folder.name.split())


KEYS = {
    "scheduler", "path", "installed", "current", "every", "program", "program_found", "runs",
    "runs_logged_out", "last_run", "next_run", "trouble",
}  # fmt: skip


def test_a_script_gets_every_key_always(
    schedule: Call, system: System, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_cron(monkeypatch, runs=True)
    empty = schedule("status", *NOW, "--format", "json")
    assert json.loads(empty.out)["command"] == "schedule status"
    assert {name: set(state) for name, state in states(empty).items()} == {
        "cron": KEYS,
        "systemd": KEYS,
    }
    assert states(empty)["cron"]["installed"] is False
    changed = json.loads(schedule("install", "cron", "--format", "json").out)["data"]
    assert changed["done"] is True
    [one] = changed["schedulers"]
    assert set(one) == {"scheduler", "changed", "every", "diff", "copy", "runs"}
    assert (one["scheduler"], one["changed"], one["every"]) == ("cron", True, 15)
    again = json.loads(schedule("install", "cron", "--format", "json").out)["data"]
    assert (again["done"], again["schedulers"][0]["changed"]) == (False, False)
    full = states(schedule("status", *NOW, "--format", "json"))["cron"]
    assert full | {"program": ""} == {
        "scheduler": "cron", "path": "crontab", "installed": True, "current": True, "every": 15,
        "program": "", "program_found": True, "runs": True, "runs_logged_out": True,
        "last_run": None, "next_run": "2025-10-24T10:00:00-04:00", "trouble": "",
    }  # fmt: skip
    assert full["program"] == str(system.tools / "stillpd")


WRONG = [
    (["install", "cronn"], "There is no scheduler “cronn”."),
    (["remove", "launchd"], "There is no scheduler “launchd”."),
    (["install", "launchd"], "For launchd stillpd prints what is needed"),
    (["install", "login"], "For login stillpd prints what is needed"),
    (["install", "cron", "--every", "20"], "“20” is no number of minutes"),
    (["show", "cron", "--every", "soon"], "“soon” is no number of minutes"),
]


@pytest.mark.parametrize(("words", "told"), WRONG, ids=str)
def test_what_makes_no_sense_is_told_with_what_would(
    schedule: Call, system: System, root: Path, words: list[str], told: str
) -> None:
    done = schedule(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(told)
    assert len(done.err.splitlines()) == 2
    assert system.writes == 0


def test_without_a_crontab_there_is_another_way(
    schedule: Call, system: System, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (system.tools / "crontab").unlink()
    monkeypatch.setenv("PATH", str(system.tools))
    done = schedule("install", "cron")
    assert done.code == 2
    assert done.err.startswith("There is no crontab on this computer.")
    assert "stillpd schedule show login" in done.err
    assert schedule("remove").out == "It is not installed; nothing changed.\n"
    assert "There is no crontab on this computer." in said(schedule("status"))


@pytest.mark.parametrize(
    ("key", "then", "writes"),
    [(ENTER, "See how it stands", 1), ("n" + ENTER, "Nothing was changed.", 0)],
    ids=["enter means yes", "no means no"],
)
def test_at_a_terminal_it_is_asked_after_the_difference_is_shown(
    home: Path, system: System, root: Path, key: str, then: str, writes: int
) -> None:
    path = {"PATH": f"{system.tools}:/usr/bin:/bin"}
    with at_terminal(home, "schedule", "install", "cron", **path) as terminal:
        terminal.expect_exact("+# BEGIN stillpd")
        answer(terminal, "Change it like this?", key)
        terminal.expect_exact(then)
        assert leaves_with(terminal) == 0
    assert system.writes == writes


def test_cron_is_seen_by_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "_PID_FILES", (str(tmp_path / "pid"),))
    assert daemon.cron_runs(tmp_path / "nothing here") is None
    for number, name in (("1", "init"), ("7", "crontab")):
        (tmp_path / number).mkdir()
        (tmp_path / number / "comm").write_text(f"{name}\n")
    assert daemon.cron_runs(tmp_path) is False
    for name in ("cron", "crond"):
        (tmp_path / "7" / "comm").write_text(f"{name}\n")
        assert daemon.cron_runs(tmp_path) is True
