"""Format 1: whatever the model can express reads back equal, and hands' files keep their bytes."""

from dataclasses import replace
from datetime import UTC, date
from difflib import SequenceMatcher

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stillpd.journal import pages
from stillpd.model.block import Block
from stillpd.model.entry import KINDS, Note
from stillpd.model.goal import Goal
from stillpd.model.header import Header
from stillpd.model.profile import Profile
from stillpd.model.protocol import Protocol
from tests.strategies import any_of, days, names, words

PATH = "entries/2025/10/2025-10-24-1505-note-kx7q2m.md"
STANDING = {
    Header: {},
    Profile: {"day": days},
    Goal: {"id": names},
    Block: {"id": names},
    Protocol: {"id": names},
}
bodies = words.filter(lambda body: "<<<<<<<" not in body)
slow = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("cls", STANDING, ids=lambda cls: cls.__name__)
@slow
@given(data=st.data())
def test_any_standing_document_reads_back_equal(cls, data):
    document = data.draw(any_of(cls, **STANDING[cls]))
    known = {name: getattr(document, name) for name in STANDING[cls]}

    read, _ = pages.read_standing(cls, pages.new_standing(document), "x.toml", **known)

    assert read == document


@pytest.mark.parametrize("kind", KINDS)
@slow
@given(data=st.data())
def test_any_entry_reads_back_equal(kind, data):
    entry = data.draw(any_of(KINDS[kind], path=st.just(PATH), body=bodies))

    read, _ = pages.read_entry(pages.new_entry(entry), PATH, UTC)

    assert read == entry


@pytest.mark.parametrize("kind", KINDS)
@slow
@given(data=st.data())
def test_an_entry_that_is_not_changed_keeps_its_bytes(kind, data):
    entry = data.draw(any_of(KINDS[kind], path=st.just(PATH), body=bodies))
    raw = by_hand(data, pages.new_entry(entry), fenced=True)
    read, _ = pages.read_entry(raw, PATH, UTC)

    assert read is not None
    assert pages.change_entry(raw, read, read) == raw


@slow
@given(data=st.data())
def test_only_the_changed_keys_line_differs_in_a_goal_written_by_hand(data):
    goal = data.draw(any_of(Goal, id=names))
    raw = by_hand(data, pages.new_standing(goal), fenced=False)
    read, _ = pages.read_standing(Goal, raw, "goals/x.toml", id=goal.id)
    assert read is not None
    key, value = data.draw(
        st.sampled_from(
            [
                ("title", "Another title"),
                ("why", "Because."),
                ("due", date(2031, 2, 3)),
                ("protected", not read.protected),
            ]
        )
    )
    changed = pages.change_standing(raw, read, replace(read, **{key: value}))
    again, _ = pages.read_standing(Goal, changed, "goals/x.toml", id=goal.id)

    assert again == replace(read, **{key: value})
    before, after = raw.splitlines(keepends=True), changed.splitlines(keepends=True)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    differing = [step for step in steps if step[0] != "equal"]
    lines = [line for _, a, b, c, d in differing for line in before[a:b] + after[c:d]]
    assert all(line.lstrip(b"\xef\xbb\xbf").startswith(key.encode()) for line in lines), lines


@slow
@given(data=st.data(), body=bodies)
def test_a_new_body_leaves_the_front_matter_as_it_was(data, body):
    entry = data.draw(any_of(Note, path=st.just(PATH), body=bodies))
    raw = by_hand(data, pages.new_entry(entry), fenced=True)
    read, _ = pages.read_entry(raw, PATH, UTC)
    assert read is not None

    changed = pages.change_entry(raw, read, replace(read, body=body))

    again, _ = pages.read_entry(changed, PATH, UTC)
    assert again == replace(read, body=body)
    head = raw[: len(raw) - len(raw.split(b"+++", 2)[2])]
    assert changed.startswith(head)


def by_hand(data: st.DataObject, raw: bytes, *, fenced: bool) -> bytes:
    """Return a file as a person might have it: comments, unknown keys, CRLF, BOM."""
    lines = raw.decode("utf-8").split("\n")
    first = 1 if fenced else 0
    extra = data.draw(
        st.lists(
            st.sampled_from(
                [
                    "# a comment of mine",
                    "",
                    'mood = "fine" # kept',
                    "x-weather = 3",
                    "   # indented",
                ]
            ),
            unique_by=lambda line: line.split("=")[0],
            max_size=4,
        )
    )
    text = "\n".join([*lines[:first], *extra, *lines[first:]])
    if data.draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    bom = b"\xef\xbb\xbf" if data.draw(st.booleans()) else b""
    return bom + text.encode("utf-8")


HAND = b"""\xef\xbb\xbf# my goal, do not lose this\r
title = "Students argue"   # short\r
circle = "doing"\r
\r
mood = 'my own key'\r
if_then = [\r
  "If fewer than half, then pairs",   # one a line\r
]\r
[[measure]]\r
id = "talk"  # the lead\r
role = "lead"\r
target = 3\r
\r
# the end\r
"""


def test_a_measure_changes_in_its_own_line_and_a_new_event_comes_at_the_end():
    from stillpd.model.goal import Event

    goal, problems = pages.read_standing(Goal, HAND, "goals/cer.toml", id="cer")
    assert problems == ()
    assert goal is not None
    measure = replace(goal.measures[0], target=4)
    event = Event(on=date(2025, 10, 27), kind="adapted", what="pairs first")

    changed = pages.change_standing(HAND, goal, replace(goal, measures=(measure,), events=(event,)))

    assert changed.startswith(HAND[: HAND.index(b"target = 3")] + b"target = 4\r\n")
    assert b"# the end\r\n" in changed
    assert (
        b'[[event]]\r\non = 2025-10-27\r\nkind = "adapted"\r\nwhat = "pairs first"\r\n' in changed
    )
    assert b"\n" not in changed.replace(b"\r\n", b"")
