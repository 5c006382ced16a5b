"""What is no place on this computer is refused in words, wherever it was typed or written."""

import json
import os
from pathlib import Path

import pytest

from stillpd.cli.boundary import DONE, PARTIAL, REFUSED, USAGE
from stillpd.exchange.locked import Keys
from stillpd.model.errors import InvalidInput
from tests.conftest import Ask


@pytest.fixture(autouse=True)
def elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the fresh home: what is written goes there."""
    home.mkdir(exist_ok=True)
    monkeypatch.chdir(home)


NO_PLACES = ("~nobody-has-this/x", "a\0b/c.toml", f"./{'a' * 5000}.toml")
TYPED = [
    ("-j", "PLACE", "today"),
    ("init", "PLACE"),
    ("init", "fresh", "--from", "PLACE"),
    ("demo", "PLACE"),
    ("coach", "add", "PLACE"),
    ("calendar", "import", "PLACE"),
    ("export", "form", "--template", "PLACE", "--audience", "me"),
    ("show", "PLACE"),
]


@pytest.mark.parametrize("place", NO_PLACES, ids=["home", "nul", "long"])
def test_what_is_no_place_is_refused_wherever_it_is_typed(
    ask: Ask, dana: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in TYPED:
        code, out, err = ask(*(place if word == "PLACE" else word for word in words))
        assert (code, out) == (USAGE, ""), (words, err)
        assert "is no place on this computer" in err
        assert len(err) < 400

    with pytest.raises(InvalidInput, match="is no place on this computer"):
        Keys(place).opened(b"age-encryption.org/v1\n-> X25519 x\n")
    if "\0" not in place:  # the system itself lets none through
        monkeypatch.setenv("STILLPD_JOURNAL", place)
        assert ask("today")[0] == USAGE


@pytest.mark.parametrize("place", ["~nobody-has-this/x", r"a\u0000b/c", f"./{'a' * 5000}"])
def test_a_place_in_the_settings_or_the_first_page_is_refused_in_words(
    ask: Ask, dana: Path, place: str
) -> None:
    settings = dana.parent / "config" / "stillpd" / "config.toml"
    kept = settings.read_text("utf-8")
    for told in (f'default = "{place}"', f'default = "it"\n[journals]\nit = "{place}"'):
        settings.write_text(told)
        code, _, err = ask("today")
        assert code == USAGE
        assert "Mend it in" in err
    settings.write_text(f'{kept}\nidentities = ["{place}"]\n')
    assert ask("today", "--as-of", "2025-10-31")[0] == DONE

    page = dana / "stillpd.toml"
    page.write_text(f'students = "{place}"\n{page.read_text("utf-8")}', "utf-8")
    code, out, _ = ask("doctor", "--as-of", "2026-03-20")
    assert code == PARTIAL
    assert "students' names cannot be read" in out
    for words in (["share", "preview", "coach"], ["brief", "coach"]):
        code, out, _ = ask(*words, "--as-of", "2026-03-20")
        assert (code, out) == (REFUSED, "")


NO_FILES = (r"evidence/a\u0000.txt", f"evidence/{'a' * 5000}.txt", "evidence/itself.txt")
LATE = ("--as-of", "2026-03-20")


def shared_evidence(root: Path, number: int, file: str) -> str:
    """Write a page of evidence for the coach; returns its path."""
    path = f"entries/2026/03/2026-03-10-1000-evidence-zzzzz{number}.md"
    (root / path).write_text(
        f'+++\nkind = "evidence"\nid = "zzzzz{number}"\nat = 2026-03-10T10:00:00-04:00\n'
        f'form = "note"\nshare = ["coach"]\nfile = "{file}"\n+++\n'
    )
    return path


def test_a_file_of_evidence_that_can_be_none_is_not_there(ask: Ask, dana: Path) -> None:
    (dana / "evidence" / "itself.txt").symlink_to("itself.txt")
    pages = [shared_evidence(dana, n, file) for n, file in enumerate(NO_FILES, 2)]

    for words in [
        ("share", "preview", "coach"),
        ("share", "pack", "coach", "--redact", "-o", "out.zip"),
        ("brief", "coach", "--redact"),
        ("export", "html", "--audience", "coach", "--redact", "-o", "out.html"),
    ]:
        code, _, err = ask(*words, *LATE)
        assert code == DONE, (words, err)
    _, out, _ = ask("doctor", *LATE, "--format", "json")
    missing = [one["path"] for one in json.loads(out)["problems"] if one["code"] == "missing-file"]
    assert missing == pages


@pytest.mark.parametrize("is_outside", [True, False])
def test_a_linked_folder_of_evidence_gives_nothing_of_what_it_leads_to(
    ask: Ask, dana: Path, *, is_outside: bool
) -> None:
    folder = dana.parent / "elsewhere" if is_outside else dana / "protocols"
    (dana / "evidence").rename(folder)
    (dana / "evidence").symlink_to(folder)
    (folder / "own.txt").write_text("what nobody gave")
    shared_evidence(dana, 2, "evidence/own.txt")

    code, _, err = ask("share", "pack", "coach", "--redact", "-o", "out.zip", *LATE)

    assert code == DONE, err
    assert b"what nobody gave" not in Path("out.zip").read_bytes()


# Where nothing is put -----------------------------------------------------------------------------


def test_what_is_kept_for_the_user_is_written_over_by_no_answer(
    ask: Ask, dana: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, other_key = home / "key.txt", home / "other.txt"
    own = [home / "data/stillpd/coachees/jo.zip", home / "config/stillpd/config.toml"]
    own += [home / "state/stillpd/x/drafts/words.md", home / "cache/stillpd/x/index.db"]
    for path in (*own, key, other_key):
        path.parent.mkdir(parents=True, exist_ok=True)
    own[1].write_text(f'default = "{dana}"\nidentities = ["{key}"]\n')
    for path in (own[0], *own[2:], key, other_key):
        path.write_text("kept")
    monkeypatch.setenv("STILLPD_IDENTITY", "~/other.txt")
    (home / "way").symlink_to(own[0].parent)
    before = {path: path.read_bytes() for path in (*own, key, other_key)}

    for target in (*own, key, other_key, home / "way/jo.zip", home / "way/new.zip"):
        words = ("export", "json", "--audience", "me", "--force", "-o", str(target))
        code, out, err = ask(*words)
        assert (code, out) == (USAGE, ""), (target, err)

    assert {path: path.read_bytes() for path in before} == before
    assert not (own[0].parent / "new.zip").exists()


def test_what_a_killed_run_left_beside_a_file_goes_with_the_next(
    ask: Ask, dana: Path, home: Path
) -> None:
    left, running = home / ".stillpd-0a1b2c3d.tmp", home / ".stillpd-0a1b2c3e.tmp"
    theirs = [home / ".stillpd-notes.tmp", home / "x.stillpd-0a1b2c3d.tmp"]
    for path in (left, running, *theirs):
        path.write_text("{}")
    for path in (left, *theirs):
        os.utime(path, (0, 0))

    assert ask("export", "json", "--audience", "me", "-o", "all.json")[0] == DONE

    assert not left.exists()
    assert all(path.exists() for path in (running, *theirs))


def test_what_a_killed_copy_left_goes_with_the_next(ask: Ask, home: Path) -> None:
    dead = os.fork()
    if not dead:
        os._exit(0)
    os.waitpid(dead, 0)
    left, old = home / f".copy-{dead}-0a1b2c3d.tmp", home / f".copy-{os.getpid()}-0a1b2c3d.tmp"
    running, theirs = home / f".copy-{os.getpid()}-0a1b2c3e.tmp", home / f".copy-{dead}.tmp"
    for folder in (left, old, running, theirs):
        (folder / "entries").mkdir(parents=True)
    os.utime(old, (0, 0))

    assert ask("demo", "copy")[0] == DONE

    assert (home / "copy" / "stillpd.toml").exists()
    assert [folder.exists() for folder in (left, old, running, theirs)] == [
        False,
        False,
        True,
        True,
    ]
    assert not list((home / "copy").glob(".copy*"))
