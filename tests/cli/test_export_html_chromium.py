"""`stillpd export html` in a real browser: on a phone, at a desk, in the dark, and on paper."""

import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chromium import AXE, CHROMIUM, Browser, browser
from tests.conftest import DEMO, clean_environment

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not here: apt-get install chromium"
)
A4, LETTER = (8.27, 11.69), (8.5, 11.0)  # inches
POINTS = {A4: (595, 842), LETTER: (612, 792)}
WIDER = """
[...document.querySelectorAll("body *")].filter(e => {
  const box = e.getBoundingClientRect();
  return box.right > innerWidth + 1 && !e.closest(".scroll, pre, svg, .hidden, .prose table")
    && getComputedStyle(e).position !== "absolute";
}).map(e => e.outerHTML.slice(0, 80))
"""
SPLIT_WORDS = "x" * 400
BY_LOOK = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
ONE_OF_A_KIND = """
document.querySelectorAll("section, tbody, ul, ol, dl, .prose, svg").forEach(parent => {
  const seen = {};
  [...parent.children].forEach(child => {
    const kind = child.tagName + child.getAttribute("class");
    seen[kind] = (seen[kind] || 0) + 1;
    if (seen[kind] > 1) child.remove();
  });
});
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of Dana's year, and the one before a talk, made by the commands."""
    home = tmp_path_factory.mktemp("home")
    made = {name: home / f"{name}.html" for name in ("coach", "me", "brief")}
    ways = {
        "coach": ["export", "html", "--audience", "coach", "--redact", "--as-of", "2026-06-05"],
        "me": ["export", "html", "--audience", "me", "--as-of", "2026-06-05"],
        "brief": ["brief", "coach", "--redact", "--as-of", "2025-11-20"],
    }
    for name, page in made.items():
        done = subprocess.run(
            [sys.executable, "-m", "stillpd", "-j", str(DEMO), *ways[name], "-o", str(page)],
            env=clean_environment(home), cwd=home, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return made


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("audience", ["coach", "me", "brief"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(
    seen: Browser, pages: dict[str, Path], audience: str, width: int
) -> None:
    seen.look(width)
    seen.open(pages[audience])
    seen.value("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert seen.value("document.documentElement.scrollWidth") == width
    assert seen.value(WIDER) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_seen_in_light_and_in_dark(
    seen: Browser, pages: dict[str, Path], width: int, dark: bool  # noqa: FBT001
) -> None:  # fmt: skip
    seen.look(width, dark=dark)
    seen.open(pages["coach"])
    paper = seen.value("getComputedStyle(document.body).backgroundColor")
    shades = [int(part) for part in re.findall(r"\d+", paper)]
    assert (max(shades) < 60) if dark else (min(shades) > 200)
    assert size(seen.picture(height=1200)) == (width, 1200)
    bars = "[...document.querySelectorAll('svg.bars .bar')].map(e => e.getBoundingClientRect())"
    assert seen.value(f"{bars}.filter(b => b.width > 2 && b.height > 1).length") > 30


def test_nothing_is_asked_of_the_network_and_nothing_is_refused(
    seen: Browser, pages: dict[str, Path]
) -> None:
    seen.open(pages["me"])
    asked = [e["params"]["request"]["url"] for e in seen.events
             if e["method"] == "Network.requestWillBeSent"]  # fmt: skip
    assert set(asked) == {pages["me"].as_uri()}
    assert not [e for e in seen.events if e["method"] == "Log.entryAdded"]


def test_a_picture_is_told_to_those_who_hear_it(seen: Browser, pages: dict[str, Path]) -> None:
    seen.open(pages["coach"])
    tree = seen.call("Accessibility.getFullAXTree")["nodes"]
    pictures = [
        (node["name"]["value"], node.get("description", {}).get("value", ""))
        for node in tree
        if node.get("role", {}).get("value") in {"image", "img"}
    ]
    assert len(pictures) == 5
    assert any("met 26 of 34 recorded, 2 not recorded" in " ".join(told) for told in pictures)
    roles = {node.get("role", {}).get("value") for node in tree}
    assert {"main", "banner", "contentinfo", "navigation", "columnheader", "rowheader"} <= roles


@pytest.mark.skipif(AXE is None, reason="axe-core is not here: pip install axe-playwright-python")
@pytest.mark.parametrize("page", ["coach", "me", "brief"])
def test_a_checker_finds_nothing_that_keeps_anybody_out(
    seen: Browser, pages: dict[str, Path], page: str
) -> None:
    """By axe-core: the whole page once, and what a look decides on one of each kind."""
    seen.look(360)
    seen.open(pages[page])
    seen.value("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert seen.faults(without=("color-contrast", "target-size")) == []
    seen.value(ONE_OF_A_KIND)
    for width, dark in ((360, False), (360, True), (1280, False), (1280, True)):
        seen.look(width, dark=dark)
        assert seen.faults(only=BY_LOOK) == [], (width, dark)


@pytest.mark.skipif(AXE is None, reason="axe-core is not here: pip install axe-playwright-python")
def test_the_checker_would_find_something(seen: Browser, tmp_path: Path) -> None:
    page = tmp_path / "poor.html"
    page.write_text("<title>x</title><main><h1 style='color: #ccc; background: #fff'>Pale</h1>")
    seen.look(360)
    seen.open(page)
    found = {fault.partition(":")[0] for fault in seen.faults()}
    assert found == {"serious color-contrast", "serious html-has-lang"}


@pytest.mark.parametrize("paper", [A4, LETTER], ids=["A4", "Letter"])
def test_it_prints_on_paper(
    seen: Browser, pages: dict[str, Path], paper: tuple[float, float]
) -> None:
    seen.look(1280)
    seen.open(pages["coach"])
    printed = seen.printed(width=paper[0], height=paper[1])
    assert printed.startswith(b"%PDF")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert 10 < len(boxes) < 60
    for width, height in boxes:
        assert (float(width), float(height)) == pytest.approx(POINTS[paper], abs=1)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not here: poppler-utils")
def test_on_paper_the_weeks_stand_in_numbers_too(
    seen: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    seen.look(1280)
    seen.open(pages["coach"])
    paper = tmp_path / "coach.pdf"
    paper.write_bytes(seen.printed(width=A4[0], height=A4[1]))
    said = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True)
    text = " ".join(said.stdout.decode().split())
    assert text.count("Week of Value It was") > 2
    assert "3 Nov 2025 – not" in text  # the week without a number, of lessons with structured talk
    assert "12 Jan 2026 75 %" in text


def test_the_page_before_a_talk_has_room_on_one_sheet(
    seen: Browser, pages: dict[str, Path]
) -> None:
    seen.look(1280)
    seen.open(pages["brief"])
    for paper in (A4, LETTER):
        printed = seen.printed(width=paper[0], height=paper[1])
        assert printed.count(b"/MediaBox") == 1


def test_one_word_without_an_end_breaks_nothing(
    seen: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    page = tmp_path / "long.html"
    written = pages["coach"].read_text("utf-8")
    page.write_text(re.sub(r">[^<>{}\n]{12,}<", f">{SPLIT_WORDS}<", written), "utf-8")
    seen.look(360)
    seen.open(page)
    assert seen.value("document.documentElement.scrollWidth") == 360
