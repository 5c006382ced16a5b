"""Words beside the answer on a narrow terminal: no word is broken, and no command."""

from pathlib import Path

from tests.conftest import Run
from tests.terminal.keys import at_terminal, leaves_with


def test_what_is_refused_is_told_in_whole_words_and_the_way_on_in_a_line_of_its_own(
    home: Path, dana: Path, run: Run
) -> None:
    words = ["share", "pack", "coach", "-o", "c.zip", "--as-of", "2025-11-20"]
    with at_terminal(home, *words, columns=60, COLUMNS="60") as terminal:
        assert leaves_with(terminal) == 7
        shown = [line.rstrip("\r") for line in str(terminal.before).split("\n")]
    whole = run(*words).stderr
    assert max(map(len, shown)) <= 60 < max(map(len, whole.splitlines()))
    assert " ".join(" ".join(shown).split()) == " ".join(whole.split())
    assert "    stillpd edit hpkrzx" in shown or "  Say it otherwise: stillpd edit hpkrzx" in shown
