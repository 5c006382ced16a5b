"""Do something in a process of its own, with a fault at one of its system calls."""

import os
import re
import socket
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

_CALL = re.compile(r"(\d+) +(\w+)\(")


class Traced:
    """A worker that does one act after another, each under a fault of its own.

    `program` is told the act and a socket; `prepare` makes the folder in which one act is done.
    """

    def __init__(self, program, act, tmp_path, prepare):
        self.act, self.tmp_path, self.prepare, self.made = act, tmp_path, prepare, 0
        self.link, theirs = socket.socketpair()
        fd = theirs.fileno()
        command = [sys.executable, program, act, str(fd)]
        known = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        self.process = subprocess.Popen(command, pass_fds=[fd], env=known)
        theirs.close()
        assert self.link.recv(64) == b"ready"

    def end(self):
        self.link.close()
        self.process.wait()

    def run(self, *options):
        """Do the act once in a fresh folder, with strace attached; return (root, how it ended)."""
        self.made += 1
        root = self.tmp_path / f"journal{self.made}"
        self.prepare(root)
        with self._strace(options):
            self.link.send(os.fsencode(root))
            return root, int(self.link.recv(64))

    @contextmanager
    def _strace(self, options):
        command = ["strace", "-f", "-p", str(self.process.pid), *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            line = strace.stderr.readline()
            if "attached" not in line:
                pytest.skip(f"strace may not trace here: {line.strip()}")
            try:
                yield
            finally:
                strace.terminate()
                strace.stderr.read()

    def calls(self, *options):
        """Count the system calls on files that the act makes, by name."""
        log = self.tmp_path / "log"
        _, ended = self.run("-o", str(log), "-e", "trace=%file,%desc", *options)
        assert ended == 0
        found = map(_CALL.match, log.read_text("utf-8", "replace").splitlines())
        calls = (call.groups() for call in found if call)
        return Counter(name for pid, name in calls if int(pid) != self.process.pid)
