"""The Tab key in real shells, with the script that `--install-completion` sets up."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pexpect
import pytest

from tests.conftest import Run, clean_environment
from tests.terminal.keys import listen_to_ctrl_c
from tests.warm import Warm, put_program

TAB, ENTER = "\t", "\r"
STARTED = {
    "bash": ["--noprofile", "-i"],
    "zsh": ["-d", "-i"],
    "fish": ["--private", "-i"],
}
SHELLS = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            shutil.which(name) is None, reason=f"{name} is not installed here: apt install {name}"
        ),
    )
    for name in STARTED
]
ON_A_LINE = 5
OBEYED_IN_QUOTES = set("'\"$`\\")
NASTY = [
    "parent meeting",
    "it's late",
    'say "so"',
    "$(touch pwned)",
    "`touch pwned`",
    "x;touch pwned",
    "&touch pwned",
    "\\$(touch pwned)",
    "'$(touch pwned)'",
    "|touch pwned",
    "<(touch pwned)",
    "> pwned",
    "{a,b}",
    "* ? [a]",
    "~ #x",
    "bang!",
    "a:b=c@d",
    "%F{red} $HOME",
    "${(e)HOME}",
    "élan 漢字",
]


class Shell:
    """A shell that somebody types in. Every line is followed by a word that tells its end."""

    def __init__(self, name: str, home: Path, warm: Warm | None) -> None:
        self.name = name
        program = put_program(home / "bin", warm)
        environment = clean_environment(home) | {"TERM": "xterm", "LANG": "C.UTF-8"}
        environment["PATH"] = f"{program.parent}:{environment['PATH']}"
        self.said = ""
        self._lines = 0
        self._environment = environment
        self._home = home

    def __enter__(self) -> Self:
        self.spawned = pexpect.spawn(
            shutil.which(self.name) or self.name,
            STARTED[self.name],
            dimensions=(60, 120),
            env=self._environment,
            cwd=str(self._home),
            encoding="utf-8",
            timeout=60,
            preexec_fn=listen_to_ctrl_c,
        )
        self.type("true")
        return self

    def __exit__(self, *_: object) -> None:
        self.spawned.close(force=True)

    def type(self, keys: str) -> str:
        """Type keys, run what stands there then, and return what the screen showed meanwhile."""
        self._lines += 1
        # In quotes, so that it is not taken for its own echo.
        self.spawned.send(f"{keys}; echo en''d-{self._lines}{ENTER}")
        self.spawned.expect_exact(f"end-{self._lines}")
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.spawned.before or "")

    def offered(self, keys: str, last: str) -> str:
        """Type keys and Tab twice, wait until `last` is offered, and leave the line."""
        self.spawned.send(keys + TAB + TAB)
        self.spawned.expect_exact(last)
        shown = self.spawned.before + last
        self.spawned.send("\x03")
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)


@pytest.fixture(params=SHELLS)
def shell(
    request: pytest.FixtureRequest, home: Path, dana: Path, run: Run, warm: Warm | None
) -> Iterator[Shell]:
    set_up = run("--install-completion", request.param)
    assert set_up.returncode == 0, set_up.stderr
    with Shell(request.param, home, warm) as started:
        yield started


def notes(journal: Path, body: str) -> list[dict[str, object]]:
    texts = [path.read_text("utf-8") for path in (journal / "entries").rglob("*-note-*.md")]
    return [tomllib.loads(text.split("+++")[1]) for text in texts if text.strip().endswith(body)]


def write_tags(journal: Path, tags: list[str]) -> None:
    listed = ", ".join('"' + tag.replace("\\", "\\\\").replace('"', '\\"') + '"' for tag in tags)
    head = f'kind = "note"\nid = "zzzzz2"\nat = 2026-06-20T08:00:00-04:00\ntags = [{listed}]\n'
    folder = journal / "entries" / "2026" / "06"
    (folder / "2026-06-20-0800-note-zzzzz2.md").write_text(f"+++\n{head}+++\nQuiet.\n", "utf-8")


def test_names_refs_and_measures_are_completed(shell: Shell, dana: Path) -> None:
    shown = shell.type(f"stillpd sho{TAB}kx7{TAB}--format pl{TAB}")
    assert "Inbox ate the week" in shown
    shell.type(f"stillpd check contac{TAB}4 --as-of 2025-11-07 --format pl{TAB}")
    made = list((dana / "entries" / "2025" / "11").glob("2025-11-07-*-check-in-*.md"))
    assert len(made) == 1
    assert "contacts = 4" in made[0].read_text("utf-8")


def test_a_value_after_an_equals_sign_is_completed(shell: Shell) -> None:
    assert '"schema": "stillpd/1"' in shell.type(f"stillpd goal show ce{TAB} --format=js{TAB}")


@pytest.mark.parametrize("quote", ["", "'", '"'], ids=["plain", "single", "double"])
def test_a_tag_is_put_in_to_the_letter_and_nothing_of_it_is_run(
    shell: Shell, home: Path, dana: Path, quote: str
) -> None:
    """Each tag begins with letters of its own, so that Tab finds exactly one."""
    nasty = [tag for tag in NASTY if not quote or set(tag) & OBEYED_IN_QUOTES]
    tags = [f"z{chr(97 + number)}{tag}" for number, tag in enumerate(nasty)]
    write_tags(dana, tags)
    for number in range(0, len(tags), ON_A_LINE):
        asked = "".join(f" --tag {quote}{tag[:2]}{TAB}" for tag in tags[number:][:ON_A_LINE])
        shell.type(f"stillpd write body-{number}-{asked}")
    written = [notes(dana, f"body-{n}-")[0]["tags"] for n in range(0, len(tags), ON_A_LINE)]
    assert written == [tags[n:][:ON_A_LINE] for n in range(0, len(tags), ON_A_LINE)]
    assert list(home.rglob("pwned")) == []


def test_a_file_is_completed_where_one_is_wanted(shell: Shell, home: Path) -> None:
    (home / "a-folder").mkdir()
    shell.type(f"stillpd goal show cer --format plain -o a-fol{TAB}page")
    assert "Students argue" in (home / "a-folder" / "page").read_text("utf-8")


def test_what_is_offered_is_shown_newest_first_with_its_meaning(shell: Shell) -> None:
    shown = shell.offered("stillpd commitment ", "renegotiate")
    names = re.findall(r"\b(add|list|settle|renegotiate)\b", shown)
    assert list(dict.fromkeys(names)) == ["add", "list", "settle", "renegotiate"]
    if shell.name != "bash":
        assert "Make a promise" in shown


def test_without_a_journal_the_line_stays_as_it_is(shell: Shell, dana: Path) -> None:
    dana.rename(dana.with_name("gone"))
    shown = shell.type(f"echo stillpd; stillpd show kx{TAB}")
    assert "Traceback" not in shown
    assert "kx7q2m" not in shown
