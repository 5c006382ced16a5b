"""`stillpd export html`: what stands on the page, what does not, and that nothing in it acts."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpd.actions.export import shared_for
from stillpd.insight.period import Asked, period_at
from stillpd.insight.portfolio import Portfolio, portfolio, whole
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.model.header import Header
from stillpd.model.journal import Journal
from stillpd.model.week import Week
from stillpd.render.export_html import as_bytes
from stillpd.render.export_nodes import nodes
from stillpd.render.export_prose import _plain, _rendered, link, prose
from tests.conftest import DEMO, Run
from tests.html_tree import Element, read
from tests.private_words import PRIVATE, private_in

END = datetime(2026, 6, 5, 23, 59, tzinfo=ZoneInfo("America/New_York"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[y](JaVaScRiPt&#58;alert(1))",
    "[d](data:text/html,<script>alert(1)</script>)",
    "![t](https://tracker.example/p.gif)",
    "<svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    '"><style>*{background:url(//e.example)}</style>',
    "<!-- -->",
    "]]>",
    "{{ 7 * 7 }} {% include '/etc/passwd' %}",
    "</style></desc></svg><iframe src=//e.example></iframe>",
    "[f](file:///etc/passwd) [r](../../x) [u](//e.example/x) <https://e.example/a>",
    "' onmouseover='alert(1)' x='",
    "a\u202egpj.exe \x1b[2J \x9b2J \u2066x\u2069 &#x202e; &#27; \u2028",
)


@cache
def dana() -> Journal:
    return read_journal(open_journal(DEMO))


@cache
def report(audience: str, year: str = "") -> Portfolio:
    shared = shared_for(open_journal(DEMO), dana(), audience, END, redact=True)
    return portfolio(shared, period_at(shared.journal.calendar, END, Asked(year=year)))


@cache
def page(audience: str) -> Element:
    return read(as_bytes(report(audience)))


def one(element: Element, tag: str) -> Element:
    found = list(element.all(tag))
    assert len(found) == 1
    return found[0]


def headings(element: Element, tag: str) -> list[str]:
    return [found.text for found in element.all(tag)]


# What stands on it -------------------------------------------------------------------------------


def test_the_coachs_page_tells_who_for_whom_of_when_and_as_of(home: Path) -> None:
    cover = one(page("coach"), "header").text
    for told in ("Dana Okafor", "biology teacher, PLC lead", "For Priya Raman, coach", "2025-26",
                 "18 August 2025", "5 June 2026", "As ofFriday 5 June 2026"):  # fmt: skip
        assert told in cover


def test_the_coachs_page_has_what_is_shared_and_no_trace_of_the_rest(home: Path) -> None:
    words = page("coach").text
    for shared in ("Students argue from evidence", "Good news home", "literacy across content",
                   "extended from 19 Dec to 30 Jan", "met 26 of 34 recorded, 2 not recorded",
                   "Students leave able to argue from evidence",
                   "kept 6 of 6 · renegotiated 4",
                   "You can't hide a phone on a counter."):  # fmt: skip
        assert shared in words
    assert private_in(words, (*PRIVATE, "energy-flow")) == []


def test_circles_without_a_shared_goal_and_empty_sections_are_left_out(home: Path) -> None:
    named = headings(page("coach"), "h2")
    assert [name.partition(" ")[0] for name in named[:2]] == ["Doing", "Relating"]
    assert not any(name.startswith(("Being", "Let go", "Quiet time")) for name in named)
    assert any(name.startswith("Let go on purpose") for name in headings(page("team"), "h2"))
    links = [a.attributes["href"] for a in one(page("coach"), "nav").all("a")]
    ids = {element.attributes.get("id") for element in page("coach").all()}
    assert links
    assert all(href.removeprefix("#") in ids for href in links)


def test_the_owners_page_is_whole(home: Path) -> None:
    words = page("me").text
    assert "Everything, for its owner alone" in words
    for told in ("Phones away at dinner", "Walk or yoga", "kept 27 of 35", "kept 55 of 74",
                 "I carried sixty-pound sample crates", "Friday, quiet"):  # fmt: skip
        assert told in words
    assert len(list(page("me").all("figure"))) == 11


def test_a_rate_is_shared_without_a_name(home: Path) -> None:
    words = page("partner").text
    assert "A goal of their own: met 19 of 37 recorded" in words
    assert "yoga" not in words.lower()


def test_a_file_for_a_browser_and_one_for_paper_have_one_order(run: Run, dana: Path) -> None:
    def sections(form: str, heading: str) -> list[str]:
        words = ["--audience", "me", "--as-of", "2026-06-05"]
        found: list[str] = re.findall(heading, run("export", form, *words).stdout, re.MULTILINE)
        return [name.strip().split(" and ")[0] for name in found]

    html = sections("html", r"<h2 id=[^>]*>([^<]*)")
    paper = sections("markdown", r"^## ([^—\n]*)")
    assert len(html) > 8
    assert [name for name in paper if name in html] == html
    linked = run("export", "html", "--audience", "me", "--as-of", "2026-06-05").stdout
    assert re.findall(r'<li><a href="#([^"]+)', linked) == re.findall(r'<h2 id="([^"]+)', linked)


def test_a_page_with_nothing_says_so() -> None:
    journal = Journal(header=Header(id="x", timezone="UTC", owner="Ade"))
    made = read(as_bytes(portfolio(whole(journal, END), period_at(journal.calendar, END))))
    assert "Nothing of this period is shared." in one(made, "main").text
    assert not list(made.all("nav", "table"))


def test_the_figures_are_those_of_progress(run: Run, dana: Path) -> None:
    told = json.loads(run("progress", "--as-of", "2026-06-05", "--format", "json").stdout)["data"]
    order = ["doing", "relating", "being"]
    goals = sorted(told["goals"], key=lambda goal: order.index(goal["circle"]))
    measures = [measure for goal in goals for measure in goal["measures"]]
    figures = list(page("me").all("figure"))
    assert len(figures) == len(measures)
    for measure, figure in zip(measures, figures, strict=True):
        words = one(figure, "figcaption").text
        if measure["unit"] == "blocks":
            assert f"kept {measure['met']} of {measure['recorded']}" in words
        elif measure["role"] == "lead":
            assert f"met {measure['met']} of {measure['recorded']} recorded" in words
            assert ("not recorded" in words) == bool(measure["not_recorded"])
        rows = [[cell.text for cell in row.all("th", "td")] for row in figure.all("tr")][1:]
        assert len(rows) == len(measure["weeks"])
        if measure["unit"] != "blocks":
            shown = [row[1].removesuffix(measure["unit"]).strip() for row in rows]
            assert shown == [
                "–" if week["value"] is None else f"{week['value']:g}" for week in measure["weeks"]
            ]


def test_the_coachs_figures_are_the_owners(home: Path) -> None:
    def figures(audience: str) -> dict[str, list[str]]:
        return {
            one(goal, "h3").text: [caption.text for caption in goal.all("figcaption")]
            for goal in page(audience).all("article")
            if goal.attributes["class"] == "goal"
        }

    assert figures("coach").items() <= figures("me").items()
    assert len(figures("coach")) == 3


# How it is built ---------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["coach", "team", "partner", "evaluator", "me"])
def test_the_page_can_be_heard(home: Path, audience: str) -> None:
    made = page(audience)
    assert one(made, "html").attributes["lang"] == "en"
    for landmark in ("header", "main", "footer"):
        one(made, landmark)
    levels = [int(found.tag[1]) for found in made.all(*HEADINGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(head.attributes.get("scope") in {"col", "row"} for head in made.all("th"))
    ids = [element.attributes["id"] for element in made.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for element in made.all():
        named = element.attributes.get("aria-labelledby", "").split()
        assert set(named) <= set(ids)
    for picture in made.all("svg"):
        assert one(picture, "title").text
        assert re.search(r"\d", one(picture, "desc").text)


def test_what_is_read_can_be_read_in_light_and_in_dark() -> None:
    sheet = (files("stillpd.render") / "templates" / "journal.css").read_text("utf-8")
    light, _, dark = sheet.partition("prefers-color-scheme: dark")
    for part in (light, dark.partition("* {")[0]):
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", part))
        hues = set(re.findall(r"--hue: (#[0-9a-f]{6})", part))
        assert len(hues) == 4
        for paper in (colours["paper"], colours["raised"]):
            for ink in (colours["ink"], colours["quiet"], colours["link"], *hues):
                assert contrast(ink, paper) >= 4.5, (ink, paper)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_page_is_the_same_every_time(home: Path) -> None:
    assert as_bytes(report("coach")) == as_bytes(report("coach"))


# Nothing in it acts ------------------------------------------------------------------------------

KEPT = frozenset({"id", "path", "rule", "after_done", "timezone", "block", "goals", "share"})


def poisoned(value: Any, words: str) -> Any:
    """Return a value with `words` in every text that somebody could have written."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for item in fields(value):
            held = getattr(value, item.name)
            if item.name in KEPT:
                continue
            if item.type is str:
                changed[item.name] = words
            elif item.type == tuple[str, ...]:
                changed[item.name] = (words, words)
            else:
                changed[item.name] = poisoned(held, words)
        return replace(value, **changed)
    if isinstance(value, tuple) and not isinstance(value, Week):
        return tuple(poisoned(item, words) for item in value)
    if isinstance(value, Mapping):
        return {key: poisoned(item, words) for key, item in value.items()}
    return value


def expect_inert(made: Element) -> None:
    assert not list(made.all("script", "iframe", "img", "object", "embed", "link", "base", "form"))
    assert not [name for element in made.all() for name in element.attributes if '"' in name]
    assert not [e for e in made.all() if '"' in e.attributes.get("class", "")]
    assert len(list(made.all("style"))) == 1
    assert len(list(made.all("meta"))) == 5
    for element in made.all():
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in {"src", "srcset", "action", "formaction", "xlink:href", "http"}
            if name == "style":
                assert re.fullmatch(r"left:[\d.]+%", value)
            if name == "href":
                assert re.match(r"#[\w-]+\Z|https?://|mailto:", value), value
                assert value.startswith("#") or element.attributes["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(home: Path, words: str) -> None:
    whole_year = report("me")
    some = {kind: found[:3] for kind, found in whole_year.entries.items()}
    journal = poisoned(whole_year.shared.journal, words)
    shared = replace(whole_year.shared, journal=journal)
    made = as_bytes(
        replace(
            portfolio(shared, whole_year.period),
            entries=poisoned(some, words),
            profile=poisoned(whole_year.profile, words),
        )
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]",
                         made.decode())  # fmt: skip
    tree = read(made)
    expect_inert(tree)
    assert len(list(tree.all("article"))) > 30
    safe_words = words.partition("\u202e")[0].split()
    assert " ".join(safe_words) in one(tree, "h1").text


def test_nothing_is_fetched_and_nothing_runs(home: Path) -> None:
    for audience in ("coach", "team", "me"):
        made = page(audience)
        expect_inert(made)
        told = {m.attributes.get("http-equiv") or m.attributes.get("name"):
                m.attributes.get("content") for m in made.all("meta")}  # fmt: skip
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        assert told["Content-Security-Policy"] == policy
        assert told["referrer"] == "no-referrer"
        assert not re.search(r"url\(|@import", one(made, "style").text)


# Prose -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Plain & <b>bold</b>", "<p>Plain &amp; &lt;b&gt;bold&lt;/b&gt;</p>"),
        ("*so* and **so**", "<p><em>so</em> and <strong>so</strong></p>"),
        ("# One\n\n### Two\n\n# Three", "<h4>One</h4>\n<h5>Two</h5>\n<h4>Three</h4>"),
        ("first\n\nsecond", "<p>first</p>\n<p>second</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("[a](https://e.example/)",
         '<p><a href="https://e.example/" rel="noopener noreferrer">a</a></p>'),
        ("[a](/etc/passwd)", '<p><a rel="noopener noreferrer">a</a></p>'),
        ("", ""),
    ],
)  # fmt: skip
def test_prose_is_markdown_below_the_pages_own_headings(written: str, shown: str) -> None:
    assert prose(written, 4) == shown


def test_the_quick_way_for_plain_words_gives_what_the_parser_gives(home: Path) -> None:
    said = [entry.body for entry in dana().entries if entry.body]
    quick = [body for body in said if _plain(body.strip(), 4) is not None]
    assert len(quick) > 150
    for body in quick:
        assert _plain(body.strip(), 4) == _rendered(body.strip(), 4)


@given(st.text(st.sampled_from("ab .\n-#12)*_>=+\t'\"|:"), max_size=24))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_the_quick_way_agrees_or_stands_back(text: str) -> None:
    written = text.strip()
    quick = _plain(written, 4) if written else None
    if quick is not None:
        assert quick == _rendered(written, 4)


@pytest.mark.parametrize("typed", ["[", "![", "*", "_", "`", ">", "- ", "<", "&", "|", "~", "[a]("])
@pytest.mark.parametrize("write", [lambda text: prose(text, 4), nodes], ids=["html", "nodes"])
def test_hostile_prose_takes_no_longer_than_other_prose(write: Any, typed: str) -> None:
    """Ten thousand of a character, beside as many of the stressed letters that prose has."""

    def seconds(text: str) -> float:
        begun = perf_counter()
        assert write(text)
        return perf_counter() - begun

    plain = min(seconds("*a* " * 2_500) for _ in range(2))
    hostile = min(seconds((typed * 10_000)[:10_000]) for _ in range(2))
    assert hostile < 5 * plain


def test_what_lies_too_deep_for_the_parser_is_shown_as_it_was_typed() -> None:
    for text in ("> " * 60 + "word", "- " * 60 + "word", "1. " * 60 + "word"):
        assert "word" in prose(text, 4)
        assert "word" in str(nodes(text))


@pytest.mark.parametrize("text", ["76.", "46. Of them.", "1998) was a year."])
def test_a_number_with_a_full_stop_is_a_sentence_and_no_list(text: str) -> None:
    assert prose(text, 4) == f"<p>{text}</p>"
    assert nodes(text) == [{"is": "para", "of": [{"is": "text", "text": text}]}]
    assert "<ol" in prose(f"1. one\n\n{text}\n\n3. three\n4. four", 4)


@pytest.mark.parametrize(
    ("url", "led"),
    [("https://e.example/x", True), ("http://e.example", True), ("javascript:alert(1)", False),
     ("mailto:a@e.example", False), ("//e.example", False), ("https://e.example/ x", False)],
)  # fmt: skip
def test_evidence_links_to_the_web_only(url: str, led: bool) -> None:  # noqa: FBT001
    assert bool(link(url)) == led
