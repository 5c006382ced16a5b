"""A launchd agent for macOS. `stillpd schedule show launchd` prints it; it is loaded by hand."""

from pathlib import Path
from shlex import quote

from stillpd.clock.line import EVERY, Call

_FOLDER = "Library/LaunchAgents"


def label(mark: str) -> str:
    """Return the agent's name."""
    return f"stillpd.{mark}"


def path(mark: str) -> Path:
    """Return where the agent's file goes."""
    return Path.home() / _FOLDER / f"{label(mark)}.plist"


def text(call: Call) -> str:
    """Return the agent: a check every few minutes; launchd passes over those of a sleeping Mac."""
    import plistlib

    agent = {
        "Label": label(call.mark),
        "ProgramArguments": list(call.words("launchd")),
        "EnvironmentVariables": call.environment("launchd"),
        "StartInterval": call.every * 60,
        "ProcessType": "Background",
        "RunAtLoad": True,
    }
    return plistlib.dumps(agent, sort_keys=False).decode()


def every(file: Path) -> int:
    """Return every how many minutes an agent's file says; 0 where it cannot be read."""
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        said = plistlib.loads(file.read_bytes()).get("StartInterval")
    except (OSError, ValueError, ExpatError, AttributeError):
        return 0
    return said // 60 if isinstance(said, int) and said // 60 in EVERY else 0


def commands(call: Call) -> tuple[str, ...]:
    """Return what is typed to put the agent in its place and to load it."""
    place = f"~/{_FOLDER}/{quote(path(call.mark).name)}"
    return (
        f"mkdir -p ~/{_FOLDER}",  # a new Mac has none
        f"stillpd schedule show launchd{call.option} -o {place}",
        f"launchctl bootstrap gui/$(id -u) {place}",
    )
