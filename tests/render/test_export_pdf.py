"""A period as a PDF: its words can be read out again, and the same journal makes the same bytes."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stillpd.actions.export import shared_for
from stillpd.insight.period import period_at
from stillpd.insight.portfolio import portfolio
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.model.errors import InvalidInput
from stillpd.render import export_nodes, export_pdf
from stillpd.render.export_document import Document, Facts, Prose, Section, Table, Words
from tests.conftest import DEMO, Run
from tests.private_words import private_in
from tests.render.test_export_markdown import HOSTILE

pytest.importorskip("typst", reason="the extra `pdf` is not here")
AT = ("--as-of", "2025-11-20")
SAID = "Zoë said “déjà vu” – and 你好 🌱 beside $x$ #set page(width: 1pt) @ref <label> *b*."


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not here")


def out_of(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def flat(text: str) -> str:
    return " ".join(text.split())


@cache
def coachs() -> str:
    """Return the words of the coach's pages, made once for those who only read them."""
    now = datetime(2025, 11, 20, 23, 59, tzinfo=ZoneInfo("America/New_York"))
    opened = open_journal(DEMO)
    shared = shared_for(opened, read_journal(opened), "coach", now, redact=True)
    made = export_pdf.as_bytes(portfolio(shared, period_at(shared.journal.calendar, now)))
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.fixture
def export(dana: Path, run: Run, tmp_path: Path):
    def make(name: str = "one.pdf", *more: str, audience: str = "coach") -> Path:
        file = tmp_path / name
        chosen = ("--audience", audience, "--redact", "-o", str(file), *AT, *more)
        done = run("export", "pdf", *chosen)
        assert done.returncode == 0, done.stderr
        return file

    return make


def test_the_same_journal_makes_the_same_bytes(export) -> None:
    assert export("one.pdf").read_bytes() == export("two.pdf").read_bytes()


@needs("pdftotext")
def test_what_is_shared_is_there_and_what_is_private_is_not(export) -> None:
    text = out_of(export())
    for words in ("Dana Okafor", "Priya Raman, coach", "Students argue from evidence"):
        assert words in text
    pages = text.count("\f")
    assert f"{pages}/{pages}" in text.replace(" ", "")
    assert private_in(text) == []


@needs("pdftotext")
def test_the_figures_are_those_of_progress(dana: Path, run: Run) -> None:
    text = flat(coachs())
    told = json.loads(run("progress", *AT, "--format", "json").stdout)["data"]
    goals = {goal["id"]: goal for goal in told["goals"]}
    for name in ("cer", "contacts"):
        for one in (m for m in goals[name]["measures"] if m["role"] == "lead"):
            assert f"met {one['met']} of {one['recorded']} recorded" in text


@needs("pdftotext")
def test_no_page_ends_with_a_heading_or_what_stands_below_it(export) -> None:
    """A month, a title with its day, and its facts go with what was written below them."""
    text = out_of(export("year.pdf", "--as-of", "2026-06-05", audience="me"))
    pages = [[line for line in page.splitlines() if line.strip()] for page in text.split("\f")]
    for page in pages[:-1]:
        last = page[-2].strip()  # the last line of all is the foot
        assert not re.search(
            r"(mon|tues|wednes|thurs|fri|satur|sun)day \d+ \w+ \d{4}$", last, re.IGNORECASE
        )
        assert not re.match(r"(goals?|week of|energy|circle|discipline): ", last), last
        assert not re.match(r"[A-Z][a-z]+ \d{4}$", last)  # a month
    assert (
        sum("Made" in line and "What became of it" in line for page in pages for line in page) > 2
    )  # the head of one table, page after page


@needs("pdftotext")
def test_protocols_and_weeks_are_called_by_what_a_reader_knows(dana: Path, run: Run) -> None:
    paper = flat(coachs())
    markdown = flat(run("export", "markdown", "--audience", "coach", "--redact", *AT).stdout)
    html = run("export", "html", "--audience", "coach", "--redact", *AT).stdout
    for text in (paper, markdown, flat(re.sub("<[^>]+>", " ", html))):
        assert "Reflection: After-action review" in text
        assert not re.search(r"\baar\b|, weekly\b|\d{4}-W\d\d", text)
        assert re.search(r"week of:? 1 Sep 2025", text)


@needs("pdftotext")
def test_the_weeks_in_numbers_are_those_of_progress(dana: Path, run: Run) -> None:
    told = json.loads(run("progress", *AT, "--format", "json").stdout)["data"]
    goal = next(goal for goal in told["goals"] if goal["id"] == "contacts")
    text = flat(coachs().partition("The weeks in numbers")[2])
    for week in goal["measures"][0]["weeks"]:
        monday = date.fromisocalendar(int(week["week"][:4]), int(week["week"][6:]), 1)
        value = "–" if week["value"] is None else week["value"]
        assert f"{monday.day} {monday:%b %Y} {value}" in text


@needs("pdftotext")
def test_every_script_can_be_copied_out_and_nothing_is_taken_for_markup(export, run: Run) -> None:
    run("write", SAID, "--share", "coach", "--as-of", "2025-11-19")
    text = re.sub(r"\s", "", out_of(export()))
    assert re.sub(r"\s", "", SAID.replace("*b*", "b")) in text


@needs("pdftotext")
def test_hostile_words_are_words_in_every_place(tmp_path: Path) -> None:
    """In a title, a paragraph, a fact and a cell each says itself; in prose, what it means."""
    hostile = (*HOSTILE, "#panic()", '"); #read("/etc/passwd")', "$ x $")
    sections = [
        Section(
            level=2,
            title=said,
            pieces=(
                Words(said),
                Facts((("Fact", said),)),
                Table(("Cell",), ((said,),), grow=(0,)),
                Prose(f"Before.\n\n{said}"),
                Words(f"After{number}."),
            ),
        )
        for number, said in enumerate(hostile)
    ]
    made = Document(title="Foot", owner="O", cover=Facts(()), sections=tuple(sections))
    file = tmp_path / "hostile.pdf"
    file.write_bytes(export_pdf.pages(made, date(2025, 11, 20), "UTC"))
    left = re.sub(r"\s|Foot|\d+/\d+", "", out_of(file))
    for number, said in enumerate(hostile):
        found, _, left = left.partition(f"After{number}.")
        shown = re.sub(r"\s", "", said.replace("\x1b", "\\x1b"))
        assert found.count(shown) >= 4, (said, found)
        prose = re.sub(r"^(•|1\.)", "", found.partition("Before.")[2])  # of a list
        assert prose == re.sub(r"\s", "", export_nodes.words(export_nodes.nodes(said))), said


@needs("pdfinfo")
def test_it_tells_title_owner_and_the_day_and_the_paper_is_that_of_the_place(
    export, dana: Path
) -> None:
    def told(file: Path) -> str:
        return subprocess.run(
            ["pdfinfo", file], capture_output=True, text=True, check=True, env={"TZ": "UTC"}
        ).stdout

    american = told(export())
    assert re.search(r"Author: +Dana Okafor\n", american)
    assert re.search(r"CreationDate: +Thu Nov 20 00:00:00 2025", american)
    assert "(letter)" in american
    page = dana / "stillpd.toml"
    page.write_text(page.read_text().replace("America/New_York", "Europe/Berlin"))
    assert "(A4)" in told(export("two.pdf"))


def test_without_the_part_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InvalidInput) as refused:
        export_pdf.pages(None, None, "")  # type: ignore[arg-type]
    assert refused.value.hint == "It comes with: pipx inject stillpd typst"


def test_more_than_memory_holds_is_refused_with_the_way_on() -> None:
    prose = Section(level=2, title="Words", pieces=(Prose("Quiet hour. " * 400_000),))
    long = Document(title="T", owner="O", cover=Facts(()), sections=(prose,))
    with pytest.raises(InvalidInput, match="too much for one PDF") as refused:
        export_pdf.pages(long, date(2026, 6, 5), "UTC")
    assert "--year" in refused.value.hint


def test_a_screen_gets_none(dana: Path, run: Run) -> None:
    done = run("export", "pdf", "--audience", "coach", "--redact", *AT)
    assert done.returncode == 2
    assert "-o journal.pdf" in done.stderr
