"""A year at a glance where no Unicode can be shown: each mark keeps a shape of its own."""

from pathlib import Path

from tests.conftest import Run


def test_without_unicode_no_two_marks_look_alike(run: Run, dana: Path) -> None:
    words = ("progress", "--heatmap", "--as-of", "2026-03-20T15:00")
    drawn = run(*words).stdout
    plain = run(*words, PYTHONUTF8="0", PYTHONIOENCODING="ascii").stdout

    assert plain.isascii()
    pairs = {
        (mark, shape)
        for line, same in zip(drawn.splitlines(), plain.splitlines(), strict=True)
        for mark, shape in zip(line, same, strict=True)
        if mark in "·░▒▓█┊●◐×–◌"
    }
    assert len({shape for _, shape in pairs}) == len(pairs) == 11
