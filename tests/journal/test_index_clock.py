"""No clock, right or wrong, hides a change of a file from the index."""

import os
import time

import pytest

from tests.truth import (
    NOTE,
    SECOND,
    assert_same,
    edit_keeping_times,
    looks,
    note,
    put,
    wait_for_a_tick,
)

YEARS = [0, 315_532_800, 4_102_444_800, 9_999_999_999, 15_000_000_000]


@pytest.mark.parametrize("when", YEARS)
@pytest.mark.usefixtures("no_plain_reading")
def test_files_of_any_year_are_noticed(journal, when):
    """1970, 1980, 2100, and the years that no 64 bits of nanoseconds count."""
    for file in list(journal.rglob("*.md")):
        os.utime(file, (when, when))
    assert_same(journal)
    assert_same(journal)
    for words in ("One.", "Two.", "Six."):
        put(journal, NOTE, note(words))
        os.utime(journal / NOTE, (when, when))
        assert assert_same(journal).entries[1].body == words


@pytest.mark.parametrize("shift", [-(10**9), -7200, -1, 1, 7200, 10**9])
@pytest.mark.usefixtures("no_plain_reading")
def test_a_clock_that_is_wrong_or_jumps_hides_no_change(journal, shift, monkeypatch, tmp_path):
    right = time.time_ns
    for number, words in enumerate(("One.", "Two.", "Six.", "Ten.")):
        monkeypatch.setattr(time, "time_ns", lambda n=number: right() + (n % 2) * shift * SECOND)
        wait_for_a_tick(tmp_path)
        edit_keeping_times(journal / NOTE, note(words + "."))
        assert_same(journal)
        assert_same(journal)


@pytest.mark.usefixtures("no_plain_reading")
def test_an_inode_beyond_what_sqlite_counts_is_no_trouble(journal, monkeypatch):
    """Some network file systems number their files with all 64 bits."""
    looks(monkeypatch, late=10 * SECOND, inodes_from=2**64 - 2**40)
    for words in ("One.", "Two."):
        put(journal, NOTE, note(words))
        assert_same(journal)
        assert_same(journal)
