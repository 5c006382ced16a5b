"""A real cron daemon runs the line that `schedule show cron` prints, and its mail arrives."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.conftest import Run

SCRIPT = Path(__file__).with_name("cron.sh")
ALONE = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
FIRST_PAGE = 'format = 1\nid = "cr0nly"\nowner = "Dana"\ntimezone = "UTC"\n'
BLOCK = """\
title = "Rest the knee"
rule = "FREQ=DAILY"
starts = {yesterday}T00:00:00
minutes = 20
protocol = "weekly"
"""


def why_not() -> str:
    """Return what keeps a daemon from being tried here, if anything does."""
    if not (shutil.which("cron") or Path("/usr/sbin/cron").exists()) or not shutil.which("crontab"):
        return "no cron here"
    if os.geteuid():
        return "cron is started by root"
    if not shutil.which("unshare"):
        return "no unshare here, which keeps its crontabs apart"
    tried = subprocess.run(
        [*ALONE, "mount", "-t", "tmpfs", "none", "/run"], capture_output=True, check=False
    )
    return "" if not tried.returncode else "no mounts of one's own here"


@pytest.fixture
def journal(home: Path) -> Path:
    """A journal with a private quiet time that is open whenever this test runs."""
    root = home / "my 100% journal"
    (root / "blocks").mkdir(parents=True)
    (root / "stillpd.toml").write_text(FIRST_PAGE)
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    (root / "blocks" / "knee.toml").write_text(BLOCK.format(yesterday=yesterday))
    return root


@pytest.mark.skipif(bool(why_not()), reason=f"{why_not()}: a real cron was NOT tried")
def test_cron_runs_our_line_and_its_mail_says_what_is_due_once(
    run: Run, home: Path, journal: Path, tmp_path: Path
) -> None:
    shown = run("-j", str(journal), "schedule", "show", "cron").stdout
    often, changed = re.subn(r"^\S+ \S+ (\* \* \* env )", r"* * \1", shown, flags=re.MULTILINE)
    assert changed == 1
    folder = tmp_path / "cron"
    folder.mkdir()
    (folder / "crontab").write_text(often, encoding="utf-8")

    subprocess.run([*ALONE, "bash", str(SCRIPT), str(folder)], timeout=120, check=True)

    mail = message_from_bytes((folder / "mail").read_bytes())
    assert mail["Subject"].startswith("Cron <root@")
    assert mail["To"] == "root"
    what, question, answer = mail.get_payload(decode=True).decode().splitlines()
    assert what == "Your quiet time: 00:00, 20 minutes."
    assert question.startswith("This week's question: ")
    assert answer == "Answer with: stillpd reflect"
    assert "knee" not in mail.as_string()

    again = run("-j", str(journal), "remind")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
