"""Every error has a code of its own, an exit code, and a line in the reference."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import stillpd
from stillpd.cli.boundary import EXIT_CODES
from stillpd.model.errors import StillpdError

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "exit-codes.md"


def every_error() -> set[type[StillpdError]]:
    for module in pkgutil.walk_packages(stillpd.__path__, "stillpd."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found: set[type[StillpdError]] = {StillpdError}
    queue = [StillpdError]
    while queue:
        below = queue.pop().__subclasses__()
        found.update(below)
        queue.extend(below)
    return found


def documented() -> dict[str, int]:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    return {code: int(number) for code, number in rows}


def test_every_error_has_an_exit_code() -> None:
    assert {error.code for error in every_error()} == set(EXIT_CODES)


def test_the_reference_says_the_same_codes() -> None:
    assert documented() == EXIT_CODES
