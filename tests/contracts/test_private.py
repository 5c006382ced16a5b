"""What somebody wrote stays out of messages, history and shared screens."""

import json
from pathlib import Path

import pytest

from stillpd.cli import asking
from stillpd.cli.session import Session
from tests.conftest import Ask, Run

UNSAID = "marzipan-lighthouse"


def everything_said(run: Run, *words: str, text: str | None = None, **extra: str) -> str:
    done = run(*words, text=text, **extra)
    return done.stdout + done.stderr


def test_history_undo_and_their_records_name_things_and_never_quote_them(
    run: Run, dana: Path
) -> None:
    said = everything_said(run, "write", "-", text=f"{UNSAID} happened.")
    said += everything_said(run, "commitment", "add", f"call {UNSAID}", "--due", "tomorrow")
    said += everything_said(run, "history")
    said += everything_said(run, "history", "--format", "json")
    said += everything_said(run, "undo") + everything_said(run, "undo")
    said += everything_said(run, "redo")
    assert UNSAID not in said
    records = list((dana / ".stillpd" / "kept").glob("*/op.toml"))
    assert len(records) == 5
    assert not any(UNSAID in record.read_text("utf-8") for record in records)


def test_trouble_is_told_without_the_text(run: Run, dana: Path) -> None:
    note = dana / "entries" / "2025" / "10" / "2025-10-30-0800-note-zzzzz2.md"
    note.write_text(f"+++\nkind = {UNSAID}\n+++\n{UNSAID}\n", "utf-8")
    goal = dana / "goals" / "cer.toml"
    goal.write_text(f"{goal.read_text('utf-8')}\n{UNSAID} = = 1\n", "utf-8")
    for words in (["progress"], ["doctor"], ["today", "--format", "json"]):
        assert UNSAID not in everything_said(run, *words, "--as-of", "2025-10-31")


SCREENS = [
    ["today"],
    ["progress"],
    ["progress", "--heatmap"],
    ["log", "--from", "2025-10-01"],
    ["goal", "list"],
]


@pytest.mark.parametrize("words", SCREENS, ids=lambda words: words[0])
@pytest.mark.parametrize("style", ["plain", "json"])
def test_a_shared_screen_shows_no_private_goal_or_entry(
    run: Run, dana: Path, words: list[str], style: str
) -> None:
    note = dana / "entries" / "2025" / "10" / "2025-10-30-0800-note-zzzzz2.md"
    moment = "2025-10-30T08:00:00-04:00"
    note.write_text(f'+++\nkind = "note"\nid = "zzzzz2"\nat = {moment}\n+++\n{UNSAID}\n', "utf-8")
    asked = [*words, "--as-of", "2025-10-31", "--format", style]
    done = run(*asked, STILLPD_SHARED_SCREEN="1")
    assert done.returncode == 0, done.stderr
    for private in (UNSAID, "Phones away at dinner", "dinners", "Walk or yoga"):
        assert private not in done.stdout + done.stderr


@pytest.mark.parametrize("style", ["plain", "json", "markdown"])
def test_a_shared_screen_lists_no_private_promise(run: Run, dana: Path, style: str) -> None:
    run("commitment", "add", f"call {UNSAID}", "--due", "tomorrow", "--as-of", "2025-10-30")
    for words in (["commitment"], ["commitment", "list", "--all"]):
        asked = [*words, "--as-of", "2025-10-30", "--format", style]
        assert UNSAID in everything_said(run, *asked)
        assert UNSAID not in everything_said(run, *asked, STILLPD_SHARED_SCREEN="1")


def test_nothing_is_shared_that_was_not_said_to_be(run: Run, dana: Path) -> None:
    run("write", "Only mine.", "--as-of", "2025-10-31")
    shown = json.loads(run("log", "--from", "2025-10-31", "--format", "json").stdout)
    assert "Only mine." in json.dumps(shown, ensure_ascii=False)
    [entry] = (dana / "entries" / "2025" / "10").glob("2025-10-31-1200-note-*.md")
    assert "share" not in entry.read_text("utf-8")
    assert entry.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("words", [["show"], ["history"], ["card"]], ids=str)
@pytest.mark.parametrize("form", ["plain", "json", "markdown"])
def test_a_shared_screen_shows_no_private_section_of_the_profile(
    run: Run, dana: Path, words: list[str], form: str
) -> None:
    done = run("profile", *words, "--format", form, STILLPD_SHARED_SCREEN="1")

    assert done.returncode == 0, done.stderr
    for private in ("first in my family", "eldest", "knee", "seeing reasoning happen"):
        assert private not in done.stdout


def test_a_shared_screen_asks_for_and_names_no_private_number(
    ask: Ask, dana: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")
    week = ("--as-of", "2025-11-07")

    for words in (
        ["check"],
        ["check", "movemen=1"],
        ["check", "movemen=1", "--format", "json"],
        ["check", "cer=1"],
        ["check", "cer=1", "--format", "json"],
    ):
        said = ask(*words, *week)
        assert "cer" in "".join(said[1:])
        assert not any(private in str(said) for private in ("dinners", "movement", "Walk or yoga"))

    assert ask("check", "movement=3", *week)[0] == 0  # its whole name was typed
    asked: list[str] = []
    monkeypatch.setattr(Session, "is_interactive", True)
    monkeypatch.setattr(asking, "ask_line", lambda name: asked.append(name) or "")
    monkeypatch.setattr(asking, "ask_text", lambda _question: "")
    said = ask("check", *week)
    assert asked == ["cer.exit-ticket", "contacts", "packets.minutes"]
    assert "dinner" not in "".join(said[1:])


def test_on_a_shared_screen_a_private_page_is_found_by_its_whole_name_only(
    ask: Ask, dana: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STILLPD_SHARED_SCREEN", "1")

    for words in (["show", "din"], ["share", "set", "din", "coach"], ["delete", "din"]):
        code, out, err = ask(*words)
        assert (code, out) == (3, "")
        assert "dinner" not in err
    assert ask("show", "dinners")[0] == ask("show", "conta")[0] == 0

    monkeypatch.delenv("STILLPD_SHARED_SCREEN")
    assert ask("show", "din")[0] == 0
