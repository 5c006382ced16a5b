"""launchd, Windows and the shell's login file: what is printed for them is read as they read it."""

import json
import os
import plistlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.clock.fakes import ODD_NAMES, Call, System
from tests.conftest import clean_environment

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.mark.parametrize("name", ODD_NAMES)
def test_launchd_calls_our_program_for_the_journal(
    schedule: Call, home: Path, monkeypatch: pytest.MonkeyPatch, root: Path, name: str
) -> None:
    system = System(home, monkeypatch, tools=f"{name} tools")
    root = root.rename(home / name)
    shown = schedule("show", "launchd", "--every", "30", journal=root)
    agent = plistlib.loads(shown.out.encode())
    program = str(system.tools / "stillpd")
    assert agent["ProgramArguments"] == [program, "--journal", str(root), "remind", "--notify"]
    assert agent["StartInterval"] == 30 * 60
    assert agent["EnvironmentVariables"]["STILLPD_SCHEDULED"] == "launchd"
    place = f"~/Library/LaunchAgents/{agent['Label']}.plist"
    assert [line.strip() for line in shown.err.splitlines()[-3:]] == [
        "mkdir -p ~/Library/LaunchAgents",
        f"stillpd schedule show launchd --every 30 -o {place}",
        f"launchctl bootstrap gui/$(id -u) {place}",
    ]


def test_a_plist_goes_into_a_file_as_it_was_shown(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    shown = schedule("show", "launchd").out
    schedule("show", "launchd", "-o", str(home / "stillpd.plist"))
    assert (home / "stillpd.plist").read_text("utf-8") == shown


def words_on_windows(line: str) -> list[str]:
    """Split arguments as Microsoft's C runtime does: quotes, and backslashes before them."""
    words, word, quoted, at = [], None, False, 0
    while at < len(line):
        run = re.compile(r"\\*").match(line, at)
        slashes = len(run[0]) if run else 0
        after = line[at + slashes : at + slashes + 1]
        if after == '"':
            word = (word or "") + "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            at += slashes + 1
        elif slashes:
            word = (word or "") + "\\" * slashes
            at += slashes
        elif after in " \t" and not quoted:
            words += [word] if word is not None else []
            word, at = None, at + 1
        else:
            word, at = (word or "") + after, at + 1
    return [*words, word] if word is not None else words


@pytest.mark.parametrize("name", ODD_NAMES)
def test_windows_runs_python_without_a_window_for_the_journal(
    schedule: Call, system: System, root: Path, home: Path, name: str
) -> None:
    root = root.rename(home / name)
    task = ET.fromstring(schedule("show", "windows", journal=root).out)  # noqa: S314 - our own
    run = task.find(f"{TASK}Actions/{TASK}Exec")
    assert run is not None
    command, arguments = (run.findtext(f"{TASK}{each}") for each in ("Command", "Arguments"))
    assert Path(command or "").name.startswith("python")
    words = words_on_windows(arguments or "")
    assert words[:3] == ["-X", "utf8", "-c"]
    assert words[4:] == ["--journal", str(root), "remind", "--notify"]
    compile(words[3], "the program", "exec")
    assert "'STILLPD_SCHEDULED': 'windows'" in words[3]


def test_windows_looks_every_quarter_of_an_hour_and_after_sleep(
    schedule: Call, system: System, root: Path
) -> None:
    task = ET.fromstring(schedule("show", "windows").out)  # noqa: S314 - our own
    assert [each.text for each in task.iter(f"{TASK}Interval")] == ["PT15M"]
    assert [each.text for each in task.iter(f"{TASK}Duration")] == ["PT17H"]  # from 6 to 23
    assert [each.text for each in task.iter(f"{TASK}StartWhenAvailable")] == ["true"]
    assert [each.text for each in task.iter(f"{TASK}DisallowStartIfOnBatteries")] == ["false"]


ASKED = {"bash": ["-l"], "zsh": ["-l"], "fish": []}


@pytest.mark.parametrize("shell", ASKED)
@pytest.mark.parametrize("name", ["plain", "100% 'quiet' \"mine\" \\ $HOME ü", "\\"])
def test_a_new_terminal_calls_once_and_a_script_does_not(
    schedule: Call, home: Path, monkeypatch: pytest.MonkeyPatch, root: Path, shell: str, name: str
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here: its login line was NOT tried")
    system = System(home, monkeypatch, tools=f"{name} tools")
    root = root.rename(home / f"{name} journal")
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    told = schedule("show", "login", "--format", "json", journal=root)
    [file] = json.loads(told.out)["data"]["files"]
    start = Path(file["path"])
    assert start.is_relative_to(home)
    start.parent.mkdir(parents=True, exist_ok=True)
    start.write_text(file["text"], "utf-8")

    def opened(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [shell, *ASKED[shell], *words, "-c", "true"], env=clean_environment(home), cwd=home,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False,
            start_new_session=True,
        )  # fmt: skip
        assert "stillpd" not in done.stderr
        return done.returncode, done.stdout

    assert opened() == (0, "")
    assert not (home / "called").exists()
    assert opened("-i") == (0, "")
    assert system.called() == [str(system.tools / "stillpd"), "--journal", str(root), "remind"]
    (system.tools / "stillpd").unlink()
    assert opened("-i") == (0, "")


def test_the_start_file_is_the_one_that_bash_reads(
    schedule: Call, system: System, root: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/bin/bash")
    assert "at the end of ~/.profile, and speaks when you log in." in schedule("show", "login").err
    (home / ".bash_profile").touch()
    assert "at the end of ~/.bash_profile, and" in schedule("show", "login").err


WHERE = {
    "bash": ("~/.profile, and speaks when you log in.", "the end of ~/.bashrc instead."),
    "zsh": ("~/.zprofile, and speaks when you log in.", "the end of ~/.zshrc instead."),
    "fish": ("~/config/fish/config.fish, and speaks in every new terminal.", ""),
}


@pytest.mark.parametrize("shell", WHERE)
def test_each_shell_is_told_its_own_file(
    schedule: Call, system: System, root: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    told = schedule("show", "login").err
    assert all(words in told for words in WHERE[shell])


@pytest.mark.parametrize("scheduler", ["cron", "systemd", "launchd", "windows", "login"])
def test_nothing_of_the_journals_text_stands_there_and_nothing_private_is_asked_for(
    schedule: Call, system: System, root: Path, home: Path, scheduler: str
) -> None:
    system.has("systemctl", "exit 0")
    before = {path for path in home.rglob("*") if path.is_file()}
    said = [schedule("show", scheduler)]
    if scheduler in {"cron", "systemd"}:
        said += [schedule("install", scheduler), schedule("status"), schedule("remove")]
        said.insert(2, schedule("install", scheduler))
    written = {path for path in home.rglob("*") if path.is_file()} - before
    text = "".join(each.out + each.err for each in said)
    text += "".join(path.read_text("utf-8", "replace") for path in written)
    assert "remind" in text
    assert "C4N4RY" not in text
    assert "c10ck5" not in text
    assert "private" not in text


def test_the_users_own_places_are_told_and_nothing_else_of_the_surroundings(
    schedule: Call, system: System, root: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "C4N4RY")
    monkeypatch.setenv("XDG_CACHE_HOME", " ")
    agent = plistlib.loads(schedule("show", "launchd").out.encode())
    assert agent["EnvironmentVariables"] == {
        "STILLPD_SCHEDULED": "launchd",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "COLUMNS": "72",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
    }
    for scheduler in ("cron", "systemd"):
        shown = schedule("show", scheduler).out
        assert f"XDG_STATE_HOME={home}/state" in shown
        assert "C4N4RY" not in shown


def test_without_a_program_of_its_own_python_is_called(
    schedule: Call, system: System, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (system.tools / "stillpd").unlink()
    monkeypatch.setenv("PATH", str(system.tools) + os.pathsep + "/usr/bin:/bin")
    words = plistlib.loads(schedule("show", "launchd").out.encode())["ProgramArguments"]
    assert words[1:3] == ["-m", "stillpd"]
    assert os.access(words[0], os.X_OK)
