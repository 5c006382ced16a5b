"""`stillpd share set`: what is shared with whom, said plainly; and which journal is meant."""

import tomllib
from pathlib import Path

from tests.conftest import Run

AT = ["--as-of", "2025-11-20"]


def test_what_is_so_already_is_said_and_nothing_is_written(run: Run, dana: Path) -> None:
    run("share", "set", "movement", "team", "--rate-only")
    run("share", "set", "profile.growth", "team")
    pages = {path: path.read_bytes() for path in dana.rglob("*.toml")}
    for words, told in (
        (["cer", "coach"], "cer is already shared with coach"),
        (["dinners", "evaluator", "--not"], "dinners was not shared with evaluator"),
        (["movement", "team", "--rate-only"], "the rate of movement alone is already shared"),
        (["cer", "coach", "--not", "--also", "obstacle"], "cer goes without obstacle already"),
        (["profile.growth", "team"], "profile.growth is already shared with team"),
        (["profile.purpose", "partner", "--not"], "profile.purpose was not shared with partner"),
    ):
        done = run("share", "set", *words)
        assert (done.returncode, done.stderr) == (0, ""), words
        assert told in done.stdout
        assert done.stdout.rstrip().endswith("nothing changed.")
    assert {path: path.read_bytes() for path in dana.rglob("*.toml")} == pages
    assert "Taken back: profile.growth is shared with team" in run("undo").stdout


def test_a_goal_goes_whole_or_by_its_rate_and_what_it_was_before_is_said(
    run: Run, dana: Path
) -> None:
    whole = run("share", "set", "cer", "coach", "--rate-only").stdout
    assert "cer goes to coach by its rate alone" in whole
    assert "the goal no longer" in whole.replace("\n", " ")
    goal = tomllib.loads((dana / "goals" / "cer.toml").read_text("utf-8"))
    assert ("coach" in goal["share"], goal["share_rate"]) == (False, ["coach"])
    back = run("share", "set", "cer", "coach").stdout.replace("\n", " ")
    assert "cer is shared with coach whole, not by its rate alone any more" in back


def test_fields_that_others_see_from_now_on_are_told_with_a_way_back(run: Run, dana: Path) -> None:
    run("share", "set", "dinners", "coach")
    alone = run("share", "set", "dinners", "coach", "--also", "obstacle")
    assert "now too" not in alone.stderr
    both = run("share", "set", "dinners", "partner", "--also", "why")
    assert (
        "coach sees why now too: such a field goes to everybody who sees the goal." in both.stderr
    )
    back = both.stderr.rpartition("Keep it back: stillpd ")[2].split()
    assert run(*back).returncode == 0
    goal = tomllib.loads((dana / "goals" / "dinners.toml").read_text("utf-8"))
    assert (goal["share"], goal["share_also"]) == (["coach", "partner"], ["obstacle"])


def test_a_journal_that_is_named_wins_over_the_environment(
    run: Run, dana: Path, home: Path
) -> None:
    run("share", "pack", "team", "-o", "t.zip", *AT)
    own = {"STILLPD_JOURNAL": str(dana)}
    for words in (["-j", "./t.zip", "goal", "list"], ["goal", "list", "-j", "./t.zip"],
                  ["goal", "-j", "./t.zip", "list"]):  # fmt: skip
        seen = run(*words, "--all", *AT, **own).stdout
        assert "energy-flow" in seen
        assert "dinners" not in seen
    assert run("-j", "./t.zip", "write", "Not in mine.", **own).returncode == 2
    assert "dinners" in run("goal", "list", "--all", *AT, **own).stdout
