"""A machine on which the environment cannot be made gets one clear line."""

import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[2] / "Makefile"
NEITHER = "exit 1"
NO_VENV = 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac'

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def make_with(place: Path, *pythons: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(MAKEFILE, place)
    names = []
    for number, script in enumerate(pythons):
        python = place / f"python{number}"
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
        names.append(str(python))
    return subprocess.run(
        ["make", "--no-print-directory", f"PYTHONS={' '.join(names)}", ".venv/bin/python"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )


def first_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.splitlines()[0]


def test_an_older_python_is_told_which_one_is_needed(tmp_path: Path) -> None:
    done = make_with(tmp_path, NEITHER)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in first_line(done)


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    done = make_with(tmp_path, NEITHER, NO_VENV)
    assert done.returncode != 0
    assert "python3-venv" in first_line(done)


def test_the_first_python_that_can_make_an_environment_makes_it(tmp_path: Path) -> None:
    done = make_with(tmp_path, NEITHER, NO_VENV, f'echo "$0 $*" >> {tmp_path}/used; exit 0')
    assert done.returncode == 0, done.stderr
    assert "-m venv --clear .venv" in (tmp_path / "used").read_text()
