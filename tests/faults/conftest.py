"""A journal folder of its own for each test, and no touch of the tester's home."""

import pytest


@pytest.fixture(autouse=True)
def own_places(tmp_path, monkeypatch):
    for name in ("STATE", "CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "journal"
    folder.mkdir(mode=0o700)
    return folder
