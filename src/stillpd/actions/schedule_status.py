"""How the schedulers stand: is it installed, does it run, when did it last, when will it next."""

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

from stillpd.clock import crontab, launchd, systemd
from stillpd.clock.daemon import cron_runs
from stillpd.clock.line import USUAL_EVERY, call_for, mark_of, next_run
from stillpd.clock.report import OtherJournal, SchedulerState, ScheduleStatus
from stillpd.journal import names
from stillpd.journal.runs import last_run
from stillpd.model.errors import InvalidInput


def status(root: Path, now: datetime) -> ScheduleStatus:
    """Return how the schedulers stand for a journal. Nothing is changed."""
    mark = mark_of(root)
    states = [_cron(root, mark, now), _systemd(root, mark, now)]
    if sys.platform == "darwin" or launchd.path(mark).exists():
        states.append(_launchd(root, mark, now))
    return ScheduleStatus(now=now, schedulers=tuple(states), others=_others(mark))


def _cron(root: Path, mark: str, now: datetime) -> SchedulerState:
    last = _last(root, "cron", now)
    try:
        held = crontab.read()
        line = crontab.installed(held, mark)
    except InvalidInput as trouble:
        return SchedulerState(
            scheduler="cron",
            path="crontab",
            installed=None if crontab.is_there() else False,
            trouble=trouble.message,
            last_run=last,
        )
    if line is None:
        return SchedulerState(scheduler="cron", path="crontab", last_run=last)
    runs = cron_runs()
    call = call_for(root, line.every or USUAL_EVERY)
    return SchedulerState(
        scheduler="cron",
        path="crontab",
        installed=True,
        current=crontab.put_in(held, call) == held,
        every=line.every,
        program=line.program,
        program_found=_is_found(line.program),
        runs=runs,
        runs_logged_out=runs,
        last_run=last,
        next_run=next_run(line.every, now) if line.every and runs is not False else None,
    )


def _systemd(root: Path, mark: str, now: datetime) -> SchedulerState:
    last = _last(root, "systemd", now)
    path = str(systemd.paths(mark)[1])
    try:
        held = systemd.old_texts(mark)
    except InvalidInput as trouble:
        return SchedulerState(
            scheduler="systemd", path=path, trouble=trouble.message, last_run=last
        )
    if not any(held):
        return SchedulerState(scheduler="systemd", path=path, last_run=last)
    units = systemd.installed(*held)
    call = call_for(root, units.every or USUAL_EVERY)
    runs = (systemd.answers() or None) if systemd.is_enabled(mark) else False
    return SchedulerState(
        scheduler="systemd",
        path=path,
        installed=True,
        current=held == tuple(text.encode() for text in systemd.texts(call)),
        every=units.every,
        program=units.program,
        program_found=_is_found(units.program),
        runs=runs,
        runs_logged_out=systemd.lingers(),
        last_run=last,
        next_run=next_run(units.every, now) if units.every and runs else None,
    )


def _launchd(root: Path, mark: str, now: datetime) -> SchedulerState:
    """Return what its file tells; whether it was loaded, only the Mac knows."""
    path = launchd.path(mark)
    last = _last(root, "launchd", now)
    if not path.exists():
        return SchedulerState(scheduler="launchd", path=str(path), last_run=last)
    every = launchd.every(path)
    call = call_for(root, every or USUAL_EVERY)
    return SchedulerState(
        scheduler="launchd",
        path=str(path),
        installed=True,
        current=path.read_bytes() == launchd.text(call).encode(),
        every=every,
        runs_logged_out=False,
        last_run=last,
    )


def _last(root: Path, scheduler: str, now: datetime) -> datetime | None:
    last = last_run(root, scheduler)
    return last.astimezone(now.tzinfo) if last else None


def _is_found(program: str) -> bool:
    return bool(program) and (os.access(program, os.X_OK) or shutil.which(program) is not None)


def _others(mark: str) -> tuple[OtherJournal, ...]:
    found: list[OtherJournal] = []
    try:
        lines = crontab.others(crontab.read(), mark)
    except InvalidInput:
        lines = []
    for scheduler, journals in (
        ("cron", [line.journal for line in lines]),
        ("systemd", systemd.others(mark)),
    ):
        found += [
            OtherJournal(scheduler, journal, Path(journal, names.HEADER).exists())
            for journal in journals
        ]
    return tuple(found)
