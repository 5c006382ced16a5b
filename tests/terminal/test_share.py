"""`share` at a terminal: the second yes, and the file that a bundle goes into."""

from pathlib import Path

from tests.terminal.keys import ENTER, answer, at_terminal, leaves_with


def test_whoever_says_no_to_the_lasting_parts_is_believed(home: Path, dana: Path) -> None:
    profiles = {path: path.read_bytes() for path in (dana / "profile").iterdir()}
    words = ["share", "set", "profile.identity-static", "partner"]
    with at_terminal(home, *words) as terminal:
        terminal.expect_exact("Show them to partner?")
        terminal.send("n")
        terminal.send(ENTER)
        terminal.expect_exact("They stay with you.")
        assert leaves_with(terminal) == 0
    assert {path: path.read_bytes() for path in (dana / "profile").iterdir()} == profiles


def test_a_pack_asks_into_which_file(home: Path, dana: Path) -> None:
    words = ["share", "pack", "team", "--as-of", "2025-11-20"]
    with at_terminal(home, *words) as terminal:
        answer(terminal, "Into which file?", ENTER)
        terminal.expect_exact("Written to for-team.stillpd.zip")
        assert leaves_with(terminal) == 0
    assert (home / "for-team.stillpd.zip").read_bytes().startswith(b"PK")
