"""What every test stands on: a home of its own, no colour, 80 columns, the real program."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.warm import Warm

# How long an example takes says more of a busy machine than of us.
settings.register_profile("stillpd", deadline=None)
settings.load_profile("stillpd")

DEMO = Path(__file__).parent.parent / "src" / "stillpd" / "demo" / "dana-okafor"
Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., tuple[int, str, str]]


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing of the developer's own is seen."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    passing = home / "passing"
    passing.mkdir(parents=True, exist_ok=True)
    return kept | {
        "TMPDIR": str(passing),  # where drafts go that have no other place
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "USER": "dana",
        "LOGNAME": "dana",
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home folder, for this process and for those it starts."""
    place = tmp_path / "home"
    for name, value in clean_environment(place).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("STILLPD_JOURNAL", raising=False)
    return place


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm | None]:
    """The program, loaded once for all tests of this process; None where none can be copied."""
    if not hasattr(os, "fork"):
        yield None
        return
    started = Warm(clean_environment(tmp_path_factory.mktemp("warm")))
    yield started
    started.end()


@pytest.fixture
def run(home: Path, warm: Warm | None) -> Run:
    """Run the real program in the fresh home; returns what it printed and its exit code."""

    def run_stillpd(
        *words: str, text: str | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        environment = clean_environment(home) | extra
        if warm and warm.may_copy(environment):
            return warm.run(words, environment, home, text or "")
        return subprocess.run(
            [sys.executable, "-m", "stillpd", *words],
            env=environment,
            cwd=home,
            input=text if text is not None else "",
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run_stillpd


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command in this process, quick enough for many; returns its code and both outputs."""
    from stillpd.cli.main import app

    def ask_stillpd(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            app(list(words))
        return int(left.value.code or 0), *capsys.readouterr()

    return ask_stillpd


@pytest.fixture
def dana(home: Path) -> Path:
    """A copy of Dana's year, the default journal of the fresh home."""
    place = home / "dana"
    shutil.copytree(DEMO, place)
    (home / "config" / "stillpd").mkdir(parents=True)
    (home / "config" / "stillpd" / "config.toml").write_text(f'default = "{place}"\n')
    return place
