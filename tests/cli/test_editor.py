"""Somebody's own editor: whatever it does, no word is lost and nothing else is run."""

import shutil
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Run
from tests.terminal.keys import CTRL_C, at_terminal, leaves_with

WRITES = 'printf "The copier jammed.\\n" > "$1"\n'


@pytest.fixture(autouse=True)
def _journal(dana: Path) -> None:
    """Every test has Dana's journal."""


def editor(home: Path, script: str, name: str = "ed") -> str:
    path = home / name
    path.write_text(f"#!/bin/sh\n{script}")
    path.chmod(0o755)
    return str(path)


def drafts(home: Path) -> list[Path]:
    return sorted((home / "state" / "stillpd").glob("*/drafts/*"))


def notes(home: Path) -> list[str]:
    found = (home / "dana" / "entries" / "2025" / "10").glob("2025-10-27-*-note-*.md")
    return [path.read_text().split("+++\n")[2] for path in sorted(found)]


def write(home: Path, *words: str, **extra: str) -> tuple[str, int]:
    with at_terminal(home, "write", "--as-of", "2025-10-27T17:00", *words, **extra) as terminal:
        terminal.expect(pexpect.EOF)
        said = terminal.before
        return said.replace("\r\n", "\n"), leaves_with(terminal)


def test_what_the_editor_leaves_is_the_note_and_the_draft_is_put_away(home: Path) -> None:
    said, code = write(home, VISUAL=editor(home, WRITES))
    assert code == 0
    assert "Saved: a note of Monday 27 October 2025" in said
    assert notes(home) == ["The copier jammed.\n"]
    assert drafts(home) == []


def test_the_text_lies_in_a_file_of_the_users_alone_and_no_lock_is_held(
    home: Path, run: Run
) -> None:
    look = f'ls -l "$1" > {home}/seen\n"{home}/other" write meanwhile\n{WRITES}'
    other = home / "other"
    other.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stillpd "$@"\n')
    other.chmod(0o755)
    _, code = write(home, VISUAL=editor(home, look))
    assert code == 0
    seen = (home / "seen").read_text()
    assert seen.startswith("-rw------- ")
    assert f"{home}/state/stillpd/" in seen
    assert len(list((home / "dana").rglob("*-note-*.md"))) >= 2


def test_unchanged_text_is_nothing_to_save_and_no_trouble(home: Path) -> None:
    said, code = write(home, VISUAL=editor(home, "sleep 0.7\n"))
    assert (code, said) == (0, "Nothing changed.\n")
    assert notes(home) == []
    assert drafts(home) == []


def test_an_editor_that_leaves_with_a_code_stops_the_command_and_keeps_the_words(
    home: Path,
) -> None:
    said, code = write(home, VISUAL=editor(home, f"{WRITES}exit 3\n"))
    assert code == 6
    (draft,) = drafts(home)
    assert draft.read_text() == "The copier jammed.\n"
    assert "“ed” stopped before it was done (it left with 3)." in said
    assert draft.name in said.replace("\n", "")
    assert "The copier jammed" not in said
    assert notes(home) == []


def test_a_killed_editor_keeps_the_words(home: Path) -> None:
    said, code = write(home, VISUAL=editor(home, f"{WRITES}kill -9 $$\n"))
    assert code == 6
    assert "it was ended by signal 9" in said
    assert drafts(home)[0].read_text() == "The copier jammed.\n"


def test_a_killed_stillpd_leaves_the_draft_with_the_editor(home: Path) -> None:
    script = f"kill -9 $PPID\n{WRITES}touch {home}/done\n"
    with at_terminal(home, "write", VISUAL=editor(home, script)) as terminal:
        terminal.expect(pexpect.EOF)
        terminal.close()
        assert terminal.signalstatus == signal.SIGKILL
    (draft,) = drafts(home)
    assert draft.exists()


def test_ctrl_c_belongs_to_the_editor(home: Path) -> None:
    script = f"trap '{WRITES.strip()}; exit 0' INT\necho ready\nread line\n"
    with at_terminal(home, "write", VISUAL=editor(home, script)) as terminal:
        terminal.expect_exact("ready")
        terminal.send(CTRL_C)
        terminal.expect_exact("Saved: a note of")
        assert leaves_with(terminal) == 0


def test_an_editor_that_is_not_there_is_named(home: Path) -> None:
    said, code = write(home, VISUAL="no-such-editor -w")
    assert code == 6
    assert "“no-such-editor” could not be started: No such file or directory." in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("visual", "arguments"),
    [
        ("{ed} --wait", ["--wait"]),
        ("'{home}/My Editor/ed' -w --name='two words'", ["-w", "--name=two words"]),
        ("{ed} -a '' -t", ["-a", "", "-t"]),
    ],
)
def test_the_editors_words_are_split_as_a_shell_would(
    home: Path, visual: str, arguments: list[str]
) -> None:
    script = f'for a in "$@"; do echo "<$a>" >> {home}/seen; last=$a; done; echo x > "$last"\n'
    ed = editor(home, script)
    (home / "My Editor").mkdir()
    shutil.copy(ed, home / "My Editor" / "ed")
    _, code = write(home, VISUAL=visual.format(ed=ed, home=home))
    assert code == 0
    *given, path = (home / "seen").read_text().splitlines()
    assert given == [f"<{argument}>" for argument in arguments]
    assert path.startswith(f"<{home}/state/stillpd/")
    assert path.endswith(".md>")


@pytest.mark.parametrize(
    "tail", ["; touch pwned", "$(touch pwned)", "`touch pwned`", "&& touch pwned"]
)
def test_no_shell_reads_the_editors_name(home: Path, tail: str) -> None:
    write(home, VISUAL=f"{editor(home, 'true')} {tail}")
    assert not (home / "pwned").exists()


def test_a_quotation_mark_too_few_is_told(home: Path) -> None:
    said, code = write(home, VISUAL="vi'")
    assert code == 6
    assert "$VISUAL has a quotation mark too many or too few" in said


def test_visual_comes_before_editor_before_the_settings(home: Path) -> None:
    with (home / "config" / "stillpd" / "config.toml").open("a") as settings:
        settings.write(f'editor = "{editor(home, "echo settings > $1", "third")}"\n')
    second = editor(home, "echo editor > $1", "second")
    first = editor(home, "echo visual > $1", "first")
    write(home, VISUAL=first, EDITOR=second)
    write(home, VISUAL=" ", EDITOR=second)
    write(home)
    assert sorted(notes(home)) == ["editor\n", "settings\n", "visual\n"]


def test_a_journal_cannot_name_the_editor(home: Path) -> None:
    with (home / "dana" / "stillpd.toml").open("a") as page:
        page.write(f'editor = "{editor(home, "touch pwned", "bad")}"\n')
    write(home, EDITOR=editor(home, WRITES))
    assert not (home / "pwned").exists()


@pytest.mark.parametrize("name", ["vim", "nvim"])
def test_vim_leaves_no_copies(home: Path, name: str) -> None:
    vim = editor(home, f'echo "$*" > {home}/seen\nfor last; do :; done\necho x > "$last"\n', name)
    write(home, VISUAL=vim)
    seen = (home / "seen").read_text()
    assert "-n -i NONE" in seen
    assert seen.count("nobackup nowritebackup noswapfile nomodeline") == 2
    assert "noundofile" in seen


def test_a_window_that_does_not_wait_gets_a_hint_and_its_draft_stays(home: Path) -> None:
    said, code = write(home, VISUAL=editor(home, "true\n", "code"))
    assert code == 0
    assert "Nothing changed." in said
    assert "--wait" in said
    assert len(drafts(home)) == 1


def test_without_a_terminal_no_editor_opens_and_the_way_is_told(home: Path, run: Run) -> None:
    done = run("write", "--editor", VISUAL=editor(home, WRITES))
    assert done.returncode == 2
    assert "no terminal" in done.stderr
    assert 'stillpd write "a sentence"' in done.stderr
    assert notes(home) == []


def test_a_draft_goes_on_and_left_as_it_is_can_be_saved(home: Path) -> None:
    write(home, VISUAL=editor(home, f"{WRITES}exit 1\n"))
    with at_terminal(
        home, "write", "--draft", "--as-of", "2025-10-27", VISUAL=editor(home, "true")
    ) as terminal:
        terminal.expect_exact("Save it as it stands?")
        terminal.send("\r")
        terminal.expect_exact("Saved: a note of Monday 27 October 2025")
        assert leaves_with(terminal) == 0
    assert notes(home) == ["The copier jammed.\n"]
    assert drafts(home) == []


def test_a_draft_left_as_it_is_and_not_saved_stays(home: Path) -> None:
    write(home, VISUAL=editor(home, f"{WRITES}exit 1\n"))
    with at_terminal(home, "write", "--draft", VISUAL=editor(home, "true")) as terminal:
        terminal.expect_exact("Save it as it stands?")
        terminal.send("n\r")
        assert leaves_with(terminal) == 0
    assert [draft.read_text() for draft in drafts(home)] == ["The copier jammed.\n"]


def test_two_drafts_never_overwrite_each_other(home: Path, run: Run) -> None:
    bad = "<<<<<<< one\n=======\n>>>>>>> {}\n"
    for name in ("first", "second"):
        assert run("write", "-", text=bad.format(name)).returncode == 2
    assert sorted(draft.read_text() for draft in drafts(home)) == sorted(
        bad.format(name) for name in ("first", "second")
    )
    waiting = run("write", "--draft")
    assert waiting.returncode == 3
    assert "2 drafts are waiting." in waiting.stderr


def test_what_is_no_text_is_refused_and_kept(home: Path) -> None:
    latin = editor(home, "printf 'caf\\351\\n' > \"$1\"\n")
    said, code = write(home, VISUAL=latin)
    assert code == 6
    assert "not UTF-8" in said
    assert drafts(home)[0].read_bytes() == b"caf\xe9\n"
