"""Transcripts: Markdown that tells how a command behaves, run against the real program.

A fenced `console` block holds commands (`$ stillpd …`) and what they print, stdout and stderr as a
terminal would mix them. Each file starts in a fresh home; a line `journal: demo` in its first
lines gives it a copy of Dana's year, `journal: new` an empty journal. In expected output
`‹name›` stands for one word that is not known beforehand: the first time it takes what is there,
later (in commands too) it is that word. `…` alone on a line stands for any lines. `[exit 3]`
ends a block whose last command leaves with that code; without it 0 is expected.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import DEMO, clean_environment
from tests.warm import Warm, put_program

WARM = pytest.StashKey[Warm]()

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HOLE = re.compile(r"‹([a-z0-9-]+)›")


@dataclass
class Step:
    command: str
    line: int
    expected: list[str] = field(default_factory=list)
    code: int = 0


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".md":
        return TranscriptFile.from_parent(parent, path=file_path)
    return None


class TranscriptFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        yield TranscriptItem.from_parent(self, name=self.path.stem)


class TranscriptItem(pytest.Item):
    def runtest(self) -> None:
        text = self.path.read_text(encoding="utf-8")
        steps = list(read_steps(text))
        assert steps, "a transcript without a command"
        factory = pytest.TempPathFactory.from_config(self.config, _ispytest=True)
        home = factory.mktemp(self.path.stem)
        put_program(home / "bin", loaded(self.config))
        prepare(home, text)
        known: dict[str, str] = {}
        for step in steps:
            check(step, home, known, self.path)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"transcript {self.path.stem}"


def read_steps(text: str) -> Iterator[Step]:
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        step: Step | None = None
        for number, line in enumerate(block[1].splitlines(), first):
            code = re.fullmatch(r"\[exit (\d+)\]", line)
            if line.startswith("$ "):
                if step:
                    yield step
                step = Step(line[2:], number)
            elif step and line.startswith("> ") and not step.expected:
                step.command += "\n" + line[2:]
            elif step and code:
                step.code = int(code[1])
            elif step:
                step.expected.append(line)
        if step:
            yield step


def prepare(home: Path, text: str) -> None:
    head = text[:600]
    if "journal: demo" in head:
        place = home / "dana"
        shutil.copytree(DEMO, place)
    elif "journal: new" in head:
        place = home / "journal"
        words = ["init", str(place), "--owner", "Dana Okafor", "--timezone", "America/New_York"]
        words += ["--school-year", "2025-08-18..2026-06-05"]
        words += ["--break", "2025-11-24..2025-11-28:Thanksgiving", "--as-of", "2025-08-18"]
        made = shell(home, words)
        assert made.returncode == 0, made.stdout
        return
    else:
        return
    config = home / "config" / "stillpd"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(f'default = "{place}"\n')


def loaded(config: pytest.Config) -> Warm | None:
    """Return the program, loaded once for all transcripts of this process."""
    if WARM not in config.stash and hasattr(os, "fork"):
        with TemporaryDirectory() as home:
            config.stash[WARM] = Warm(clean_environment(Path(home)))
        config.add_cleanup(config.stash[WARM].end)
    return config.stash.get(WARM, None)


def shell(home: Path, words: list[str] | str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(home)
    environment["PATH"] = f"{home / 'bin'}:{environment['PATH']}"
    command = words if isinstance(words, str) else None
    return subprocess.run(
        ["/bin/sh", "-c", command] if command else ["stillpd", *words],
        env=environment,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def check(step: Step, home: Path, known: dict[str, str], path: Path) -> None:
    command = _HOLE.sub(lambda hole: known.get(hole[1], hole[0]), step.command)
    done = shell(home, command)
    said = done.stdout.replace(str(home), "~").splitlines()
    where = f"{path.name}:{step.line}: $ {command}"
    shown = "\n".join(said)
    if done.returncode != step.code:
        raise AssertionError(f"{where}\nleft with {done.returncode}, not {step.code}:\n{shown}")
    if not matches(step.expected, said, known):
        wanted = "\n".join(step.expected)
        raise AssertionError(f"{where}\n--- expected\n{wanted}\n--- printed\n{shown}")


def matches(expected: list[str], said: list[str], known: dict[str, str]) -> bool:
    while expected and not expected[-1].strip():
        expected = expected[:-1]
    while said and not said[-1].strip():
        said = said[:-1]
    seen: set[str] = set()
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else line_pattern(line, known, seen) + "\n"
        for line in expected
    )
    found = re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in said))
    if found:
        known |= {k.replace("_", "-"): v for k, v in found.groupdict().items()}
    return bool(found)


def line_pattern(line: str, known: dict[str, str], seen: set[str]) -> str:
    made, end = "", 0
    for hole in _HOLE.finditer(line):
        made += re.escape(line[end : hole.start()])
        name = hole[1].replace("-", "_")
        if hole[1] in known:
            made += re.escape(known[hole[1]])
        elif name in seen:
            made += f"(?P={name})"
        else:
            made += rf"(?P<{name}>[^\s.,)]+)"
            seen.add(name)
        end = hole.end()
    return made + re.escape(line[end:]).rstrip()
