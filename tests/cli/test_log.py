"""`log` through the program: numbers that stand elsewhere, and what a shared screen may say."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

UNSAID = "marzipan-lighthouse"


def put(journal: Path, moment: str, ident: str, kind: str, front: str, body: str = "") -> None:
    """Write an entry as a hand would."""
    folder = journal / "entries" / moment[:4] / moment[5:7]
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{moment[:10]}-{moment[11:13]}{moment[14:16]}-{kind}-{ident}.md"
    text = f'+++\nkind = "{kind}"\nid = "{ident}"\nat = {moment}\n{front}\n+++\n{body}\n'
    (folder / name).write_text(text, "utf-8")


def lines(run: Run, *words: str, **extra: str) -> list[str]:
    done = run("log", *words, **extra)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_check_in_written_in_the_next_week_names_its_week_and_its_numbers_once(
    run: Run, dana: Path
) -> None:
    """W45 of contacts is not recorded in Dana's year: a late check-in says 7."""
    front = 'week = "2025-W45"\n[readings]\ncontacts = 7'
    put(dana, "2025-11-10T08:00:00-05:00", "zzzzz2", "check-in", front)
    monday = ["--from", "2025-11-10", "--to", "2025-11-10", "--kind", "check-in"]
    week, row = lines(run, *monday)[0::2]
    assert week.startswith("2025-W46")
    assert row == "  Mon 10  check-in  zzzzz2  for 2025-W45: contacts 7"
    both = lines(run, "--from", "2025-11-03", "--to", "2025-11-10", "--kind", "check-in")
    assert "contacts 7" in both[1]
    assert both[-1] == "  Mon 10  check-in  zzzzz2  for 2025-W45: 1 number"


def test_a_number_that_was_replaced_stays_with_its_own_check_in(run: Run, dana: Path) -> None:
    """Two files hold contacts of W43: the later one counts (0, at 15:05)."""
    front = "[readings]\ncontacts = 2\ndinners = 3"
    put(dana, "2025-10-22T08:00:00-04:00", "zzzzz2", "check-in", front, "Halfway.")
    said = lines(run, "--week", "2025-W43", "--kind", "check-in")
    assert "contacts 0" in said[1]
    assert "  Wed 22  check-in  zzzzz2  contacts 2  Halfway." in said


def test_an_excuse_stands_below_its_week_without_its_reason(run: Run, dana: Path) -> None:
    front = f'[readings]\ncontacts = 1\n[excused]\ndinners = "{UNSAID}"'
    put(dana, "2026-06-10T08:00:00-04:00", "zzzzz2", "check-in", front)
    said = lines(run, "--from", "2026-06-10", "--to", "2026-06-10", "--as-of", "2026-06-12")
    assert said[1:] == ["  contacts 1 · dinners excused", "  Wed 10  check-in  zzzzz2  2 numbers"]


@pytest.mark.parametrize("style", ["plain", "json", "markdown"])
def test_a_shared_screen_keeps_old_pages_and_private_goals_to_itself(
    run: Run, dana: Path, style: str
) -> None:
    put(dana, "2024-10-24T16:00:00-04:00", "zzzzz2", "note", "", f"{UNSAID} it was.")
    put(dana, "2024-10-24T17:00:00-04:00", "zzzzz3", "note", 'share = ["coach"]', "Seen by all.")
    asked = ["log", "--on-this-day", "--as-of", "2025-10-24", "--format", style]
    assert UNSAID in run(*asked).stdout
    shown = run(*asked, STILLPD_SHARED_SCREEN="1").stdout
    assert UNSAID not in shown
    assert "Seen by all." in shown
    week = ["log", "--week", "2025-W43", "--format", style]
    assert "dinners" in run(*week).stdout
    assert "dinners" not in run(*week, STILLPD_SHARED_SCREEN="1").stdout


@pytest.mark.parametrize("style", ["plain", "json", "markdown"])
def test_today_shows_a_year_ago_on_a_shared_screen_only_if_it_is_shared(
    run: Run, dana: Path, style: str
) -> None:
    words = "Start smaller than you think."
    asked = ["today", "--as-of", "2025-10-24", "--format", style]
    put(dana, "2024-10-24T16:00:00-04:00", "zzzzz2", "note", "", words)
    assert words in run(*asked).stdout
    assert words not in run(*asked, STILLPD_SHARED_SCREEN="1").stdout
    put(dana, "2024-10-24T16:00:00-04:00", "zzzzz2", "note", 'share = ["coach"]', words)
    assert words in run(*asked, STILLPD_SHARED_SCREEN="1").stdout


def test_what_a_terminal_would_obey_is_shown_and_not_obeyed(run: Run, dana: Path) -> None:
    put(dana, "2024-10-24T16:00:00-04:00", "zzzzz2", "note", "", "Red \x1b[31malert\u202e now.")
    for words in (["log", "--on-this-day"], ["today"]):
        said = run(*words, "--as-of", "2025-10-24").stdout
        assert "\x1b" not in said
        assert "\u202e" not in said
        assert "Red \\x1b[31malert" in said


@pytest.mark.parametrize("columns", ["40", "60", "80", "120"])
def test_no_line_is_wider_than_the_page(run: Run, dana: Path, columns: str) -> None:
    put(dana, "2025-03-20T16:00:00-04:00", "zzzzz2", "note", "", "word " * 300)
    put(dana, "2025-03-20T17:00:00-04:00", "zzzzz3", "note", "", "水" * 300)
    for words in (["log"], ["log", "--on-this-day"], ["today"]):
        done = run(*words, "--as-of", "2026-03-20", COLUMNS=columns)
        wide = [line for line in done.stdout.splitlines() if cells(line) > int(columns)]
        assert wide == []


@pytest.mark.parametrize(("columns", "lines"), [("60", 2), ("80", 1), ("120", 1)])
def test_a_long_sentence_of_a_year_ago_is_cut_to_its_line(
    run: Run, dana: Path, columns: str, lines: int
) -> None:
    put(dana, "2025-03-20T16:00:00-04:00", "zzzzz2", "note", "", "No end and " * 30)
    said = run("today", "--as-of", "2026-03-20", COLUMNS=columns).stdout.splitlines()
    [first] = [n for n, line in enumerate(said) if "A year ago this week: “No end and" in line]
    assert len(said) - first == lines
    assert said[-1].endswith("stillpd show zzzzz2")
    assert "…”" in said[first]


def cells(line: str) -> int:
    return sum(2 if char == "水" else 1 for char in line)


def test_json_has_the_numbers_of_each_week(run: Run, dana: Path) -> None:
    done = run("log", "--week", "2025-W42", "--format", "json")
    [week] = json.loads(done.stdout)["data"]["weeks"]
    assert week == {
        "week": "2025-W42",
        "readings": {
            "cer.talk": 2, "contacts": 1, "dinners": 2, "movement": 0, "cer.exit-ticket": 51
        },
        "excused": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ["--week", "2025-W43"],
        ["--kind", "reflection"],
        ["--goal", "cer", "--from", "2026-01-01"],
        ["--goal", "on-t", "--limit", "5"],
        ["--on-this-day"],
        ["--on-this-day", "--circle", "being"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("style", ["plain", "json"])
def test_the_answer_is_the_same_without_the_index(
    run: Run, dana: Path, words: list[str], style: str
) -> None:
    asked = ["log", *words, "--as-of", "2026-06-05", "--format", style]
    by_index, by_files = run(*asked), run(*asked, STILLPD_INDEX="off")
    assert by_index.returncode == by_files.returncode == 0
    assert by_index.stdout == by_files.stdout
    assert "W" in by_files.stdout or "ago" in by_files.stdout
