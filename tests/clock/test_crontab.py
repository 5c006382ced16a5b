"""The crontab gets one marked block of ours, and all else in it stays byte for byte."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpd.clock import crontab
from stillpd.clock.line import Call as Line
from tests.clock.fakes import CRONTAB, ODD_NAMES, Call, System
from tests.conftest import clean_environment

OTHERS = {
    "plain": b"MAILTO=dana\n0 1 * * * backup\n",
    "empty": b"\n",
    "no last line end": b"0 1 * * * backup\n0 2 * * * sweep",
    "line ends of Windows": b"# mine\r\n0 1 * * * backup\r\n",
    "bytes that are no UTF-8": b"# caf\xe9 \xff\n0 1 * * * backup\n\n\n",
    "lines like ours": (
        b"# BEGIN stillpd by hand\n# BEGIN stillpd 0123456\n#BEGIN stillpd 01234567\n"
        b"0 1 * * * env STILLPD_SCHEDULED=cron mine\n# END stillpd 012345678\n"
    ),
}
each_crontab = pytest.mark.parametrize("held", OTHERS.values(), ids=OTHERS)


def block(held: bytes) -> bytes:
    """Return our block, marks included, cut out by its form."""
    [ours] = re.findall(rb"# BEGIN stillpd [0-9a-f]{8} .*\n.*\n# END stillpd [0-9a-f]{8}", held)
    return bytes(ours)


def test_what_is_installed_is_what_was_shown(schedule: Call, system: System, root: Path) -> None:
    shown = schedule("show", "cron")
    assert shown.code == 0
    assert schedule("install", "cron").code == 0
    assert system.crontab.decode() == shown.out
    first, line, last = shown.out.splitlines()
    mark = first.split()[3]
    assert first == f"# BEGIN stillpd {mark} (taken out by: stillpd schedule remove)"
    assert line.startswith("*/15 6-22 * * * env STILLPD_SCHEDULED=cron ")
    assert last == f"# END stillpd {mark}"


def test_the_difference_is_shown(schedule: Call, system: System, root: Path) -> None:
    system.crontab = OTHERS["plain"]
    done = schedule("install", "cron")
    told = done.out.splitlines()
    assert " 0 1 * * * backup" in told
    added = [line[1:] for line in told if re.match(r"\+(?!\+\+)", line)]
    assert "\n".join(added).encode() == block(system.crontab)
    gone = schedule("remove", "cron").out.splitlines()
    assert [line[1:] for line in gone if re.match("-(?!--)", line)] == added


@each_crontab
def test_other_lines_stay_and_removing_gives_back_what_was_there(
    schedule: Call, system: System, root: Path, held: bytes
) -> None:
    system.crontab = held
    assert schedule("install", "cron").code == 0
    installed = system.crontab
    assert installed.startswith(held)
    assert installed != held
    again = schedule("install", "cron")
    assert (again.code, again.out) == (0, "It is there already; nothing changed.\n")
    assert (system.crontab, system.writes) == (installed, 1)
    assert schedule("remove", "cron").code == 0
    assert system.crontab == held


def test_what_was_added_around_the_block_stays(schedule: Call, system: System, root: Path) -> None:
    schedule("install", "cron")
    ours = system.crontab
    system.crontab = b"0 1 * * * before\n" + ours + b"0 2 * * * after"
    assert schedule("install", "cron", "--every", "60").code == 0
    assert system.crontab == (
        b"0 1 * * * before\n" + ours.replace(b"*/15 6-22", b"0 6-22") + b"0 2 * * * after"
    )
    schedule("remove")
    assert system.crontab == b"0 1 * * * before\n0 2 * * * after"


def test_how_often_it_looks_stays_as_it_was_chosen(
    schedule: Call, system: System, root: Path
) -> None:
    schedule("install", "cron", "--every", "30")
    assert "\n*/30 6-22 * * * env" in system.crontab.decode()
    assert "nothing changed" in schedule("install", "cron").out
    assert schedule("show", "cron").out == system.crontab.decode()


def test_a_copy_of_the_old_crontab_is_kept_and_its_place_told(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    fresh = schedule("install", "cron")
    assert "Your crontab from before" not in fresh.out
    first = system.crontab
    for often in ("30", "60", "15"):
        before = system.crontab
        told = schedule("install", "cron", "--every", often).out
        place = re.search(r"Your crontab from before:\n\s+~/(\S+)\n", told)
        assert place
        assert (home / place[1]).read_bytes() == before
        assert (home / place[1]).stat().st_mode & 0o777 == 0o600
    assert system.crontab == first


def test_two_journals_have_a_line_each(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    other = home / "other"
    shutil.copytree(root, other)
    schedule("install", "cron")
    alone = system.crontab
    schedule("install", "cron", journal=other)
    assert system.crontab.startswith(alone)
    assert system.crontab.count(b"# BEGIN stillpd") == 2
    schedule("remove", "cron")
    assert f"--journal {other} remind\n".encode() in block(system.crontab) + b"\n"
    schedule("remove", "cron", journal=other)
    assert system.crontab == b""


STRAY = {
    "no end": lambda ours: ours.replace(b"# END", b"# end"),
    "no begin": lambda ours: ours.replace(b"# BEGIN", b"# begin"),
    "twice": lambda ours: ours * 2,
    "turned round": lambda ours: b"".join(reversed(ours.splitlines(keepends=True))),
    "another's mark inside": lambda ours: ours.replace(b"\n*", b"\n# BEGIN stillpd 01234567\n*"),
    "a line that is not ours": lambda ours: ours.replace(b"\n*", b"\n0 1 * * * backup\n*"),
}


@pytest.mark.parametrize("stray", STRAY.values(), ids=STRAY)
@pytest.mark.parametrize(
    "words", [["install", "--every", "30"], ["remove"]], ids=lambda words: words[0]
)
def test_marks_gone_astray_are_told_and_nothing_is_written(
    schedule: Call, system: System, root: Path, stray: Callable[[bytes], bytes], words: list[str]
) -> None:
    schedule("install", "cron")
    system.crontab = odd = b"0 3 * * * mine\n" + stray(system.crontab)
    for named in ([], ["cron"]):
        done = schedule(*words, *named)
        assert done.code == 2
        assert "nothing was changed" in done.err
        assert "crontab -e" in done.err
        assert "backup" not in done.err
    assert (system.crontab, system.writes) == (odd, 1)


def run_as_cron_does(held: bytes, home: Path, taken: bytes) -> None:
    r"""Run our line: after five fields, up to an unescaped %.

    Before the signs in `taken` this cron takes a \ away: crons differ in that.
    """
    [line] = [line for line in held.split(b"\n") if line and not line.startswith(b"#")]
    command = re.split(rb"(?<!\\)%", line.split(None, 5)[5])[0]
    if taken:
        command = re.sub(rb"\\([" + taken + rb"])", rb"\1", command)
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LOGNAME": "dana"}
    subprocess.run(["/bin/sh", "-c", command], env=environment, check=True, timeout=20)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_whatever_a_folder_is_called_cron_calls_our_program_for_it(
    schedule: Call, home: Path, monkeypatch: pytest.MonkeyPatch, root: Path, name: str
) -> None:
    system = System(home, monkeypatch, tools=f"{name} tools")
    root = root.rename(home / name)
    assert schedule("install", "cron", journal=root).code == 0
    words = [str(system.tools / "stillpd"), "--journal", str(root), "remind"]
    for taken in (b"", b"%", rb"%\\"):
        run_as_cron_does(system.crontab, home, taken)
    assert system.called() == words * 3
    assert system.told("told") == ["cron 1 72"]
    assert "nothing changed" in schedule("install", "cron", journal=root).out
    status = schedule("status", journal=root).out
    assert "installed, every 15 minutes" in status
    assert "not there any more" not in status
    schedule("remove", "cron", journal=root)
    assert system.crontab == b""


def test_a_longer_mark_that_begins_like_ours_is_anothers(
    schedule: Call, system: System, root: Path
) -> None:
    schedule("install", "cron")
    mark = system.crontab.split()[3]
    system.crontab = held = b"# END stillpd " + mark + b"0\n" + system.crontab
    assert "nothing changed" in schedule("install", "cron").out
    assert schedule("remove").code == 0
    assert system.crontab == held.splitlines(keepends=True)[0]


def test_a_name_that_no_line_can_hold_is_refused(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    root = root.rename(home / "two\nlines")
    done = schedule("install", "cron", journal=root)
    assert done.code == 2
    assert "Give that folder another name" in done.err
    assert system.writes == 0


def test_a_dry_run_writes_nothing(schedule: Call, system: System, root: Path, home: Path) -> None:
    system.crontab = OTHERS["plain"]
    done = schedule("install", "cron", "--dry-run")
    assert done.code == 0
    assert "+# BEGIN stillpd" in done.out
    assert "Nothing is changed yet" in done.out
    assert (system.crontab, system.writes) == (OTHERS["plain"], 0)
    assert not list(home.glob("state/stillpd/*/crontab-before*"))


def test_a_crontab_that_somebody_changed_meanwhile_is_left_alone(
    schedule: Call, system: System, root: Path
) -> None:
    system.crontab = b"0 1 * * * mine\n"
    system.has("crontab", CRONTAB.replace("exec cat", 'echo "# new" >>"$tab"; exec cat'))
    done = schedule("install", "cron")
    assert done.code == 6
    assert done.err.startswith("The crontab was changed meanwhile; nothing was done.")
    assert system.writes == 0
    assert b"stillpd" not in system.crontab


def test_why_crontab_refuses_is_told_in_its_own_words(
    schedule: Call, system: System, root: Path, home: Path
) -> None:
    system.crontab = OTHERS["plain"]
    reason = '"-":3: bad minute'
    refuses = f"-) echo '{reason}' >&2; echo more >&2; exit 1 ;;"
    system.has("crontab", CRONTAB.replace("-) cat", f"{refuses}\n-) cat"))
    done = schedule("install", "cron")
    assert (done.code, system.crontab) == (6, OTHERS["plain"])
    assert f"crontab did not take it: {reason}.\n" in done.err
    [copy] = home.glob("state/stillpd/*/crontab-before*")
    assert copy.name in done.err.replace("\n", "")


def test_a_crontab_that_does_not_keep_what_it_is_given_is_told(
    schedule: Call, system: System, root: Path
) -> None:
    system.has("crontab", CRONTAB.replace('- cat >"$tab.new"', "").replace("mv", "echo >"))
    done = schedule("install", "cron")
    assert done.code == 6
    assert "reads otherwise than it was written" in done.err


REFUSED = "echo 'You (dana) are not allowed to use this program (crontab)' >&2; exit 1"


def test_who_may_not_use_crontab_hears_so_and_can_still_have_a_timer(
    schedule: Call, system: System, root: Path
) -> None:
    system.has("crontab", REFUSED)
    for words in (["install", "cron"], ["install"], ["remove"]):
        done = schedule(*words)
        assert done.code == 2
        assert "You (dana) are not allowed" in done.err
    system.has("systemctl", "exit 0")
    assert "From now on systemd looks in every 15 minutes" in schedule("install").out


def test_a_carriage_return_that_crontab_tells_as_two_signs_stops_us(
    schedule: Call, system: System, root: Path
) -> None:
    system.crontab = held = b"# mine\\r\n0 1 * * * backup\\r\n"  # as Debian's crontab -l tells it
    done = schedule("install", "cron")
    assert done.code == 2
    assert "nothing was changed" in done.err
    assert (system.crontab, system.writes) == (held, 0)


@given(before=st.binary(max_size=80), after=st.binary(max_size=80), every=st.sampled_from([15, 60]))
def test_any_bytes_come_back_when_ours_are_taken_out(
    before: bytes, after: bytes, every: int
) -> None:
    call = Line(program=("/bin/stillpd",), journal="/j", mark="0123abcd", every=every)
    held = before + after
    put = crontab.put_in(held, call)
    assert crontab.put_in(put, call) == put
    assert crontab.take_out(put, call.mark) == held
    if before and not before.endswith(b"\n"):
        before += b"\n"
    around = before + crontab.text(call).encode() + after
    assert crontab.put_in(around, call) == around
    assert crontab.take_out(around, call.mark) == before + after


@given(st.lists(st.sampled_from(["%", "\\", "'", '"', " ", "a", "$", "ü"]), min_size=1))
def test_no_word_of_ours_ends_crons_command(signs: list[str]) -> None:
    assert not re.search(r"(?<!\\)%", crontab.quoted("".join(signs)))


OWN = ("unshare", "--mount", "--propagation", "private", "bash", "-ec")
MOUNT = (
    "mount -t tmpfs none /var/spool/cron; install -d -m 1730 -g crontab /var/spool/cron/crontabs; "
)


def why_no_real_crontab() -> str:
    if not shutil.which("crontab") or not shutil.which("unshare") or os.geteuid():
        return "no crontab here that root could keep apart"
    tried = subprocess.run([*OWN, MOUNT + "! crontab -l"], check=False, capture_output=True)
    return "" if not tried.returncode else "no mounts of one's own here"


@pytest.mark.skipif(bool(why_no_real_crontab()), reason=f"{why_no_real_crontab()}: NOT tried")
def test_a_real_crontab_gives_back_what_it_held(home: Path, root: Path) -> None:
    ours = f"{sys.executable} -m stillpd schedule"
    (home / "mine").write_bytes(b"# caf\xe9\nMAILTO=dana\n0 1 * * * x\n")
    script = (
        f"{MOUNT} crontab - <mine; {ours} install cron; crontab -l >with; "
        f"{ours} install cron; {ours} status; {ours} remove cron; crontab -l | cmp - mine"
    )
    done = subprocess.run(
        [*OWN, script], env=clean_environment(home), cwd=home, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "It is there already; nothing changed." in done.stdout
    assert b"*/15 6-22 * * * env" in block((home / "with").read_bytes())
