import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILL = Path(__file__).with_name("fill.py")


def test_a_full_disk_leaves_the_old_files_and_no_litter(tmp_path):
    """Every size of disk and every number of inodes around the point where it gets too small."""
    disk = tmp_path / "disk"
    disk.mkdir()
    alone = ["unshare", "-Urm"]
    probe = [*alone, "mount", "-t", "tmpfs", "none", str(disk)]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("no tmpfs can be mounted here: the disk-full sweep did NOT run")

    command = [*alone, sys.executable, str(FILL), str(disk), str(tmp_path / "state")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
    saved, not_saved = map(int, run.stdout.split())
    assert saved >= 20
    assert not_saved >= 20
