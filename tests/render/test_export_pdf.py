"""A period as a PDF: its words can be read out again, and the same journal makes the same bytes."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stillpd.model.errors import InvalidInput
from stillpd.render import export_pdf
from tests.conftest import Run
from tests.render.test_export_markdown import HOSTILE, PRIVATE

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
    assert not [word for word in PRIVATE if word.lower() in text.lower()]


@needs("pdftotext")
def test_the_figures_are_those_of_progress(export, run: Run) -> None:
    text = flat(out_of(export()))
    told = json.loads(run("progress", *AT, "--format", "json").stdout)["data"]
    goals = {goal["id"]: goal for goal in told["goals"]}
    for name in ("cer", "contacts"):
        for one in (m for m in goals[name]["measures"] if m["role"] == "lead"):
            assert f"met {one['met']} of {one['recorded']} recorded" in text


@needs("pdftotext")
def test_every_script_can_be_copied_out_and_nothing_is_taken_for_markup(export, run: Run) -> None:
    run("write", SAID, "--share", "coach", "--as-of", "2025-11-19")
    text = re.sub(r"\s", "", out_of(export()))
    assert re.sub(r"\s", "", SAID.replace("*b*", "b")) in text


@needs("pdftotext")
@pytest.mark.parametrize("hostile", [*HOSTILE, "#panic()", '"); #read("/etc/passwd")', "$ x $"])
def test_hostile_words_are_words(export, run: Run, hostile: str) -> None:
    run("write", "-", "--share", "coach", "--as-of", "2025-11-19", text=f"Before.\n\n{hostile}\n")
    text = out_of(export())
    assert "Before." in text
    assert "Professional learning" in text  # what comes after it


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
        export_pdf.as_bytes(None)  # type: ignore[arg-type]
    assert refused.value.hint == "It comes with: pipx inject stillpd typst"


def test_a_screen_gets_none(dana: Path, run: Run) -> None:
    done = run("export", "pdf", "--audience", "coach", "--redact", *AT)
    assert done.returncode == 2
    assert "-o journal.pdf" in done.stderr
