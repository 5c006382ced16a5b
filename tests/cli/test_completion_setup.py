"""`--install-completion` and `--show-completion`: what is written where, and when nothing is."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, clean_environment

WRITTEN = {
    "bash": (".bash_completions/stillpd.sh", ".bashrc"),
    "zsh": (".zfunc/_stillpd", ".zshrc"),
    "fish": ("config/fish/completions/stillpd.fish", None),
}
CANNOT_BE_SEEN = """
import shellingham
def detect_shell():
    raise shellingham.ShellDetectionFailure
shellingham.detect_shell = detect_shell
from stillpd.cli.main import main
main()
"""

every_shell = pytest.mark.parametrize("shell", WRITTEN)


@every_shell
def test_the_script_and_the_line_that_begins_it_are_written_and_told(
    run: Run, home: Path, shell: str
) -> None:
    script, settings = WRITTEN[shell]
    done = run("--install-completion", shell)
    assert done.returncode == 0, done.stderr
    assert f"Completion for {shell} is set up." in done.stdout
    assert f"~/{script}\n" in done.stdout
    assert (home / script).read_text() == run("--show-completion", shell).stdout
    assert settings is None or f"~/{settings}\n" in done.stdout


@every_shell
def test_the_script_is_one_that_the_shell_can_read(run: Run, home: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here: apt install {shell}")
    script = home / "script"
    script.write_text(run("--show-completion", shell).stdout)
    done = subprocess.run([shell, "-n", str(script)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("old", ["", "alias ll='ls -l'\n", "no line end", "\xff\n"])
def test_a_settings_file_gets_one_line_at_its_end_and_keeps_the_rest(
    run: Run, home: Path, shell: str, old: str
) -> None:
    home.mkdir(exist_ok=True)
    settings = home / str(WRITTEN[shell][1])
    settings.write_bytes(old.encode("latin-1"))
    settings.chmod(0o644)
    run("--install-completion", shell)
    first = settings.read_bytes()
    assert first.startswith(old.encode("latin-1"))
    assert len(first.splitlines()) == len(old.splitlines()) + 1
    assert settings.stat().st_mode & 0o777 == 0o644
    run("--install-completion", shell)
    assert settings.read_bytes() == first


def test_a_settings_file_that_is_a_link_stays_one(run: Run, home: Path) -> None:
    (home / "dotfiles").mkdir(parents=True)
    kept = home / "dotfiles" / "bashrc"
    kept.write_text("# mine\n")
    (home / ".bashrc").symlink_to(kept)
    run("--install-completion", "bash")
    assert (home / ".bashrc").is_symlink()
    assert ".bash_completions/stillpd.sh" in kept.read_text()


def test_zsh_and_fish_may_have_their_settings_elsewhere(run: Run, home: Path) -> None:
    run("--install-completion", "zsh", ZDOTDIR=str(home / "z"))
    assert (home / "z" / ".zshrc").exists()
    assert not (home / ".zshrc").exists()
    run("--install-completion", "fish", XDG_CONFIG_HOME="")
    assert (home / ".config" / "fish" / "completions" / "stillpd.fish").exists()


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_a_shell_that_we_do_not_know_is_refused_with_those_that_we_do(
    run: Run, home: Path, option: str
) -> None:
    run("--version")
    before = sorted(home.rglob("*"))
    for words in ([option, "tcsh"], [f"{option}=powershell"]):
        done = run(*words)
        assert done.returncode == 2
        assert "There is no completion for" in done.stderr
        assert "Known: bash, zsh, fish" in done.stderr
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_where_the_shell_cannot_be_seen_it_is_asked_for(home: Path, option: str) -> None:
    for more in ([], ["--format", "json"]):
        done = subprocess.run(
            [sys.executable, "-c", CANNOT_BE_SEEN, option, *more],
            env=clean_environment(home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        told = done.stderr if not more else json.loads(done.stdout)["errors"][0]["hint"]
        assert "Name it, as in: stillpd --install-completion bash" in told


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed here")
def test_the_shell_that_calls_is_the_one_that_is_meant(home: Path) -> None:
    # The colon keeps bash from stepping aside for its last command.
    command = f"{sys.executable} -m stillpd --show-completion; :"
    done = subprocess.run(
        ["bash", "-c", command],
        env=clean_environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("# Completion of stillpd for bash.")


def test_a_place_that_cannot_be_written_is_told(run: Run, home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / ".zfunc").write_text("a file of somebody's")
    done = run("--install-completion", "zsh")
    assert done.returncode == 6
    assert str(home / ".zfunc" / "_stillpd") in done.stderr
    assert not (home / ".zshrc").exists()


def test_installing_answers_in_json(run: Run, home: Path) -> None:
    done = run("--install-completion", "fish", "--format", "json")
    assert json.loads(done.stdout)["data"] == {
        "shell": "fish",
        "path": str(home / "config" / "fish" / "completions" / "stillpd.fish"),
        "begun_in": "",
    }
