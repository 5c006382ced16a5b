"""`stillpd share set`: what is shared with whom, said plainly; and which journal is meant."""

import tomllib
from pathlib import Path

from tests.cli.conftest import Say, everything
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


def test_a_field_is_typed_as_it_is_told(run: Run, dana: Path) -> None:
    for typed in ("if-then", "if_then"):
        done = run("share", "set", "dinners", "coach", "--also", typed)
        assert "with if-then" in done.stdout.replace("\n", " "), typed
        goal = tomllib.loads((dana / "goals" / "dinners.toml").read_text("utf-8"))
        assert goal["share_also"] == ["if_then"]
        run("share", "set", "dinners", "coach", "--not", "--also", typed)
        goal = tomllib.loads((dana / "goals" / "dinners.toml").read_text("utf-8"))
        assert not goal.get("share_also")
    for words in (["dinners", "coach", "--also", "x"], ["profile.x", "coach"]):
        refused = run("share", "set", *words)
        assert refused.returncode == 2
        assert "_" not in refused.stderr
    assert "if-then" in run("share", "list", "coach").stdout
    assert "_" not in run("share", "list", "coach").stdout


def test_an_audience_that_there_is_not_is_not_found_wherever_it_is_named(
    say: Say, dana: Path
) -> None:
    before = everything(dana)
    for words in (
        ["write", "x", "--share"],
        ["check", "contacts=3", "--share"],
        ["commitment", "add", "x", "--share"],
        ["goal", "edit", "cer", "--share-rate"],
        ["block", "add", "quiet", "--every", "fri 14:45", "--share"],
        ["block", "keep", "--share"],
        ["profile", "edit", "--share", "strengths=nobody"],
        ["log", "--audience"],
        ["audience", "remove"],
        ["audience", "edit", "--name", "A"],
        ["share", "set", "cer"],
        ["share", "list"],
        ["share", "preview"],
        ["share", "pack", "-o", "x.zip"],
        ["share", "log"],
        ["export", "json", "--audience"],
        ["brief"],
    ):
        named = [] if "strengths=nobody" in words else ["nobody"]
        refused = say("2025-11-20", *words, *named, code=3)
        assert refused.err.startswith(
            "There is no audience “nobody”.\n  Known: coach, partner, team, evaluator\n"
        ), words
    assert everything(dana) == before


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
