"""A real browser for tests: Chromium without a window, asked over a pipe; no network in between.

axe-core checks whether a page is for everybody (https://github.com/dequelabs/axe-core).
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHROMIUM = shutil.which("chromium")
AXE = "axe_playwright_python" if find_spec("axe_playwright_python") else None
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe"),
)
ON_3_AND_4 = """
import fcntl, os, sys
asked, answered = (fcntl.fcntl(int(n), fcntl.F_DUPFD, 10) for n in sys.argv[1:3])
os.dup2(asked, 3)
os.dup2(answered, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One Chromium with one page in it."""

    def __init__(self, folder: Path) -> None:
        asked, self._ask = os.pipe()
        self._answers, answered = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", ON_3_AND_4, str(asked), str(answered), str(CHROMIUM), *QUIET,
             f"--user-data-dir={folder}"],
            pass_fds=(asked, answered),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(asked)
        os.close(answered)
        self._left, self._number, self._session = b"", 0, ""
        page = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        self.events: list[dict[str, Any]] = []
        for part in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{part}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None
    ) -> None:
        os.close(self._ask)  # it ends when nobody asks any more
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._answers)

    def call(self, method: str, **words: Any) -> Any:
        """Ask for one thing and return its answer; events on the way are kept."""
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": words}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._ask, json.dumps(asked).encode() + b"\0")
        for told in self._told():
            if told.get("id") == self._number:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']}")
                return told["result"]
            if "method" in told and self._session:
                self.events.append(told)
        raise RuntimeError(f"{method}: the browser ended")

    def _told(self) -> Iterator[dict[str, Any]]:
        while True:
            while b"\0" in self._left:
                line, _, self._left = self._left.partition(b"\0")
                yield json.loads(line)
            found = os.read(self._answers, 1 << 20)
            if not found:
                return
            self._left += found

    def open(self, page: Path) -> None:
        """Open a file and wait until it is there whole."""
        self.events.clear()
        self.call("Page.navigate", url=page.as_uri())
        while self.value("document.readyState + location.href") != f"complete{page.as_uri()}":
            pass

    def look(self, width: int, *, dark: bool = False) -> None:
        """See the page at a width, in light or dark."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=800,
                  deviceScaleFactor=1, mobile=width < 600)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def faults(self, *, without: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> list[str]:
        """Return what axe-core finds on the page, of every weight, by all its rules or by some."""
        if self.value("typeof axe") == "undefined":
            self.value((files(str(AXE)) / "axe.min.js").read_text("utf-8"))
        chosen = json.dumps(
            {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in without}}
            | ({"runOnly": only} if only else {})
        )
        told = (
            f"axe.run({chosen}).then(found => found.violations.flatMap(fault =>"
            "fault.nodes.map(node => `${fault.impact} ${fault.id}: ${node.html.slice(0, 120)}`)))"
        )
        found = self.call("Runtime.evaluate", expression=told, awaitPromise=True,
                          returnByValue=True)  # fmt: skip
        return found["result"]["value"]

    def value(self, script: str) -> Any:
        """Return what a script says of the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    def picture(self, *, top: int = 0, height: int = 800) -> bytes:
        """Return a stretch of the page, as wide as it is seen, as a PNG."""
        width = self.value("innerWidth")
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(shot["data"])

    def printed(self, *, width: float, height: float) -> bytes:
        """Return the page as a PDF on paper of a size in inches, with the page's own margins."""
        made = self.call("Page.printToPDF", paperWidth=width, paperHeight=height,
                         printBackground=True)  # fmt: skip
        return base64.b64decode(made["data"])


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start one browser for some tests, and end it."""
    with Browser(folder) as started:
        yield started
