"""A notification on the desktop. It may come to nothing, and never takes anything with it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from stillpd.clock.program import ask

_PATIENCE = 5.0  # seconds: without a daemon notify-send has been seen to wait for most of a minute
_ON_MACOS = (
    "on run told\ndisplay notification (item 2 of told) with title (item 1 of told)\nend run"
)
_ON_WINDOWS = """
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI, ContentType=WindowsRuntime]
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent('ToastText02')
$words = $toast.GetElementsByTagName('text')
[void]$words.Item(0).AppendChild($toast.CreateTextNode($env:STILLPD_TITLE))
[void]$words.Item(1).AppendChild($toast.CreateTextNode($env:STILLPD_BODY))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$made = New-Object Windows.UI.Notifications.ToastNotification $toast
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show($made)
"""


def notify(title: str, body: str) -> bool:
    """Show a notification and tell whether somebody took it. Raises nothing.

    The words are given as words and never stand in a script. They may be read on a locked screen.
    """
    words, extra = _how(sys.platform, title, body)
    return ask(words, patience=_PATIENCE, extra=extra).is_good


def _how(platform: str, title: str, body: str) -> tuple[list[str], Mapping[str, str]]:
    """Return a system's command, and what it needs to know beside its words."""
    if platform == "darwin":
        return ["osascript", "-e", _ON_MACOS, title, body], {}
    if platform == "win32":
        powershell = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _ON_WINDOWS]
        return powershell, {"STILLPD_TITLE": title, "STILLPD_BODY": body}
    return ["notify-send", "--app-name=stillpd", "--", title, body], _session_bus()


def _session_bus() -> dict[str, str]:
    """Return where the desktop listens: cron is not told, and it is not in its environment."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or not hasattr(os, "getuid"):
        return {}
    bus = Path(f"/run/user/{os.getuid()}/bus")
    try:
        return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"} if bus.is_socket() else {}
    except OSError:
        return {}
