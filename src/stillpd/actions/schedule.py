"""Have a scheduler call `stillpd remind`: show what it would be told, install that, take it out."""

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from stillpd.clock import crontab, launchd, login, systemd, windows
from stillpd.clock.daemon import cron_runs
from stillpd.clock.line import USUAL_EVERY, Call, call_for, mark_of
from stillpd.clock.report import Scheduled, ScheduleFile, ScheduleShown
from stillpd.model.errors import InvalidInput
from stillpd.model.record import record

INSTALLED_BY_US = ("cron", "systemd")
SHOWN = (*INSTALLED_BY_US, "launchd", "windows", "login")


@record(kw_only=True)
class SchedulePlan:
    """What installing or removing would change: the files as they are and as they would be.

    `call` is None where it is taken out. `wakes` tells that a timer which is there, but off,
    would be started.
    """

    scheduler: str
    root: Path
    call: Call | None
    paths: tuple[str, ...]
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]
    wakes: bool = False

    @property
    def is_change(self) -> bool:
        """Tell whether there is anything to do."""
        return self.old != self.new or self.wakes


def suited() -> str:
    """Return the scheduler that suits this system."""
    if sys.platform == "darwin":
        return "launchd"
    if sys.platform == "win32":
        return "windows"
    return "systemd" if systemd.answers() else "cron"


def show(root: Path, scheduler: str = "", every: int | None = None) -> ScheduleShown:
    """Return exactly what would be installed."""
    scheduler = scheduler or suited()
    call = call_for(root, every or _present_every(root, scheduler) or USUAL_EVERY)
    files, commands = _FILES[scheduler](call)
    return ScheduleShown(scheduler, files, commands)


Told = tuple[tuple[ScheduleFile, ...], tuple[str, ...]]


def _for_cron(call: Call) -> Told:
    files = (ScheduleFile("crontab", crontab.text(call)),)
    return files, (f"stillpd schedule install cron{call.option}",)


def _for_systemd(call: Call) -> Told:
    both = zip(systemd.paths(call.mark), systemd.texts(call), strict=True)
    files = tuple(ScheduleFile(str(path), text) for path, text in both)
    return files, (f"stillpd schedule install systemd{call.option}",)


def _for_launchd(call: Call) -> Told:
    file = ScheduleFile(str(launchd.path(call.mark)), launchd.text(call))
    return (file,), launchd.commands(call)


def _for_windows(call: Call) -> Told:
    file = ScheduleFile(f"{windows.name(call.mark)}.xml", windows.text(call))
    return (file,), windows.commands(call)


def _for_login(call: Call) -> Told:
    shell = login.shell(os.environ.get("SHELL", ""))
    return (ScheduleFile(str(login.path(shell)), login.text(call, shell)),), ()


_FILES = {
    "cron": _for_cron,
    "systemd": _for_systemd,
    "launchd": _for_launchd,
    "windows": _for_windows,
    "login": _for_login,
}


def _present_every(root: Path, scheduler: str) -> int:
    """Return the minutes of what is installed now; 0 where nothing is, or it cannot be read."""
    mark = mark_of(root)
    try:
        if scheduler == "cron":
            line = crontab.installed(crontab.read(), mark)
            return line.every if line else 0
        if scheduler == "systemd":
            return systemd.installed(*systemd.old_texts(mark)).every
    except InvalidInput:
        return 0
    return 0


def holders(root: Path) -> tuple[str, ...]:
    """Return the schedulers that hold something of ours for this journal."""
    mark = mark_of(root)
    held = []
    if _cron_holds(mark):
        held.append("cron")
    if any(systemd.old_texts(mark)):
        held.append("systemd")
    return tuple(held)


def _cron_holds(mark: str) -> bool:
    try:
        held = crontab.read()
    except InvalidInput:
        return False  # whoever has no crontab, or may not use it, can still have a timer
    return crontab.find(held, mark) is not None


def leaving(root: Path) -> tuple[str, ...]:
    """Return from where it is taken out if no scheduler is named; of cron also why it is not."""
    return holders(root) or (("cron",) if crontab.is_there() else ())


def plan_install(root: Path, scheduler: str = "", every: int | None = None) -> SchedulePlan:
    """Return what installing would change. Without a scheduler: the one that has it, else suits.

    Raises InvalidInput where it cannot be installed, before anything is written.
    """
    scheduler = scheduler or next(iter(holders(root)), "") or suited()
    if scheduler not in INSTALLED_BY_US:
        raise InvalidInput(
            f"For {scheduler} stillpd prints what is needed, and you put it in place.",
            f"It says how: stillpd schedule show {scheduler}",
        )
    call = call_for(root, every or _present_every(root, scheduler) or USUAL_EVERY)
    if scheduler == "cron":
        old = crontab.read()
        return _cron_plan(root, call, old, crontab.put_in(old, call))
    systemd.expect_answers()
    held = systemd.old_texts(call.mark)
    new = tuple(text.encode() for text in systemd.texts(call))
    wakes = not systemd.is_enabled(call.mark)
    return _systemd_plan(root, call, held, new, wakes=wakes)


def plan_remove(root: Path, scheduler: str) -> SchedulePlan:
    """Return what taking it out would change. Raises InvalidInput as installing does."""
    mark = mark_of(root)
    if scheduler == "cron":
        old = crontab.read()
        return _cron_plan(root, None, old, crontab.take_out(old, mark))
    held = systemd.old_texts(mark)
    if any(held):
        systemd.expect_answers()
    return _systemd_plan(root, None, held, (b"", b""))


def _cron_plan(root: Path, call: Call | None, old: bytes, new: bytes) -> SchedulePlan:
    if old != new:
        crontab.expect_faithful(old)
    return SchedulePlan(
        scheduler="cron", root=root, call=call, paths=("crontab",), old=(old,), new=(new,)
    )


def _systemd_plan(
    root: Path,
    call: Call | None,
    old: tuple[bytes, ...],
    new: tuple[bytes, ...],
    *,
    wakes: bool = False,
) -> SchedulePlan:
    paths = tuple(map(str, systemd.paths(mark_of(root))))
    return SchedulePlan(
        scheduler="systemd", root=root, call=call, paths=paths, old=old, new=new, wakes=wakes
    )


def planned(plan: SchedulePlan) -> Scheduled:
    """Return what a plan would change, as lines of a diff, with nothing done."""
    return Scheduled(
        scheduler=plan.scheduler,
        changed=plan.is_change,
        every=plan.call.every if plan.call else None,
        diff=_diff(plan),
    )


def _diff(plan: SchedulePlan) -> tuple[str, ...]:
    from difflib import unified_diff

    lines: list[str] = []
    for path, old, new in zip(plan.paths, plan.old, plan.new, strict=True):
        before, after = (
            side.decode("utf-8", "backslashreplace").split("\n") for side in (old, new)
        )
        for side in (before, after):
            side[-1:] = side[-1:] if side[-1] else []
        lines += unified_diff(before, after, f"{path}, now", f"{path}, then", lineterm="")
    return tuple(lines)


def carry_out(plan: SchedulePlan, now: datetime) -> Scheduled:
    """Do what a plan says. Raises NotSaved."""
    copy: Path | None = None
    if not plan.is_change:
        return planned(plan)
    if plan.scheduler == "cron":
        copy = crontab.write(plan.root, plan.old[0], plan.new[0], now)
    elif plan.call:
        systemd.write(plan.call)
    else:
        systemd.remove(mark_of(plan.root))
    runs = cron_runs() if plan.scheduler == "cron" else True
    return replace(planned(plan), copy=str(copy or ""), runs=runs)
