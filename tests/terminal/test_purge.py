"""`purge` at a terminal: what cannot be undone is asked, and Enter means no."""

import sys
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Run, clean_environment


@pytest.mark.parametrize(
    ("keys", "said", "left"),
    [("\r", "Nothing was removed.", 1), ("y\r", "Removed for good", 0)],
    ids=["enter means no", "yes means it"],
)
def test_purge_asks(run: Run, dana: Path, home: Path, keys: str, said: str, left: int) -> None:
    assert run("delete", "kx7q2m").returncode == 0
    environment = clean_environment(home) | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    del environment["NO_COLOR"]
    child = pexpect.spawn(
        sys.executable,
        ["-m", "stillpd", "purge", "--all"],
        env=environment,
        cwd=str(home),
        dimensions=(30, 80),
        encoding="utf-8",
        timeout=20,
    )
    child.expect_exact("Nothing brings them back.")
    child.expect_exact("› ")
    child.send(keys)
    child.expect_exact(said)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert len(list((dana / ".stillpd" / "kept").glob("*"))) == left
