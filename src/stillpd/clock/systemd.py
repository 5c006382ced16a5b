"""A systemd user timer and its service: two files of ours, loaded by `systemctl --user`."""

import os
import re
from contextlib import suppress
from pathlib import Path

from stillpd.clock.line import Call, said_in, through_sh
from stillpd.clock.program import Answer, ask
from stillpd.model.errors import InvalidInput, NotSaved
from stillpd.model.record import record

_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_NO_PROGRAM = re.compile(r"[\"'\\\t]")  # systemd starts nothing that has one of these in its path
_EVERY = {15: "*-*-* 06..22:00/15", 30: "*-*-* 06..22:00/30", 60: "*-*-* 06..22:00:00"}
_HOUR = 60
_ELSE = "What else there is: stillpd schedule install cron, stillpd schedule show login"


@record
class Units:
    """What the two files say: every how many minutes (0 where it is not our way), and what."""

    every: int
    program: str
    journal: str


def folder() -> Path:
    """Return where a user's own units lie."""
    said = os.environ.get("XDG_CONFIG_HOME", "")
    return Path(said if said.strip() else Path.home() / ".config") / "systemd" / "user"


def paths(mark: str) -> tuple[Path, Path]:
    """Return where a journal's service and timer lie."""
    return folder() / f"stillpd-{mark}.service", folder() / f"stillpd-{mark}.timer"


def texts(call: Call) -> tuple[str, str]:
    """Return the service and the timer."""
    ours = f"# stillpd {call.mark} (taken out by: stillpd schedule remove)\n"
    environment = call.environment("systemd").items()
    service = (
        f"{ours}[Unit]\nDescription=Is a quiet time due?\n\n[Service]\nType=oneshot\n"
        + "".join(f"Environment={quoted(f'{name}={value}')}\n" for name, value in environment)
        + f"ExecStart={_command(call.words('systemd'))}\n"
    )
    often = "hour" if call.every == _HOUR else f"{call.every} minutes"
    timer = (
        f"{ours}[Unit]\nDescription=Every {often} from 6 to 23 o'clock: is a quiet time due?\n\n"
        f"[Timer]\nOnCalendar={_EVERY[call.every]}\nAccuracySec=1min\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return service, timer


def _command(words: tuple[str, ...]) -> str:
    if _NO_PROGRAM.search(words[0]):
        words = through_sh(words)
    # In the program's own path a $ is a $; in the words after it $$ is one.
    return " ".join([quoted(words[0]), *(quoted(word).replace("$", "$$") for word in words[1:])])


def quoted(word: str) -> str:
    r"""Return a word as systemd reads it (systemd.service, "Command lines"): "…", \ and %% ."""
    if _PLAIN.fullmatch(word):
        return word
    inside = word.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{inside}"'.replace("%", "%%")


def answers() -> bool:
    """Tell whether the user's systemd is there to be asked."""
    return ask(["systemctl", "--user", "show-environment"]).is_good


def expect_answers() -> None:
    """Raise InvalidInput where the user's systemd does not answer."""
    if not answers():
        raise InvalidInput("systemd does not answer here for you as a user.", _ELSE)


def old_texts(mark: str) -> tuple[bytes, bytes]:
    """Return what our two files hold; nothing where they are not. Raises InvalidInput."""
    service, timer = paths(mark)
    return _ours(service, mark), _ours(timer, mark)


def _ours(path: Path, mark: str) -> bytes:
    try:
        if path.is_symlink():
            raise InvalidInput(_stranger(path), "Move it away first.")
        held = path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as err:
        raise InvalidInput(f"{path} cannot be read: {err.strerror}.") from None
    if not held.startswith(f"# stillpd {mark} ".encode()):
        raise InvalidInput(_stranger(path), "Move it away first.")
    return held


def _stranger(path: Path) -> str:
    return f"{path} is not of our making, so nothing was changed."


def is_enabled(mark: str) -> bool:
    """Tell whether the timer is started at login."""
    return os.path.lexists(folder() / "timers.target.wants" / paths(mark)[1].name)


def write(call: Call) -> None:
    """Put both files in place, and have systemd start the timer. Raises NotSaved."""
    from stillpd.journal.swap import sync_folder, write_over

    _, timer = paths(call.mark)
    for path, text in zip(paths(call.mark), texts(call), strict=True):
        try:
            write_over(path, text.encode(), mode=0o644)
            sync_folder(path.parent)
        except OSError as err:
            raise NotSaved(f"{path} could not be written: {err.strerror}.") from None
    for words in (["daemon-reload"], ["enable", timer.name], ["restart", timer.name]):
        answer = ask(["systemctl", "--user", *words])
        if not answer.is_good:
            raise NotSaved(
                f"The two files are in {folder()}, but systemd did not take them: "
                f"{_reason(answer)}.",
                "Take them out again: stillpd schedule remove systemd",
            )


def remove(mark: str) -> None:
    """Have systemd stop the timer, and take both files out. Raises NotSaved."""
    service, timer = paths(mark)
    answer = ask(["systemctl", "--user", "disable", "--now", timer.name])
    if not answer.is_good:
        raise NotSaved(
            f"systemd did not stop the timer: {_reason(answer)}. The two files are as they were.",
            f"Look at it: systemctl --user status {timer.name}",
        )
    try:
        timer.unlink(missing_ok=True)
        service.unlink(missing_ok=True)
    except OSError as err:
        raise NotSaved(f"A file in {folder()} could not be removed: {err.strerror}.") from None
    ask(["systemctl", "--user", "daemon-reload"])


def _reason(answer: Answer) -> str:
    return (answer.said or f"it left with {answer.code}").removesuffix(".")


def lingers() -> bool | None:
    """Tell whether the user's timers run when they are logged out; None where nobody can say."""
    try:
        import pwd

        user = pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return None
    answer = ask(["loginctl", "show-user", user, "-p", "Linger"])
    said = answer.out.strip()
    if answer.is_good and said in {b"Linger=yes", b"Linger=no"}:
        return said == b"Linger=yes"
    # loginctl knows those only who are logged in or linger; the mark of the latter is a file.
    return Path("/var/lib/systemd/linger", user).exists() if answer.is_there else None


def installed(service: bytes, timer: bytes) -> Units:
    """Return what two files of ours say, by whichever stillpd they were written."""
    said = timer.decode("utf-8", "replace")
    every = next((n for n, when in _EVERY.items() if f"\nOnCalendar={when}\n" in said), 0)
    command = re.search(r"^ExecStart=(.*)$", service.decode("utf-8", "replace"), re.MULTILINE)
    words = [word.replace("%%", "%") for word in _words(command[1] if command else "")]
    words[1:] = [word.replace("$$", "$") for word in words[1:]]
    return Units(every, *said_in(words))


def _words(command: str) -> list[str]:
    """Return the words of a command, with the quotes that `quoted` put there taken off."""
    return [
        found[2] or re.sub(r"\\(.)", lambda sign: {"t": "\t"}.get(sign[1], sign[1]), found[1] or "")
        for found in _WORD.finditer(command)
    ]


def others(mark: str) -> list[str]:
    """Return the journals for which other timers of ours call."""
    found = []
    for service in sorted(folder().glob("stillpd-????????.service")):
        name = service.stem.removeprefix("stillpd-")
        with suppress(InvalidInput):
            held = old_texts(name)
            journal = installed(*held).journal if name != mark and all(held) else ""
            found += [journal] if journal else []
    return found
