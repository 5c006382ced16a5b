"""A journal folder of its own for each test, and no touch of the tester's home."""

import pytest

from stillpd.journal import folder
from stillpd.journal.index import reader
from tests.truth import make_journal


@pytest.fixture(autouse=True)
def own_places(tmp_path, monkeypatch):
    for name in ("STATE", "CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)


@pytest.fixture
def root(tmp_path):
    place = tmp_path / "journal"
    place.mkdir(mode=0o700)
    return place


@pytest.fixture
def journal(root):
    """A small journal: one of each document, and notes as hands write them."""
    make_journal(root)
    return root


@pytest.fixture
def no_plain_reading(monkeypatch):
    """Answers come from the index, or not at all."""
    plain = type("Folder", (), {"gather": staticmethod(folder.gather)})
    monkeypatch.setattr(reader, "folder", plain)
