"""A folder in which everything went wrong that can: doctor names it, and the rest still counts."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import DEMO

DATA = Path(__file__).parent.parent / "data"
AS_OF = ("--as-of", "2026-03-01")

# What a person would find who reads the folder with FORMAT's rules beside it: file, line, code.
KNOWN_PROBLEMS = [
    ("blocks/friday.toml", 3, "start-off-rule"),
    ("blocks/walk.toml", 2, "bad-rule"),
    ("entries/2025/09/2025-09-06-0900-note-t2wnfk.md", 3, "double-id"),
    ("entries/2025/09/2025-09-14-1900-check-in-c3hckn.md", 7, "two-values"),
    ("entries/2025/09/2025-09-19-1500-check-in-c4hckn.md", 8, "bad-toml"),
    ("entries/2025/09/2025-09-26-1500-check-in-c5hckn.md", 8, "unknown-measure"),
    ("entries/2025/10/2025-09-30-1500-note-y2lstk.md", 4, "wrong-folder"),
    ("entries/2025/10/2025-09-30-1500-note-y2lstk.md", 5, "unknown-audience"),
    ("entries/2025/10/2025-10-10-1530-reflection.md", 1, "no-front-matter"),
    ("entries/2025/10/2025-10-13-0800-commitment-q2rphn.md", 9, "settled-open"),
    ("entries/2025/10/2025-10-13-0800-commitment-q2rphn.md", 10, "unknown-after"),
    ("entries/2025/10/2025-10-13-0800-commitment-q2rphn.md", 11, "unknown-goal"),
    ("entries/2025/10/2025-10-14-0800-commitment-q3rphn.md", 8, "no-settled-date"),
    ("entries/2025/10/2025-10-16-1500-evidence-v2dnck.md", 6, "missing-file"),
    ("entries/2025/10/2025-10-20-1500-note-k2dnmk.md", 7, "student-name"),
    (
        "entries/2025/10/2025-10-20-1500-note-k2dnmk.sync-conflict-20251021-081500-ABCDEFG.md",
        0,
        "conflict-copy",
    ),
    ("entries/2025/10/2025-10-23-1500-note-b2dbyt.md", 6, "not-utf8"),
    ("entries/2025/10/2025-10-24-1500-note-m2rgdk.md", 6, "unmerged"),
    ("entries/2025/10/2025-10-25-0900-musing-g2ssmk.md", 2, "unknown-kind"),
    ("entries/2025/10/2025-10-25-0900-musing-g2ssmk.md", 5, "out-of-range"),
    ("entries/2025/10/2025-10-25-0900-musing-g2ssmk.md", 6, "unknown-word"),
    ("entries/2025/11/2025-11-25-1000-check-in-j3lynt.md", 7, "outside-plan"),
    ("entries/2062/01/2062-01-05-1000-note-f2trkn.md", 4, "in-the-future"),
    ("goals/My Goal.toml", 0, "bad-name"),
    ("goals/contacts.toml", 6, "unknown-audience"),
    ("goals/movement.toml", 4, "closed-by-hand"),
    ("goals/movement.toml", 6, "due-before-start"),
    ("goals/movement.toml", 7, "unknown-block"),
    ("goals/movement.toml", 10, "no-target"),
    ("goals/movement.toml", 17, "event-order"),
    ("goals/packets.toml", 4, "bad-date"),
    ("goals/rubric.toml", 1, "bad-toml"),
    ("stillpd.toml", 21, "overlapping-years"),
]
UNREAD = {"c4hckn", "b2dbyt", "m2rgdk", "f2trkn"}  # three cannot be read, one is yet to come


@pytest.fixture
def messy(home):
    place = home / "messy"
    shutil.copytree(DATA / "messy", place)
    return place


def answer(done):
    return json.loads(done.stdout)


def fingerprints(root):
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_doctor_finds_exactly_what_is_wrong_by_file_and_line(run, messy):
    done = run("doctor", "-j", str(messy), *AS_OF, "--format", "json")
    found = [(p["path"], p["line"], p["code"]) for p in answer(done)["problems"]]
    assert found == KNOWN_PROBLEMS
    assert done.returncode == 4


def test_doctor_names_the_file_beside_the_problem_and_what_to_do(run, messy):
    done = run("doctor", "-j", str(messy), *AS_OF, COLUMNS="200")
    assert done.returncode == 4
    assert "goals/packets.toml:4: “2025-13-03” is not a date such as 2025-10-24." in done.stdout
    assert "Better: stillpd goal close movement --as partly --on DATE" in done.stdout
    assert "33 things to look at in 24 files." in done.stdout
    assert done.stderr == ""


def test_a_students_name_is_located_and_never_repeated(run, messy):
    done = run("doctor", "-j", str(messy), *AS_OF)
    assert "k2dnmk.md:7" in done.stdout
    assert "Theo" not in done.stdout + done.stderr
    assert "Marisol" not in done.stdout + done.stderr


def test_every_other_entry_is_on_the_timeline(run, messy):
    done = run("log", "-j", str(messy), *AS_OF, "--format", "json")
    refs = [entry["ref"] for entry in answer(done)["data"]["entries"]]
    written = [
        path.stem.rpartition("-")[2]
        for path in (messy / "entries").rglob("*.md")
        if "sync-conflict" not in path.name
    ]
    ids = {name for name in written if len(name) == 6}
    assert set(refs) == (ids - UNREAD) | {"n2nmkz", "entries/2025/10/2025-10-10-1530-reflection.md"}
    assert refs.count("t2wnfk") == 2
    assert done.returncode == 4


def test_progress_still_counts_what_can_be_read(run, messy):
    done = run("progress", "-j", str(messy), *AS_OF, "--format", "json")
    goals = {goal["id"]: goal for goal in answer(done)["data"]["goals"]}
    assert set(goals) >= {"contacts", "packets"}
    weeks = {week["week"]: week for week in goals["contacts"]["measures"][0]["weeks"]}
    assert weeks["2025-W37"]["value"] == 4  # of two files the later one counts
    assert weeks["2025-W38"]["state"] == "not_recorded"  # its only file cannot be read
    assert weeks["2025-W39"]["value"] == 3
    assert "2025-W48" not in weeks


@pytest.mark.parametrize(
    "words",
    [
        ["doctor"],
        ["log"],
        ["log", "--week", "2025-W43"],
        ["progress"],
        ["progress", "contacts"],
        ["show", "l2ngkn"],
        ["show", "goals/rubric.toml"],
        ["show", "entries/2025/10/2025-10-23-1500-note-b2dbyt.md"],
        ["history"],
        ["restore"],
        ["undo", "--list"],
        ["recover"],
    ],
    ids=" ".join,
)
def test_reading_changes_no_byte_of_any_file(run, messy, words):
    before = fingerprints(messy)
    done = run(*words, "-j", str(messy), *AS_OF)
    assert done.returncode in {0, 4}, done.stderr
    assert fingerprints(messy) == before


def test_a_windows_file_keeps_its_line_ends_when_it_is_changed(run, messy):
    path = messy / "entries/2025/09/2025-09-04-1600-note-w3ndws.md"
    before = path.read_bytes().split(b"\r\n")
    run("edit", "w3ndws", "--star", "-j", str(messy), *AS_OF)
    after = path.read_bytes().split(b"\r\n")
    assert [line for line in after if line not in before] == [b"starred = true"]
    assert not any(b"\n" in line for line in after)


def test_a_goal_with_comments_and_a_key_of_ones_own_keeps_them(run, messy):
    before = (messy / "goals/contacts.toml").read_bytes()
    assert run("delete", "contacts", "-j", str(messy), *AS_OF).returncode == 0
    assert run("undo", "-j", str(messy), *AS_OF).returncode == 0
    assert (messy / "goals/contacts.toml").read_bytes() == before


@pytest.mark.parametrize("width", ["40", "60", "80", "120"])
def test_wide_letters_and_endless_lines_keep_to_the_width(run, messy, width):
    from stillpd.render.width import cells

    done = run("log", "-j", str(messy), *AS_OF, COLUMNS=width)
    lines = [line for line in done.stdout.splitlines() if "reflection.md" not in line]
    assert max(cells(line) for line in lines) <= int(width)


def test_an_empty_journal_is_well_and_says_how_to_begin(run):
    empty = str(DATA / "empty")
    assert run("doctor", "-j", empty).stdout == ""
    assert run("doctor", "-j", empty).returncode == 0
    assert "stillpd write" in run("log", "-j", empty).stdout


def test_doctor_is_silent_on_danas_year(run):
    done = run("doctor", "-j", str(DEMO), "--as-of", "2026-06-05")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_five_years_are_read_whole(run, home):
    root = home / "five"
    make_five_years(root)
    done = run("log", "-j", str(root), "--as-of", "2026-08-01", "--format", "json")
    assert answer(done)["data"]["found"] == 190
    done = run("doctor", "-j", str(root), "--as-of", "2026-08-01")
    assert (done.stdout, done.returncode) == ("", 0)


def make_five_years(root):
    """Write 190 weekly check-ins of eight readings each: five school years of 38 weeks."""
    from datetime import date, timedelta

    root.mkdir()
    (root / "goals").mkdir()
    (root / "stillpd.toml").write_text('format = 1\nid = "f2vyrs"\ntimezone = "UTC"\n')
    measures = "".join(f'[[measure]]\nid = "m{n}"\nrole = "lead"\ntarget = 3\n' for n in range(8))
    head = 'title = "g"\ncircle = "doing"\nkind = "habit"\nstarted = 2021-09-01\n'
    (root / "goals/g.toml").write_text(head + measures)
    for number in range(190):
        year, week = divmod(number, 38)
        day = date(2021 + year, 9, 3) + timedelta(weeks=week)
        folder = root / f"entries/{day:%Y/%m}"
        folder.mkdir(parents=True, exist_ok=True)
        ident = "".join("23456789bcdf"[int(d)] for d in f"{number:06}")
        readings = "".join(f'"g.m{n}" = {n}\n' for n in range(8))
        front = f'kind = "check-in"\nid = "{ident}"\nat = {day}T15:00:00Z\n[readings]\n{readings}'
        name = f"{day}-1500-check-in-{ident}.md"
        (folder / name).write_text(f"+++\n{front}+++\nA week.\n")
