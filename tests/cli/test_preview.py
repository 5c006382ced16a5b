"""`stillpd share preview`: exactly what would go. Held against the bundle, which is walked here."""

import json
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from stillpd.cli import making_line
from stillpd.insight.gate_goals import NAMEABLE
from stillpd.model.entry import KINDS
from tests.cli.conftest import Say
from tests.conftest import Run

AT = ["--as-of", "2025-11-20"]
MACHINE = {"format", "id", "share", "bundle", "audiences"}
"""Keys of a bundle that nobody wrote. An id stands beside its page; it is looked for apart."""


def fill(root: Path) -> None:
    """Share an entry of every kind with words under every key, and a goal with every field."""
    for number, (kind, cls) in enumerate(KINDS.items()):
        words = [f for f in fields(cls) if f.type is str and f.name not in {"path", "id", "source"}]
        said = {f.name.rstrip("_"): f"Said of {kind} {f.name}, in\\nsome words." for f in words}
        body = said.pop("body").replace("\\n", "\n\n## More\n\n")
        said |= {"block": "friday", "file": "", "protocol": "weekly", "measure": "cer.talk"}
        own = {f.name.rstrip("_") for f in fields(cls)}
        front = [f'{key} = "{value}"' for key, value in said.items() if key in own and value]
        front += [f'kind = "{kind}"', f'id = "zzzz{number // 9 + 2}{number % 9 + 2}"']
        front += ["at = 2025-10-30T08:00:00-04:00", 'share = ["coach"]', 'tags = ["by-maria"]']
        front += ['direction = "out"'] if kind == "ask" else []
        front += ['[answers]\nmoved = "an answer"'] if kind == "reflection" else []
        front += ['[excused]\n"cer.talk" = "a reason"'] if kind == "check-in" else []
        page = root / "entries" / "2025" / "10" / f"2025-10-30-0800-{kind}-{number}.md"
        page.write_text("+++\n" + "\n".join(front) + f"\n+++\n{body}\n", "utf-8")
    goal = root / "goals" / "cer.toml"
    written = goal.read_text("utf-8").replace(
        'share_also = ["why", "if_then", "inquiry"]', f"share_also = {json.dumps(NAMEABLE)}"
    )
    goal.write_text(written, "utf-8")
    assert json.dumps(NAMEABLE) in written
    block = root / "blocks" / "friday.toml"
    block.write_text('share = ["coach"]\n' + block.read_text("utf-8"), "utf-8")


def words_in(value: Any) -> Iterator[str]:
    """Iterate over every string in a table, and over the keys that name something of hers."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from words_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in MACHINE:
                yield from [key] if "." in key else []
                yield from words_in(item)


def written_in(path: Path) -> Iterator[tuple[str, str]]:
    """Iterate over what people wrote in the pages of a bundle, with the page's name."""
    with zipfile.ZipFile(path) as bundle:
        for name in bundle.namelist():
            text = bundle.read(name).decode()
            if name.endswith(".toml"):
                yield from ((name, words) for words in words_in(tomllib.loads(text)))
            elif name.startswith("entries/"):
                _, front, body = text.split("+++\n", 2)
                yield from ((name, words) for words in words_in(tomllib.loads(front)))
                yield from ((name, line) for line in body.splitlines() if line)
                yield name, tomllib.loads(front)["id"]
            else:
                yield name, name


def bare(text: str) -> str:
    return "".join(text.casefold().split())


def test_every_word_in_the_bundle_stands_in_the_preview_at_any_width_and_in_json(
    run: Run, dana: Path, home: Path
) -> None:
    fill(dana)
    done = run("share", "pack", "coach", "-o", "c.zip", "--redact", *AT)
    assert done.returncode == 0, done.stderr
    there = [*written_in(home / "c.zip")]
    assert len(there) > 400
    for width in ("60", "80", "120"):
        seen = run("share", "preview", "coach", "--redact", *AT, COLUMNS=width).stdout
        flat = bare(seen)
        assert [(name, words) for name, words in there if bare(words) not in flat] == []
        assert max(len(line) for line in seen.splitlines()) <= int(width)
    told = json.loads(run("share", "preview", "coach", "--redact", *AT, "--format", "json").stdout)
    flat = bare("\n".join(texts(told["data"])))
    assert [(name, words) for name, words in there if bare(words) not in flat] == []


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.items() if isinstance(value, dict) else enumerate(value):
            yield str(item[0])
            yield from texts(item[1])


def test_the_preview_holds_nothing_that_does_not_go(run: Run, dana: Path) -> None:
    seen = run("share", "preview", "coach", "--redact", *AT).stdout
    for private in ("Phones away", "movement", "Walk or yoga", "first in my family", "obstacle",
                    "Three seconds of silence", "Waiting longer only"):  # fmt: skip
        assert private not in seen
    assert "101 pages stay with you." in seen
    assert "evidence/bj4j8z.csv" in seen


def test_what_is_new_and_what_is_changed_is_marked_and_told_by_name(
    run: Run, dana: Path, home: Path
) -> None:
    run("share", "pack", "coach", "-o", "a.zip", "--redact", *AT)
    assert "Since the last time, 20 Nov: nothing new." in run(
        "share", "preview", "coach", "--redact", *AT
    ).stdout.replace("\n", " ")
    later = ["--as-of", "2025-11-20T13:00"]
    said = run("write", "For you, Priya.", "--share", "coach", *later, "--format", "json")
    ref = json.loads(said.stdout)["data"]["ref"]
    run("share", "set", "contacts", "coach", "--also", "obstacle", *later)
    seen = run("share", "preview", "coach", "--redact", *AT).stdout
    assert f"new · 20 Nov 2025, 13:00 · {ref}" in seen
    assert "changed · contacts · relating" in seen
    assert f"Since the last time, 20 Nov: new {ref}; changed contacts." in seen
    done = run("share", "pack", "coach", "-o", "b.zip", "--redact", *AT, "--since", "last")
    assert f"Since 20 Nov: new {ref}; changed contacts." in done.stderr


def test_while_something_is_named_nothing_is_told_of_what_changed(run: Run, dana: Path) -> None:
    """What went had the names taken out, so each page with one would seem changed."""
    run("share", "pack", "coach", "-o", "a.zip", "--redact", *AT)
    seen = run("share", "preview", "coach", *AT).stdout
    assert "Something private is named" in seen
    assert "changed ·" not in seen
    assert "Since the last time" not in seen


def test_a_file_that_stays_makes_its_page_neither_new_nor_changed(run: Run, dana: Path) -> None:
    page = dana / "entries" / "2025" / "10" / "2025-10-30-0800-evidence-zzzzz2.md"
    front = 'kind = "evidence"\nid = "zzzzz2"\nat = 2025-10-30T08:00:00-04:00\nshare = ["team"]\n'
    page.write_text(f'+++\n{front}file = "evidence/gone.csv"\n+++\n')
    run("share", "pack", "team", "-o", "a.zip", *AT)
    told = json.loads(run("share", "preview", "team", "--format", "json", *AT).stdout)["data"]
    assert (told["new"], told["changed"], told["left_files"]) == ([], [], 1)
    later = ["--as-of", "2025-11-21", "--format", "json"]
    page_before = json.loads(run("brief", "team", *later).stdout)["data"]
    assert page_before["since"] == "2025-11-20"
    assert "zzzzz2" not in [one["ref"] for one in page_before["new"]]


def test_where_the_gate_takes_its_time_a_line_says_so(
    say: Say, dana: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    @contextmanager
    def noted(words: str) -> Iterator[None]:
        said.append(words)
        yield

    monkeypatch.setattr(making_line, "making_line", noted)
    for words, told in (
        (["share", "preview", "team"], ["Gathering what may go"]),
        (["share", "pack", "team", "-o", str(home / "t.zip")],
         ["Gathering what may go", "Making the bundle"]),
        (["brief", "team", "-o", str(home / "t.html")],
         ["Gathering what may go", "Making the file"]),
    ):  # fmt: skip
        said.clear()
        say("2025-11-20", *words)
        assert said == told


def test_the_log_stands_in_the_order_of_going_and_says_what_was_new(
    run: Run, dana: Path, home: Path
) -> None:
    for n, name in enumerate("abc"):
        run("share", "pack", "team", "-o", f"{name}.zip", *AT)
        run("write", f"For all {n}.", "--share", "team", *AT)
    seen = run("share", "log", "team").stdout.splitlines()
    assert [line.split()[-2] for line in seen[:3]] == ["a.zip", "b.zip", "c.zip"]
    assert ["the first" in seen[0], "1 new" in seen[1], "1 new" in seen[2]] == [True] * 3
    shares = json.loads(run("share", "log", "--format", "json").stdout)["data"]["shares"]
    assert [(one["file"], one["new"], one["changed"]) for one in shares] == [
        ("a.zip", None, None), ("b.zip", 1, 0), ("c.zip", 1, 0)
    ]  # fmt: skip
    page = run("show", shares[0]["ref"]).stdout
    assert "energy-flow" in page
    assert "#" not in page


def test_what_is_private_is_named_with_its_place_and_a_way_on(run: Run, dana: Path) -> None:
    goal = dana / "goals" / "contacts.toml"
    goal.write_text('inquiry = "And the dinners?"\n' + goal.read_text("utf-8"), "utf-8")
    bare_page = dana / "entries" / "2025" / "10" / "2025-10-30-0800.md"
    front = 'kind = "note"\nat = 2025-10-30T08:00:00-04:00\nshare = ["coach"]\n'
    bare_page.write_text(f"+++\n{front}+++\nOne.\n\nOf family dinners: dinners.\n")
    run("share", "set", "contacts", "coach", "--also", "inquiry", *AT)
    seen = run("share", "preview", "coach", *AT).stdout
    assert "contacts, inquiry line 1" in seen
    assert "entries/2025/10/2025-10-30-0800.md, body line 3" in seen
    assert "stillpd edit contacts" in seen
    assert "stillpd share preview coach --redact" in seen
    for ref in ("contacts", "entries/2025/10/2025-10-30-0800.md"):
        assert run("show", ref).returncode == 0


def test_its_owner_is_told_which_word_is_private_and_nobody_who_looks_over_a_shoulder(
    run: Run, dana: Path
) -> None:
    run("write", "Of phones  away\nat dinner, too.", "--share", "team", "--as-of", "2025-11-19")
    words = ["share", "preview", "team", "--as-of", "2025-11-20"]
    told = run(*words).stdout
    assert "“phones away at dinner”" in told
    assert told.index("Something private is named in it") < told.index("BESIDE IT")
    seen = run(*words, STILLPD_SHARED_SCREEN="1").stdout
    assert "body line 1\n" in seen
    assert "“phones" not in seen
    named = json.loads(run(*words, "--format", "json").stdout)["data"]["named"]
    assert [set(one) for one in named] == [{"ref", "key", "line"}]
    refused = run("share", "pack", "team", "-o", "t.zip", "--as-of", "2025-11-20")
    assert "phones" not in refused.stderr
