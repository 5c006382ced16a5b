"""`stillpd brief`: a screen before a talk, the same for both who read it."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.html_tree import read
from tests.private_words import PRIVATE, private_in

AT = ["--as-of", "2025-11-20"]


def test_it_fits_on_one_screen(run: Run, dana: Path) -> None:
    for audience, at in (
        ("coach", "2025-11-20"),
        ("coach", "2026-03-20"),
        ("coach", "2026-06-05"),
        ("team", "2026-03-03"),
        ("evaluator", "2026-06-05"),
        ("partner", "2026-06-05"),
    ):
        done = run("brief", audience, "--as-of", at, "--redact")
        assert done.returncode == 0, done.stderr
        lines = done.stdout.splitlines()
        assert len(lines) <= 40, (audience, at)
        assert all(len(line) <= 80 for line in lines)


def test_nothing_private_stands_in_it(run: Run, dana: Path) -> None:
    for kind in ("plain", "markdown", "json"):
        said = run("brief", "coach", "--redact", "--format", kind, *AT).stdout
        assert private_in(said, (*PRIVATE, "packets")) == [], kind


def test_a_private_name_is_refused_with_the_place(run: Run, dana: Path) -> None:
    done = run("brief", "coach", *AT)
    assert (done.returncode, done.stdout) == (7, "")
    assert "hpkrzx, body line 3" in done.stderr
    assert "--redact" in done.stderr


def test_a_bundle_says_the_same_to_whom_it_is_for(run: Run, dana: Path, home: Path) -> None:
    run("share", "pack", "coach", "--redact", "-o", "a.zip", "--as-of", "2025-11-06")
    done = run("share", "pack", "coach", "--redact", "--since", "last", "-o", "b.zip", *AT)
    assert done.returncode == 0, done.stderr
    own = run("brief", "coach", "--redact", *AT).stdout
    assert "NEW OR CHANGED SINCE 6 Nov" in own
    for words in (["brief"], ["brief", "coach"]):
        assert run("-j", "b.zip", *words, *AT).stdout == own
    assert run("-j", "b.zip", "brief", "team", *AT).returncode == 3


def test_the_bundle_of_this_morning_is_this_talks_own(run: Run, dana: Path) -> None:
    run("share", "pack", "coach", "--redact", "-o", "a.zip", "--as-of", "2025-11-06")
    before = run("brief", "coach", "--redact", *AT).stdout
    run("share", "pack", "coach", "--redact", "-o", "b.zip", "--as-of", "2025-11-20T07:30")
    assert run("brief", "coach", "--redact", *AT).stdout == before


@pytest.mark.parametrize(("words", "code"), [([], 2), (["me"], 2), (["nobody"], 3)], ids=str)
def test_with_whom_has_to_be_known(run: Run, dana: Path, words: list[str], code: int) -> None:
    done = run("brief", *words, *AT)
    assert (done.returncode, done.stdout) == (code, "")
    assert "coach" in done.stderr


def test_where_nothing_is_shared_it_says_how(run: Run, dana: Path) -> None:
    run("audience", "add", "mentor", "--name", "Ade")
    done = run("brief", "mentor", *AT)
    assert done.returncode == 0, done.stderr
    assert "stillpd share set REF mentor" in done.stdout


def test_its_goals_are_those_of_progress(run: Run, dana: Path) -> None:
    told = json.loads(run("brief", "coach", "--redact", "--format", "json", *AT).stdout)["data"]
    own = json.loads(run("progress", "--format", "json", *AT).stdout)["data"]
    goals = {goal["id"]: goal for goal in own["goals"]}
    for goal in told["goals"]:
        counted = goals[goal["id"]]
        for key in ("status", "due", "slack", "progress"):
            assert goal[key] == counted[key]
        for one, other in zip(goal["measures"], counted["measures"], strict=True):
            for key in ("planned", "recorded", "excused", "not_recorded", "met", "sum", "mean"):
                assert one[key] == other[key]
            states = [
                [(w["week"], w["state"], w["value"]) for w in m["weeks"]] for m in (one, other)
            ]
            assert states[0] == states[1]


def test_as_a_file_it_says_the_same_for_a_browser_and_on_one_sheet(
    run: Run, dana: Path, home: Path
) -> None:
    for name in ("talk.html", "talk.pdf"):
        done = run("brief", "coach", "--redact", "-o", name, *AT)
        assert done.returncode == 0, done.stderr
    page = (home / "talk.html").read_text("utf-8")
    shown = " ".join(
        unescape(re.sub(r"<style>.*</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split()
    )
    for words in ("Before the talk: Dana Okafor and Priya Raman, coach", "met 6 of 10 recorded",
                  "Students argue from evidence", "renegotiated 12 Nov", "Is this still the goal",
                  "New since 12 Nov 2025", "□ open"):  # fmt: skip
        assert words in shown, words
    assert private_in(page, (*PRIVATE, "packets")) == []
    assert "<script" not in page
    paper = (home / "talk.pdf").read_bytes()
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type */Page\b", paper)) == 1


def test_what_is_new_is_told_by_its_own_words_and_a_cut_has_a_sign(
    run: Run, dana: Path, home: Path
) -> None:
    """A title may look like what guides a reflection; words in a browser are not cut silently."""
    page = (
        '+++\nkind = "reflection"\nid = "bbbbb2"\nat = 2025-11-20T08:00:00-05:00\n'
        'protocol = "aar"\ntitle = "weekly: a title of my own"\nshare = ["coach"]\n+++\n'
    )
    (dana / "entries/2025/11/2025-11-20-0800-reflection-bbbbb2.md").write_text(page)
    long = f"{'word ' * 60}end"
    run("write", long, "--share", "coach", "--as-of", "2025-11-20")
    run("brief", "coach", "--redact", "-o", "talk.html", *AT)
    rows = [
        [cell.text for cell in row.all("td", "th")]
        for row in read((home / "talk.html").read_bytes()).all("tr")
    ]
    assert ["20 Nov", "reflection, After-action review", "weekly: a title of my own"] in rows
    [said] = [row[2] for row in rows if row[1] == "note" and row[2].startswith("word")]
    assert said == f"{' '.join(['word'] * 39)}…"  # as many whole words as 200 signs hold
    assert (
        "reflection  aar: weekly: a title of my own"
        in run("brief", "coach", "--redact", *AT).stdout
    )


def test_a_file_is_what_its_name_says_and_one_that_is_there_stays_unless_it_is_said(
    run: Run, dana: Path, home: Path
) -> None:
    """As `export` has it: JSON tells of the file, and refusals have the same words."""
    asked = ["brief", "coach", "--redact", *AT]
    (home / "talk.pdf").write_text("mine")
    (home / "talk.txt").write_text("mine")
    for name in ("talk.pdf", "talk.txt"):
        refused = run(*asked, "-o", name)
        assert (refused.returncode, (home / name).read_text()) == (2, "mine")
        assert f"{name} is there already.\n  Choose another name, or write over it: --force" in (
            refused.stderr
        )
    done = run(*asked, "-o", "talk.pdf", "--force", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["command"], told["status"]) == ("brief", "done")
    assert (told["data"]["file"], told["data"]["audience"]) == ("talk.pdf", "coach")
    assert (home / "talk.pdf").read_bytes().startswith(b"%PDF")
    assert run(*asked, "-o", "talk.txt", "--force").returncode == 0
    assert (home / "talk.txt").read_text("utf-8") == run(*asked).stdout
    run(*asked, "-o", "talk.md")
    assert (home / "talk.md").read_text("utf-8") == run(*asked, "--format", "markdown").stdout
