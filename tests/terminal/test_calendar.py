"""`calendar import` at a terminal: what was found stands ticked, and is taken out with Space."""

import re
import tomllib
from pathlib import Path

import pytest

from stillpd.render.width import cells
from tests.cli.test_calendar_import import OWN, VETERANS, calendar, whole
from tests.terminal.keys import CTRL_C, DOWN, ENTER, at_terminal, leaves_with


@pytest.mark.parametrize(
    ("keys", "said", "taken"),
    [
        ([ENTER], "Saved: 2 breaks", ["Veterans Day", "Board day"]),
        ([DOWN, " ", ENTER], "Saved: 1 break", ["Veterans Day"]),
        (["a", ENTER], "Nothing was changed.", []),
    ],
    ids=["all as they stand", "one taken out", "none"],
)
def test_what_is_left_ticked_becomes_a_break(
    home: Path, dana: Path, keys: list[str], said: str, taken: list[str]
) -> None:
    (home / "h.ics").write_bytes(calendar(VETERANS, whole("20260216", "", "Board day")))
    with at_terminal(home, "calendar", "import", "h.ics") as terminal:
        terminal.expect_exact("Which of these are breaks?")
        terminal.expect_exact("Board day")
        for key in keys:
            terminal.send(key)
        terminal.expect_exact(said)
        assert leaves_with(terminal) == 0
    [year] = tomllib.loads((dana / "stillpd.toml").read_text("utf-8"))["school_years"]
    assert [one["reason"] for one in year["breaks"]][len(OWN) :] == taken


@pytest.mark.parametrize("name", ["a long name " * 6, "水" * 45], ids=["long", "wide"])
def test_a_row_is_no_wider_than_the_window_and_says_that_more_belongs_to_it(
    home: Path, dana: Path, name: str
) -> None:
    (home / "h.ics").write_bytes(calendar(whole("20260216", "20260221", name), VETERANS))
    with at_terminal(home, "calendar", "import", "h.ics", columns=60) as terminal:
        terminal.expect_exact("Which of these are breaks?")
        terminal.expect_exact("…")
        shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", terminal.before).splitlines()
        assert " (Space in or out, a all or none, Enter goes on)" in shown
        row = shown[-1]
        assert 50 < cells(f"{row}…") < 60
        assert row.startswith("   ● Mon 16 to Fri 20 Feb 2026 ")
        terminal.send(ENTER)
        terminal.expect_exact("Saved: 2 breaks")
    [year] = tomllib.loads((dana / "stillpd.toml").read_text("utf-8"))["school_years"]
    assert name[:70].strip() in [one["reason"][:70].strip() for one in year["breaks"]]


def test_ctrl_c_changes_nothing(home: Path, dana: Path) -> None:
    (home / "h.ics").write_bytes(calendar(VETERANS))
    before = (dana / "stillpd.toml").read_bytes()
    with at_terminal(home, "calendar", "import", "h.ics") as terminal:
        terminal.expect_exact("Which of these are breaks?")
        terminal.expect_exact("Veterans Day")
        terminal.send(CTRL_C)
        assert leaves_with(terminal) == 130
    assert (dana / "stillpd.toml").read_bytes() == before
