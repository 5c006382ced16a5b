"""Schedulers of our own for every test; what waits for a full minute begins first."""

from pathlib import Path

import pytest

from tests.clock.fakes import Call, System, called_in_process, new_journal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name != "test_real_cron.py")


@pytest.fixture
def system(home: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    return System(home, monkeypatch)


@pytest.fixture
def root(home: Path) -> Path:
    """A journal, the default one of the fresh home."""
    return new_journal(home)


@pytest.fixture
def schedule(capsys: pytest.CaptureFixture[str]) -> Call:
    return called_in_process(capsys)
