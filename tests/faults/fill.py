"""Make each change on disks of many small sizes. Runs in a mount namespace of its own."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import acts

from stillpd.journal.recover import pending, recover
from stillpd.model.errors import NotSaved


def mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)


def one(folder: Path, act: str, options: str) -> str:
    """Do one act on one disk and look what is left; return how it went."""
    mount(folder, options)
    root = folder
    try:
        try:
            acts.prepare(root, act)
        except NotSaved:
            return "too small"
        old, new = acts.files_of(root), acts.ACTS[act][0]
        names = sorted(path.name for path in (root / ".stillpd/kept").iterdir())
        try:
            acts.ACTS[act][1](root)
        except NotSaved:
            said = "not saved"
            assert acts.files_of(root) == old
            left = sorted(path.name for path in (root / ".stillpd/kept").iterdir())
            assert left == names, "litter on a full disk"
        else:
            said = "saved"
            assert acts.files_of(root) == new
        assert pending(root) == ()
        subprocess.run(["mount", "-o", "remount,size=1m,nr_inodes=100", folder], check=True)
        assert recover(root, acts.NOW) == ()
        if said == "not saved":
            acts.ACTS[act][1](root)
            assert acts.files_of(root) == new
        return said
    finally:
        subprocess.run(["umount", folder], check=True)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    os.environ["XDG_STATE_HOME"] = sys.argv[2]
    seen: Counter[str] = Counter()
    disks = [f"size={size}k,nr_inodes=100" for size in range(16, 100, 4)]
    disks += [f"size=1m,nr_inodes={number}" for number in range(8, 32)]
    for name in ("create", "replace", "remove", "undo", "two"):
        for disk in disks:
            try:
                seen[one(place, name, disk)] += 1
            except AssertionError as err:
                raise AssertionError(f"{name} on {disk}: {err}") from err
    print(seen["saved"], seen["not saved"])  # noqa: T201
