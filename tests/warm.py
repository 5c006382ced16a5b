"""Start the real program many times without loading it each time.

One process loads all of stillpd, and is copied for each command: the copy gets
the words, the environment, the folder and the three streams of that command and is then as the
program is, with a memory and an exit code of its own. What a cold start loads, and how long it
takes, is tested elsewhere (contracts/test_imports.py, `make bench`).
"""

import gc
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import IO, Any

import stillpd

ROOT = Path(__file__).parent.parent
_AT_START = ("PYTHON", "LC_", "LANG")
"""What Python itself reads at its start, by its beginnings: no copy can learn it later."""


class Warm:
    """The loaded process, ready to be copied; it ends with the one that started it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.folder = Path(mkdtemp(prefix="stillpd-warm-"))
        self.place = self.folder / "socket"
        self.environment = dict(environment)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(self.place)],
            env=self.environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def may_copy(self, environment: Mapping[str, str]) -> bool:
        """Tell whether a copy is what a start in this environment would be."""
        names = {*environment, *self.environment}
        told = [name for name in names if name.startswith(_AT_START)]
        return all(environment.get(name) == self.environment.get(name) for name in told)

    def run(
        self, words: Sequence[str], environment: Mapping[str, str], folder: Path, text: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end; returns what it printed and its exit code."""
        with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write(text.encode())
            given.seek(0)
            code = _ask(self.place, words, environment, folder, (given, out, err))
            return subprocess.CompletedProcess(words, code, _text(out), _text(err))

    def end(self) -> None:
        """End the process and wait for it."""
        self.process.communicate()
        self.place.unlink()
        self.folder.rmdir()


_PROGRAM = """
import json, os, socket, sys
asked = socket.socket(socket.AF_UNIX)
asked.connect({place!r})
said = json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode()
socket.send_fds(asked, [len(said).to_bytes(4, "big")], [0, 1, 2])
asked.sendall(said)
os._exit(int(asked.recv(16)))
"""


def put_program(folder: Path, warm: Warm | None) -> Path:
    """Put `stillpd` into a folder for a shell to find; it runs with the shell's own streams."""
    folder.mkdir()
    program = folder / "stillpd"
    cold = f'#!/bin/sh\nexec "{sys.executable}" -m stillpd "$@"\n'
    copied = f"#!{sys.executable} -IS\n" + _PROGRAM.format(place=str(warm.place)) if warm else cold
    program.write_text(copied)
    program.chmod(0o755)
    return program


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return io.TextIOWrapper(file, encoding="utf-8").read()


def _ask(
    place: Path,
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    streams: Sequence[Any],
) -> int:
    """Have a command run with the three streams; returns its exit code."""
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(60)
        asked.connect(str(place))
        said = json.dumps([list(words), dict(environment), str(folder)]).encode()
        socket.send_fds(
            asked, [len(said).to_bytes(4, "big")], [stream.fileno() for stream in streams]
        )
        asked.sendall(said)
        return int(asked.recv(16))


# The process that is copied ----------------------------------------------------------------------


def serve(place: str) -> None:
    """Copy this process for each command that is asked for, until whoever started it ends."""
    for module in pkgutil.walk_packages(stillpd.__path__, "stillpd."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen(64)
        print("ready", flush=True)  # noqa: T201
        while True:
            ready, _, _ = select.select([listening, 0], [], [])
            if 0 in ready:
                return
            asked, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                _answer(asked)
            asked.close()


def _answer(asked: socket.socket) -> None:
    """Be a command, from its start to its end, and say how it left."""
    length, streams, _, _ = socket.recv_fds(asked, 4, 3)
    words, environment, folder = json.loads(
        asked.recv(int.from_bytes(length, "big"), socket.MSG_WAITALL)
    )
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _become(words, environment, folder, streams)
    code: Any = 0
    try:
        runpy.run_module("stillpd", run_name="__main__", alter_sys=True)
    except SystemExit as left:
        code = left.code or 0
    except BaseException:  # noqa: BLE001  told as Python tells it
        traceback.print_exc()
        code = 1
    try:
        sys.stdout.flush()
    except OSError:
        code = 120  # as Python says it
    asked.sendall(str(code).encode())
    os._exit(code)


def _become(words: list[str], environment: dict[str, str], folder: str, streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.argv = ["stillpd", *words]
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8")
    told = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    sys.stderr = sys.__stderr__ = told


if __name__ == "__main__":
    serve(sys.argv[1])
