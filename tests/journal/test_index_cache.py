"""The index owns nothing: whatever becomes of the cache folder, the answers stay right."""

import errno
import fcntl
import os
import shutil
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from stillpd.journal import codec, folder
from stillpd.journal.index import files, reader
from stillpd.journal.index.database import Database, Spoilt
from stillpd.journal.places import index_folder
from tests.truth import HEADER, NOTE, assert_same, indexed, make_journal, note, put


@pytest.fixture
def plainly(monkeypatch):
    """Count how often the files are read as if there were no index."""
    times: list[Path] = []
    whole = folder.read_journal

    def counted(opened):
        times.append(opened.root)
        return whole(opened)

    stand_in = type("Folder", (), {"gather": staticmethod(folder.gather)})
    stand_in.read_journal = staticmethod(counted)
    monkeypatch.setattr(reader, "folder", stand_in)
    return times


def names_in(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()} if place.is_dir() else set()


def modes_below(place: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.rglob("*")}


def test_the_first_reading_makes_an_index_and_later_ones_use_it(journal, plainly):
    assert not index_folder(journal).exists()
    for _ in range(3):
        assert_same(journal)
        assert names_in(index_folder(journal)) == {"index.db", "seal", "lock"}
    assert plainly == []


@pytest.mark.parametrize("umask", [0, 0o002, 0o022, 0o077, 0o007], ids=oct)
def test_files_and_folders_are_closed_to_others_whatever_the_umask(journal, umask, tmp_path):
    before = os.umask(umask)
    try:
        for words in ("One.", "Two."):
            assert_same(journal)
            put(journal, NOTE, note(words))
            assert_same(journal)
    finally:
        os.umask(before)
    modes = modes_below(tmp_path / "cache")
    mark = index_folder(journal).name
    assert {modes.pop("stillpd") & ~umask, modes.pop(mark) & ~umask} == {0o700 & ~umask}
    assert modes == dict.fromkeys(("index.db", "seal", "lock"), 0o600 & ~umask)


@pytest.mark.parametrize("said", ["off", "OFF", " off ", "0", "no", "false"])
def test_turned_off_it_makes_no_file(journal, plainly, monkeypatch, tmp_path, said):
    monkeypatch.setenv("STILLPD_INDEX", said)
    assert_same(journal)
    assert not (tmp_path / "cache").exists()
    assert plainly == [journal]


@pytest.mark.parametrize("said", ["", "on", "1", "yes"])
def test_anything_else_leaves_it_on(journal, plainly, monkeypatch, said):
    monkeypatch.setenv("STILLPD_INDEX", said)
    assert_same(journal)
    assert plainly == []


# Another index, another journal, another place ----------------------------------------------------


@pytest.mark.parametrize(("name", "value"), [("_SHAPE", 999), ("__version__", "99.0")])
def test_one_of_another_shape_or_version_is_made_anew(journal, plainly, monkeypatch, name, value):
    assert_same(journal)
    old = (index_folder(journal) / "seal").read_text()
    with sqlite3.connect(index_folder(journal) / "index.db") as theirs:
        theirs.executescript("DROP TABLE page; CREATE TABLE page (other)")
    monkeypatch.setattr(files, name, value)

    assert_same(journal)
    assert plainly == []
    assert (index_folder(journal) / "seal").read_text() != old


def test_another_journal_put_in_its_place_is_another_journal(journal, plainly, tmp_path):
    assert_same(journal)
    other = tmp_path / "other"
    shutil.copytree(journal, other)
    put(other, "stillpd.toml", HEADER.replace("j4rn4lj4rn", "another-id"))
    put(other, NOTE, note("Another journal."))
    journal.rename(tmp_path / "away")
    other.rename(journal)
    assert assert_same(journal).entries[1].body == "Another journal."
    assert assert_same(tmp_path / "away").entries[1].body == "Said."

    journal.rename(other)
    (tmp_path / "away").rename(journal)
    assert assert_same(journal).entries[1].body == "Said."
    assert plainly == []


def test_a_copy_with_its_times_put_in_its_place_is_noticed(journal, plainly, tmp_path):
    assert_same(journal)
    twin = tmp_path / "twin"
    shutil.copytree(journal, twin)
    told = (twin / NOTE).stat()
    put(twin, NOTE, note("Done."))
    os.utime(twin / NOTE, ns=(told.st_atime_ns, told.st_mtime_ns))
    journal.rename(tmp_path / "away")
    twin.rename(journal)

    assert assert_same(journal).entries[1].body == "Done."
    assert plainly == []


def test_two_ways_to_one_journal_meet_at_one_index(journal, plainly, tmp_path):
    way = tmp_path / "way"
    way.symlink_to(journal)
    assert_same(journal)
    assert_same(way)
    put(journal, NOTE, note("Done."))
    assert assert_same(way).entries[1].body == "Done."
    assert len(names_in(tmp_path / "cache/stillpd")) == 1

    other = tmp_path / "other"
    make_journal(other)
    put(other, NOTE, note("Other."))
    way.unlink()
    way.symlink_to(other)
    assert assert_same(way).entries[1].body == "Other."
    assert plainly == []


def test_a_cache_folder_whose_name_is_no_text_serves_as_well(
    journal, plainly, monkeypatch, tmp_path
):
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path}/{os.fsdecode(bytes([0xFF, 0x3F, 0x23]))}")
    for words in ("One.", "Two."):
        put(journal, NOTE, note(words))
        assert_same(journal)
    assert plainly == []


# A cache folder that cannot be used --------------------------------------------------------------


@pytest.mark.parametrize("place", ["cache", "cache/stillpd", "index"])
@pytest.mark.parametrize("what", ["file", "link to nowhere", "closed", "read-only"])
def test_a_cache_folder_that_cannot_be_made_is_no_trouble(journal, plainly, tmp_path, place, what):
    spot = index_folder(journal) if place == "index" else tmp_path / place
    spot.parent.mkdir(parents=True, exist_ok=True)
    if what == "file":
        spot.write_text("no folder")
    elif what == "link to nowhere":
        spot.symlink_to(tmp_path / "nowhere/at/all")
    elif not os.geteuid():
        pytest.skip("root writes everywhere: closed cache folders were NOT tried")
    else:
        spot.mkdir(mode=0 if what == "closed" else 0o500)
    for words in ("One.", "Two."):
        put(journal, NOTE, note(words))
        assert_same(journal)
    assert len(plainly) == 2
    if what == "closed":
        spot.chmod(0o700)


@pytest.mark.parametrize("name", ["index.db", "index.new", "seal", "lock"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_folder_in_the_place_of_one_of_its_files_is_no_trouble(journal, name, when):
    place = index_folder(journal)
    if when == "after":
        assert_same(journal)
        (place / name).unlink(missing_ok=True)
    (place / name).mkdir(parents=True)
    (place / name / "kept").write_text("not ours")
    for words in ("One.", "Two."):
        put(journal, NOTE, note(words))
        assert_same(journal)
    assert (place / name / "kept").read_text() == "not ours"


@pytest.mark.parametrize("name", ["index.db", "index.new", "seal", "lock"])
def test_a_link_in_the_place_of_one_of_its_files_leads_no_write_elsewhere(journal, name, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.write_text("not ours")
    index_folder(journal).mkdir(parents=True)
    (index_folder(journal) / name).symlink_to(theirs)
    for words in ("One.", "Two."):
        put(journal, NOTE, note(words))
        assert_same(journal)
    assert theirs.read_text() == "not ours"


@pytest.mark.parametrize("code", ["ENOLCK", "EOPNOTSUPP", "EIO", "ENOSYS"])
def test_a_disk_that_locks_nothing_is_no_trouble(journal, plainly, monkeypatch, code):
    def refuse(fd, how):
        raise OSError(getattr(errno, code), "No locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert_same(journal)
    assert_same(journal)
    assert plainly == [journal, journal]


def test_whoever_waits_too_long_reads_the_files(journal, plainly, monkeypatch):
    assert_same(journal)
    monkeypatch.setattr(files, "_PATIENCE", 0.02)
    with (index_folder(journal) / "lock").open() as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        put(journal, NOTE, note("Done."))
        assert_same(journal)
        assert plainly == [journal]
    assert_same(journal)
    assert plainly == [journal]


def test_a_database_that_another_program_holds_is_no_trouble(journal):
    assert_same(journal)
    theirs = sqlite3.connect(index_folder(journal) / "index.db", isolation_level=None)
    theirs.execute("BEGIN")
    theirs.execute("SELECT count(*) FROM page").fetchone()
    put(journal, NOTE, note("Done."))
    began = time.monotonic()
    assert_same(journal)
    assert time.monotonic() - began < 4  # SQLite itself would wait for five seconds
    theirs.close()
    assert_same(journal)


def test_an_sqlite_without_full_text_search_is_no_trouble(journal, plainly, monkeypatch):
    def refuse(path):
        raise Spoilt

    monkeypatch.setattr(Database, "made", refuse)
    assert_same(journal)
    assert plainly == [journal]


def test_what_was_left_out_before_a_second_try_is_told_once(journal, monkeypatch):
    monkeypatch.setattr(codec, "_BEYOND", 10**9_000)  # else no file brings what cannot be kept
    huge = f"+++\nkind = 'evidence'\nat = 2025-10-24\nvalue = 0x1{'0' * 5000}\n+++\n"
    put(journal, "entries/2025/10/2025-10-24-huge.md", huge)
    assert len(indexed(journal).entries) == 4
    commit, tries = Database.commit, []

    def once(database):
        tries.append(database)
        if len(tries) == 1:
            raise Spoilt
        commit(database)

    monkeypatch.setattr(Database, "commit", once)
    assert len(indexed(journal).entries) == 4
    assert len(tries) == 2


def test_a_spoilt_index_that_cannot_be_taken_away_is_given_up(journal, plainly, monkeypatch):
    assert_same(journal)

    def refuse(index, choose):
        raise Spoilt

    def keep(place):
        raise PermissionError

    monkeypatch.setattr(reader.Index, "journal", refuse)
    monkeypatch.setattr(files.IndexFiles, "drop", keep)
    assert_same(journal)
    assert len(plainly) == 1


def test_a_full_disk_is_tried_once_and_no_more(journal, plainly, monkeypatch):
    tries = []

    def refuse(database):
        tries.append(database)
        raise Spoilt

    monkeypatch.setattr(Database, "commit", refuse)
    assert_same(journal)
    assert (len(tries), len(plainly)) == (1, 1)
    assert names_in(index_folder(journal)) == {"lock"}
