"""A database that is not what we wrote is noticed and made anew: never a wrong answer."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.truth import (
    HEADER,
    NOTE,
    assert_same,
    indexed,
    make_journal,
    note,
    put,
    shown,
    wait_for_a_tick,
)

from stillpd.journal import folder
from stillpd.journal.first_page import open_journal
from stillpd.journal.index import reader
from stillpd.journal.index.files import IndexFiles
from stillpd.journal.places import index_folder

TIMES = int(os.environ.get("STILLPD_CORRUPTIONS", "1000"))
Damage = Callable[[Path, random.Random], None]


@pytest.fixture
def journal(root, monkeypatch):
    make_journal(root)
    # Answers come from the index, or not at all.
    stand_in = type("Folder", (), {"gather": staticmethod(folder.gather)})
    monkeypatch.setattr(reader, "folder", stand_in)
    return root


def random_bytes(file: Path, chance: random.Random) -> None:
    raw = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 1, 4, 100])):
        at, length = chance.randrange(len(raw)), chance.choice([1, 1, 16, 512])
        new = chance.randbytes(length)
        raw[at : at + length] = new if new != raw[at : at + length] else bytes(length)
    file.write_bytes(raw)


def one_bit(file: Path, chance: random.Random) -> None:
    at = chance.randrange(file.stat().st_size)
    with file.open("r+b") as db:
        db.seek(at)
        [byte] = db.read(1)
        db.seek(at)
        db.write(bytes([byte ^ 1 << chance.randrange(8)]))


def in_the_head(file: Path, chance: random.Random) -> None:
    with file.open("r+b") as db:
        db.seek(chance.randrange(100))
        db.write(chance.randbytes(4))


def cut_off(file: Path, chance: random.Random) -> None:
    os.truncate(file, chance.randrange(file.stat().st_size))


def cut_at_a_page(file: Path, chance: random.Random) -> None:
    os.truncate(file, 4096 * chance.randrange(file.stat().st_size // 4096))


def longer(file: Path, chance: random.Random) -> None:
    with file.open("ab") as db:
        db.write(chance.randbytes(chance.choice([1, 4096, 10_000])))


def zeroed(file: Path, chance: random.Random) -> None:
    size = file.stat().st_size
    at = 4096 * chance.randrange(size // 4096)
    with file.open("r+b") as db:
        db.seek(at)
        db.write(bytes(chance.choice([4096, size - at])))


def pages_swapped(file: Path, chance: random.Random) -> None:
    raw = file.read_bytes()
    pages = [raw[at : at + 4096] for at in range(0, len(raw), 4096)]
    one, other = chance.sample(range(len(pages)), 2)
    pages[one], pages[other] = pages[other], pages[one]
    file.write_bytes(b"".join(pages))


def emptied(file: Path, _chance: random.Random) -> None:
    file.write_bytes(b"")


def removed(file: Path, _chance: random.Random) -> None:
    file.unlink()


def old_copy(file: Path, _chance: random.Random) -> None:
    """A copy from before an edit, over the file or in its place."""
    shutil.copy2(file.parent.parent / "old.db", file)


def of_another_journal(file: Path, chance: random.Random) -> None:
    theirs = file.parent.parent / "theirs.db"
    if chance.random() < 0.5:
        shutil.copy2(theirs, file)
    else:
        shutil.copy2(theirs, file.with_name("fresh"))
        file.with_name("fresh").replace(file)


def rows_changed(file: Path, chance: random.Random) -> None:
    """SQLite itself finds nothing wrong here."""
    with sqlite3.connect(file) as db:
        db.execute(
            chance.choice(
                [
                    "UPDATE document SET body = 'Not what was written'",
                    "UPDATE page SET proven = 1, mark = 'x'",
                    "DELETE FROM document WHERE day IS NOT NULL",
                    "UPDATE document SET frozen = '[1]'",
                    "UPDATE folder SET mark = 'x'",
                    "DROP TABLE words",
                ]
            )
        )
    db.close()


def vacuumed(file: Path, _chance: random.Random) -> None:
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("DELETE FROM document")
    db.execute("VACUUM")
    db.close()


DAMAGES: list[Damage] = [
    *(random_bytes, random_bytes, random_bytes, one_bit, one_bit, in_the_head, cut_off),
    *(cut_at_a_page, longer, zeroed, pages_swapped, emptied, removed, old_copy),
    *(of_another_journal, rows_changed, rows_changed, vacuumed),
]


@pytest.mark.parametrize("part", range(4))
def test_no_damage_to_the_database_changes_an_answer(journal, tmp_path, part):
    place = index_folder(journal)
    database = place / "index.db"
    _keep_copies(journal, tmp_path / "other", place.parent)
    for number in range(part, TIMES, 4):
        chance = random.Random(number)  # noqa: S311 - it is to be the same each time
        damage = chance.choice(DAMAGES)
        indexed(journal)
        told = database.stat()
        # Within one tick of the clock, and with its times put back, no write could be told.
        wait_for_a_tick(tmp_path)
        damage(database, chance)
        if chance.random() < 0.7 and database.exists():
            os.utime(database, ns=(told.st_atime_ns, told.st_mtime_ns))
        try:
            assert_same(journal)
            assert_same(journal)
        except BaseException as err:
            raise AssertionError(f"number {number}, {damage.__name__}: {err!r}") from err


def _keep_copies(journal: Path, other: Path, place: Path) -> None:
    """Keep an older database of this journal, and one of another journal."""
    indexed(journal)
    shutil.copy2(index_folder(journal) / "index.db", place / "old.db")
    put(journal, NOTE, note("Changed since."))
    make_journal(other)
    put(other, "stillpd.toml", HEADER.replace("j4rn4lj4rn", "another-id"))
    put(other, NOTE, note("Of another journal."))
    indexed(other)
    shutil.copy2(index_folder(other) / "index.db", place / "theirs.db")


@pytest.mark.parametrize("said", ["", "x", "\0" * 200, "é" * 100, None])
def test_no_damage_to_the_seal_changes_an_answer(journal, said):
    seal = index_folder(journal) / "seal"
    for words in ("One.", "Two."):
        assert_same(journal)
        true = seal.read_text()
        seal.write_text(true[: len(true) // 2] if said is None else said)
        assert_same(journal)
        seal.write_bytes(b"\xff\xfe" + true.encode())
        put(journal, NOTE, note(words))
        assert_same(journal)


def test_the_seal_of_another_journal_opens_nothing(journal, tmp_path):
    other = tmp_path / "other"
    make_journal(other)
    put(other, NOTE, note("Of another journal."))
    assert_same(journal)
    assert_same(other)
    for name in ("index.db", "seal"):
        shutil.copy2(index_folder(other) / name, index_folder(journal) / name)
    assert_same(journal)

    shutil.rmtree(index_folder(journal))
    index_folder(other).rename(index_folder(journal))
    assert_same(journal)


@pytest.mark.parametrize("part", range(2))
def test_even_behind_a_whole_seal_no_damage_ends_in_a_traceback(journal, part):
    """A disk may lose bits that no time of change tells of: SQLite or nonsense shows it, or not."""
    database = index_folder(journal) / "index.db"
    files = IndexFiles(open_journal(journal))
    for number in range(part, TIMES // 4, 2):
        chance = random.Random(number)  # noqa: S311 - it is to be the same each time
        indexed(journal)
        damage = chance.choice([random_bytes, one_bit, zeroed, pages_swapped, rows_changed])
        damage(database, chance)
        files.seal()
        try:
            shown(indexed(journal))
        except BaseException as err:
            raise AssertionError(f"number {number}, {damage.__name__}: {err!r}") from err
        files.drop()
