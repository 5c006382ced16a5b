"""One of many processes that write in the same journal; prints the texts it was told are safe."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from stillpd.journal.operation import carry_out
from stillpd.journal.swap import read_steady
from stillpd.journal.wanted import Create, Replace
from stillpd.model.errors import ChangedOnDisk

NOW = datetime(2025, 10, 24, 19, 5, tzinfo=UTC)


def stillpd(root: Path, name: str, count: int) -> None:
    """Make a file of its own, add to the common one, and so on."""
    for number in range(count):
        text = f"<{name}-{number}>\n".encode()
        if number % 2:
            carry_out(root, "write", "w", [Create(f"{name}-{number}.md", text)], NOW)
            continue
        try:
            old = read_steady(root / "common.md")
            carry_out(root, "edit", "e", [Replace("common.md", old, old + text)], NOW)
        except FileNotFoundError:
            carry_out(root, "write", "w", [Create(f"{name}-{number}.md", text)], NOW)
        except ChangedOnDisk as err:
            if "What you wrote is in" not in err.hint:  # it could not be read: nothing was written
                carry_out(root, "write", "w", [Create(f"{name}-{number}.md", text)], NOW)


def editor(root: Path, name: str, count: int) -> None:
    """Save as editors do: by turns in place, and by a new file after a backup of the old."""
    common = root / "common.md"
    for number in range(count):
        text = f"<{name}-{number}>\n".encode()
        if number % 2:
            fd = os.open(common, os.O_WRONLY | os.O_APPEND)
            os.write(fd, text)
            os.close(fd)
        else:
            backup = root / f"common.md~{name}-{number}"
            common.rename(backup)
            new = root / f".{name}.swp"
            new.write_bytes(backup.read_bytes() + text)
            new.rename(common)


if __name__ == "__main__":
    kind, folder, name, count = sys.argv[1:]
    {"stillpd": stillpd, "editor": editor}[kind](Path(folder), name, int(count))
