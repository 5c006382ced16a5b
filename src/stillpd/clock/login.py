"""A line for the shell's login file: the prompt when a terminal is opened, and no scheduler."""

import os
from pathlib import Path
from shlex import quote

from stillpd.clock.line import Call


def shell(environment_shell: str) -> str:
    """Return fish, zsh, or else bash, by the path of somebody's shell."""
    name = Path(environment_shell).name
    return name if name in {"fish", "zsh"} else "bash"


def text(call: Call, name: str) -> str:
    """Return the line. It speaks only in a terminal where somebody types, if stillpd is there."""
    words = call.words("login")
    if name == "fish":
        program, *rest = map(_fish_quoted, words)
        run = " ".join(["command", program, *rest])
        return f"status is-interactive; and test -x {program}; and {run}\n"
    program, *rest = map(quote, words)
    run = " ".join(["command", program, *rest])
    return f"case $- in *i*) test ! -x {program} || {run} ;; esac\n"


def path(name: str) -> Path:
    """Return the file that a shell reads at login."""
    if name == "fish":
        said = os.environ.get("XDG_CONFIG_HOME", "")
        return Path(said if said.strip() else Path.home() / ".config") / "fish" / "config.fish"
    if name == "zsh":
        return Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zprofile"
    # bash reads the first of these that is there, and no other
    for file in (".bash_profile", ".bash_login"):
        if (Path.home() / file).exists():
            return Path.home() / file
    return Path.home() / ".profile"


def _fish_quoted(word: str) -> str:
    inside = word.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{inside}'"
