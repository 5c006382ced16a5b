"""Put completion into a shell: the script in a place of its own, and one line where it is begun."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from stillpd.cli.output import deliver
from stillpd.cli.session import Session
from stillpd.model.errors import InvalidInput, NotSaved
from stillpd.model.record import record
from stillpd.render.page import Page, Para, Rows, command, dim, text

SHELLS = ("bash", "zsh", "fish")


@record
class Installed:
    """What was done for a shell: the script's path, and the settings file that now begins it."""

    shell: str
    path: str
    begun_in: str = ""


def which_shell(said: str) -> str:
    """Return the shell that was said, else the one from which stillpd was called.

    Raises InvalidInput for one that we know no completion for, or where it cannot be told.
    """
    known = f"Known: {', '.join(SHELLS)}"
    name = said or _calling_shell()
    if not name:
        raise InvalidInput(
            "Which shell this is cannot be seen from here.",
            "Name it, as in: stillpd --install-completion bash (or zsh, or fish)",
        )
    if name not in SHELLS:
        raise InvalidInput(f"There is no completion for “{name}”.", known)
    return name


def _calling_shell() -> str:
    from shellingham import ShellDetectionFailure, detect_shell

    try:
        return str(detect_shell()[0])
    except (ShellDetectionFailure, OSError):
        return ""


def script(shell: str) -> str:
    """Return the completion script of a shell."""
    return (Path(__file__).parent / f"stillpd.{shell}").read_text("utf-8")


def set_up(session: Session, shell: str) -> None:
    """Install completion for a shell and tell what was written where."""
    report = install(shell)
    deliver(session, "install-completion", report, page=lambda _width: _page(report))


def _page(report: Installed) -> Page:
    rows = [(text(dim("script")), text(_short(report.path)))]
    if report.begun_in:
        rows.append((text(dim("begun in")), text(_short(report.begun_in))))
    return (
        Para(text(f"Completion for {report.shell} is set up.")),
        Rows(tuple(rows), indent=2),
        Para(
            text("In a new terminal try: ", command("stillpd show"), ", a space, and the Tab key.")
        ),
    )


def _short(path: str) -> str:
    home = f"{Path.home()}{os.sep}"
    return f"~/{path.removeprefix(home)}" if path.startswith(home) else path


def install(shell: str) -> Installed:
    """Put the script where the shell finds it. Raises NotSaved; done again it changes nothing."""
    path, settings, line = _PLACES[shell](os.environ)
    at = path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script(shell), "utf-8")
        if settings:
            at = settings
            _add_line(settings, line)
    except OSError as err:
        raise NotSaved(f"{at} could not be written: {err.strerror}.") from None
    return Installed(shell, str(path), str(settings or ""))


def _add_line(settings: Path, line: str) -> None:
    """Add a line to the end of a settings file, and touch nothing else in it."""
    settings.parent.mkdir(parents=True, exist_ok=True)
    old = settings.read_bytes() if settings.exists() else b""
    if line.encode() in old.splitlines():
        return
    gap = "" if not old or old.endswith(b"\n") else "\n"
    with settings.open("a", encoding="utf-8") as file:
        file.write(f"{gap}{line}\n")


Where = tuple[Path, Path | None, str]
"""The script's place, the settings file, and the line in it that begins the script."""


def _bash(_environment: Mapping[str, str]) -> Where:
    name = ".bash_completions/stillpd.sh"
    line = f"[ ! -f ~/{name} ] || . ~/{name}"
    return Path.home() / name, Path.home() / ".bashrc", line


def _zsh(environment: Mapping[str, str]) -> Where:
    settings = Path(environment.get("ZDOTDIR") or Path.home()) / ".zshrc"
    line = "fpath+=~/.zfunc; autoload -Uz compinit; compinit -i"
    return Path.home() / ".zfunc" / "_stillpd", settings, line


def _fish(environment: Mapping[str, str]) -> Where:
    config = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return config / "fish" / "completions" / "stillpd.fish", None, ""


_PLACES: Mapping[str, Callable[[Mapping[str, str]], Where]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
