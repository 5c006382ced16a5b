"""`stillpd coach`: what was given is kept apart and distrusted; the coach's notes are private."""

import json
import os
import shutil
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from stillpd.cli.completion.offers import Asked, offers_for
from stillpd.cli.completion.place import Place
from stillpd.cli.main import load
from stillpd.cli.registry import COMMANDS
from tests.cli.conftest import Say, everything, pages
from tests.conftest import DEMO, Run

NOV = "2025-11-20"
HEADER = """\
format = 1
id = "{id}"
owner = "{owner}"
timezone = "America/New_York"
[audiences.coach]
name = "Priya Raman"
kind = "coach"
"""
MARK = '[bundle]\naudience = "coach"\non = {on}\n{more}'
GOAL = 'title = "{title}"\ncircle = "doing"\nstatus = "active"\nshare = ["coach"]\n{more}'
NOTE = '+++\nkind = "note"\nid = "{ref}"\nat = 2025-11-01T08:00:00-04:00\n+++\n{body}\n'


@pytest.fixture
def priya(home: Path) -> Path:
    """The coach's own journal, the default one of the fresh home."""
    root = home / "priya"
    root.mkdir(parents=True)
    (root / "stillpd.toml").write_text(
        'format = 1\nid = "k2m4x7w9dq"\nowner = "Priya Raman"\ntimezone = "America/New_York"\n'
        '[[school_years]]\nname = "2025-26"\nstarts = 2025-08-18\nends = 2026-06-05\n'
    )
    (home / "config" / "stillpd").mkdir(parents=True)
    (home / "config" / "stillpd" / "config.toml").write_text(f'default = "{root}"\n')
    return root


def bundle(
    path: Path,
    *,
    id_: str = "q7m2kx4w9d",
    owner: str = "Dana Okafor",
    on: str = NOV,
    more: str = "",
    files: dict[str, str] | None = None,
) -> Path:
    """Write a bundle by hand."""
    with zipfile.ZipFile(path, "w") as made:
        page = HEADER.format(id=id_, owner=owner) + MARK.format(on=on, more=more)
        made.writestr("stillpd.toml", page)
        for name, words in (files or {}).items():
            made.writestr(name, words)
    return path


def goal(title: str, more: str = "") -> str:
    return GOAL.format(title=title, more=more)


def note(ref: str, body: str) -> dict[str, str]:
    return {f"entries/2025/11/2025-11-01-0800-note-{ref}.md": NOTE.format(ref=ref, body=body)}


def shelf(home: Path) -> list[str]:
    folder = home / "data" / "stillpd" / "coachees"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def told(say: Say, as_of: str, *words: str) -> Any:
    return say(as_of, "coach", *words, "--format", "json").data


# Keeping -----------------------------------------------------------------------------------------


def test_a_bundle_is_kept_as_it_came_closed_to_others_and_outside_the_journal(
    say: Say, home: Path, priya: Path
) -> None:
    given = bundle(home / "x.zip", files={"goals/cer.toml": goal("Argue")})
    before = everything(priya)
    said = say(NOV, "coach", "add", str(given))
    assert "Kept as dana" in said.out
    kept = home / "data" / "stillpd" / "coachees" / "dana.zip"
    assert kept.read_bytes() == given.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert everything(priya) == before


def test_it_is_called_by_the_first_name_or_as_one_says(say: Say, home: Path, priya: Path) -> None:
    say(NOV, "coach", "add", str(bundle(home / "a.zip", id_="a", owner="José María Núñez")))
    say(NOV, "coach", "add", str(bundle(home / "b.zip", id_="b", owner="José Luis")))
    say(NOV, "coach", "add", str(bundle(home / "c.zip", id_="c", owner="太郎")))
    say(NOV, "coach", "add", str(bundle(home / "d.zip", id_="d", owner="")), "--as", "room-9")
    say(NOV, "coach", "add", str(bundle(home / "e.zip", id_="e", owner="Con")))
    assert shelf(home) == ["jose-2.zip", "jose.zip", "room-9.zip", "teacher-2.zip", "teacher.zip"]
    for name in ("../x", "Dana", "con", "a/b"):
        say(NOV, "coach", "add", str(bundle(home / "f.zip", id_="f")), f"--as={name}", code=2)
    assert len(shelf(home)) == 5


def test_a_new_one_takes_its_place_keeps_the_one_before_and_says_what_is_new(
    say: Say, home: Path, priya: Path
) -> None:
    first = {"goals/cer.toml": goal("Argue"), "goals/old.toml": goal("Given up")}
    first |= note("bbbbb2", "Stays.") | note("ccccc2", "This.") | note("ddddd2", "Gone.")
    second = {"goals/cer.toml": goal("Argue, louder"), "goals/on-task.toml": goal("On task")}
    second |= note("bbbbb2", "Stays.") | note("ccccc2", "That.") | note("fffff2", "Fresh.")
    one = bundle(home / "1.zip", on="2025-11-06", files=first)
    two = bundle(home / "2.zip", files=second)
    assert told(say, NOV, "add", str(one))["changes"] is None
    said = told(say, NOV, "add", str(two))
    assert (said["name"], said["before"], said["as_of"]) == ("dana", "2025-11-06", NOV)
    assert said["changes"] == {
        "goals": {"new": 1, "changed": 1, "gone": 1,
                  "new_titles": ["On task"], "changed_titles": ["Argue, louder"]},
        "pages": {"new": 1, "changed": 1, "gone": 1,
                  "new_titles": ["note: Fresh."], "changed_titles": ["note: That."]},
    }  # fmt: skip
    folder = home / "data" / "stillpd" / "coachees"
    assert (folder / "dana.zip").read_bytes() == two.read_bytes()
    assert (folder / "dana.previous.zip").read_bytes() == one.read_bytes()
    assert (
        "It says what the bundle of 20 November 2025 said."
        in say(NOV, "coach", "add", str(two)).out
    )
    assert (folder / "dana.previous.zip").read_bytes() == one.read_bytes()


def test_what_was_taken_back_is_counted_and_not_named(say: Say, home: Path, priya: Path) -> None:
    one = bundle(home / "1.zip", on="2025-11-06", files={"goals/old.toml": goal("Marzipan")})
    say(NOV, "coach", "add", str(one))
    said = say(NOV, "coach", "add", str(bundle(home / "2.zip")), "--force")
    assert "goals    0 new, 0 changed, 1 gone" in said.out
    assert "Marzipan" not in said.out + said.err


def test_an_older_one_is_refused_unless_it_is_meant(say: Say, home: Path, priya: Path) -> None:
    old, new = bundle(home / "1.zip", on="2025-11-06"), bundle(home / "2.zip")
    undated = home / "3.zip"
    with zipfile.ZipFile(undated, "w") as made:
        page = HEADER.format(id="q7m2kx4w9d", owner="Dana") + '[bundle]\naudience = "coach"\n'
        made.writestr("stillpd.toml", page)
    say(NOV, "coach", "add", str(new))
    for path in (old, undated):
        said = say(NOV, "coach", "add", str(path), code=2)
        assert "The bundle that is kept is newer: of 20 November 2025." in said.err
        assert shelf(home) == ["dana.zip"]
    say(NOV, "coach", "add", str(old), "--force")
    assert shelf(home) == ["dana.previous.zip", "dana.zip"]


def test_what_a_stranger_made_pushes_no_bundle_out_unless_it_is_meant(
    say: Say, home: Path, priya: Path
) -> None:
    pages = {f"goals/g{number}.toml": goal("Argue") for number in (1, 2)}
    pages |= note("bbbbb2", "Stays.") | note("ccccc2", "This.")
    few = dict(list(pages.items())[1:2])
    say(NOV, "coach", "add", str(bundle(home / "1.zip", on="2025-11-06", files=pages)))
    before = everything(home / "data")

    tomorrow = bundle(home / "2.zip", on="2025-11-22", files=pages)
    other = bundle(home / "3.zip", owner="Dana Okofor", files=pages)
    for_other = bundle(home / "4.zip", files=pages)
    with zipfile.ZipFile(for_other, "w") as made:
        page = HEADER.format(id="q7m2kx4w9d", owner="Dana Okafor").replace("Priya", "Pria")
        made.writestr("stillpd.toml", page + MARK.format(on=NOV, more=""))
        for name, words in pages.items():
            made.writestr(name, words)
    less = bundle(home / "5.zip", files=few)
    for given, told in [
        (tomorrow, "It says that it is of a day to come: 22 November 2025."),
        (other, "its owner is “Dana Okofor”, and was “Dana Okafor”."),
        (for_other, "your name is “Pria Raman”, and was “Priya Raman”."),
        (less, "is gone in it: 1 of 2 goals, 2 of 2 entries."),
    ]:
        said = say(NOV, "coach", "add", str(given), code=2)
        assert told in said.err
        assert said.err.endswith("If this one is meant all the same: --force\n")
    assert everything(home / "data") == before

    say("2025-11-21", "coach", "add", str(tomorrow))  # another zone may be a day ahead
    for given in (other, for_other, less):
        say(NOV, "coach", "add", str(given), "--force")
    assert shelf(home) == ["dana.previous.zip", "dana.zip"]


def test_a_name_is_never_given_to_somebody_else(say: Say, home: Path, priya: Path) -> None:
    say(NOV, "coach", "add", str(bundle(home / "1.zip")))
    other = bundle(home / "2.zip", id_="other", owner="Dana Smith")
    said = say(NOV, "coach", "add", str(other), "--as", "dana", "--force", code=2)
    assert "--as NAME" in said.err
    assert (
        "coach drop dana" in say(NOV, "coach", "add", str(home / "1.zip"), "--as", "d", code=2).err
    )
    say(NOV, "coach", "add", str(other))
    assert shelf(home) == ["dana-2.zip", "dana.zip"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\x03\x04", b"hello", b"\x00" * 100],
    ids=["empty", "cut", "text", "zeros"],
)
def test_what_is_no_bundle_is_refused_and_nothing_is_written(
    say: Say, home: Path, priya: Path, raw: bytes
) -> None:
    (home / "x.zip").write_bytes(raw)
    assert say(NOV, "coach", "add", str(home / "x.zip"), code=2).err.startswith(
        "This is no bundle of stillpd: "
    )
    assert not (home / "data").exists()


@pytest.mark.parametrize("name", ["../evil.md", "/abs.md", "goals/../../x.toml", "run.sh"])
def test_a_bundle_with_a_strange_file_is_refused(
    say: Say, home: Path, priya: Path, name: str
) -> None:
    say(NOV, "coach", "add", str(bundle(home / "x.zip", files={name: "x"})), code=2)
    assert not (home / "data").exists()


def test_a_folder_is_a_bundle_where_it_says_for_whom(say: Say, home: Path, priya: Path) -> None:
    said = say(NOV, "coach", "add", str(DEMO), code=2)
    assert "no bundle" in said.err
    folder = home / "folder"
    with zipfile.ZipFile(bundle(home / "x.zip", files={"goals/cer.toml": goal("Argue")})) as packed:
        packed.extractall(folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / "README.txt").write_text("x")
    assert told(say, NOV, "add", str(folder))["goals"] == 1
    with zipfile.ZipFile(home / "data" / "stillpd" / "coachees" / "dana.zip") as kept:
        assert kept.namelist() == ["goals/cer.toml", "stillpd.toml"]


def test_a_link_out_of_the_folder_is_not_followed(say: Say, home: Path, priya: Path) -> None:
    folder = home / "folder"
    with zipfile.ZipFile(bundle(home / "x.zip")) as packed:
        packed.extractall(folder)
    secret = home / "secret"
    secret.mkdir()
    (secret / "mine.toml").write_text(goal("Mine"))
    (folder / "goals").symlink_to(secret)
    said = say(NOV, "coach", "add", str(folder), code=2)
    assert "leads out of it" in said.err
    assert shelf(home) == []


def test_a_pipe_is_no_bundle(say: Say, home: Path, priya: Path) -> None:
    os.mkfifo(home / "pipe")
    assert "no plain file" in say(NOV, "coach", "add", str(home / "pipe"), code=2).err


def test_words_from_a_bundle_do_nothing_to_the_screen(say: Say, home: Path, priya: Path) -> None:
    evil = "\\u001b]0;x\\u0007\\u202eA [bold]B"
    files = {"goals/cer.toml": goal(evil), **note("bbbbb2", "\x1b[2J\u202eHello there, all.")}
    owner = f"Dana {evil}"
    say(NOV, "coach", "add", str(bundle(home / "1.zip", on="2025-11-06", owner=owner)))
    given = bundle(home / "2.zip", owner=owner, files=files)
    said = "".join(
        say(NOV, "coach", *words, "--format", form).out
        for form in ("plain", "json", "markdown")
        for words in (["add", str(given)], ["list"], ["brief", "dana"])
    )
    assert "[bold]" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)


def test_a_coach_without_a_journal_sees_who_there_is_and_how_to_begin_one(
    say: Say, home: Path
) -> None:
    home.mkdir(exist_ok=True)
    say(NOV, "coach", "add", str(bundle(home / "x.zip", files={"goals/cer.toml": goal("Argue")})))
    said = say(NOV, "coach")
    assert "Dana Okafor" in said.out
    assert "none noted yet" in said.out
    assert "stillpd init" in said.err
    assert say(NOV, "coach", "list", "--format", "json").data["coachees"][0]["name"] == "dana"
    assert "Argue" in say(NOV, "coach", "brief", "dana").out
    for words in (["contact", "dana", "--note", "Hello."], ["report"]):
        assert "Start one with: stillpd init" in say(NOV, "coach", *words, code=3).err
    say(NOV, "-j", str(home / "nowhere"), "coach", "list", code=3)
    assert shelf(home) == ["dana.zip"]


def test_two_teachers_who_come_under_one_name_at_once_are_both_kept(
    say: Say, home: Path, priya: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = bundle(home / "1.zip"), bundle(home / "2.zip", id_="other", owner="Dana Smith")
    say(NOV, "coach", "add", str(one))
    with monkeypatch.context() as at_once:
        at_once.setattr("stillpd.exchange.coachees.kept_names", lambda: ())
        said = say(NOV, "coach", "add", str(two), code=2)
    assert "once more" in said.err
    assert (home / "data" / "stillpd" / "coachees" / "dana.zip").read_bytes() == one.read_bytes()
    assert shelf(home) == ["dana.zip"]
    say(NOV, "coach", "add", str(two))
    assert shelf(home) == ["dana-2.zip", "dana.zip"]


# Talks -------------------------------------------------------------------------------------------


def test_a_talk_is_a_private_page_of_the_coachs_own_journal(
    say: Say, home: Path, priya: Path
) -> None:
    say(NOV, "coach", "add", str(bundle(home / "x.zip")))
    kept = (home / "data" / "stillpd" / "coachees" / "dana.zip").read_bytes()
    said = say(
        NOV, "coach", "contact", "dana", "--minutes", "10", "--mode", "visit", "--spontaneous",
        "--note", "Watched period 3.", "--phase", "learn", "--next", "film it",
        "--check-back", "in 2 weeks", "--at", "2025-11-19 10:20",
    )  # fmt: skip
    assert "Check back Wednesday 3 December 2025." in said.err
    [page] = pages(priya, "contact")
    expected = {"who": "dana", "minutes": 10, "mode": "visit", "planned": False, "phase": "learn",
                "next": "film it", "body": "Watched period 3."}  # fmt: skip
    assert {key: page[key] for key in expected} == expected
    assert (str(page["check_back"]), f"{page['at']:%Y-%m-%d %H:%M}") == (
        "2025-12-03",
        "2025-11-19 10:20",
    )
    assert "share" not in page
    assert (home / "data" / "stillpd" / "coachees" / "dana.zip").read_bytes() == kept
    say(NOV, "undo")
    assert pages(priya, "contact") == []


def test_ten_minutes_are_noted_with_one_word_and_a_full_name_is_the_same_person(
    say: Say, home: Path, priya: Path
) -> None:
    say(NOV, "coach", "add", str(bundle(home / "x.zip")))
    for who in ("dana", "dan", "Dana Okafor", "  DANA  okafor "):
        assert say(NOV, "coach", "contact", who).err == ""
    assert {page["who"] for page in pages(priya, "contact")} == {"dana"}
    assert "stands in the report" in say(NOV, "coach", "contact", "Luis").err


@pytest.mark.parametrize(
    "words",
    [["--mode", "hug"], ["--phase", "closing"], ["--minutes=-1"], ["--minutes", "ten"],
     ["--check-back", "2025-11-20"], ["--check-back", "someday"], ["--at", "whenever"]],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    say: Say, home: Path, priya: Path, words: list[str]
) -> None:
    say(NOV, "coach", "contact", "dana", *words, code=2)
    say(NOV, "coach", "contact", " ", code=2)
    assert pages(priya, "contact") == []


def test_words_that_cannot_be_saved_are_kept_as_a_draft(say: Say, home: Path, priya: Path) -> None:
    (priya / "entries").write_text("a file where the folder should be")
    said = say(NOV, "coach", "contact", "dana", "--note", "Worth keeping.", code=2)
    assert "Your words are in a draft" in said.err
    [draft] = (home / "state").rglob("coach-contact-*.md")
    assert "Worth keeping." in draft.read_text("utf-8")


def test_into_a_bundle_nothing_is_noted(say: Say, home: Path, priya: Path) -> None:
    given = bundle(home / "x.zip")
    before = given.read_bytes()
    say(NOV, "-j", str(given), "coach", "contact", "dana", "--note", "Hello.", code=2)
    assert given.read_bytes() == before


# Looking -----------------------------------------------------------------------------------------


def test_the_list_says_who_waits_and_what_is_new(say: Say, home: Path, priya: Path) -> None:
    phases = "phases = { identify = 2025-08-20, learn = 2025-09-08, improve = 2025-12-01 }\n"
    files = {"goals/cer.toml": goal("Argue", phases)}
    more = 'since = 2025-11-06\nnew = ["cer", "bbbbb2"]\n'
    say(NOV, "coach", "add", str(bundle(home / "1.zip", files=files, more=more)))
    say(NOV, "coach", "add", str(bundle(home / "2.zip", id_="ade", owner="Ade Bell")))
    say("2025-11-03", "coach", "contact", "ade")
    say("2025-11-04", "coach", "contact", "dana", "--check-back", "2025-11-21")
    rows = told(say, "2025-11-17", "list")["coachees"]
    assert [(one["name"], one["overdue"]) for one in rows] == [("ade", False), ("dana", False)]
    rows = told(say, "2025-11-18", "list")["coachees"]
    assert [(one["name"], one["overdue"]) for one in rows] == [("ade", True), ("dana", False)]
    [dana] = [one for one in told(say, "2025-11-22", "list")["coachees"] if one["name"] == "dana"]
    assert dana == {
        "name": "dana", "owner": "Dana Okafor", "on": NOV, "last": "2025-11-04", "mode": None,
        "minutes": None, "check_back": "2025-11-21", "overdue": True, "new": 2,
        "phases": [{"goal": "cer", "phase": "learn", "since": "2025-09-08"}],
    }  # fmt: skip
    page = say("2025-11-22", "coach").out
    assert "check back was 21 Nov" in page
    assert "as of 20 Nov, 2 pages new or changed" in page
    assert "cer learn since 8 Sep" in page


def test_a_damaged_bundle_is_told_and_hides_no_other(say: Say, home: Path, priya: Path) -> None:
    say(NOV, "coach", "add", str(bundle(home / "1.zip")))
    say(NOV, "coach", "add", str(bundle(home / "2.zip", id_="ade", owner="Ade Bell")))
    (home / "data" / "stillpd" / "coachees" / "ade.zip").write_bytes(b"spoilt")
    said = say(NOV, "coach", "list", code=4)
    assert "dana" in said.out
    assert "ade.zip" in said.err
    say(NOV, "coach", "drop", "ade", "--yes")
    say(NOV, "coach", "list")


def test_the_brief_is_that_of_the_bundle(run: Run, dana: Path, home: Path) -> None:
    run("share", "set", "cer", "coach", "--also", "phases", "--as-of", NOV)
    run("share", "pack", "coach", "-o", "d.zip", "--redact", "--as-of", NOV)
    run("coach", "add", "d.zip")
    own = run("coach", "brief", "dana", "--as-of", NOV)
    assert own.returncode == 0, own.stderr
    assert own.stdout == run("-j", "./d.zip", "brief", "--as-of", NOV).stdout
    assert "identify 20 Aug · learn 8 Sep · improve 20 Oct" in own.stdout
    phases = json.loads(
        run("coach", "brief", "dana", "--as-of", "2025-09-10", "--format", "json").stdout
    )
    [cer] = [one for one in phases["data"]["goals"] if one["id"] == "cer"]
    assert [one["phase"] for one in cer["phases"]] == ["identify", "learn"]
    missing = run("coach", "brief", "nobody")
    assert missing.returncode == 3
    assert "coach list" in missing.stderr


def test_phases_that_are_not_shared_are_not_told(run: Run, dana: Path, home: Path) -> None:
    run("share", "pack", "coach", "-o", "d.zip", "--redact", "--as-of", NOV)
    run("coach", "add", "d.zip")
    for words in (["brief", "dana"], ["list"]):
        assert "improve" not in run("coach", *words, "--as-of", NOV).stdout


# The report --------------------------------------------------------------------------------------


def test_under_three_teachers_there_are_totals_and_a_reason(
    say: Say, home: Path, priya: Path
) -> None:
    for who, minutes in (("ana", "25"), ("ana", "10"), ("ben", "5")):
        say(NOV, "coach", "contact", who, "--minutes", minutes, "--mode", "visit")
    assert told(say, NOV, "report") == {
        "from": "2025-08-18", "to": NOV, "teachers": 2, "contacts": 3, "minutes": 40,
        "without_minutes": 0, "breakdown": None,
    }  # fmt: skip
    page = say(NOV, "coach", "report").out
    assert "With fewer than 3 teachers there are only totals" in page
    assert "visit" not in page


def test_of_three_the_report_tells_parts_and_no_name_and_no_word(
    say: Say, home: Path, priya: Path
) -> None:
    phases = {"Marzipan": "learn", "Lighthouse": "learn", "Periwinkle": "learn",
              "Ana": "improve", "Ben": "identify", "Cem": "Umbrella"}  # fmt: skip
    for who, phase in phases.items():
        known = phase if phase.islower() else "enroll"
        mode = "online" if who == "Ana" else "visit"
        say(NOV, "coach", "contact", who, "--minutes", "20", "--phase", known, "--mode", mode,
            "--note", f"{who} wept.", "--next", "Umbrella")  # fmt: skip
    for page in priya.glob("entries/*/*/*.md"):  # a phase of the coach's own is written by hand
        page.write_text(page.read_text("utf-8").replace('"enroll"', '"Umbrella"'), "utf-8")
    assert told(say, NOV, "report")["breakdown"] == {
        "phases": [
            {"name": "learn", "contacts": 3, "minutes": 60},
            {"name": "other", "contacts": 3, "minutes": 60},
        ],
        "modes": [],  # five visits would tell that the one that is left was online
        "planned": [{"name": "not said", "contacts": 6, "minutes": 120}],
    }
    said = "".join(
        say(NOV, "coach", "report", "--format", form).out for form in ("plain", "json", "markdown")
    )
    for word in ("marzipan", "lighthouse", "periwinkle", "umbrella", "priya", "wept"):
        assert word not in said.lower()


def test_with_a_bundle_that_cannot_be_read_two_names_may_be_one_teacher_and_there_are_totals(
    say: Say, home: Path, priya: Path
) -> None:
    say(NOV, "coach", "contact", "Dana Okafor", "--mode", "visit")
    say(NOV, "coach", "add", str(bundle(home / "x.zip")))
    for who in ("dana", "ana"):
        say(NOV, "coach", "contact", who)
    whole = told(say, NOV, "report")
    assert (whole["teachers"], whole["breakdown"]) == (2, None)
    (home / "data" / "stillpd" / "coachees" / "dana.zip").write_bytes(b"spoilt")
    said = say(NOV, "coach", "report", code=4)
    assert "two of these may be one teacher" in " ".join(said.out.split())
    assert "visit" not in said.out
    assert "dana.zip" in said.err


def test_the_report_counts_its_days_and_one_with_two_names_once(
    say: Say, home: Path, priya: Path
) -> None:
    say("2025-10-31", "coach", "contact", "Dana Okafor", "--minutes", "7")
    say(NOV, "coach", "add", str(bundle(home / "x.zip")))
    say("2025-11-01", "coach", "contact", "dana", "--minutes", "5")
    say("2025-11-19", "coach", "contact", "dana")
    whole = told(say, NOV, "report")
    assert (whole["teachers"], whole["contacts"], whole["without_minutes"]) == (1, 3, 1)
    part = told(say, NOV, "report", "--from", "2025-11-01", "--to", "2025-11-18")
    assert (part["contacts"], part["minutes"]) == (1, 5)


# Letting go, and shared screens ------------------------------------------------------------------


def test_drop_needs_a_yes_and_leaves_the_coachs_own_notes(
    say: Say, home: Path, priya: Path
) -> None:
    say(NOV, "coach", "add", str(bundle(home / "1.zip", on="2025-11-06")))
    say(NOV, "coach", "add", str(bundle(home / "2.zip")))
    say(NOV, "coach", "contact", "dana")
    before = everything(priya)
    assert "--yes" in say(NOV, "coach", "drop", "dana", code=2).err
    assert shelf(home) == ["dana.previous.zip", "dana.zip"]
    for left in (".dana.zip.0a1b2c3d.tmp", ".dana.previous.zip.0a1b2c3d.tmp"):  # of a killed run
        (home / "data" / "stillpd" / "coachees" / left).write_bytes(b"hers")
    say(NOV, "coach", "list")
    say(NOV, "coach", "drop", "dana", "--yes")
    assert shelf(home) == []
    assert everything(priya) == before
    say(NOV, "coach", "drop", "dana", "--yes", code=3)


def test_a_shared_screen_shows_no_teacher(
    say: Say, home: Path, priya: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bundle(home / "1.zip", on="2025-11-06")
    say(NOV, "coach", "add", str(one))
    param = next(p for p in load(coach_row()).commands["brief"].params if p.name == "who")
    find = offers_for(["coach", "brief"], param)
    assert find
    assert [offer.value for offer in find(Asked(Place(typed="")))] == ["dana"]
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    assert list(find(Asked(Place(typed="")))) == []
    for form in ("plain", "json"):
        assert "dana" not in say(NOV, "coach", "list", "--format", form).out.lower()
    assert "dana" not in say(NOV, "coach", "brief", "x", code=3).err
    said = say(
        NOV, "coach", "add", str(bundle(home / "2.zip", files={"goals/c.toml": goal("Marzipan")}))
    )
    assert "goals    1 new" in said.out
    assert "Marzipan" not in said.out


def coach_row() -> Any:
    return next(row for row in COMMANDS if row.name == "coach")


def test_where_the_folder_cannot_be_written_it_is_said(say: Say, home: Path, priya: Path) -> None:
    (home / "data").write_text("a file where the folder should be")
    said = say(NOV, "coach", "add", str(bundle(home / "x.zip")), code=6)
    assert "could not be kept" in said.err
    assert "Traceback" not in said.err


def test_what_was_noted_is_never_in_a_bundle_for_others(
    say: Say, home: Path, priya: Path, run: Run
) -> None:
    say(NOV, "coach", "add", str(bundle(home / "x.zip")))
    say(NOV, "coach", "contact", "dana", "--note", "Marzipan.")
    run("audience", "add", "team", "--name", "PLC", "--kind", "team")
    done = run("export", "markdown", "--audience", "team", "--as-of", NOV)
    assert "Marzipan" not in done.stdout + done.stderr
    header = tomllib.loads((priya / "stillpd.toml").read_text("utf-8"))
    assert "bundle" not in header
    shutil.rmtree(home / "data")
    say(NOV, "coach", "list")
