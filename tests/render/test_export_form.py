"""Forms: filled from what is recorded; a template is trusted with nothing."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stillpd.actions.export import shared_for
from stillpd.insight.period import Period
from stillpd.insight.portfolio import Portfolio, portfolio
from stillpd.journal.first_page import open_journal
from stillpd.journal.folder import read_journal
from stillpd.journal.shipped import shipped_forms
from stillpd.model.errors import InvalidInput
from stillpd.render import export_markdown
from stillpd.render.export_form import as_bytes
from stillpd.render.form_words import words_of
from tests.conftest import DEMO, Run
from tests.private_words import private_in

END = datetime(2026, 6, 30, 12, 0, tzinfo=ZoneInfo("America/New_York"))
CYCLE = Period(date(2025, 7, 1), date(2026, 6, 30), END)
OPENED = open_journal(DEMO)
JOURNAL = read_journal(OPENED)
DOC = Path(__file__).parents[2] / "docs" / "reference" / "forms.md"


def report(audience: str = "me", period: Period = CYCLE) -> Portfolio:
    return portfolio(shared_for(OPENED, JOURNAL, audience, END, redact=True), period)


def filled(template: str, audience: str = "me") -> str:
    return as_bytes(report(audience), template).decode()


def form(name: str, audience: str = "me") -> str:
    return filled(shipped_forms()[name].read_text("utf-8"), audience)


def column(made: str, heading: str) -> dict[str, str]:
    """Return a table of two columns by its first."""
    rows = made.split(heading)[1].split("\n\n", maxsplit=1)[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if "|" in row]
    return {first: second for first, second in cells if not first.startswith("-")}


# Hours -------------------------------------------------------------------------------------------


def test_for_somebody_hours_are_those_that_are_shared_and_the_form_says_so() -> None:
    """None of Dana's nine activities is shared with her evaluator."""
    assert "No activity of these days is shared." in form("hours", audience="evaluator")
    assert "Made from what is shared of the person's own records" in form(
        "hours", audience="evaluator"
    )
    assert "0.0 hours shared from" in form("nj-pdp", audience="evaluator")
    for name in ("hours", "nj-pdp"):
        assert "recorded" not in form(name, audience="evaluator").split("hours")[-1]
        assert "shared" not in form(name).split("hours")[-1]


def test_the_hours_of_the_year() -> None:
    made = form("hours")
    assert "43.0 hours recorded of 20.0 asked for" in made
    assert "reached on 14 November 2025" in made
    modes = column(made, "| By mode | Hours |")
    topics = column(made, "| By topic | Hours |")
    assert modes == {"mandated": "21.0", "chosen myself": "15.5", "within the job": "6.5"}
    assert topics == {
        "science": "15.0",
        "data": "6.0",
        "language": "6.0",
        "literacy": "6.0",
        "assessment": "4.0",
        "compliance": "3.0",
        "mentoring": "3.0",
    }
    assert len(re.findall(r"^\| \d+ \w+ 202[56] \|", made, re.MULTILINE)) == 11
    assert "| literacy | 6.0 | 6.0 | 0.0 |" in made


def test_what_is_asked_for_runs_over_its_own_cycle() -> None:
    autumn = Period(date(2025, 8, 18), date(2025, 12, 19), END)
    words = words_of(report(period=autumn))
    assert words["hours"]["total"] == "14.5"
    assert [one["counted"] for one in words["requirements"]] == ["43.0"]
    elsewhere = Period(date(2026, 7, 1), date(2027, 6, 30), END)
    assert words_of(report(period=elsewhere))["requirements"] == []


def test_of_hours_an_audience_gets_what_is_shared_with_it() -> None:
    words = words_of(report("coach"))
    assert [one["hours"] for one in words["hours"]["activities"]] == ["1.5", "2.5"]
    assert words["hours"]["total"] == "4.0"
    assert words["requirements"] == []


# The plans ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nj-pdp", "wa-pgp"])
def test_a_plan_holds_the_goals_and_how_they_stand(name: str) -> None:
    made = form(name)
    assert "Students argue from evidence" in made
    assert "lessons with structured talk: met 10 of 16 recorded, 1 not recorded" in made
    assert "from 38 to 77 of 75 %" in made
    assert "literacy across content" in made
    assert "Not the official form." in made


def test_who_helps_is_said_as_on_every_other_page() -> None:
    said = filled("{% for goal in goals %}{{ goal.support }};{% endfor %}")
    written = {name: goal.support for name, goal in JOURNAL.goals.items() if goal.support}
    assert any(support.every == "1 week" for support in written.values())
    assert "every week;" in said
    assert "every 1 " not in said
    pages = export_markdown.as_bytes(report()).decode()
    told = re.findall(r"\*\*Support:\*\* (.+)", pages)
    assert sorted(told) == sorted(filter(None, said.strip().split(";")))


@pytest.mark.parametrize("audience", ["me", "coach", "team", "evaluator"])
@pytest.mark.parametrize("name", ["nj-pdp", "wa-pgp", "hours"])
def test_nothing_private_stands_in_a_form(name: str, audience: str) -> None:
    made = form(name, audience).lower()
    assert private_in(made) == []


@pytest.mark.parametrize("name", shipped_forms())
def test_each_that_ships_says_first_where_it_is_from_and_what_it_is_not(name: str) -> None:
    text = shipped_forms()[name].read_text("utf-8")
    head = text.split("#}")[0]
    assert head.startswith("{#")
    assert "Source:" in head
    assert re.search(r"20\d\d", head)
    assert re.search(r"Not (an|the) official form", head)
    assert "legal" in head


@pytest.mark.parametrize("name", shipped_forms())
def test_an_empty_journal_fills_a_form_too(name: str) -> None:
    bare = replace(JOURNAL, goals={}, entries=(), profiles=(), blocks={})
    empty = portfolio(shared_for(OPENED, bare, "me", END), CYCLE)
    made = as_bytes(empty, shipped_forms()[name].read_text("utf-8")).decode()
    assert "{" not in made
    assert made.startswith("# ")


def test_the_documented_names_are_the_names() -> None:
    block = re.search(r"```names\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert block
    for line in block[1].splitlines():
        place, _, names = line.rpartition(": ")
        found = [words_of(report())]
        for step in filter(None, place.split(".")):
            held = [value[step.removesuffix("[]")] for value in found]
            found = [one for row in held for one in row] if step.endswith("[]") else held
        assert found, place
        assert all(set(names.split()) == set(value) for value in found), place


# Templates that come from anywhere ---------------------------------------------------------------


def test_words_of_the_journal_make_no_markdown() -> None:
    goal = replace(
        JOURNAL.goals["cer"],
        title="1. # <b>x</b> [a](javascript:b) | `c` {{ owner }} *d*\n\n- e",
        why="- one\n- two",
    )
    wild = replace(JOURNAL, goals={"cer": goal})
    made = as_bytes(
        portfolio(shared_for(OPENED, wild, "me", END), CYCLE),
        "{% for g in goals %}\n{{ g.title }}\n{{ g.why }}\n{% endfor %}",
    ).decode()
    assert made.splitlines() == [
        r"1\. \# \<b\>x\</b\> \[a\](javascript:b) \| \`c\` \{\{ owner \}\} \*d\* - e",
        r"\- one - two",
    ]


@pytest.mark.parametrize(
    "template",
    [
        "{{ owner.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ owner.upper() }}",
        "{{ range(10) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% set x = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ goals[0] }}",
        "{{ owner|attr('__class__') }}",
        "{{ goals|map(attribute='title') }}",
        "{% for a in goals %}" * 3 + "{% endfor %}" * 3,
        "{% for a in goals recursive %}{{ loop(a.measures) }}{% endfor %}",
        "{{ goals }}",
        "{{ hours.keys }}",
        "{{ loop }}",
        "{{ self }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{% for %}",
        "{{ owner",
        "x" * 70_000,
    ],
)
def test_a_template_can_do_nothing_else(template: str) -> None:
    with pytest.raises(InvalidInput):
        filled(template)


def test_a_form_does_not_grow_without_end() -> None:
    row = "x" * 60_000
    with pytest.raises(InvalidInput, match="too long"):
        filled("{% for a in evidence %}{% for b in evidence %}" + row + "{% endfor %}{% endfor %}")


def test_a_name_that_there_is_not_is_told_with_its_line() -> None:
    with pytest.raises(InvalidInput, match="line 3: there is no 'titel'"):
        filled("a\n{% for goal in goals %}\n{{ goal.titel }}\n{% endfor %}")


# The command -------------------------------------------------------------------------------------


def test_a_template_of_ones_own_begins_as_a_shipped_one(run: Run, dana: Path, home: Path) -> None:
    blank = run("export", "form", "--template", "hours", "--blank")
    assert blank.returncode == 0, blank.stderr
    (home / "mine.md").write_text(blank.stdout.replace("# Professional", "# My"), "utf-8")
    words = ["--audience", "me", "--as-of", "2026-06-30"]
    done = run("export", "form", "--template", "mine.md", *words)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# My learning hours\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["form"], 2),
        (["form", "--template", "nowhere.md"], 3),
        (["json", "--template", "hours"], 2),
        (["form", "--template", "hours"], 7),
    ],
    ids=str,
)
def test_which_form_and_for_whom_has_to_be_known(
    run: Run, dana: Path, words: list[str], code: int
) -> None:
    done = run("export", *words)
    assert (done.returncode, done.stdout) == (code, "")


def test_a_file_that_is_no_text_is_refused(run: Run, dana: Path, home: Path) -> None:
    (home / "form.md").write_bytes(b"\xff\xfe\x00")
    done = run("export", "form", "--template", "form.md", "--audience", "me")
    assert done.returncode == 2
    assert "no text in UTF-8" in done.stderr
