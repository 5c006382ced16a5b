"""Random lives of a journal's files behind the back of its index: each answer is that of plain
reading.

The file system's clock is one of ours, and ticks once in two seconds: what happens within a tick
leaves the same times. A rule moves it on; so files get settled without waiting.
"""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from stillpd.insight import agenda, progress, timeline
from stillpd.insight.period import period_at
from stillpd.journal.first_page import open_journal
from stillpd.journal.index import reader
from stillpd.journal.index.stamps import FolderLook, Look, look_at
from stillpd.journal.places import index_folder
from tests.truth import (
    BROKEN,
    CHECK_IN,
    GOAL,
    HEADER,
    NOTE,
    SECOND,
    as_shown,
    indexed,
    make_journal,
    note,
    plain,
    put,
    shown,
)

NOW = datetime(2025, 10, 25, 12, tzinfo=UTC)
TICK = 2 * SECOND
QUICK = "/dev/shm"  # noqa: S108 - the half of the time would go into removing files from a disk
FOLDERS = ("entries/2025/10", "entries/2025/11", "entries/.away", "entries/2025/10/deep")
PAGES = [
    *(f"{folder}/2025-10-2{day}-1505-note.md" for folder in FOLDERS for day in (3, 4)),
    *("goals/cer.toml", "goals/other.toml", "profile/2025-08-13.toml", "profile/20250813.toml"),
    *("entries/2025/10/x.txt", "entries/2025/10/2025-10-24.sync-conflict-20251021-081500-A.md"),
]
# Most are of one size, so that only their times and inodes tell them apart, or not even those.
ALIKE = [note(word) for word in ("One.", "Two.", "Six.", "Ten.")]
TEXTS = [
    *(note("One.", day=f"2025-10-0{day}", made_id="bbbbbb") for day in (3, 7)),
    *(CHECK_IN, CHECK_IN.replace("talk = 2.0", "talk = 2.5"), CHECK_IN.replace("W37", "W42")),
    *(GOAL, GOAL.replace("target = 3", "target = 4"), BROKEN, "", "No front matter.\n"),
]
# One page lives through most of it: what matters is what happens to one file in a row.
pages = st.sampled_from([NOTE] * len(PAGES) + PAGES)
texts = st.sampled_from(ALIKE * 3 + TEXTS)
# After a change: seconds that go by, and whether somebody looks then.
afterwards = st.sampled_from([(0, False), (0, True), (0.5, True), (1, False), (3, True), (9, True)])


# What commands tell of a journal, and which entries they say they need for it.
REPORTS = [
    (
        lambda journal: agenda.agenda(journal, NOW),
        lambda journal: agenda.reads(journal, NOW),
    ),
    (
        lambda journal: progress.progress(journal, period_at(journal.calendar, NOW)),
        lambda journal: progress.reads(journal, period_at(journal.calendar, NOW)),
    ),
    (
        lambda journal: timeline.timeline(journal, timeline.Wanted(), NOW),
        lambda _: timeline.reads(timeline.Wanted()),
    ),
]


def hits(index: reader.Index) -> list[list[tuple[float, str]]]:
    """Return what is found for each word, and how well it fits."""
    return [
        sorted(
            (round(match.rank, 9), as_shown(match.document)) for match in index.database.match(word)
        )
        for word in ("one", "ten", "claims", "front", "note")
    ]


class Files(RuleBasedStateMachine):
    """`times` holds when each inode was modified and changed, by our clock."""

    @initialize()
    def begin(self):
        self.home = Path(tempfile.mkdtemp(dir=QUICK if Path(QUICK).is_dir() else None))
        self.root = self.home / "journal"
        self.clock = 1_750_000_000 * SECOND
        self.times: dict[int, tuple[int, int]] = {}
        make_journal(self.root)
        for path in self.root.rglob("*.*"):
            self.changed(path)
        self.there = patch.multiple(reader, look_at=self.look)
        self.there.start()
        self.environment = patch.dict(os.environ, XDG_CACHE_HOME=str(self.home / "cache"))
        self.environment.start()

    def teardown(self):
        try:
            self.report()
        finally:
            self.environment.stop()
            self.there.stop()
            shutil.rmtree(self.home)

    def look(self, root):
        """Look at the files, and see our clock's times."""

        def seen(real):
            numbers = []
            for size, inode in zip(real.numbers[::4], real.numbers[3::4], strict=True):
                numbers += [size, *self.times[inode], inode]
            return FolderLook(real.names, numbers)

        real = look_at(root)
        return Look(self.clock, {place: seen(each) for place, each in real.folders.items()})

    def changed(self, file, modified=None):
        """Note that a file was written to just now, or only its inode, with times of its own."""
        tick = self.clock // TICK * TICK
        self.times[file.stat().st_ino] = (tick if modified is None else modified, tick)

    def modified(self, file):
        return self.times[file.stat().st_ino][0]

    def then(self, after):
        """Let time go by, and maybe look."""
        seconds, looks = after
        self.clock += int(seconds * SECOND)
        if looks:
            self.read()

    @rule(path=pages, text=texts, keeps_time=st.booleans(), after=afterwards)
    def write(self, path, text, keeps_time, after):
        file = self.root / path
        modified = self.modified(file) if keeps_time and file.exists() else None
        self.changed(put(self.root, path, text), modified)
        self.then(after)

    @rule(path=pages, text=texts, keeps_time=st.booleans(), after=afterwards)
    def write_and_put_in_its_place(self, path, text, keeps_time, after):
        fresh = put(self.root, f"{path}~", text)
        old = self.root / path
        self.changed(fresh, self.modified(old) if keeps_time and old.exists() else None)
        fresh.rename(old)
        self.then(after)

    @rule(old=pages, new=pages, changes_inode=st.booleans(), after=afterwards)
    def rename(self, old, new, changes_inode, after):
        file = self.root / old
        if not file.exists():
            return
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        moved = file.rename(self.root / new)
        if changes_inode:  # on some file systems it does, on others not
            self.changed(moved, self.modified(moved))
        self.then(after)

    @rule(old=pages, new=pages, after=afterwards)
    def copy_with_its_time(self, old, new, after):
        file = self.root / old
        if file.exists() and old != new:
            modified = self.modified(file)
            self.changed(put(self.root, new, file.read_bytes()), modified)
        self.then(after)

    @rule(one=pages, other=pages, after=afterwards)
    def swap(self, one, other, after):
        files = [self.root / path for path in (one, other)]
        if all(file.exists() for file in files) and one != other:
            aside = files[0].rename(self.home / "aside")
            files[1].rename(files[0])
            aside.rename(files[1])
        self.then(after)

    @rule(path=pages, after=afterwards)
    def remove(self, path, after):
        (self.root / path).unlink(missing_ok=True)
        self.then(after)

    @rule(old=st.sampled_from(FOLDERS[:3]), new=st.sampled_from(FOLDERS[:3]), after=afterwards)
    def move_a_folder(self, old, new, after):
        if (self.root / old).is_dir() and not (self.root / new).exists():
            (self.root / old).rename(self.root / new)
        self.then(after)

    @rule(zone=st.sampled_from(["America/New_York", "UTC", "Asia/Tokyo", "Mars"]), after=afterwards)
    def change_the_first_page(self, zone, after):
        put(self.root, "stillpd.toml", HEADER.replace("America/New_York", zone))
        self.then(after)

    @precondition(lambda self: index_folder(self.root).exists())
    @rule(name=st.sampled_from(["seal", "index.db"]))
    def lose_a_file_of_the_index(self, name):
        (index_folder(self.root) / name).unlink(missing_ok=True)

    def read(self):
        """Hold the journal against plain reading; equal journals give equal reports."""
        self.clock += 1000  # no two looks are at one time
        truth = plain(self.root)
        assert shown(indexed(self.root)) == shown(truth)
        return truth

    def report(self):
        """Hold what commands tell, each from the part that it reads, against plain reading."""
        truth = self.read()
        for report, reads in REPORTS:
            found = report(indexed(self.root, reads(truth)))
            assert as_shown(found) == as_shown(report(truth))
        opened = open_journal(self.root)
        assert reader.ask(opened, hits) == reader.ask_in_memory(opened, hits)


class MoreFiles(Files):
    """The same again, so that two can run at once."""


for lives in (Files, MoreFiles):
    lives.TestCase.settings = settings(
        max_examples=int(os.environ.get("STILLPD_EXAMPLES", "200")) // 2,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
test_no_life_of_its_files_is_missed = Files.TestCase
test_nor_is_any_other = MoreFiles.TestCase
