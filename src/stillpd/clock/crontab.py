"""The user's crontab: one block of ours between marks of its own, all else byte for byte.

It is read and written as bytes, by `crontab` itself. What stood there before lies as a copy in
the journal's state folder.
"""

import os
import re
import shlex
import shutil
from datetime import UTC, datetime
from itertools import dropwhile
from pathlib import Path

from stillpd.clock.line import Call, said_in, through_sh
from stillpd.clock.program import Answer, ask
from stillpd.journal.places import state_folder
from stillpd.model.errors import InvalidInput, NotSaved
from stillpd.model.record import record

_MARKED = re.compile(rb"^# (BEGIN|END) stillpd ([0-9a-f]{8})(?![0-9a-z]).*$", re.MULTILINE)
_OURS = b"STILLPD_SCHEDULED=cron"
_NONE_YET = re.compile(r"no crontab for|can't open '.*': no such file", re.IGNORECASE)
_RETURN = re.compile(rb"\\r$", re.MULTILINE)
_SAID = re.compile(r"[A-Z_][A-Z0-9_]*=")
_COPIES = 10
_COPY = "crontab-before-"
_FIELDS = 5
_EVERY = {15: "*/15 6-22 * * *", 30: "*/30 6-22 * * *", 60: "0 6-22 * * *"}
_ELSE = "What else there is: stillpd schedule show login, stillpd schedule show systemd"


@record
class Line:
    """What a line of ours says: every how many minutes (0 where it is not our way), and what."""

    every: int
    program: str
    journal: str


def text(call: Call) -> str:
    """Return our block of the crontab."""
    return (
        f"# BEGIN stillpd {call.mark} (taken out by: stillpd schedule remove)\n"
        f"{_EVERY[call.every]} {_command(call)}\n"
        f"# END stillpd {call.mark}\n"
    )


def _command(call: Call) -> str:
    said = [f"{name}={value}" for name, value in call.environment("cron").items()]
    words = call.words("cron")
    if "=" in words[0]:  # env would take it for one more name with a value
        words = through_sh(words)
    return " ".join(map(quoted, ("env", *said, *words)))


def quoted(word: str) -> str:
    r"""Return a word for the shell that cron starts.

    A % ends cron's command unless a \ stands before it; some crons make one \ of two. So each %
    stands outside the quotes, which the shell understands whether cron took the \ or not, and
    after each \ the quotes are closed and opened again.
    """
    made = shlex.quote(word)
    if not made.startswith("'"):
        return made.replace("%", "\\%")
    return made.replace("\\", "\\''").replace("%", "'\\%'")


def is_there() -> bool:
    """Tell whether this computer has a crontab at all."""
    return shutil.which("crontab") is not None


def read() -> bytes:
    """Return the crontab as it is; nothing where there is none. Raises InvalidInput."""
    answer = ask(["crontab", "-l"])
    if not answer.is_there:
        raise InvalidInput("There is no crontab on this computer.", _ELSE)
    if answer.is_good:
        return answer.out
    if answer.code == 1 and _NONE_YET.search(answer.said):
        return b""
    raise InvalidInput(f"The crontab cannot be read: {_reason(answer)}.", _ELSE)


def expect_faithful(old: bytes) -> None:
    r"""Raise InvalidInput where what was read cannot be given back as it is.

    Debian's `crontab -l` tells a carriage return as the two signs \r; given back, they stay two.
    """
    if _RETURN.search(old):
        raise InvalidInput(
            "A line of your crontab ends in a carriage return, which crontab does not tell as it "
            "is, so nothing was changed.",
            r"Take it out first: crontab -l | sed 's/\\r$//' | crontab -",
        )


def write(root: Path, old: bytes, new: bytes, now: datetime) -> Path | None:
    """Give the user another crontab, and return where the copy of the old one lies, if any.

    Raises NotSaved where no copy can be kept, where `crontab` does not take the new one, and
    where it reads otherwise afterwards.
    """
    if read() != old:
        raise NotSaved("The crontab was changed meanwhile; nothing was done.", "Try again.")
    copy = _keep(state_folder(root), old, now) if old else None
    lies = f"The crontab from before: {copy}" if copy else ""
    answer = ask(["crontab", "-"], given=new)
    if not answer.is_good:
        raise NotSaved(f"crontab did not take it: {_reason(answer)}.", lies)
    if read() != new:
        raise NotSaved(
            "The crontab reads otherwise than it was written. Look at it: crontab -l", lies
        )
    return copy


def _reason(answer: Answer) -> str:
    return (answer.said or f"it left with {answer.code}").removesuffix(".")


def _keep(folder: Path, old: bytes, now: datetime) -> Path:
    """Keep a copy, the newest ten of them."""
    from stillpd.journal.swap import make_folder, sync_folder, write_new

    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = folder / f"{_COPY}{stamp}"
    try:
        make_folder(folder)
        number = 2
        while copy.exists():
            copy = folder / f"{_COPY}{stamp}-{number}"
            number += 1
        write_new(copy, old)
        sync_folder(folder)
        for path in sorted(folder.glob(f"{_COPY}*"))[:-_COPIES]:
            path.unlink(missing_ok=True)
    except OSError as err:
        raise NotSaved(
            f"No copy of your crontab could be kept: {err.strerror}. It is as it was.",
            f"Make {folder} writable.",
        ) from err
    return copy


def put_in(old: bytes, call: Call) -> bytes:
    """Return a crontab with our block: in its old place, else at the end."""
    block = os.fsencode(text(call))
    begins, ends = find(old, call.mark) or (len(old), len(old))
    before, after = old[:begins], old[ends:]
    if not after and old and not old.endswith(b"\n"):
        # It stays without a last line end, and so is what it was when we are taken out again.
        block = block.removesuffix(b"\n")
        before += b"" if before.endswith(b"\n") or not before else b"\n"
    return before + block + after


def take_out(old: bytes, mark: str) -> bytes:
    """Return a crontab without our block."""
    place = find(old, mark)
    if not place:
        return old
    before, after = old[: place[0]], old[place[1] :]
    is_last_line_open = not old.endswith(b"\n")
    return before.removesuffix(b"\n") if is_last_line_open and not after else before + after


def find(crontab: bytes, mark: str) -> tuple[int, int] | None:
    """Return where a journal's block begins and ends. Raises InvalidInput for marks gone astray."""
    marks = list(_MARKED.finditer(crontab))
    own = [n for n, found in enumerate(marks) if found[2] == mark.encode()]
    if not own:
        return None
    words = [marks[n][1] for n in own]
    if words != [b"BEGIN", b"END"] or own[1] != own[0] + 1:
        raise InvalidInput(
            "In your crontab the marks of stillpd are no longer one pair, so nothing was changed.",
            f"Mend or remove the lines with “stillpd {mark}” by hand: crontab -e",
        )
    begins, ends = marks[own[0]], marks[own[1]]
    inside = crontab[begins.end() : ends.start()].split(b"\n")
    if any(line.strip() and _OURS not in line for line in inside):
        raise InvalidInput(
            "In your crontab lines that are not ours stand between the marks of stillpd, "
            "so nothing was changed.",
            "Move them above or below the marks: crontab -e",
        )
    return begins.start(), ends.end() + (crontab[ends.end() : ends.end() + 1] == b"\n")


def installed(crontab: bytes, mark: str) -> Line | None:
    """Return what our line says; None without a block. Raises InvalidInput as `find` does."""
    place = find(crontab, mark)
    if not place:
        return None
    lines = os.fsdecode(crontab[slice(*place)]).split("\n")
    ours = [line for line in lines if not line.startswith("#") and _OURS.decode() in line]
    return _read_line(ours[0]) if len(ours) == 1 else Line(0, "", "")


def others(crontab: bytes, mark: str) -> list[Line]:
    """Return what the lines of other journals say."""
    marks = {found[2].decode() for found in _MARKED.finditer(crontab)} - {mark}
    found = []
    for other in sorted(marks):
        try:
            line = installed(crontab, other)
        except InvalidInput:
            continue
        if line and line.journal:
            found.append(line)
    return found


def _read_line(line: str) -> Line:
    """Return what a line says, whoever wrote it."""
    fields = line.split(None, _FIELDS)
    when = " ".join(fields[:_FIELDS])
    every = next((minutes for minutes, said in _EVERY.items() if said == when), 0)
    try:
        words = shlex.split("".join(fields[_FIELDS:]))
    except ValueError:
        return Line(every, "", "")
    words = list(dropwhile(lambda word: word == "env" or _SAID.match(word), words))
    return Line(every, *said_in(words))
