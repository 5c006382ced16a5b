"""A task for the Windows Task Scheduler. `stillpd schedule show windows` prints it."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from stillpd.clock.line import FIRST_HOUR, LAST_HOUR, Call

_SCHEMA = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "Enabled": "true",
    "Hidden": "true",
    "ExecutionTimeLimit": "PT5M",
}


def name(mark: str) -> str:
    """Return the task's name."""
    return f"stillpd-{mark}"


def text(call: Call) -> str:
    """Return the task. It names no encoding, so that it reads alike from a file and as words."""
    task = ET.Element("Task", version="1.2", xmlns=_SCHEMA)
    about = ET.SubElement(task, "RegistrationInfo")
    ET.SubElement(about, "Description").text = f"stillpd {call.mark}: is a quiet time due?"
    _add_trigger(ET.SubElement(task, "Triggers"), call.every)
    principal = ET.SubElement(ET.SubElement(task, "Principals"), "Principal", id="Author")
    ET.SubElement(principal, "LogonType").text = "InteractiveToken"
    ET.SubElement(principal, "RunLevel").text = "LeastPrivilege"
    settings = ET.SubElement(task, "Settings")
    for setting, value in _SETTINGS.items():
        ET.SubElement(settings, setting).text = value
    actions = ET.SubElement(task, "Actions", Context="Author")
    command, *words = _command(call)
    run = ET.SubElement(actions, "Exec")
    ET.SubElement(run, "Command").text = command
    ET.SubElement(run, "Arguments").text = subprocess.list2cmdline(words)
    ET.indent(task)
    return '<?xml version="1.0"?>\n' + ET.tostring(task, encoding="unicode") + "\n"


def _add_trigger(triggers: ET.Element, every: int) -> None:
    daily = ET.SubElement(triggers, "CalendarTrigger")
    again = ET.SubElement(daily, "Repetition")
    ET.SubElement(again, "Interval").text = f"PT{every}M"
    ET.SubElement(again, "Duration").text = f"PT{LAST_HOUR + 1 - FIRST_HOUR}H"
    ET.SubElement(again, "StopAtDurationEnd").text = "false"
    # Any day that is past: the hour counts.
    ET.SubElement(daily, "StartBoundary").text = f"2025-01-01T{FIRST_HOUR:02}:00:00"
    ET.SubElement(daily, "Enabled").text = "true"
    ET.SubElement(ET.SubElement(daily, "ScheduleByDay"), "DaysInterval").text = "1"


def _command(call: Call) -> tuple[str, ...]:
    """Return the command as words: Python without a window, which is told its environment.

    A task has no environment of its own, and `stillpd.exe` would flash a black window each time.
    """
    told = call.environment("windows")
    told = {key: told[key] for key in ("STILLPD_SCHEDULED", "NO_COLOR", "COLUMNS")}
    begin = f"import os; os.environ.update({told!r}); from stillpd.cli.main import main; main()"
    words = call.words("windows")
    return (_python(), "-X", "utf8", "-c", begin, *words[len(call.program) :])


def _python() -> str:
    quiet = Path(sys.executable).with_name("pythonw.exe")
    return str(quiet) if quiet.exists() else sys.executable


def commands(call: Call) -> tuple[str, ...]:
    """Return what is typed to write the task into a file and to load it."""
    task = name(call.mark)
    return (
        f"stillpd schedule show windows{call.option} -o {task}.xml",
        f"schtasks /Create /TN {task} /XML {task}.xml",
    )
