"""`edit`: the very text of a file in somebody's editor, and nothing lost whatever happens."""

import os
import stat
import sys

import pexpect
import pytest

from tests.conftest import clean_environment

REF = "kx7q2m"
PATH = "entries/2025/10/2025-10-24-1505-check-in-kx7q2m.md"


@pytest.fixture
def entry(dana):
    return dana / PATH


@pytest.fixture
def editor(home):
    """Make an editor of the Python lines that are to change `text`; `file` is what it was given."""

    def make(lines, name="editor"):
        program = home / name
        program.write_text(
            f"#!{sys.executable}\n"
            "import pathlib, sys\n"
            "file = pathlib.Path(sys.argv[-1])\n"
            "text = file.read_text()\n"
            f"{lines}\n"
            "file.write_text(text)\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return str(program)

    return make


def edit(home, editor_line, *words, answers=()):
    """Run `stillpd edit` in a terminal; returns what stood on the screen, and the exit code."""
    environment = clean_environment(home) | {
        "TERM": "xterm-256color",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "EDITOR": editor_line,
    }
    del environment["NO_COLOR"]
    child = pexpect.spawn(
        sys.executable,
        ["-m", "stillpd", "edit", *words],
        env=environment,
        cwd=str(home),
        dimensions=(30, 200),
        encoding="utf-8",
        timeout=20,
    )
    seen = ""
    for question, keys in answers:
        child.expect_exact(question)
        seen += child.before
        child.expect("›")
        child.send(keys)
    child.expect(pexpect.EOF)
    child.close()
    return seen + child.before, child.exitstatus


def drafts(home):
    return [path for path in (home / "state").rglob("drafts/*") if path.is_file()]


def test_what_the_editor_leaves_is_in_the_file(home, entry, editor):
    screen, code = edit(home, editor("text = text.replace('Inbox', 'The inbox')"), REF)
    assert code == 0
    assert "Saved: a change to the check-in of Friday 24 October 2025" in screen
    assert "The inbox ate the week." in entry.read_text()
    assert drafts(home) == []


def test_a_text_left_as_it_was_changes_nothing(home, entry, editor):
    before = entry.read_bytes()
    screen, code = edit(home, editor("pass"), REF)
    assert code == 0
    assert screen.startswith("Nothing changed.")
    assert entry.read_bytes() == before
    assert not (home / "dana/.stillpd").exists()


def test_a_hand_edit_saved_while_the_editor_is_open_is_kept_beside_ours(home, entry, editor):
    other = f"pathlib.Path({str(entry)!r})"
    lines = (
        f"other = {other}\n"
        "other.write_text(other.read_text().replace('Inbox ate', 'THEIRS: inbox ate'))\n"
        "text = text.replace('Inbox ate', 'OURS: inbox ate')"
    )
    screen, code = edit(home, editor(lines), REF)
    assert code == 5
    assert "THEIRS" in entry.read_text()
    copies = list(entry.parent.glob("*kx7q2m.conflict-*.md"))
    assert len(copies) == 1
    assert "OURS" in copies[0].read_text()
    assert PATH in screen
    assert copies[0].name in screen


def test_an_editor_that_stops_leaves_the_words_in_a_draft(home, entry, editor):
    before = entry.read_bytes()
    lines = "file.write_text(text + 'half a thought'); sys.exit(3)"
    screen, code = edit(home, editor(lines), REF)
    assert code == 6
    assert entry.read_bytes() == before
    [draft] = drafts(home)
    assert "half a thought" in draft.read_text()
    assert str(draft) in screen.replace("\r\n", "")


def test_an_editor_that_is_not_there_changes_nothing(home, entry):
    before = entry.read_bytes()
    screen, code = edit(home, "/nowhere/editor", REF)
    assert code == 6
    assert "could not be started" in screen
    assert entry.read_bytes() == before


def test_a_text_that_cannot_be_read_back_is_offered_again(home, entry, editor):
    lines = (
        "if 'week broken' in text:\n"
        "    text = text.replace('week broken', 'week').replace('Inbox', 'At last: inbox')\n"
        "else:\n"
        "    text = text.replace('week =', 'week broken =')"
    )
    screen, code = edit(home, editor(lines), REF, answers=[("Open it once more?", "\r")])
    assert "Line 5:" in screen
    assert code == 0
    assert "At last: inbox" in entry.read_text()
    assert "broken" not in entry.read_text()


def test_a_text_that_cannot_be_read_back_is_kept_as_a_draft(home, entry, editor):
    before = entry.read_bytes()
    lines = "text = text.replace('week =', 'week broken =')"
    screen, code = edit(home, editor(lines), REF, answers=[("Open it once more?", "n\r")])
    assert code == 2
    assert entry.read_bytes() == before
    [draft] = drafts(home)
    assert "week broken" in draft.read_text()
    assert str(draft) in screen.replace("\r\n", "")


def test_front_matter_does_not_get_lost_unseen(home, entry, editor):
    before = entry.read_bytes()
    lines = "text = text.split('+++')[2]"
    screen, code = edit(home, editor(lines), REF, answers=[("Open it once more?", "n\r")])
    assert code == 2
    assert "no front matter" in screen
    assert entry.read_bytes() == before


def test_a_goal_is_edited_in_its_own_words_and_keeps_them(home, dana, editor):
    goal = dana / "goals/cer.toml"
    before = goal.read_text()
    lines = "text = text.replace('period 3\"', 'periods 3 and 4\"', 1) + '# mine\\n'"
    _, code = edit(home, editor(lines), "cer")
    assert code == 0
    assert goal.read_text() == before.replace('period 3"', 'periods 3 and 4"', 1) + "# mine\n"


def test_a_file_that_cannot_be_read_can_be_mended(home, dana, editor):
    goal = dana / "goals/cer.toml"
    goal.write_text(goal.read_text().replace('title = "', 'title = ""', 1))
    screen, code = edit(home, editor("text = text.replace('\"\"S', '\"S', 1)"), "cer")
    assert code == 0, screen
    assert goal.read_text().startswith('title = "Students argue from evidence"')


def test_without_a_terminal_the_options_are_named(run, dana):
    done = run("edit", REF)
    assert done.returncode == 2
    assert "--body" in done.stderr


def test_options_change_their_keys_and_no_other_line(run, entry):
    before = entry.read_text().splitlines()
    done = run("edit", REF, "--title", "Low", "--add-tag", "inbox", "--star", "--format", "json")
    assert done.returncode == 0, done.stderr
    after = entry.read_text().splitlines()
    assert [line for line in before if line not in after] == []
    assert sorted(line for line in after if line and line not in before) == [
        "starred = true",
        'tags = ["inbox"]',
        'title = "Low"',
    ]


def test_a_body_may_come_from_a_pipe(run, entry):
    run("edit", REF, "--body", "-", text="Two lines,\nfrom a pipe.\n")
    assert entry.read_text().endswith("+++\nTwo lines,\nfrom a pipe.\n")


def test_another_day_is_another_file_name_and_the_history_goes_along(run, dana, entry):
    before = entry.read_bytes()
    done = run("edit", REF, "--at", "2025-11-03 09:00", "--as-of", "2026-06-05")
    assert done.returncode == 0, done.stderr
    moved = dana / "entries/2025/11/2025-11-03-0900-check-in-kx7q2m.md"
    assert "at = 2025-11-03T09:00:00-05:00" in moved.read_text()
    assert not entry.exists()
    assert run("doctor", "--as-of", "2026-06-05").stdout == ""
    assert "There is nothing to bring back" in run("restore").stdout
    run("restore", REF, "--version", "1")
    assert moved.read_bytes() == before


def test_a_name_that_a_person_chose_stays(run, dana, entry):
    chosen = entry.rename(entry.with_name("the low point.md"))
    run("edit", REF, "--at", "2025-10-25 09:00", "--as-of", "2026-06-05")
    assert "at = 2025-10-25T09:00:00-04:00" in chosen.read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_changes_nothing(run, dana, entry):
    before = entry.read_bytes()
    entry.parent.chmod(0o500)
    try:
        done = run("edit", REF, "--star")
    finally:
        entry.parent.chmod(0o700)
    assert done.returncode == 6
    assert entry.read_bytes() == before
