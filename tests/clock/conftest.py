"""What waits for a full minute begins first, so that the others run beside it."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name != "test_real_cron.py")
