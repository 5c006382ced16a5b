"""A period as Markdown: it reads as CommonMark, agrees with the screen, and nothing in it acts."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from stillpd.render import export_markdown
from stillpd.render.export_document import Document, Facts, Prose, Section, Table, Words
from stillpd.render.export_nodes import _blocks, nodes, words
from stillpd.render.export_parser import Levels, tokens_of
from tests.conftest import Run
from tests.private_words import private_in

AT = ("--as-of", "2025-11-20")
HOSTILE = (
    *("<script>alert(1)</script>", "[x](javascript:alert(1))", "![t](https://tracker/p.gif)"),
    *("| a | b |\n|---|---|\n| c | d |", "```\nnever closed", "a `tick` and ``two``"),
    *("# Mine", "- one", "1. one", "> said", "===", "---", "&lt;b&gt; &#60;i&#62;", "<!-- gone"),
    *(
        "[r]: https://evil",
        "~~~",
        "\\",
        "**",
        "a\\|b",
        "<https://evil.example>",
        "x\x1b[2Jy",
        "+ x",
    ),
)


def read(text: str) -> list[Any]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def all_of(tokens: list[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from all_of(token.children or [])


def headings(text: str) -> list[tuple[int, str]]:
    tokens = read(text)
    return [
        (int(token.tag[1]), tokens[n + 1].content)
        for n, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def page_of(*sections: Section) -> str:
    made = Document(title="T", owner="O", cover=Facts((("For", "Priya"),)), sections=sections)
    return "\n\n".join("\n".join(block) for block in export_markdown._page(made))


@pytest.fixture
def exported(dana: object, run: Run) -> str:
    done = run("export", "markdown", "--audience", "coach", "--redact", *AT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_headings_leave_out_no_level_and_only_one_is_first(exported: str) -> None:
    levels = [level for level, _ in headings(exported)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_what_is_private_is_nowhere(exported: str) -> None:
    assert private_in(exported) == []


def test_the_figures_are_those_of_progress(exported: str, run: Run) -> None:
    told = json.loads(run("progress", *AT, "--format", "json").stdout)["data"]
    goals = {goal["id"]: goal for goal in told["goals"]}
    rows = [line for line in exported.splitlines() if line.startswith("| ")]
    for name in ("cer", "contacts"):
        for one in (m for m in goals[name]["measures"] if m["role"] == "lead"):
            said = f"met {one['met']} of {one['recorded']} recorded"
            assert any(one["name"] in row and said in row for row in rows), (name, one["id"])
    last = next(m for m in goals["cer"]["measures"] if m["id"] == "exit-ticket")
    assert f"| {last['last']} of {last['target']} % |" in exported


def test_a_value_on_a_scale_says_where_the_scale_ends_once(run: Run, dana: object) -> None:
    told = run("export", "markdown", "--audience", "me", "--as-of", "2026-06-05").stdout
    assert "| 6 of 10, aiming at 6 |" in told


def test_below_and_open_have_marks_of_their_own(exported: str) -> None:
    said = next(line for line in exported.splitlines() if "below" in line and "open" in line)
    assert "○ below" in said
    assert "□ open" in said


def test_prose_stays_markdown_below_our_headings(exported: str) -> None:
    asked = "What happened this week that deserves a second look?"
    assert (5, asked) in headings(exported)
    assert "You\ncan't hide a phone on a counter." in exported


@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_in_every_place_say_themselves_and_do_nothing(hostile: str) -> None:
    section = Section(
        level=2,
        title=hostile,
        aside=hostile,
        pieces=(
            Words(hostile),
            Facts(((hostile, hostile),)),
            Table(("A", "B"), ((hostile, hostile), ("c", "d"))),
        ),
    )
    tokens = list(all_of(read(page_of(section, Section(level=2, title="After")))))
    acting = {"html_block", "html_inline", "link_open", "image", "fence", "blockquote_open"}
    assert not acting & {token.type for token in tokens}
    assert sum(token.type == "tr_open" for token in tokens) == 3
    assert sum(token.type == "td_open" for token in tokens) == 4
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h2"]
    said = " ".join(export_markdown.one_line(hostile).split())
    texts = [token.content for token in tokens if token.type == "text"]
    assert said in "".join(texts)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_prose_does_nothing_outside_itself(hostile: str) -> None:
    shown = page_of(
        Section(level=3, title="Note", pieces=(Prose(hostile),)), Section(level=2, title="After")
    )
    tokens = list(all_of(read(shown)))
    acting = {"html_block", "html_inline", "link_open", "image", "table_open"}
    assert not acting & {token.type for token in tokens}
    assert (2, "After") in headings(shown)
    assert all(level > 3 for level, title in headings(shown)[2:] if title != "After")


def test_the_headings_of_prose_go_below_and_keep_their_order() -> None:
    prose = "Mine\n====\n\n### Deep\n\n## Less deep\n\nSaid **so**.\n\n3. three\n4. four"
    shown = page_of(Section(level=3, title="Note", pieces=(Prose(prose),)))
    found = headings(shown)[2:]
    assert found == [(4, "Mine"), (5, "Deep"), (5, "Less deep")]
    assert "Said **so**." in shown
    assert "3. three" in shown


@example("*_:_:*")
@given(st.text(alphabet="ab #*-_`>|\\[]()!<&1.\n~=+:\t", max_size=60))
def test_prose_is_read_again_as_what_it_was(prose: str) -> None:
    written = "\n\n".join("\n".join(block) for block in export_markdown._blocks(nodes(prose), 0))
    again = "".join(words(nodes(written)).split())
    assert again == "".join(words(nodes(prose)).split())


@example("1\n\n\t1")
@given(st.text(alphabet="ab .\n-#12)*>\t", max_size=24))
def test_the_quick_way_for_plain_words_reads_what_the_parser_reads(prose: str) -> None:
    whole = _blocks(iter(tokens_of(prose.strip("\n"), "commonmark")), Levels())
    told, again = (
        [(n["is"], n.get("level"), words([n])) for n in of] for of in (nodes(prose), whole)
    )
    assert told == again


def test_a_note_of_plain_words_is_one_paragraph() -> None:
    assert nodes("One line,\nand another.") == [
        {"is": "para", "of": [{"is": "text", "text": "One line,\nand another."}]}
    ]
