"""Schedulers on a page: what they are told, what changes, how they stand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from stillpd.clock.report import (
    OtherJournal,
    ScheduleChanges,
    Scheduled,
    SchedulerState,
    ScheduleShown,
    ScheduleStatus,
)
from stillpd.model.days import long_day
from stillpd.render.data import data_of
from stillpd.render.page import (
    Block,
    Gap,
    Page,
    Para,
    Picture,
    Rows,
    Span,
    Spans,
    command,
    dim,
    strong,
    text,
)
from stillpd.render.paths import said_path, typed_path


def shown_page(report: ScheduleShown) -> Page:
    """Return what a scheduler is told, letter for letter; of two files each under its path."""
    lines: list[str] = []
    for file in report.files:
        if len(report.files) > 1:
            lines.append(f"# {file.path}")
        lines += file.text.removesuffix("\n").split("\n")
    return (Picture(tuple(text(line) for line in lines)),)


def shown_steps(report: ScheduleShown) -> str:
    """Return where that goes, and the commands that put it there."""
    where = said_path(report.files[0].path)
    match report.scheduler:
        case "cron":
            told = "This puts it into your crontab:"
        case "systemd":
            told = "This puts both files there and starts the timer:"
        case "login":
            return _login_steps(where)
        case _:
            told = f"It goes into {where}. Put it there and load it:"
    return "\n  ".join([told, *report.commands])


def _login_steps(where: str) -> str:
    if where.endswith(".fish"):
        return f"It goes at the end of {where}, and speaks in every new terminal."
    every = "~/.zshrc" if where.endswith(".zprofile") else "~/.bashrc"
    return (
        f"It goes at the end of {where}, and speaks when you log in.\n"
        f"To hear it in every new terminal, put it at the end of {every} instead."
    )


def changes_page(report: ScheduleChanges, said: str, *, with_diff: bool = True) -> Page:
    """Return what was changed, or would be, and the next step."""
    blocks: list[Block] = []
    for each in report.schedulers:
        if with_diff and each.diff:
            blocks += [Picture(tuple(map(_diff_line, each.diff))), Gap()]
        elif each.changed and not report.done:
            blocks.append(Para(text(f"The timer of {each.scheduler} is off and would be started.")))
    if said:
        blocks.append(Para(text(said)))
    for each in report.schedulers if report.done else ():
        blocks += _told(each)
    return tuple(blocks)


def _diff_line(line: str) -> Spans:
    if line.startswith("+") and not line.startswith("+++"):
        return text(Span(line, "good"))
    return text(line) if line.startswith("-") and not line.startswith("---") else text(dim(line))


def _told(each: Scheduled) -> Iterator[Block]:
    if not each.changed:
        return
    if not each.every:
        yield Para(text(f"{each.scheduler} does not call stillpd any more."))
    elif each.runs is False:
        yield Para(text(f"It is installed: {each.scheduler} is to look in {often(each.every)}."))
        yield Para(_asleep())
    else:
        told = f"From now on {each.scheduler} looks in {often(each.every)}"
        yield Para(text(f"{told}, and stillpd speaks when something is due."))
    if each.copy:
        yield Para(text(dim("Your crontab from before:")))
        yield Picture((text("  ", said_path(each.copy)),))
    if each.every:
        yield Para(text(dim("See how it stands: "), command("stillpd schedule status")))


def _asleep() -> Spans:
    return text(
        "But cron itself is not running, so nothing is called. Many systems start it with: ",
        command("sudo systemctl enable --now cron"),
    )


def often(every: int) -> str:
    """Return how often, in words."""
    return "every hour" if every == 60 else f"every {every} minutes"  # noqa: PLR2004 - an hour


def status_page(report: ScheduleStatus) -> Page:
    """Return how every scheduler stands, with a next step where one is needed."""
    blocks: list[Block] = []
    for state in report.schedulers:
        blocks += _state(state, report.now)
    held = [state.scheduler for state in report.schedulers if state.installed]
    if not held:
        blocks.append(Gap())
        first = text("Nothing calls stillpd yet. ", "Have it called: ")
        blocks.append(Para(first + text(command("stillpd schedule install"))))
    elif len(held) > 1:
        blocks.append(Gap())
        both = f"Both {' and '.join(held)} are to call. Nothing is said twice, but one is enough: "
        blocks.append(Para(text(both, command(f"stillpd schedule remove {held[0]}"))))
    for other in report.others:
        blocks += _other(other)
    return tuple(blocks)


def _state(state: SchedulerState, now: datetime) -> Iterator[Block]:
    yield Para(text(strong(state.scheduler), ": ", _headline(state)))
    rows = [(text(dim(name)), text(told)) for name, told in _facts(state, now)]
    if rows:
        yield Rows(tuple(rows))
    for step in _steps(state):
        yield Para(step, indent=2)


def _headline(state: SchedulerState) -> str:
    if state.trouble:
        return state.trouble
    if not state.installed:
        return "not installed"
    return f"installed, {often(state.every)}" if state.every else "installed"


def _facts(state: SchedulerState, now: datetime) -> Iterator[tuple[str, str]]:
    if state.installed or state.last_run:
        yield "last run", _moment(state.last_run, now) if state.last_run else "none yet"
    if not state.installed or state.trouble:
        return
    if state.next_run:
        yield "next run", _moment(state.next_run, now)
    if state.runs_logged_out is not None and state.runs is not False:
        told = "it runs too" if state.runs_logged_out else "it does not run"
        yield "logged out", told


def _steps(state: SchedulerState) -> Iterator[Spans]:
    """Return what is not as it should be, each with the step that mends it."""
    if not state.installed or state.trouble:
        return
    renew = command(f"stillpd schedule {_renewed_by(state.scheduler)}")
    if state.program_found is False:
        gone = said_path(state.program) or "the program"
        yield text(f"The program that it calls is not there any more: {gone}")
        yield text("Renew it: ", renew)
    elif state.current is False:
        yield text("It is not as it would be written now. Renew it: ", renew)
    if state.runs is False and state.scheduler == "cron":
        yield _asleep()
    elif state.runs is False:
        yield text("The timer is off. Start it: ", renew)
    if state.scheduler == "systemd" and state.runs_logged_out is False:
        yield text("To have it run then too: ", command("loginctl enable-linger"))


def _renewed_by(scheduler: str) -> str:
    return f"{'show' if scheduler == 'launchd' else 'install'} {scheduler}"


def _other(other: OtherJournal) -> Iterator[Block]:
    yield Gap()
    told = f"{other.scheduler} calls for another journal too: {said_path(other.journal)}"
    if other.found:
        yield Para(text(f"{told}."))
        return
    yield Para(text(f"{told}, which is not there any more. Take that out: "))
    again = command(f"stillpd -j {typed_path(other.journal)} schedule remove")
    yield Picture((text("  ", again),))  # letter for letter: a name may hold two spaces


def _moment(moment: datetime, now: datetime) -> str:
    """Return a moment in words, as seen from now: today 14:45."""
    days = (moment.date() - now.date()) // timedelta(days=1)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return f"{near or long_day(moment.date())} {moment:%H:%M}"


def status_data(report: ScheduleStatus) -> dict[str, Any]:
    """Return how the schedulers stand as JSON data (docs/reference/json.md)."""
    return {"schedulers": data_of(report.schedulers), "others": data_of(report.others)}
