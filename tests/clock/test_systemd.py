"""A timer of the user's own and its service: systemd reads them, and gets them by `systemctl`."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from stillpd.clock import systemd
from tests.clock.fakes import ODD_NAMES, SYSTEMCTL, Call, System

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="no systemd-analyze here: units were NOT verified"
)
FAILS = 'case "$2" in {step}) echo "Failed: {reason}." >&2; exit 1 ;; esac\n'


@pytest.fixture
def system(system: System) -> System:
    """A system on which the user's systemd answers."""
    system.has("systemctl", SYSTEMCTL)
    return system


def units(home: Path) -> tuple[Path, Path]:
    [service] = home.glob("config/systemd/user/stillpd-*.service")
    [timer] = home.glob("config/systemd/user/stillpd-*.timer")
    return service, timer


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    # Where a user's manager lives, which need not be there. Its name is short: in a long one
    # systemd cannot name the sockets of other units that this machine has, and complains of them.
    with TemporaryDirectory(prefix="run-") as at_work:
        environment = {**os.environ, "XDG_RUNTIME_DIR": at_work, "LC_ALL": "C"}
        return subprocess.run(
            ["systemd-analyze", "--user", *words], env=environment, capture_output=True, text=True,
            timeout=30, check=False,
        )  # fmt: skip


def words_for_systemd(command: str) -> list[str]:
    """Read a command as systemd.service(5) and systemd.syntax(7) say: quotes, escapes, %%, $$."""
    words, word, quoted, signs = [], None, False, iter(command)
    for sign in signs:
        if sign == '"':
            quoted, word = not quoted, word or ""
        elif sign == "\\":
            word = (word or "") + {"t": "\t", "\\": "\\", '"': '"'}[next(signs)]
        elif sign == " " and not quoted:
            words.append(word)
            word = None
        else:
            word = (word or "") + sign
    read = [each.replace("%%", "%") for each in (*words, word) if each is not None]
    assert "%" not in command.replace("%%", "")  # what stands alone means something else
    assert all("$" not in each.replace("$$", "") for each in read[1:])
    return [read[0], *(each.replace("$$", "$") for each in read[1:])]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_whatever_a_folder_is_called_systemd_calls_our_program_for_it(
    schedule: Call, home: Path, monkeypatch: pytest.MonkeyPatch, root: Path, name: str
) -> None:
    system = System(home, monkeypatch, tools=f"{name} tools")
    system.has("systemctl", SYSTEMCTL)
    root = root.rename(home / name)
    assert schedule("install", "systemd", journal=root).code == 0
    service, timer = units(home)
    command = re.search("^ExecStart=(.*)$", service.read_text("utf-8"), re.MULTILINE)
    assert command
    words = words_for_systemd(command[1])
    if words[0] == "/bin/sh":
        assert words[1:3] == ["-c", 'exec "$0" "$@"']
        words = words[3:]
    program = str(system.tools / "stillpd")
    assert words == [program, "--journal", str(root), "remind", "--notify"]
    told = systemd.installed(service.read_bytes(), timer.read_bytes())
    assert told == systemd.Units(15, program, str(root))
    if shutil.which("systemd-analyze"):
        verified = analyze("verify", str(service), str(timer))
        assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@needs_systemd
def test_systemd_finds_nothing_wrong_in_the_units_and_would_find_it(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    schedule("install", "systemd")
    service, timer = units(home)
    fine = analyze("verify", str(service), str(timer))
    assert (fine.returncode, fine.stdout + fine.stderr) == (0, "")
    (system.tools / "stillpd").unlink()
    broken = analyze("verify", str(service))
    assert broken.returncode == 1
    assert f"Command {system.tools / 'stillpd'} is not executable" in broken.stderr


@needs_systemd
@pytest.mark.parametrize("every", [15, 30, 60])
def test_the_timer_goes_off_so_often_from_6_to_23_o_clock(
    schedule: Call, system: System, root: Path, home: Path, every: int
) -> None:
    schedule("install", "systemd", "--every", str(every))
    when = re.search("^OnCalendar=(.*)$", units(home)[1].read_text(), re.MULTILINE)
    assert when
    hours = [f"{hour:02}:{minute:02}:00" for hour in range(6, 23) for minute in range(0, 60, every)]
    told = analyze("calendar", f"--iterations={len(hours)}", when[1])
    assert told.returncode == 0
    assert sorted(re.findall(r"\d\d-\d\d (\d\d:\d\d:\d\d)", told.stdout)) == hours


def test_installing_writes_what_was_shown_and_starts_the_timer(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    shown = schedule("show", "systemd").out
    done = schedule("install", "systemd")
    assert (done.code, done.err) == (0, "")
    assert "From now on systemd looks in every 15 minutes" in done.out
    service, timer = units(home)
    assert shown == "".join(f"# {path}\n{path.read_text()}" for path in (service, timer))
    asked = [line for line in system.told("systemctl") if "show-environment" not in line]
    assert asked == [
        "--user daemon-reload",
        f"--user enable {timer.name}",
        f"--user restart {timer.name}",
    ]
    assert "Persistent=true\n" in timer.read_text()
    added = [line[1:] for line in done.out.splitlines() if re.match(r"\+(?!\+\+)", line)]
    assert added == (service.read_text() + timer.read_text()).splitlines()


def test_a_second_time_nothing_changes_and_removing_leaves_nothing(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    schedule("install", "systemd")
    held = [path.read_bytes() for path in units(home)]
    asked = len(system.told("systemctl"))
    for words in (["systemd"], []):
        assert schedule("install", *words).out == "It is there already; nothing changed.\n"
    assert [path.read_bytes() for path in units(home)] == held
    assert {line.split()[1] for line in system.told("systemctl")[asked:]} == {"show-environment"}
    name = units(home)[1].name
    assert schedule("remove").out.endswith("systemd does not call stillpd any more.\n")
    assert [path for path in home.glob("config/systemd/user/**/*") if not path.is_dir()] == []
    assert f"--user disable --now {name}" in system.told("systemctl")
    assert system.told("systemctl")[-1] == "--user daemon-reload"
    assert schedule("remove").out == "It is not installed; nothing changed.\n"


def test_a_dry_run_writes_nothing(schedule: Call, system: System, root: Path, home: Path) -> None:
    assert "+[Timer]" in schedule("install", "systemd", "--dry-run").out
    assert not (home / "config" / "systemd").exists()
    assert set(system.told("systemctl")) == {"--user show-environment"}


def test_a_timer_that_is_off_is_started_again(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    schedule("install", "systemd")
    _, timer = units(home)
    link = timer.parent / "timers.target.wants" / timer.name
    link.unlink()
    assert "The timer is off. Start it: stillpd schedule install systemd" in schedule("status").out
    dry = schedule("install", "--dry-run").out
    assert dry.startswith("The timer of systemd is off and would be started.\n")
    assert not link.is_symlink()
    assert "From now on systemd looks" in schedule("install").out
    assert link.is_symlink()
    assert "The timer is off" not in schedule("status").out


def test_without_a_systemd_of_the_user_nothing_is_written(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    system.has("systemctl", "exit 1")
    done = schedule("install", "systemd")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("systemd does not answer here for you as a user.\n")
    assert not (home / "config" / "systemd").exists()


@pytest.mark.parametrize("step", ["daemon-reload", "enable", "restart"])
def test_what_systemd_does_not_take_is_told_with_its_reason(
    schedule: Call, system: System, root: Path, home: Path, step: str
) -> None:
    system.has("systemctl", FAILS.format(step=step, reason="Access denied"))
    done = schedule("install", "systemd")
    said = " ".join(done.err.split())
    assert done.code == 6
    assert "but systemd did not take them: Failed: Access denied. " in said
    assert said.endswith("Take them out again: stillpd schedule remove systemd")
    system.has("systemctl", SYSTEMCTL)
    assert schedule("remove", "systemd").code == 0
    assert not list(home.glob("config/systemd/user/stillpd*"))


def test_a_timer_that_cannot_be_stopped_keeps_its_files(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    schedule("install", "systemd")
    system.has("systemctl", FAILS.format(step="disable", reason="Connection reset"))
    done = schedule("remove")
    assert done.code == 6
    assert "systemd did not stop the timer: Failed: Connection reset." in done.err
    assert len(units(home)) == 2


@pytest.mark.parametrize("words", [["install", "systemd"], ["remove"]], ids=lambda words: words[0])
@pytest.mark.parametrize("kind", [".service", ".timer"])
def test_a_file_that_is_not_ours_is_left_alone(
    schedule: Call, system: System, root: Path, home: Path, kind: str, words: list[str]
) -> None:
    schedule("install", "systemd")
    [strange] = [path for path in units(home) if path.suffix == kind]
    for make in (lambda: strange.write_text("[Unit]\n"), lambda: strange.symlink_to(root)):
        strange.unlink()
        make()
        asked = len(system.told("systemctl"))
        done = schedule(*words)
        assert done.code == 2
        assert "is not of our making, so nothing was changed." in " ".join(done.err.split())
        assert strange.is_symlink() or strange.read_text() == "[Unit]\n"
        stopped = [line for line in system.told("systemctl")[asked:] if "show" not in line]
        assert stopped == []


def test_an_older_stillpds_units_are_ours_to_renew(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    schedule("install", "systemd", "--every", "30")
    service, _ = units(home)
    written = service.read_text()
    service.write_text(written.replace("Environment=COLUMNS=72\n", ""))
    said = " ".join(schedule("status").out.split())
    assert "Renew it: stillpd schedule install systemd" in said
    assert schedule("install", "systemd").code == 0
    assert service.read_text() == written
