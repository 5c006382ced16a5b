"""Many write at once: every text is found, in the file, in a copy beside it, or kept."""

import subprocess
import sys
from pathlib import Path

from stillpd.journal.recover import pending
from stillpd.journal.swap import write_new

RACER = Path(__file__).with_name("racer.py")


def race(root, racers):
    """Run them all at once; return the texts that must be found."""
    running = [
        subprocess.Popen([sys.executable, RACER, kind, str(root), name, str(count)])
        for kind, name, count in racers
    ]
    assert [one.wait(timeout=120) for one in running] == [0] * len(running)
    return [f"<{name}-{number}>".encode() for _, name, count in racers for number in range(count)]


def everything(root):
    return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


def test_no_text_of_eight_writers_is_lost(root):
    (root / "common.md").write_bytes(b"begin\n")
    texts = race(root, [("stillpd", f"w{number}", 50) for number in range(8)])

    found = everything(root)
    assert len(texts) == 400
    assert [text for text in texts if text not in found] == []
    assert pending(root) == ()


def test_no_text_is_lost_where_an_editor_saves_at_the_same_time(root):
    (root / "common.md").write_bytes(b"begin\n")
    writers = [("stillpd", f"w{number}", 25) for number in range(4)]
    texts = race(root, [*writers, ("editor", "vim", 300)])

    found = everything(root)
    assert [text for text in texts if text not in found] == []
    assert pending(root) == ()


def test_a_file_that_an_editor_has_just_moved_away_gives_its_rights_to_nobody(root):
    write_new(root / "fresh.md", b"words\n", like=root / "moved-away.md")
    assert (root / "fresh.md").read_bytes() == b"words\n"
    assert (root / "fresh.md").stat().st_mode & 0o777 == 0o600
