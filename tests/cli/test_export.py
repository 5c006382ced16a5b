"""`stillpd export`: for somebody who is named, of what they may see, into a file that is new."""

import csv
import json
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from stillpd.exchange.journal_json import read_journal_json
from stillpd.render.export_csv import TABLES
from tests.conftest import Run
from tests.html_tree import read
from tests.private_words import PRIVATE, private_in

AT = ["--as-of", "2025-11-20"]
FORMATS = [["json"], ["ics"], *(["csv", "--table", table] for table in TABLES)]

every_format = pytest.mark.parametrize("form", [["json"], ["ics"], ["csv"]], ids="-".join)
every_table_too = pytest.mark.parametrize("form", FORMATS, ids="-".join)


def share_a_block_and_a_promise(run: Run) -> None:
    """Give the coach something for a calendar; everything else is in Dana's year already."""
    words = ["--due", "2025-11-28", "--share", "coach", "--as-of", "2025-11-19"]
    assert run("commitment", "add", "bring two exit tickets", *words).returncode == 0
    words = ["--minutes", "30", "--share", "coach", "--as-of", "2025-11-19"]
    done = run("block", "add", "planning", "--every", "tue 07:30", "--title", "Planning", *words)
    assert done.returncode == 0, done.stderr


@every_format
def test_without_an_audience_and_without_a_terminal_nothing_goes(
    run: Run, dana: Path, home: Path, form: list[str]
) -> None:
    for words in ([], ["-o", "out"]):
        done = run("export", *form, *words, *AT)
        assert (done.returncode, done.stdout) == (7, "")
        assert "For whom is it?" in done.stderr
    assert {path.name for path in home.iterdir()} <= {"dana", "config", "passing", "cache"}


def test_an_audience_that_there_is_not_is_not_found(run: Run, dana: Path) -> None:
    assert run("export", "json", "--audience", "nobody", *AT).returncode == 3


def test_a_private_name_in_shared_words_stops_what_they_stand_in_until_it_is_taken_out(
    run: Run, dana: Path, home: Path
) -> None:
    share_a_block_and_a_promise(run)
    asked = ["--audience", "coach", "-o", "c", *AT]
    refused = run("export", "json", *asked)
    assert refused.returncode == 7
    assert "hpkrzx, body line 3" in refused.stderr
    assert not (home / "c").exists()
    assert run("export", "json", *asked, "--redact").returncode == 0
    assert (home / "c").stat().st_mode & 0o777 == 0o600
    assert run("export", "csv", *asked, "--force").returncode == 0, "no reflection is in it"


@every_table_too
def test_there_is_no_trace_of_what_is_private(
    run: Run, dana: Path, home: Path, form: list[str]
) -> None:
    share_a_block_and_a_promise(run)
    done = run("export", *form, "--audience", "coach", "--redact", *AT)
    assert done.returncode == 0, done.stderr
    assert private_in(done.stdout.replace("\r\n ", "")) == []


def test_what_is_shared_is_there(run: Run, dana: Path) -> None:
    share_a_block_and_a_promise(run)
    asked = ["--audience", "coach", "--redact", *AT]
    told = json.loads(run("export", "json", *asked).stdout)
    assert told["audience"] == "coach"
    assert "cer" in told["goals"]
    assert any("[private]" in entry.get("body", "") for entry in told["entries"])
    assert '"Students argue from evidence"' in run("export", "csv", *asked).stdout
    calendar = Calendar.from_ical(run("export", "ics", *asked).stdout)
    titles = {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")}
    assert {"Planning", "bring two exit tickets"} <= titles


def test_for_its_owner_everything_goes(run: Run, dana: Path) -> None:
    asked = ["--audience", "me", *AT]
    told = json.loads(run("export", "json", *asked).stdout)
    assert told["goals"].keys() == {path.stem for path in (dana / "goals").glob("*.toml")}
    assert private_in(json.dumps(told)) == [*PRIVATE], "what others look for in vain is there"
    assert '"dinners"' in run("export", "csv", *asked).stdout
    assert "SUMMARY:Friday\\, quiet" in run("export", "ics", *asked).stdout


def as_it_was(root: Path, kind: str, day: date) -> dict[str, str]:
    """Return what had become of each promise or ask by a day, from the files themselves."""
    words, came, on, usual = {
        "commitment": ("text", "outcome", "settled", "open"),
        "ask": ("what", "answer", "answered", "open"),
    }[kind]
    pages = [
        tomllib.loads(path.read_text("utf-8").split("+++\n")[1])
        for path in (root / "entries").rglob("*.md")
    ]
    return {
        page[words]: page.get(came, usual) if page.get(on, day) <= day else usual
        for page in pages
        if page["kind"] == kind and date(2025, 8, 18) <= page["at"].date() <= day
    }


def first_word(said: str) -> str:
    """Return an outcome as the files have it, from the words of a page: “due Friday” is open."""
    first = said.partition(" ")[0].rstrip(",")
    return "open" if first in {"due", "since"} or said.startswith("no date") else first


@pytest.mark.parametrize("day", [date(2025, 9, 15), date(2025, 10, 1)], ids=str)
def test_every_format_says_what_was_open_on_a_day_of_before(
    run: Run, dana: Path, day: date
) -> None:
    """What came of a promise or an ask later is in none of them."""

    def made(*form: str) -> str:
        return run("export", *form, "--audience", "me", "--as-of", str(day)).stdout

    promised, asked = as_it_was(dana, "commitment", day), as_it_was(dana, "ask", day)
    assert "open" in promised.values()
    told = json.loads(made("json"))["entries"]
    for kind, key, came, expected in (
        ("commitment", "text", "outcome", promised), ("ask", "what", "answer", asked),
    ):  # fmt: skip
        pages = [one for one in told if one["kind"] == kind]
        assert {one[key]: one.get(came, "open") for one in pages} == expected
        is_open = [one for one in pages if one.get(came, "open") == "open"]
        assert not any({"settled", "answered", "gain"} & one.keys() for one in is_open)
        rows = csv.DictReader(made("csv", "--table", f"{kind}s").splitlines(keepends=True))
        assert {row[key]: row[came] for row in rows} == expected
    page = read(made("html").encode())
    table = next(t for t in page.all("table") if t.attributes.get("class") == "promises")
    cells = [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")][1:]
    kept = {text.partition("  ")[0]: became for _, text, _, _, became in cells}
    assert {
        words: first_word(next(became for text, became in kept.items() if text.startswith(words)))
        for words in promised
    } == promised
    markdown = made("markdown")
    rows = [line.split(" | ") for line in markdown.splitlines() if line.count(" | ") == 4]
    assert {row[1]: first_word(row[4]) for row in rows[1:] if row[1] in promised} == promised
    for words, answer in asked.items():
        article = next(a for a in page.all("article") if words in a.text)
        assert f"answer{answer}" in article.text
        beside = markdown.partition(f"### {words}")[2].partition("###")[0]
        assert f"answer: {answer}" in beside


def test_of_a_private_block_only_the_days_are_shared_and_a_calendar_has_no_hour_of_it(
    run: Run, dana: Path
) -> None:
    run("share", "set", "stillness", "team")
    told = json.loads(run("export", "json", "--audience", "team", "--redact", *AT).stdout)
    assert told["blocks"].keys() == {"quiet-1"}
    done = run("export", "ics", "--audience", "team", "--redact", *AT)
    assert "FREQ" not in done.stdout.replace("RRULE:FREQ=YEARLY", "")
    assert "T000000" not in done.stdout


@every_format
def test_a_file_that_is_there_stays_unless_it_is_said(
    run: Run, dana: Path, home: Path, form: list[str]
) -> None:
    (home / "mine").write_text("mine")
    asked = ["export", *form, "--audience", "me", "-o", "mine", *AT]
    assert run(*asked).returncode == 2
    assert (home / "mine").read_text() == "mine"
    assert run(*asked, "--force").returncode == 0
    assert (home / "mine").read_bytes() != b"mine"
    assert (home / "mine").stat().st_mode & 0o777 == 0o600
    assert list(home.glob(".*")) == []


@every_format
def test_the_same_journal_makes_the_same_bytes(
    run: Run, dana: Path, home: Path, form: list[str]
) -> None:
    for name in ("a", "b"):
        run("export", *form, "--audience", "me", "-o", name, *AT)
    assert (home / "a").read_bytes() == (home / "b").read_bytes()


@every_format
def test_a_bundle_is_exported_as_what_it_holds(
    run: Run, dana: Path, home: Path, form: list[str]
) -> None:
    share_a_block_and_a_promise(run)
    assert run("share", "pack", "coach", "-o", "c.zip", "--redact", *AT).returncode == 0
    with zipfile.ZipFile(home / "c.zip") as bundle:
        assert bundle.testzip() is None
    done = run("export", *form, "-j", "./c.zip", *AT)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert private_in(done.stdout.replace("\r\n ", "")) == []
    if form == ["json"]:
        journal = read_journal_json(done.stdout.encode())
        assert journal.problems == ()
        assert journal.header.bundle
        assert journal.header.bundle.audience == "coach"


def test_json_tells_of_the_file(run: Run, dana: Path, home: Path) -> None:
    done = run("export", "csv", "--audience", "me", "-o", "a.csv", "--format", "json", *AT)
    told = json.loads(done.stdout)
    assert (told["command"], told["status"]) == ("export", "done")
    assert told["data"] == {
        "format": "csv",
        "audience": "me",
        "from": "2025-08-18",
        "to": "2025-11-20",
        "bytes": (home / "a.csv").stat().st_size,
        "file": "a.csv",
    }
    done = run("export", "json", "--audience", "me", "-o", "a.json", "--format", "json", *AT)
    told = json.loads(done.stdout)["data"]
    assert (told["from"], told["to"]) == (None, None), "it is not cut to a period"


@pytest.mark.parametrize(
    "words",
    [["json", "--table", "asks"], ["ics", "--excel"], ["json", "--csv-raw"], ["xlsx"],
     ["csv", "--table", "secrets"], ["json", "--week", "2025-W43"], ["ics", "--year", "2025-26"]],
    ids=" ".join,
)  # fmt: skip
def test_what_does_not_go_together_is_refused(run: Run, dana: Path, words: list[str]) -> None:
    done = run("export", *words, "--audience", "me", *AT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_calendar_without_anything_is_not_made(run: Run, dana: Path, home: Path) -> None:
    done = run("export", "ics", "--audience", "evaluator", "-o", "e.ics", *AT)
    assert done.returncode == 3
    assert not (home / "e.ics").exists()


def test_a_file_that_cannot_be_read_is_told_beside(run: Run, dana: Path) -> None:
    (dana / "goals" / "broken.toml").write_text("title = = 1\n")
    done = run("export", "json", "--audience", "me", *AT)
    assert done.returncode == 4
    assert "goals/broken.toml" in done.stderr
    assert json.loads(done.stdout)["kind"] == "journal"
