"""A sentence on the command line is saved without reading the journal, and loads little."""

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import clean_environment

_WATCHED = """
import json, sys
opened = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
sys.argv = ["stillpd", "write", *sys.argv[1:]]
from stillpd.cli.main import main
try:
    main()
except SystemExit as leaving:
    code = leaving.code or 0
print(json.dumps({"code": code, "opened": opened, "loaded": sorted(sys.modules)}))
"""


def watched(home: Path, *words: str) -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *words],
        env=clean_environment(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["code"] == 0
    return found


def pages_read(dana: Path, opened: list[str]) -> set[str]:
    inside = {Path(path).relative_to(dana) for path in opened if path.startswith(f"{dana}/")}
    return {
        str(path)
        for path in inside
        if path.suffix in {".md", ".toml"} and path.parts[0] != ".stillpd"
    }


def test_a_sentence_reads_the_first_page_and_nothing_else(home: Path, dana: Path) -> None:
    assert pages_read(dana, watched(home, "Two words.")["opened"]) == {"stillpd.toml"}


def test_a_goal_is_known_by_its_file_name_alone(home: Path, dana: Path) -> None:
    opened = watched(home, "Two words.", "--goal", "cer", "--share", "coach")["opened"]
    assert pages_read(dana, opened) == {"stillpd.toml"}


def test_a_sentence_loads_neither_the_sums_nor_what_asks_and_colours(
    home: Path, dana: Path
) -> None:
    loaded = watched(home, "Two words.", "--tag", "soil")["loaded"]
    heavy = ("rich", "questionary", "prompt_toolkit", "tomlkit", "dateutil", "filelock")
    assert not [name for name in loaded if name.split(".")[0] in heavy]
    ours = ("stillpd.insight", "stillpd.journal.shipped", "stillpd.cli.editor", "stillpd.cli.refs")
    assert not [name for name in loaded if name.startswith(ours)]
