"""`calendar import` at a terminal: what was found stands ticked, and is taken out with Space."""

import tomllib
from pathlib import Path

import pytest

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


def test_ctrl_c_changes_nothing(home: Path, dana: Path) -> None:
    (home / "h.ics").write_bytes(calendar(VETERANS))
    before = (dana / "stillpd.toml").read_bytes()
    with at_terminal(home, "calendar", "import", "h.ics") as terminal:
        terminal.expect_exact("Which of these are breaks?")
        terminal.expect_exact("Veterans Day")
        terminal.send(CTRL_C)
        assert leaves_with(terminal) == 130
    assert (dana / "stillpd.toml").read_bytes() == before
