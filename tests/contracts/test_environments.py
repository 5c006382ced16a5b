"""Whatever cron, a pipe or an old locale sets around it, a report is whole and plain."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import clean_environment

AS_OF = ("--as-of", "2025-10-24T15:00")
LATIN = "en_US.ISO-8859-1"
SET_BY_OTHER_TESTS = {"PYTHONUTF8", "COLUMNS", "NO_COLOR", "LANG"}
COMMANDS = {  # with the exit code that docs/reference/exit-codes.md gives it, and words of it
    ("remind", "--exit-code"): (10, "Answer with: stillpd reflect"),
    ("today",): (0, "Friday, quiet, 14:45, 20 minutes"),
    ("progress",): (0, "met 2 of 6 recorded"),
}


class Around(NamedTuple):
    """What is set around a run, which streams are closed, and what is then written."""

    said: dict[str, str]
    streams: str = ""
    encoding: str = "utf-8"
    width: int = 80


AROUND = {
    "no LANG": Around({}),
    "the C locale": Around({"LC_ALL": "C"}),
    "a Latin-1 locale": Around({"LC_ALL": LATIN}, encoding="latin-1"),
    "a Windows code page": Around({"PYTHONIOENCODING": "cp1252"}, encoding="cp1252"),
    "40 columns": Around({"COLUMNS": "40"}, width=40),
    "120 columns": Around({"COLUMNS": "120"}, width=120),
    "FORCE_COLOR": Around({"FORCE_COLOR": "1"}),
    "NO_COLOR": Around({"NO_COLOR": "1"}),
    "TERM=dumb": Around({"TERM": "dumb"}),
    "stdin closed": Around({}, "<&-"),
    "stdout closed": Around({}, ">&-"),
}


@pytest.fixture(scope="session")
def latin_locale(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a locale from before Unicode: none is left on most machines."""
    folder = tmp_path_factory.mktemp("locales")
    if not shutil.which("localedef"):
        pytest.skip("no localedef here: a Latin-1 locale was NOT tried")
    words = ("localedef", "-i", "en_US", "-f", "ISO-8859-1", str(folder / LATIN))
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if not (folder / LATIN).is_dir():
        pytest.skip(f"no sources of locales here ({done.stderr.strip()}): Latin-1 was NOT tried")
    return str(folder)


def run_in(home: Path, around: Around, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = clean_environment(home)
    kept = {name: said for name, said in environment.items() if name not in SET_BY_OTHER_TESTS}
    return subprocess.run(
        [
            "/bin/sh",
            "-c",
            f'exec "$@" {around.streams}',
            "sh",
            sys.executable,
            "-m",
            "stillpd",
            *words,
        ],
        env=kept | around.said,
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_report_is_whole_and_plain(
    home: Path, dana: Path, request: pytest.FixtureRequest, words: tuple[str, ...], name: str
) -> None:
    around, (code, says) = AROUND[name], COMMANDS[words]
    if around.said.get("LC_ALL") == LATIN:
        folder: str = request.getfixturevalue("latin_locale")
        around = around._replace(said={**around.said, "LOCPATH": folder})
    done = run_in(home, around, *words, *AS_OF)
    assert (done.returncode, done.stderr) == (code, b"")
    assert b"\x1b" not in done.stdout
    if around.streams == ">&-":
        assert not done.stdout
        return
    text = done.stdout.decode(around.encoding)
    assert says in " ".join(text.split())
    assert "\\" not in text
    if around.encoding != "utf-8":  # each ? is one of the words, or an open circle; none is a gap
        again = ["--always"] if words[0] == "remind" else []
        whole = run_in(home, AROUND["no LANG"], *words, *again, *AS_OF).stdout.decode()
        assert text.count("?") == whole.count("?") + whole.count("◌")
    assert max(map(len, text.splitlines())) <= around.width


@pytest.mark.parametrize("name", ["a Latin-1 locale", "a Windows code page"])
def test_what_the_old_alphabets_know_is_written_in_them(
    home: Path, dana: Path, request: pytest.FixtureRequest, name: str
) -> None:
    header = dana / "stillpd.toml"
    header.write_text(header.read_text("utf-8").replace("Dana Okafor", "Daná Øster"), "utf-8")
    around = AROUND[name]
    if around.said.get("LC_ALL") == LATIN:
        folder: str = request.getfixturevalue("latin_locale")
        around = around._replace(said={**around.said, "LOCPATH": folder})
    done = run_in(home, around, "today", *AS_OF)
    assert "Daná Øster" in done.stdout.decode(around.encoding)


@pytest.mark.parametrize("streams", ["", "<&-"], ids=["stdin empty", "stdin closed"])
def test_a_reminder_said_into_nothing_is_said_again(home: Path, dana: Path, streams: str) -> None:
    assert not run_in(home, Around({}, ">&-"), "remind", *AS_OF).stdout
    heard = run_in(home, Around({}, streams), "remind", *AS_OF)
    assert b"Answer with" in heard.stdout
    assert not run_in(home, Around({}, streams), "remind", *AS_OF).stdout
