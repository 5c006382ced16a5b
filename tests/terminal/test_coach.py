"""`coach drop` at a terminal: what cannot be undone is asked, and Enter means no."""

import sys
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Run, clean_environment


@pytest.mark.parametrize(
    ("keys", "said", "left"),
    [("\r", "Nothing was taken away.", 1), ("y\r", "Your own notes stay.", 0)],
    ids=["enter means no", "yes means it"],
)
def test_drop_asks(run: Run, dana: Path, home: Path, keys: str, said: str, left: int) -> None:
    run("share", "pack", "team", "-o", "d.zip", "--as-of", "2025-11-20")
    assert run("coach", "add", "d.zip").returncode == 0
    environment = clean_environment(home) | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    del environment["NO_COLOR"]
    child = pexpect.spawn(
        sys.executable,
        ["-m", "stillpd", "coach", "drop", "dana"],
        env=environment,
        cwd=str(home),
        dimensions=(30, 80),
        encoding="utf-8",
        timeout=20,
    )
    child.expect_exact("Nothing brings it back.")
    child.expect_exact("› ")
    child.send(keys)
    child.expect_exact(said)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert len(list((home / "data" / "stillpd" / "coachees").glob("*.zip"))) == left
