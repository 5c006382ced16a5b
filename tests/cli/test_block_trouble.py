"""Blocks whose files cannot be read are named and left alone; private ones are not named."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import BY_HAND, FRIDAYS, Say, everything
from tests.conftest import Run

CHANGES = [
    ["edit", "friday", "--minutes", "5"],
    ["pause", "2025-09-12", "friday"],
    ["resume", "2025-09-12", "friday"],
    ["end", "friday"],
    ["keep", "friday"],
    ["excuse", "2025-09-05", "friday", "--because", "ill"],
]


@pytest.mark.parametrize("words", CHANGES, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (BY_HAND.replace("minutes = 20", "minutes = "), 6),
        (BY_HAND.replace("BYDAY=FR", "BYDAY=XX"), 3),
    ],
    ids=["no TOML", "no rule"],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line_and_left_alone(
    by_hand: Path, say: Say, text: str, line: int, words: list[str]
) -> None:
    by_hand.write_text(text)
    before = everything(by_hand.parents[1])
    refused = say("2025-09-05T15:00", "block", *words, code=2)
    assert f"blocks/friday.toml:{line}: " in refused.err
    assert "stillpd edit blocks/friday.toml" in refused.err
    assert everything(by_hand.parents[1]) == before


def test_a_rule_that_cannot_be_read_is_told_beside_its_block_and_can_be_mended(
    by_hand: Path, say: Say
) -> None:
    by_hand.write_text(BY_HAND.replace("BYDAY=FR", "BYDAY=XX"))
    for words in (["list"], ["show", "friday"], ["occurrences"]):
        told = say("2025-09-05", "block", *words, code=4)
        assert "blocks/friday.toml:3: its rule cannot be read" in told.err
    say("2025-09-05", "block", "edit", "friday", "--every", "fri")
    assert say("2025-09-05", "block", "list").err == ""


def test_on_a_shared_screen_a_private_block_is_not_told(
    fresh: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("2025-08-18", "block", "add", "c4n4ry-one", *FRIDAYS)
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    asked = [["block"], ["block", "list", "--all", "--format", "json"]]
    refused = [["show"], ["keep"], ["edit", "--minutes", "5"], ["show", "x4n4ry-one"]]
    said = [say("2025-09-05", *words) for words in asked]
    said += [say("2025-09-05", "block", *words, code=3) for words in refused]
    say("2025-08-18", "block", "add", "c4n4ry-two", *FRIDAYS)
    said += [say("2025-09-05", "block", *words, code=3) for words in (["keep"], ["keep", "c4n4ry"])]
    answers = "".join(
        one.out + one.err.replace("“c4n4ry”", "").replace("x4n4ry", "") for one in said
    )
    assert "c4n4ry" not in answers
    assert "type the whole name" in said[-1].err
    assert json.loads(said[1].out)["data"]["blocks"] == []
    say("2025-08-18", "block", "add", "open", *FRIDAYS, "--share", "coach")
    assert "open  every Friday" in say("2025-09-05", "block").out
    assert say("2025-09-05", "block", "keep", code=3).err.count("open") == 1


@pytest.mark.parametrize("words", CHANGES[:4], ids=lambda words: words[0])
def test_a_file_that_was_read_in_part_is_not_changed_either(
    by_hand: Path, say: Say, words: list[str]
) -> None:
    by_hand.write_text(BY_HAND.replace("minutes = 20", 'minutes = "soon"'))
    before = by_hand.read_bytes()
    assert "blocks/friday.toml:6: " in say("2025-09-05", "block", *words, code=2).err
    assert by_hand.read_bytes() == before
    assert "every Friday" in say("2025-09-05", "block", code=4).out


def test_minutes_that_no_day_has_are_named_and_keep_no_reminder_away(run: Run, dana: Path) -> None:
    block = dana / "blocks" / "friday.toml"
    block.write_text(block.read_text("utf-8").replace("minutes = 20", "minutes = 5000000000"))
    for words in (["remind", "--always"], ["today"], ["block"]):
        done = run(*words, "--as-of", "2025-10-24T15:00")
        assert done.returncode in {0, 4}, done.stderr
    told = run("doctor").stdout
    assert "blocks/friday.toml:" in told
    assert "1440" in told


def test_a_rules_end_is_told_as_the_day_that_the_wall_shows(run: Run, dana: Path) -> None:
    rule = "FREQ=WEEKLY;BYDAY=FR;UNTIL=20251025T035959Z"  # midnight in New York: it is the 24th
    block = dana / "blocks" / "friday.toml"
    block.write_text(block.read_text("utf-8").replace("FREQ=WEEKLY;BYDAY=FR", rule))
    shown = run("block", "show", "friday", "--as-of", "2025-10-01").stdout
    assert "until 24 October 2025" in shown
