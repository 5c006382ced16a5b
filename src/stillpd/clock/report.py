"""What the commands around schedulers tell, as values."""

from datetime import datetime

from stillpd.model.record import record


@record
class ScheduleFile:
    """A file, or a block of one, as it would be written."""

    path: str
    text: str


@record
class ScheduleShown:
    """What a scheduler would be told, and the commands that put it there."""

    scheduler: str
    files: tuple[ScheduleFile, ...]
    commands: tuple[str, ...]


@record(kw_only=True)
class Scheduled:
    """What was changed, or would be.

    `every` is how many minutes lie between two calls from then on, None where it was taken out.
    `copy` is where the crontab from before lies. `runs` tells whether the scheduler itself is at
    work, where that is known.
    """

    scheduler: str
    changed: bool
    every: int | None
    diff: tuple[str, ...] = ()
    copy: str = ""
    runs: bool | None = None


@record
class ScheduleChanges:
    """What changes at which scheduler, and whether that is done."""

    schedulers: tuple[Scheduled, ...]
    done: bool


@record(kw_only=True)
class SchedulerState:
    """What is known of one scheduler. None is what nobody can say.

    `current`: it is as it would be written now. `every` is 0 where somebody gave it times of its
    own. `runs`: the scheduler itself is at work. `trouble` says what stands in the way of looking.
    """

    scheduler: str
    path: str
    installed: bool | None = False
    current: bool | None = None
    every: int | None = None
    program: str = ""
    program_found: bool | None = None
    runs: bool | None = None
    runs_logged_out: bool | None = None
    last_run: datetime | None = None
    next_run: datetime | None = None
    trouble: str = ""


@record
class OtherJournal:
    """A prompt for another journal than this, and whether that journal is there."""

    scheduler: str
    journal: str
    found: bool


@record(kw_only=True)
class ScheduleStatus:
    """How every scheduler stands."""

    now: datetime
    schedulers: tuple[SchedulerState, ...]
    others: tuple[OtherJournal, ...] = ()
