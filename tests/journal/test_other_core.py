"""Half of a look at a long journal is taken on another core, and says the same."""

import os

import pytest

from stillpd.journal.index import other_core, stamps
from stillpd.journal.index.stamps import FarLook, look_at
from tests.truth import assert_same, note, put


@pytest.fixture
def many_folders(journal, monkeypatch):
    for year in range(2020, 2024):
        for month in range(1, 13):
            put(journal, f"entries/{year}/{month:02}/{year}-{month:02}-01-1200-a.md", note("One."))
    monkeypatch.setattr(stamps, "has_other_core", lambda: True)
    return journal


def marks(journal):
    return {folder: seen.mark for folder, seen in look_at(journal).folders.items()}


def test_both_halves_make_the_whole(many_folders, monkeypatch):
    shared = look_at(many_folders).folders
    assert sum(isinstance(seen, FarLook) for seen in shared.values()) > 0
    told = {folder: seen.mark for folder, seen in shared.items()}
    monkeypatch.setattr(stamps, "has_other_core", lambda: False)
    assert marks(many_folders) == told


def test_what_changes_in_the_other_half_is_noticed(many_folders):
    assert_same(many_folders)
    for folder, seen in look_at(many_folders).folders.items():
        if isinstance(seen, FarLook):
            put(many_folders, f"{folder}/2021-01-02-1200-b.md", note("Two."))
    assert_same(many_folders)


def test_a_copy_that_dies_costs_time_and_nothing_else(many_folders, monkeypatch):
    told = marks(many_folders)
    monkeypatch.setattr(stamps, "_marks_below", lambda *_: os.kill(os.getpid(), 9))
    assert marks(many_folders) == told
    assert_same(many_folders)


def test_without_room_for_a_copy_all_is_done_here(many_folders, monkeypatch):
    told = marks(many_folders)

    def refuse():
        raise OSError

    monkeypatch.setattr(other_core.os, "fork", refuse)
    assert marks(many_folders) == told


def test_no_copy_is_left_behind(many_folders, monkeypatch):
    copies = []
    fork = os.fork
    monkeypatch.setattr(other_core.os, "fork", lambda: copies.append(fork()) or copies[-1])
    look_at(many_folders)
    [copy] = copies
    with pytest.raises(ChildProcessError):
        os.waitpid(copy, os.WNOHANG)
