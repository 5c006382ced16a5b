"""Trouble in one file is named by file and line, and costs no more than its own key."""

from datetime import UTC, date

import pytest

from stillpd.journal import pages
from stillpd.model.entry import Note
from stillpd.model.goal import Goal

GOAL = """title = "Nightly packets"
circle = "doing"
status = "active"
started = 2025-09-15
due = {due}
why = "It is my evening."

[[measure]]
id = "minutes"
role = "lag"
target = 120
"""


def goal(text: str):
    return pages.read_standing(Goal, text.encode(), "goals/packets.toml", id="packets")


@pytest.mark.parametrize("due", ["2025-13-03", '"2025-13-03"', '"soon"', "7"])
def test_a_bad_date_is_named_by_its_line_and_the_rest_of_the_goal_is_read(due):
    made, problems = goal(GOAL.format(due=due))

    assert [(p.path, p.line, p.code) for p in problems] == [("goals/packets.toml", 5, "bad-date")]
    assert made is not None
    assert (made.title, made.due, made.why) == ("Nightly packets", None, "It is my evening.")
    assert made.measures[0].target == 120


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('circle = "doing"', 'circle = "thinking"', 2, "unknown-word"),
        ('role = "lag"', 'role = "lagg"', 10, "unknown-word"),
        ("target = 120", 'target = "many"', 11, "bad-number"),
        ("target = 120", "target = nan", 11, "bad-number"),
        ('id = "minutes"', 'id = "Mi nutes"', 9, "bad-name"),
        ('title = "Nightly packets"', "title = 3", 1, "bad-text"),
    ],
)
def test_an_unknown_value_in_a_known_key_is_a_problem_of_its_line(old, new, line, code):
    made, problems = goal(GOAL.format(due="2026-04-30").replace(old, new))

    assert [(p.line, p.code) for p in problems] == [(line, code)]
    assert made is not None
    assert made.due == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"title = ", "bad-toml"),
        (b'title = "x"\ntitle = "y"\n', "bad-toml"),
        (b"\xff\xfe", "not-utf8"),
        (b"\0\0\0\0", "all-nul"),
        (b"a." * 20_000 + b"a = 1\n", "too-deep"),
        (b"[" + b"a." * 1_000 + b"a]\n", "too-deep"),
        (b"a = " + b"[" * 50_000 + b"\n", "bad-toml"),
        (b"x" * 200_000, "too-long"),
        (b"#" * (1024 * 1024 + 1), "too-large"),
        (b"".join(b"k%d = 1\n" % n for n in range(2_100)), "too-many-keys"),
        (b"<<<<<<< ours\ntitle = 'a'\n=======\ntitle = 'b'\n>>>>>>> theirs\n", "unmerged"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_a_problem_and_not_a_crash(raw, code):
    made, problems = pages.read_standing(Goal, raw, "goals/x.toml", id="x")

    assert made is None
    assert [p.code for p in problems] == [code]


def test_a_note_without_front_matter_is_read_and_dated_by_its_name():
    entry, problems = pages.read_entry(
        b"Just words.\n", "entries/2025/10/2025-10-24-1505-x.md", UTC
    )

    assert isinstance(entry, Note)
    assert (entry.body, entry.at.isoformat()) == ("Just words.", "2025-10-24T15:05:00+00:00")
    assert entry.ref == "entries/2025/10/2025-10-24-1505-x.md"
    assert [p.code for p in problems] == ["no-front-matter"]


def test_the_words_of_an_unknown_kind_stay_visible_as_a_note():
    raw = b'+++\nkind = "gratitude"\nat = 2025-10-24T15:05:00-04:00\n+++\nThe copier worked.\n'

    entry, problems = pages.read_entry(raw, "entries/2025/10/a.md", UTC)

    assert isinstance(entry, Note)
    assert entry.body == "The copier worked."
    assert [(p.line, p.code) for p in problems] == [(2, "unknown-kind")]
