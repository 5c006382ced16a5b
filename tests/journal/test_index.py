"""Whatever happens to a journal's files, the index says what they say."""

import os
import shutil
from pathlib import Path

import pytest

from stillpd.journal import folder
from stillpd.journal.index import catch_up
from stillpd.journal.places import index_folder
from tests.truth import (
    BROKEN,
    GOAL,
    HEADER,
    NOTE,
    SECOND,
    assert_same,
    edit_keeping_times,
    indexed,
    looks,
    note,
    put,
    wait_for_a_tick,
)

CHECK_IN = "entries/2025/09/2025-09-12-1505-check-in-c2hckn.md"


@pytest.fixture
def reads(monkeypatch):
    """The paths of the files that are read for the index from now on."""
    paths: list[str] = []

    def counted(root, path):
        paths.append(path)
        return folder.read_bytes(root, path)

    monkeypatch.setattr(catch_up, "read_bytes", counted)
    return paths


@pytest.fixture
def ten_seconds_later(monkeypatch):
    """Every look comes so late that no file was touched just before it."""
    looks(monkeypatch, late=10 * SECOND)


# What happens to files ----------------------------------------------------------------------------


def replace_atomically(root: Path) -> None:
    told = (root / NOTE).stat()
    fresh = put(root, "entries/2025/10/.note.swp", note("Done."))
    os.utime(fresh, ns=(told.st_atime_ns, told.st_mtime_ns))
    fresh.replace(root / NOTE)


def swap(root: Path) -> None:
    other = put(root, "entries/2025/10/other.md", note("Done.", made_id="bbbbbb"))
    assert_same(root)
    aside = other.rename(root / "entries/2025/aside")
    (root / NOTE).rename(other)
    aside.rename(root / NOTE)


def file_to_folder_and_back(root: Path) -> None:
    (root / NOTE).unlink()
    put(root, f"{NOTE}/2025-10-27-inside.md", "A page in a folder.\n")
    assert_same(root)
    shutil.rmtree(root / NOTE)
    put(root, NOTE, note("Back."))


def link_to_a_file(root: Path) -> None:
    outside = put(root.parent, "outside.md", note("Out.", made_id="ffffff"))
    (root / "entries/2025/link.md").symlink_to(outside)
    assert_same(root)
    edit_keeping_times(outside, note("In..", made_id="ffffff"))


def link_to_another_file(root: Path) -> None:
    link = root / "entries/2025/link.md"
    for words in ("One.", "Two."):
        outside = put(root.parent, f"{words}md", note(words, made_id="ffffff"))
        os.utime(outside, (10**9, 10**9))
        link.unlink(missing_ok=True)
        link.symlink_to(outside)
        assert_same(root)


def links_that_lead_nowhere(root: Path) -> None:
    (root / "entries/2025/nowhere.md").symlink_to(root / "not-there")
    (root / "entries/2025/itself.md").symlink_to("itself.md")
    (root / "entries/2025/folder.md").symlink_to(root / "goals")
    (root / "entries/up").symlink_to(root)


def other_name_of_the_file(root: Path) -> None:
    twin = root.parent / "twin.md"
    twin.hardlink_to(root / NOTE)
    assert_same(root)
    edit_keeping_times(twin, note("Done"[:4] + "."))


def become_a_conflict_copy(root: Path) -> None:
    copy = "entries/2025/10/n.sync-conflict-20251021-081500-ABCDEFG.md"
    (root / NOTE).rename(root / copy)
    assert_same(root)
    (root / copy).rename(root / NOTE)
    put(root, "entries/2025/10/2025-10-24 (conflicted copy).md", note("Other."))


def names_that_are_no_text(root: Path) -> None:
    for name in (b"2025-10-28-\xff\xfe.md", b"goal-\xff.md", "2025-10-28-é.md".encode("latin-1")):
        Path(os.fsdecode(os.fsencode(root / "entries/2025") + b"/" + name)).write_bytes(b"Hm.\n")
    odd = os.fsencode(root / "entries") + b"/\xff\xff"
    os.mkdir(odd)  # noqa: PTH102 - it is no text
    Path(os.fsdecode(odd + b"/2025-10-29.md")).write_bytes(b"In an odd folder.\n")
    assert_same(root)
    Path(os.fsdecode(odd + b"/2025-10-29.md")).write_bytes(b"In an old folder.\n")


def a_pipe_where_a_folder_was(root: Path) -> None:
    shutil.rmtree(root / "blocks")
    os.mkfifo(root / "blocks")
    os.mkfifo(root / "entries/2025/pipe.md")


def two_profiles_of_one_day(root: Path) -> None:
    put(root, "profile/20250813.toml", 'purpose = "The other."\n')
    assert_same(root)
    put(root, "profile/2025-08-13.toml", 'purpose = "Said anew."\n')


CHANGES = {
    "nothing": lambda root: root,
    "edited": lambda root: put(root, NOTE, note("Said, and more.")),
    "edited, of the same size": lambda root: put(root, NOTE, note("Done.")),
    "edited, its times restored": lambda root: edit_keeping_times(root / NOTE, note("Done.")),
    "replaced, its times kept": replace_atomically,
    "two swapped": swap,
    "renamed": lambda root: (root / NOTE).rename(root / "entries/2025/10/x.md"),
    "renamed over another": lambda root: (root / NOTE).rename(root / CHECK_IN),
    "moved": lambda root: (root / NOTE).rename(root / "entries/2025-10-24-x.md"),
    "removed": lambda root: (root / NOTE).unlink(),
    "added": lambda root: put(root, "entries/2025/11/2025-11-01.md", "New.\n"),
    "emptied": lambda root: put(root, NOTE, ""),
    "too large": lambda root: put(root, NOTE, note("x" * 2**20)),
    "mended": lambda root: put(root, "entries/2025/10/2025-10-26-0130-broken.md", note("Whole.")),
    "broken": lambda root: put(root, "goals/cer.toml", GOAL + "broken = \n"),
    "mode": lambda root: (root / NOTE).chmod(0o400),
    "folder moved": lambda root: (root / "entries/2025/10").rename(root / "entries/2025/11"),
    "folder removed": lambda root: shutil.rmtree(root / "entries/2025/10"),
    "all goals removed": lambda root: shutil.rmtree(root / "goals"),
    "all entries removed": lambda root: shutil.rmtree(root / "entries"),
    "folder hidden": lambda root: (root / "entries/2025").rename(root / "entries/.2025"),
    "folder and back": file_to_folder_and_back,
    "linked file": link_to_a_file,
    "link led elsewhere": link_to_another_file,
    "links to nowhere": links_that_lead_nowhere,
    "other name": other_name_of_the_file,
    "conflict copy": become_a_conflict_copy,
    "no text": names_that_are_no_text,
    "long name": lambda root: put(root, f"entries/2025/{'é' * 126}.md", "Long.\n"),
    "pipe": a_pipe_where_a_folder_was,
    "one day": two_profiles_of_one_day,
    "a goal's name": lambda root: (root / "goals/cer.toml").rename(root / "goals/My Cer.toml"),
    "zone": lambda root: put(
        root, "stillpd.toml", HEADER.replace("America/New_York", "Asia/Tokyo")
    ),
    "id": lambda root: put(root, "stillpd.toml", HEADER.replace("j4rn4lj4rn", "another-id")),
    "no zone": lambda root: put(root, "stillpd.toml", HEADER.replace("America/New_York", "Mars")),
    "first page broken": lambda root: put(root, "stillpd.toml", HEADER + "broken = \n"),
}
every_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


@every_change
@pytest.mark.usefixtures("no_plain_reading")
def test_a_change_right_after_a_look_is_noticed(journal, change):
    before = assert_same(journal)
    assert len(before.entries) == 3
    change(journal)

    assert_same(journal)
    assert_same(journal)


@every_change
@pytest.mark.usefixtures("no_plain_reading", "ten_seconds_later")
def test_a_change_of_settled_files_is_noticed(journal, change, tmp_path):
    assert_same(journal)
    assert_same(journal)
    wait_for_a_tick(tmp_path)
    change(journal)

    assert_same(journal)
    assert_same(journal)


@pytest.mark.usefixtures("no_plain_reading")
def test_a_second_edit_within_one_tick_of_the_clock_is_noticed(journal, monkeypatch):
    """The coarsest file systems tick once in two seconds."""
    looks(monkeypatch, tick=2 * SECOND)
    for words in ("One.", "Two.", "Six.", "Ten."):
        with (journal / NOTE).open("r+") as file:
            file.write(note(words))
        assert assert_same(journal).entries[1].body.startswith(words)


@pytest.mark.usefixtures("no_plain_reading")
def test_a_file_that_may_still_change_unseen_keeps_its_folder_in_doubt(journal, monkeypatch):
    looks(monkeypatch, tick=2 * SECOND)
    other = put(journal, "entries/2025/10/2025-10-27.md", "Other.\n")
    put(journal, NOTE, note("One."))
    assert_same(journal)
    other.unlink()  # the only change that is left to see in the folder
    assert_same(journal)
    with (journal / NOTE).open("r+") as file:
        file.write(note("Two."))
    assert assert_same(journal).entries[1].body == "Two."


@pytest.mark.usefixtures("no_plain_reading")
def test_two_files_of_one_size_and_time_are_not_taken_for_each_other(journal, monkeypatch):
    """Not every file system counts a renaming as a change."""
    looks(monkeypatch, tick=10**18)
    swap(journal)
    assert_same(journal)


@pytest.mark.usefixtures("no_plain_reading", "ten_seconds_later")
def test_files_that_nobody_touched_are_not_read_again(journal, reads):
    assert_same(journal)
    assert len(reads) == 7
    reads.clear()

    assert_same(journal)
    assert reads == []


@pytest.mark.usefixtures("no_plain_reading")
def test_a_file_that_is_no_page_is_never_read(journal, reads):
    for _ in range(2):
        put(journal, "entries/2025/10/lesson.mp4", b"\0" * 100_000)
        assert_same(journal)
        assert_same(journal)
    assert {Path(path).suffix for path in reads} == {".md", ".toml"}


@pytest.mark.usefixtures("no_plain_reading", "ten_seconds_later")
def test_of_a_thousand_files_only_the_changed_one_is_read(journal, reads, tmp_path):
    for number in range(200):
        put(journal, f"entries/2026/{number % 9}/2026-01-01-{number}.md", f"Note {number}.\n")
    assert_same(journal)
    wait_for_a_tick(tmp_path)
    reads.clear()
    put(journal, "entries/2026/3/2026-01-01-3.md", "Another.\n")

    assert_same(journal)
    assert reads == ["entries/2026/3/2026-01-01-3.md"]


@pytest.mark.usefixtures("ten_seconds_later")
def test_an_index_that_knows_all_is_not_written_to(journal):
    def what_is_there():
        place = index_folder(journal)
        return {
            p.name: (p.stat().st_ino, p.stat().st_mtime_ns, p.read_bytes()) for p in place.iterdir()
        }

    shutil.rmtree(journal / "blocks")
    assert_same(journal)
    shutil.rmtree(journal / "goals")
    assert_same(journal)
    before = what_is_there()

    assert_same(journal)
    assert what_is_there() == before


def test_a_file_that_cannot_be_parsed_is_told_until_it_is_mended(journal):
    for _ in range(3):
        assert [p.code for p in indexed(journal).problems] == ["no-front-matter", "bad-toml"]
    put(journal, "entries/2025/10/2025-10-26-0130-broken.md", note("Whole.", made_id="bbbbbb"))
    assert [p.code for p in indexed(journal).problems] == ["no-front-matter"]
    put(journal, "entries/2025/10/2025-10-26-0130-broken.md", BROKEN)
    assert [p.code for p in indexed(journal).problems] == ["no-front-matter", "bad-toml"]


# What cannot be read or kept ----------------------------------------------------------------------


def test_an_unreadable_file_is_told_and_its_old_words_are_gone(journal):
    if not os.geteuid():
        pytest.skip("root reads every file: unreadable files were NOT tried")
    assert_same(journal)
    (journal / NOTE).chmod(0)
    for _ in range(2):
        found = assert_same(journal)
        assert [p.code for p in found.problems if p.path == NOTE] == ["unreadable"]
        assert len(found.entries) == 2
    (journal / NOTE).chmod(0o600)
    assert len(assert_same(journal).entries) == 3


def test_a_folder_that_may_be_listed_but_not_entered_is_told(journal):
    if not os.geteuid():
        pytest.skip("root enters every folder: closed folders were NOT tried")
    place = (journal / NOTE).parent
    assert_same(journal)
    try:
        for mode in (0o400, 0o000, 0o100, 0o700):
            place.chmod(mode)
            assert_same(journal)
            assert_same(journal)
    finally:
        place.chmod(0o700)


def test_a_file_that_the_disk_does_not_give_is_told_each_time(journal, monkeypatch):
    whole = folder.read_bytes

    def read(root, path):
        if path == NOTE:
            raise PermissionError(13, "Permission denied")
        return whole(root, path)

    assert_same(journal)
    with monkeypatch.context() as broken:
        broken.setattr(folder, "read_bytes", read)
        broken.setattr(catch_up, "read_bytes", read)
        put(journal, NOTE, note("Done."))
        for _ in range(2):
            assert [p.code for p in assert_same(journal).problems if p.path == NOTE] == [
                "unreadable"
            ]
    assert len(assert_same(journal).entries) == 3


def test_what_cannot_be_kept_is_read_each_time(journal):
    huge = f"+++\nkind = 'evidence'\nat = 2025-10-24\nvalue = 0x1{'0' * 5000}\n+++\nWords.\n"
    path = "entries/2025/10/2025-10-24-huge.md"
    put(journal, path, huge)
    for body in ("Words.", "Other.", "Longer."):
        put(journal, path, huge.replace("Words.", body))
        for _ in range(2):
            bodies = [entry.body for entry in indexed(journal).entries if entry.path == path]
            assert bodies == [body]
