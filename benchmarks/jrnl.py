"""jrnl, in an environment of the benchmark's own: never in the project's."""

import subprocess
import sys
import venv
from pathlib import Path

RELEASE = "4.6"
DEFAULT_FORMAT = "%F %r"
"""How jrnl writes dates where nobody chose otherwise."""
QUICK_FORMAT = "%Y-%m-%d %H:%M"
"""What jrnl reads more than twice as fast: Python's `strptime` knows it."""

_CONFIGURATION = """\
version: '{version}'
journals:
  default:
    journal: '{journal}'
editor: ''
encrypt: false
template: false
default_hour: 9
default_minute: 0
timeformat: '{time_format}'
tagsymbols: '#@'
highlight: true
linewrap: 79
indent_character: '|'
colors:
  body: none
  date: black
  tags: yellow
  title: cyan
"""


class NotInstalled(Exception):
    """jrnl could not be installed; the reason in a few words."""


def install(cache: Path) -> str:
    """Return the path of jrnl's command, installed at first use."""
    place = cache / f"jrnl-{RELEASE}-py{sys.version_info.major}{sys.version_info.minor}"
    command = place / "bin" / "jrnl"
    if command.exists():
        return str(command)
    try:
        venv.create(place, clear=True, with_pip=True)
    except (OSError, subprocess.CalledProcessError):
        raise NotInstalled("no environment could be made") from None
    done = subprocess.run(
        [place / "bin" / "python", "-m", "pip", "install", "-q", f"jrnl=={RELEASE}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not command.exists():
        raise NotInstalled(f"pip could not install jrnl {RELEASE}")
    return str(command)


def configure(file: Path, journal: Path, time_format: str) -> None:
    """Write the configuration that jrnl makes for itself, for this journal and format of dates."""
    file.write_text(
        _CONFIGURATION.format(version=RELEASE, journal=journal, time_format=time_format),
        encoding="utf-8",
    )
