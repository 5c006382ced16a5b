"""Reading commands never write in the journal."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.contracts.test_json import READING


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(file.relative_to(folder)): (
            file.stat().st_mtime_ns,
            file.stat().st_mode,
            file.read_bytes() if file.is_file() else b"",
        )
        for file in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("words", [words for words, _ in READING], ids=" ".join)
def test_reading_leaves_every_file_and_folder_as_it_was(
    run: Run, dana: Path, words: list[str]
) -> None:
    before = snapshot(dana)
    done = run(*words, "--as-of", "2026-07-01")
    assert done.returncode == 0, done.stderr
    assert snapshot(dana) == before
