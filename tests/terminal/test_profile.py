"""`stillpd profile revisit`, line by line, and the second yes for what lasts."""

import tomllib
from pathlib import Path
from typing import Any

import pexpect

from tests.terminal.keys import CTRL_C, DOWN, ENTER, answer, at_terminal, leaves_with


def profile(dana: Path, day: str) -> dict[str, Any]:
    return tomllib.loads((dana / "profile" / f"{day}.toml").read_text("utf-8"))


def pick(terminal: pexpect.spawn, line: str, *keys: str) -> None:
    terminal.expect_exact(line)
    terminal.expect_exact("(skip)")
    for key in keys:
        terminal.send(key)


def small(dana: Path) -> None:
    for page in (dana / "profile").iterdir():
        page.unlink()
    (dana / "profile" / "2025-08-13.toml").write_text(
        'purpose = "To send them out."   # mine\n'
        "[[motivation]]\n"
        'driver = "craft"\n'
        "strength = 8\n"
        'example = "the jar lab"\n'
        "[[strengths]]\n"
        'name = "focus"\n'
    )


def test_line_by_line_keep_change_and_drop(home: Path, dana: Path) -> None:
    small(dana)
    with at_terminal(home, "profile", "revisit", "--as-of", "2025-10-31") as terminal:
        pick(terminal, "1 · To send them out.", ENTER)
        pick(terminal, "2 · craft:8: the jar lab", DOWN, ENTER)
        answer(terminal, "How would you say it now?", "\x15craft:7: two slides", ENTER)
        pick(terminal, "3 · focus", DOWN, DOWN, ENTER)
        terminal.expect_exact("Saved: the profile of 31 October 2025")
        assert leaves_with(terminal) == 0
    made = profile(dana, "2025-10-31")
    assert made["purpose"] == "To send them out."
    assert made["motivation"] == [{"driver": "craft", "strength": 7, "example": "two slides"}]
    assert "strengths" not in made
    assert [str(day) for day in made["revisited"].values()] == ["2025-10-31"]
    assert list(made["revisited"]) == ["motivation"]
    assert "# mine" in (dana / "profile" / "2025-10-31.toml").read_text()
    assert profile(dana, "2025-08-13")["motivation"][0]["strength"] == 8


def test_stopped_on_the_way_keeps_what_was_said_and_stamps_only_what_was_seen(
    home: Path, dana: Path
) -> None:
    small(dana)
    with at_terminal(home, "profile", "revisit", "--as-of", "2025-10-31") as terminal:
        pick(terminal, "1 · To send them out.", ENTER)
        pick(terminal, "2 · craft:8: the jar lab", DOWN, DOWN, ENTER)
        pick(terminal, "3 · focus", CTRL_C)
        terminal.expect_exact("Stopped on the way")
        assert leaves_with(terminal) == 0
    made = profile(dana, "2025-10-31")
    assert "motivation" not in made
    assert made["strengths"] == [{"name": "focus"}]
    assert "strengths" not in made.get("revisited", {})


def test_stopped_before_anything_changed_nothing_is_written(home: Path, dana: Path) -> None:
    small(dana)
    with at_terminal(home, "profile", "revisit", "--as-of", "2025-10-31") as terminal:
        pick(terminal, "1 · To send them out.", CTRL_C)
        terminal.expect_exact("Nothing changed.")
        assert leaves_with(terminal) == 0
    assert not (dana / "profile" / "2025-10-31.toml").exists()


def test_what_lasts_is_shared_only_after_a_second_yes(home: Path, dana: Path) -> None:
    words = ["profile", "edit", "--share", "identity_static=team", "--as-of", "2025-10-31"]
    with at_terminal(home, *words) as terminal:
        answer(terminal, "Share them?", ENTER)
        assert leaves_with(terminal) == 7
    assert "identity_static" not in profile(dana, "2025-10-31")["share"]
    with at_terminal(home, *words) as terminal:
        answer(terminal, "Share them?", "y", ENTER)
        terminal.expect_exact("Saved: the profile")
        assert leaves_with(terminal) == 0
    assert profile(dana, "2025-10-31")["share"]["identity_static"] == ["team"]
